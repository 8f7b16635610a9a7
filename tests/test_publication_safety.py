"""Whatever a release says, its site runs nothing, fetches nothing and leads nobody astray."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from archive.body import plain_text
from archive.publication import citations, feeds
from archive.publication.embedded import embedded
from archive.publication.list_pages import entry
from archive.publication.release_page import release_page, tombstone
from archive.publication.tables import row
from archive.publication.tables_csv import CSV_HEAD, csv_line, restored
from archive.validation import built, validate
from tests import site_rules, sites
from tests.cards import card_of
from tests.hostile import ADDRESSES, CONTROLS, IDS, MARKUP, hostile
from tests.program import other
from tests.release_pages import SITE, around
from tests.rich_results import article_faults
from tests.strategies import records

WRAPPED = (
    '<!DOCTYPE html><html lang="id"><head><title>a</title></head><body><a class="skip" href="#Main">a</a>'
    '<main id="Main"><h1>a</h1><h2>b</h2><ol>{}</ol></main></body></html>'
)


def pages(release):
    """Return all that is made of one release for people to look at."""
    here = around(release)
    return {
        "page": release_page(release, SITE, here, embedded(release, SITE, here)),
        "tombstone": tombstone(release, SITE, here),
        "entry": WRAPPED.format(entry(card_of(release), "id", "../")).encode(),
    }


def faults_of(release):
    """Return what is dangerous or out of order in any of its pages."""
    told = {}
    for name, page in pages(release).items():
        tree = site_rules.read(page)
        found = [*site_rules.dangers(tree, base=SITE.base_url), *site_rules.faults(tree)]
        if found:
            told[name] = found
    return told


def said_by(tree):
    """Return the text of a page without its blanks; lines are broken where HTML wants."""
    return re.sub(r"\s+", "", tree.text_content())


# texts and addresses


@pytest.mark.parametrize("text", [*MARKUP, *CONTROLS])
def test_a_hostile_text_stays_text_wherever_it_stands(text):
    record = hostile(text, ADDRESSES[0])
    release = built(record)
    tree = site_rules.read(pages(release)["page"])

    assert faults_of(release) == {}
    assert tree.findtext(".//h1") == text
    assert said_by(tree.find(".//main")).count(re.sub(r"\s+", "", text)) > 20


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_click_leads_to_an_address_that_could_harm(address):
    """What is no address of the web is shown, if at all, as text."""
    release = built(hostile("Rapat", address))
    links = {
        link for page in pages(release).values() for link in site_rules.read(page).xpath("//@href")
    }

    assert faults_of(release) == {}
    is_of_web = address.startswith(("https://", "http://"))
    assert is_of_web or address not in links


@pytest.mark.parametrize("text", CONTROLS[:3])
def test_in_a_list_a_text_that_turns_the_direction_turns_nothing_but_itself(text):
    """What belongs to others stands around it there; each text is in an element that isolates."""
    tree = site_rules.read(pages(built(hostile(text, ADDRESSES[0])))["entry"])
    said = [one for one in tree.find(".//ol").iter() if text in (one.text or "")]

    assert len(said) >= 3
    for one in said:
        block = one.xpath("ancestor-or-self::*[self::h3 or self::p][1]")[-1]
        is_alone = block.text_content().strip() == text
        assert is_alone or one.xpath("ancestor-or-self::bdi | ancestor-or-self::*[@dir]"), one.tag
    assert not [one for one in tree.iter() if text in (one.tail or "")]


@pytest.mark.parametrize("text", MARKUP)
def test_a_hostile_text_breaks_no_feed_and_no_table(text):
    release = built(hostile(text, ADDRESSES[0]))
    card = card_of(release)

    xml = feeds.entry(card, SITE)
    (_, cells) = csv.reader(
        io.StringIO((CSV_HEAD + csv_line(row(release, card, SITE.base_url))).decode("utf-8-sig"))
    )

    wrapped = etree.fromstring(b'<feed xmlns="http://www.w3.org/2005/Atom">' + xml + b"</feed>")
    assert text in wrapped.xpath("string(//*[local-name()='title'])")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert text in map(restored, cells)


@pytest.mark.parametrize("text", MARKUP)
def test_a_hostile_text_breaks_no_citation(text):
    """Every brace of BibTeX is closed, and no line of RIS is one more than it has fields."""
    release = built(hostile(text, ADDRESSES[0]))
    url = SITE.base_url + around(release).path
    bibtex = re.sub(r"\\[{}]|\\text\w+", "", _text(citations.bibtex(release, url)))

    assert bibtex.count("{") == bibtex.count("}")
    assert all(
        re.match(r"[A-Z][A-Z0-9]  - |$", line)
        for line in _text(citations.ris(release, url)).splitlines()
    )
    assert json.loads(citations.csl_json(release, url))


def _text(one):
    return one.decode() if isinstance(one, bytes) else one


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(records())
def test_whatever_a_record_says_its_pages_are_safe_in_order_and_whole(record):
    """No script but the article, nothing that is run or fetched, and all of the text is there."""
    release = built(record)
    tree = site_rules.read(pages(release)["page"])
    (script,) = tree.iter("script")
    article = json.loads(script.text)
    body = plain_text(release.body.format, release.body.text)

    assert faults_of(release) == {}
    assert (article["headline"], article_faults(article)) == (release.headline, [])
    assert article["url"] == SITE.base_url + around(release).path
    assert re.sub(r"\s+", "", body) in said_by(tree)


# through the program


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """Return a site of hostile releases, and how many there are."""
    records = [
        hostile(text, ADDRESSES[number % len(ADDRESSES)], id=f"urn:x:{number}", relations=None)
        for number, text in enumerate([*MARKUP[::3], *CONTROLS])
    ]
    records += [other(0) | {"id": one, "slug": "rapat"} for one in IDS]
    records = [{key: value for key, value in one.items() if value is not None} for one in records]
    assert not [one for record in records for one in validate(record) if one.severity == "error"]
    return sites.published(tmp_path_factory.mktemp("spoilt"), records, "--no-search"), len(records)


@pytest.mark.slow
def test_a_site_of_hostile_releases_is_safe_and_in_order(spoilt):
    folder, _ = spoilt
    told = {}
    for page in sites.pages(folder):
        tree = site_rules.read(page.read_bytes())
        found = [
            *site_rules.dangers(tree, base=sites.BASE, script="\0"), *site_rules.faults(tree),
            *site_rules.broken(page, tree, folder),
        ]  # fmt: skip
        if found:
            told[page.relative_to(folder).as_posix()] = found

    assert told == {}


@pytest.mark.slow
def test_every_work_has_a_page_of_its_own_whatever_its_id_and_slug(spoilt):
    folder, count = spoilt
    releases = [*(folder / "r").rglob("*.html")]

    assert len(releases) == count + 13
    reached = site_rules.reached(folder / "year" / "index.html", folder / "year")
    assert {*releases} <= reached


@pytest.mark.slow
def test_no_id_decides_where_a_file_lies(spoilt):
    """Names are of signs that every file system and server leaves alone, and no two are one."""
    folder, _ = spoilt
    names = [one.relative_to(folder).as_posix() for one in folder.rglob("*")]
    of_releases = [name for name in names if name.startswith(("r/", "person/", "org/", "topic/"))]

    assert all(
        re.fullmatch(r"[a-z0-9/.-]{1,120}", name) and ".." not in name for name in of_releases
    )
    assert len({name.casefold() for name in names}) == len(names)
    assert {one.name for one in folder.parent.iterdir()} <= {
        "public", "more.jsonl", "press-archive.toml", ".public.press-archive",
    }  # fmt: skip


@pytest.mark.slow
def test_what_machines_read_of_hostile_releases_can_be_read(spoilt):
    folder, _ = spoilt
    xml = [*folder.rglob("*.xml"), *folder.rglob("*.atom"), *folder.rglob("*.rdf")]
    documents = [one for one in folder.rglob("*.json*") if not one.name.endswith((".zst", ".gz"))]

    assert len(xml) > 50
    assert len(documents) > 50
    for one in xml:
        etree.fromstring(one.read_bytes())
    for one in documents:
        json.loads(one.read_bytes())


@pytest.mark.slow
def test_a_table_of_hostile_releases_has_no_formula(spoilt):
    folder, _ = spoilt
    rows = [
        row
        for file in (folder / "dump").glob("*.csv")
        for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
    ]

    assert len(rows) > 50
    cells = [unicodedata.normalize("NFKC", cell) for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.slow
@pytest.mark.corpora
def test_the_hostile_corpus_ends_as_a_safe_site(press_archive, corpora):
    """What can be read of it is published, what cannot is named; nothing else happens."""
    nasty = corpora / "nasty"
    folders = [str(nasty / name) for name in ("markup", "text", "ids", "json", "refs", "control")]
    done = press_archive(
        "publish", *folders, "-o", "public", "--base-url", sites.BASE, "--no-search", "--jobs", "1"
    )

    assert done.status == 1
    folder = Path("public").resolve()
    told = {}
    for page in sites.pages(folder):
        tree = site_rules.read(page.read_bytes())
        found = [*site_rules.dangers(tree, base=sites.BASE), *site_rules.broken(page, tree, folder)]
        if found:
            told[page.name] = found
    assert told == {}
    assert [*(folder / "r").rglob("*.html")]
