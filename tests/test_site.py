"""A published site, as people use it: every page looked at, and a real browser sent through it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests import site_rules, sites
from tests.rich_results import article_faults, dataset_faults
from tests.served import serving
from tests.test_report_pages import tool

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).parent / "web" / "site.py"
HTML_RULES = DRIVER.with_name("htmlvalidate.json")
EXTRUCT = DRIVER.parent.parent / "judges" / "extruct_reads.py"
SCRIPT = "assets/search.js"


class Site:
    """A published site that is being served."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder = folder
        self.base = base
        self.pages = sites.pages(folder)
        self.releases = [one for one in self.pages if one.is_relative_to(folder / "r")]

    def release(self, name: str) -> str:
        """Return the path of the page of a sample."""
        record = json.loads((sites.SAMPLES / name / "release.json").read_text("utf-8"))
        for page in self.releases:
            if site_rules.read(page.read_bytes()).findtext(".//h1") == record["headline"]:
                return page.relative_to(self.folder).as_posix()
        raise LookupError(name)

    def value(self, facet: str, name: str) -> str:
        """Return the path of the page of a person, an event …."""
        for page in sorted((self.folder / facet).glob("*.html")):
            if name in site_rules.read(page.read_bytes()).findtext(".//title"):
                return page.relative_to(self.folder).as_posix()
        raise LookupError(name)

    def kinds(self) -> list[str]:
        """Return the path of a page of every kind, in Indonesian, English and Arabic."""
        return [
            "index.html", "en/index.html", "404.html", "search/index.html",
            self.release("jatim-narasi"), self.release("maktaba-ar"), self.release("tabel-wisata"),
            self.release("penarikan-lomba"), self.release("taman-baca-en"),
            "year/2025.html", "en/org/index.html", self.value("person", "Noor Iza"),
            self.value("event", "Festival"), self.value("language", "Arab"),
        ]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Yield a site of our samples and many more releases."""
    place = tmp_path_factory.mktemp("site")
    with serving(place / "public") as base:
        yield Site(sites.published(place, sites.made_up(230), base=base), base)


@pytest.fixture(scope="module")
def used(site):
    """Return what a browser found."""
    python = tool("PRESS_ARCHIVE_BROWSER", "Python with playwright")
    web = tool("PRESS_ARCHIVE_WEB", "folder with axe-core")
    axe = Path(web) / "node_modules" / "axe-core" / "axe.min.js"
    release = site.release("jatim-narasi")
    wish = {
        "paths": site.kinds(),
        "search": {"path": "index.html", "query": sites.RARE, "year": "2026"},
        "tabs": ["index.html", release, "search/index.html", "en/org/index.html"],
        "folder": {"links": ["ol.entries h3 a", ".masthead .site a", "main .ways a",
                             "main a[href$='2025.html']", "main h3 a", ".masthead nav a"]},
    }  # fmt: skip
    done = subprocess.run(
        [python, DRIVER, axe, site.base, site.folder],
        capture_output=True, check=False, input=json.dumps(wish), text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


# every page, by rules of our own


def test_no_page_can_run_or_fetch_what_is_not_ours(site):
    told = {
        page.relative_to(site.folder).as_posix(): found
        for page in site.pages
        if (
            found := [
                *site_rules.dangers(
                    site_rules.read(page.read_bytes()), base=site.base, script=SCRIPT
                )
            ]
        )
    }

    assert told == {}


def test_headings_labels_names_and_landmarks_of_every_page_are_in_order(site):
    told = {
        page.relative_to(site.folder).as_posix(): found
        for page in site.pages
        if (found := [*site_rules.faults(site_rules.read(page.read_bytes()))])
    }

    assert told == {}


def test_every_link_within_the_site_leads_to_something(site):
    told = {
        page.relative_to(site.folder).as_posix(): found
        for page in site.pages
        if (found := [*site_rules.broken(page, site_rules.read(page.read_bytes()), site.folder)])
    }

    assert told == {}


@pytest.mark.parametrize("language", ["", "en"])
@pytest.mark.parametrize("facet", ["year", "org", "language"])
def test_lists_of_what_every_release_has_reach_every_release(site, facet, language):
    folder = site.folder / language / facet

    reached = site_rules.reached(folder / "index.html", folder)

    assert {*site.releases} <= reached
    assert len(site.releases) == 243


@pytest.mark.parametrize(
    ("facet", "part"),
    [("topic", "subjects"), ("person", "people"), ("place", "places"), ("event", "events")],
)
def test_other_lists_reach_every_release_that_has_such_a_thing(site, facet, part):
    folder = site.folder / facet
    having = {
        page for page in site.releases
        if (record := page.with_suffix(".json")).exists() and part in json.loads(record.read_bytes())
    }  # fmt: skip

    reached = site_rules.reached(folder / "index.html", folder)

    assert having
    assert having <= reached


def test_a_long_list_has_pages_of_a_hundred_from_the_oldest(site):
    """So that those that are full never change."""
    (oldest,) = (site.folder / "language").glob("id-*.1.html")
    names = sorted(one.name for one in (site.folder / "language").glob("id-*"))

    assert len({*site_rules.linked(oldest)} & {*site.releases}) == 100
    assert len(names) == 3


# every kind of page, by judges of others


def test_a_validator_of_html_finds_nothing(site):
    web = tool("PRESS_ARCHIVE_WEB", "folder with html-validate")
    paths = [site.folder / path for path in site.kinds()]

    done = subprocess.run(
        [Path(web) / "node_modules" / ".bin" / "html-validate", "--config", HTML_RULES, *paths],
        capture_output=True, check=False, timeout=300, text=True, cwd=web,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, "")


def test_extruct_finds_an_article_in_every_page_of_a_release_and_data_sets_on_the_front(site):
    """All are fit for rich results; the page of a withdrawn release has none."""
    fronts = [site.folder / "index.html", site.folder / "en" / "index.html"]
    done = subprocess.run(
        [tool("PRESS_ARCHIVE_EXTRUCT", "Python with extruct"), EXTRUCT, *fronts, *site.releases],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    found = json.loads(done.stdout)
    tombstone = site.folder / site.release("penarikan-lomba")

    for page, articles in zip(site.releases, found[2:], strict=True):
        assert len(articles) == (page != tombstone), page
        assert [fault for one in articles for fault in article_faults(one)] == []
    for (catalogue,) in found[:2]:
        assert [one["temporalCoverage"][:4] for one in catalogue["dataset"][:3]] == [
            "2024",
            "2025",
            "2026",
        ]
        assert [fault for one in catalogue["dataset"] for fault in dataset_faults(one)] == []


def test_axe_finds_nothing_wide_or_narrow_light_or_dark(used):
    looks = [one for one in used["looks"] if "path" in one]

    assert [one for one in looks if one["faults"] or one["overflow"]] == []
    assert len(looks) == 3 * 14


def test_no_page_says_anything_in_the_console_or_asks_another_host(used):
    views = [one for one in used["looks"] if "path" not in one]

    assert [one["messages"] + one["strangers"] for one in [*views, used["policy"]]] == [[]] * 4


def test_the_search_finds_a_release_by_a_word_of_its_body_and_by_year(used, site):
    found = used["search"]
    having = {
        "/" + page.relative_to(site.folder).as_posix()
        for page in site.releases
        if sites.RARE in page.read_text("utf-8")
    }

    assert found["address"] == f"search/index.html?q={sites.RARE}"
    assert {*found["found"]} == having
    assert len(having) == len(sites.RARE_IN)
    assert found["narrowed_address"] == f"search/index.html?q={sites.RARE}&year=2026"
    assert len(found["narrowed"]) == 1
    assert found["messages"] == found["strangers"] == []


def test_the_search_needs_no_pointer(used):
    """All of it was done by keyboard; the result was opened with Enter."""
    assert used["search"]["opened"] == "Warga membuka taman ke-5"


def test_tab_leads_in_order_to_everything_that_can_be_used_and_shows_where_it_is(used):
    for path, told in used["tabs"].items():
        places = [step["place"] for step in told["steps"]]

        assert told["steps"][0]["address"] == "#Main", path
        assert told["skipped_to"] == "main"
        assert places == sorted(places)
        assert len(places) >= told["wanted"]
        assert [
            step for step in told["steps"] if not (step["is_shown"] and step["has_outline"])
        ] == []


def test_the_site_works_from_a_folder_search_aside(used):
    told = used["folder"]

    assert len(told["opened"]) == 6
    assert all(path.endswith(".html") for path in told["opened"])
    assert told["is_styled"]
    assert told["messages"] == told["strangers"] == []
    assert told["search_says"]
