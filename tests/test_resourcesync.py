"""ResourceSync: a portal that only reads our lists has a true copy, at once and after changes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from archive.publication import resourcesync
from archive.publication.cards import Card
from archive.publication.long_lists import Series
from archive.publication.resourcesync import (
    Before,
    Resource,
    Work,
    capability_list,
    change_list,
    change_mark,
    resource_list,
    source_description,
)
from archive.publication.site import Site
from archive.publication.xml_text import in_utc
from tests.cards import card, of_samples, site, work
from tests.served import serving
from tests.sitemap_schema import sitemap_schema
from tests.test_report_pages import tool

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "rs": "http://www.openarchives.org/rs/terms/",
}
DOCS = Path(__file__).parent.parent / "docs" / "feeds.md"
DUMP = Resource(
    "dump/releases-2026.jsonl.zst", "2026-03-02T09:00:00+07:00", "application/zstd", 42, "0" * 64
)


def changed(
    cards: Iterable[Card], of: Site, series: Series | None = None
) -> Iterator[tuple[str, bytes | None]]:
    """Return the files of the list of changes of works, which come in the order of their moments."""
    works = list(map(work, cards))

    def behind(mark: bytes) -> Iterator[Work]:
        return (one for one in works if change_mark(one.moment, one.rank) > mark)

    return change_list(of, behind, series or Series())


def changes(cards: Iterable[Card], of: Site | None = None) -> dict[str, etree._Element]:
    made = changed(cards, of or site())
    return {path: etree.fromstring(content) for path, content in made}


def resources(cards: Iterable[Card], of: Site | None = None) -> dict[str, etree._Element]:
    made = resource_list(
        of or site(), [DUMP], lambda _: map(work, cards), at="2026-03-02T09:00:00+07:00"
    )
    return {path: etree.fromstring(content) for path, content in made}


def one_change(of: Site | None = None, **fields) -> etree._Element:
    (found,) = changes([card(**fields)], of)["resourcesync/changelist.xml"].iterfind("s:url", NAMES)
    return found


def said(element: etree._Element) -> dict[str, str]:
    return dict(element.find("rs:md", NAMES).attrib)


def link(element: etree._Element, relation: str) -> dict[str, str] | None:
    """Return what a link says, but for what it is."""
    found = element.find(f"rs:ln[@rel='{relation}']", NAMES)
    if found is None:
        return None
    return {name: value for name, value in found.attrib.items() if name != "rel"}


def locations(element: etree._Element) -> list[str | None]:
    return [one.text for one in element.iterfind(".//s:loc", NAMES)]


def test_a_portal_finds_the_lists_from_the_well_known_place():
    start = etree.fromstring(source_description(site()))
    (capabilities,) = locations(start)
    lists = etree.fromstring(capability_list(site()))

    assert capabilities == site().url(resourcesync.CAPABILITIES)
    assert link(lists, "up") == {"href": site().url(resourcesync.SOURCE)}
    assert locations(lists) == [
        site().url(resourcesync.RESOURCES),
        site().url(resourcesync.CHANGES),
    ]
    assert link(lists, "describedby") == {"href": site().url("catalog.ttl")}


@pytest.mark.parametrize(
    ("fields", "change"),
    [({"version": 1}, "created"), ({"version": 2}, "updated"), ({"status": "withdrawn", "version": 3}, "deleted")],
)  # fmt: skip
def test_a_change_says_what_happened_and_when_in_utc(fields, change):
    found = one_change(updated="2026-03-02T01:00:00.250+07:00", **fields)

    assert said(found)["change"] == change
    assert said(found)["datetime"] == "2026-03-01T18:00:00Z"
    assert found.findtext("s:lastmod", None, NAMES) == "2026-03-01T18:00:00Z"


@pytest.mark.parametrize("status", ["published", "withdrawn"])
@pytest.mark.parametrize("renditions", [(), ("json",)])
def test_a_change_names_the_work_and_the_digest_of_its_record(status, renditions):
    """Whoever keeps a copy compares these two, whatever files the site has."""
    found = one_change(site(renditions=renditions), status=status)

    assert link(found, "describes") == {"href": card().id, "hash": f"sha-256:{card().sha256}"}


def test_a_work_is_its_json_where_the_site_has_that():
    found = one_change(site(renditions=("turtle", "json")))

    assert locations(found) == [site().url(f"{card().path}.json")]
    assert said(found)["hash"] == f"sha-256:{card().sha256}"
    assert said(found)["length"] == "2000"
    assert said(found)["type"] == "application/json"
    assert link(found, "collection") is None


def test_a_length_that_nobody_knows_is_not_said():
    assert "length" not in said(one_change(site(renditions=("json",)), size=0))


@pytest.mark.parametrize(
    ("compression", "kind"), [("zst", "application/zstd"), ("gz", "application/gzip")]
)
def test_a_work_without_json_is_its_page_and_the_dump_has_its_record(compression, kind):
    found = one_change(site(compression=compression), year="2026")

    assert locations(found) == [site().url(f"{card().path}.html")]
    assert said(found).keys() == {"change", "datetime", "type"}
    assert link(found, "collection") == {
        "href": site().url(f"dump/releases-2026.jsonl.{compression}"),
        "type": kind,
    }


@pytest.mark.parametrize("renditions", [(), ("json",)])
def test_what_was_withdrawn_has_nothing_to_fetch(renditions):
    found = one_change(site(renditions=renditions), status="withdrawn")

    assert said(found).keys() == {"change", "datetime"}
    assert link(found, "collection") is None


def test_changes_stand_in_the_order_of_time_and_each_work_once():
    cards = [card(number) for number in range(500)]

    made = changes(cards)

    part = made["resourcesync/changelist.xml"]
    times = [one.find("rs:md", NAMES).get("datetime") for one in part.iterfind("s:url", NAMES)]
    assert times == sorted(times)
    assert locations(part) == [site().url(f"{one.path}.html") for one in cards]


def test_a_list_that_one_file_can_hold_is_that_file():
    made = changes([card(number) for number in range(3)])

    assert list(made) == ["resourcesync/changelist.xml"]
    assert link(made["resourcesync/changelist.xml"], "up") == {
        "href": site().url(resourcesync.CAPABILITIES)
    }
    assert link(made["resourcesync/changelist.xml"], "index") is None


@pytest.fixture
def two_a_file(monkeypatch) -> None:
    monkeypatch.setattr("archive.publication.long_lists.MOST_ENTRIES", 2)


def test_a_longer_list_is_an_index_and_parts_that_say_where_the_others_are(two_a_file):
    made = changes([card(number) for number in range(3)])

    *parts, index = made.values()
    assert list(made) == [
        "resourcesync/changelist.1.xml", "resourcesync/changelist.2.xml", "resourcesync/changelist.xml",
    ]  # fmt: skip
    assert locations(index) == [site().url(path) for path in list(made)[:2]]
    for part in parts:
        assert link(part, "index") == {"href": site().url("resourcesync/changelist.xml")}
        assert (
            link(part, "up") == link(index, "up") == {"href": site().url(resourcesync.CAPABILITIES)}
        )


def test_the_index_has_the_digest_of_each_part_so_that_old_ones_are_not_fetched_again(two_a_file):
    made = dict(changed([card(number) for number in range(4)], site()))

    parts = [made[f"resourcesync/changelist.{number}.xml"] for number in (1, 2)]
    index = etree.fromstring(made["resourcesync/changelist.xml"]).iterfind("s:sitemap", NAMES)
    assert [(said(one)["hash"], said(one)["length"]) for one in index] == [
        (f"sha-256:{sha256(part).hexdigest()}", str(len(part))) for part in parts
    ]


def test_resources_that_are_as_they_were_are_taken_from_the_files_as_they_were(two_a_file):
    works = [work(card(number)) for number in range(8)]
    asked: list[bytes] = []

    def listed(count: int, before: Before | None, day: int) -> dict[str, bytes | None]:
        def behind(mark: bytes) -> Iterator[Work]:
            asked.append(mark)
            return (one for one in works[:count] if one.rank > mark)

        dump = DUMP._replace(updated=f"2026-03-{day:02}T09:00:00+07:00")
        return dict(resource_list(site(), [dump], behind, before, at=dump.updated))

    kept = Series()
    first = listed(6, Before(kept, lambda _: b""), 9)
    asked.clear()
    before = Before(Series(kept.parts, works[6].rank), lambda name: first.get(name) or b"")

    made = listed(8, before, 10)

    assert b"" not in asked
    assert made == listed(8, None, 10)
    assert made["resourcesync/resourcelist.1.xml"] != first["resourcesync/resourcelist.1.xml"]


def test_only_the_last_part_of_the_changes_is_open(two_a_file):
    cards = [card(number) for number in range(5)]

    made = changes(cards)

    spans = [(said(one).get("from"), said(one).get("until")) for one in made.values()]
    times = [in_utc(one.updated) for one in cards]
    assert spans == [
        (times[0], times[1]), (times[2], times[3]), (times[4], None), (times[0], None),
    ]  # fmt: skip
    index = made["resourcesync/changelist.xml"].iterfind("s:sitemap", NAMES)
    assert [(said(one)["from"], said(one).get("until")) for one in index] == spans[:3]


def test_a_new_change_leaves_full_parts_as_they_are(two_a_file):
    before = dict(changed((card(number) for number in range(5)), site()))
    after = dict(changed((card(number) for number in range(6)), site()))

    others = {path for path in after if before.get(path) != after[path]}

    assert others == {"resourcesync/changelist.3.xml", "resourcesync/changelist.xml"}


def test_resources_are_the_dumps_and_what_is_published():
    made = resources([card(1), card(2, status="withdrawn"), card(3)])

    part = made["resourcesync/resourcelist.xml"]
    dump, first, second = part.iterfind("s:url", NAMES)
    assert locations(dump) == [site().url("dump/releases-2026.jsonl.zst")]
    assert said(dump) == {"hash": f"sha-256:{'0' * 64}", "length": "42", "type": "application/zstd"}
    assert dump.findtext("s:lastmod", None, NAMES) == "2026-03-02T02:00:00Z"
    assert [*locations(first), *locations(second)] == [
        site().url(f"{card(number).path}.html") for number in (1, 3)
    ]
    assert "change" not in said(first)


def test_a_list_of_resources_says_as_of_when_it_is(two_a_file):
    made = resources([card(number) for number in range(3)])

    assert [said(one) for one in made.values()] == [
        {"capability": "resourcelist", "at": "2026-03-02T02:00:00Z"}
    ] * 3


@pytest.mark.parametrize("renditions", [(), ("json",)])
def test_every_change_that_is_no_deletion_is_of_a_resource(samples, renditions):
    of = site(renditions=renditions)
    cards = of_samples(samples)

    listed = set(locations(resources(cards, of)["resourcesync/resourcelist.xml"]))

    part = changes(sorted(cards, key=lambda one: in_utc(one.updated)), of)[
        "resourcesync/changelist.xml"
    ]
    for one in part.iterfind("s:url", NAMES):
        assert (locations(one)[0] in listed) == (said(one)["change"] != "deleted")


def test_a_collection_of_which_all_was_withdrawn_has_no_resources():
    (made,) = (content for _, content in resource_list(site(), [], lambda _: (), at=card().updated))

    assert locations(etree.fromstring(made)) == []


def test_addresses_and_ids_are_escaped():
    found = one_change(site(base_url="https://a.example/b&c/"), id='urn:x:"<&')

    assert locations(found) == [f"https://a.example/b&c/{card().path}.html"]
    assert link(found, "describes")["href"] == 'urn:x:"<&'


def test_lists_pass_a_schema(samples, tmp_path, monkeypatch):
    schema = sitemap_schema(tmp_path)
    cards = sorted(of_samples(samples), key=lambda one: in_utc(one.updated))
    documents = [etree.fromstring(make(site())) for make in (source_description, capability_list)]
    for renditions in ((), ("json",)):
        of = site(renditions=renditions)
        documents += [*changes(cards, of).values(), *resources(cards, of).values()]
    monkeypatch.setattr("archive.publication.long_lists.MOST_ENTRIES", 2)
    documents += [*changes(cards).values(), *resources(cards).values()]

    for document in documents:
        schema.assertValid(document)


@pytest.mark.parametrize("renditions", [(), ("json",)])
def test_the_changes_in_the_documentation_are_what_is_written(samples, renditions):
    (one,) = (one for one in of_samples(samples) if one.id.endswith("/p3r4-en"))

    made = dict(changed([one], site(renditions=renditions)))

    (line,) = re.findall("<url>.*</url>", made["resourcesync/changelist.xml"].decode())
    assert f"```xml\n{line}\n```" in DOCS.read_text(encoding="utf-8")


def client() -> Path:
    """Return the client of others; without it the test is passed over, in CI it fails."""
    program = Path(tool("PRESS_ARCHIVE_PUBLICATION", "Python with resync")).with_name("resync-sync")
    if not program.exists() and os.environ.get("CI") != "true":
        pytest.skip("no resync beside that Python")
    return program


@pytest.fixture
def served(tmp_path) -> Iterator[tuple[Path, str]]:
    """Yield a folder and the address at which it is served."""
    folder = tmp_path / "public"
    folder.mkdir()
    with serving(folder) as base:
        yield folder, base


def publish(folder: Path, of: Site, records: dict[str, tuple[Card, bytes]]) -> None:
    """Write records as the JSON beside their pages, and the lists of them."""
    for path in folder.rglob("*.json"):
        path.unlink()
    cards = []
    for one, content in records.values():
        if one.status == "published":
            file = folder / f"{one.path}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        cards.append(one)
    cards.sort(key=lambda one: in_utc(one.updated))
    files = {
        resourcesync.SOURCE: source_description(of),
        resourcesync.CAPABILITIES: capability_list(of),
        **dict(resource_list(of, [], lambda _: map(work, cards), at=cards[-1].updated)),
        **dict(changed(cards, of)),
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)


def record(number: int, content: bytes, **fields) -> tuple[Card, bytes]:
    return card(number, sha256=sha256(content).hexdigest(), size=len(content), **fields), content


@pytest.mark.slow
def test_a_client_of_others_makes_a_true_copy_and_follows_changes(served, tmp_path):
    """The resync client compares length and digest of all that it fetches."""
    program = client()
    folder, base = served
    of = site(base_url=base, renditions=("json",))
    copy = tmp_path / "copy"
    records = {str(number): record(number, b'{"number": %d}' % number) for number in range(4)}

    def sync(*arguments: str) -> dict[str, bytes]:
        done = subprocess.run(
            [program, *arguments, "--delete", base, copy],
            capture_output=True, check=False, timeout=60, text=True, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return {str(path.relative_to(copy)): path.read_bytes() for path in copy.rglob("*.json")}

    def published() -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.json")}

    publish(folder, of, records)
    assert sync("--baseline", "--hash", "sha-256") == published()

    records["0"] = record(
        0, b'{"number": 0, "edition": 2}', version=2, updated="2027-01-01T00:00:00Z"
    )
    records["1"] = record(1, b"{}", version=2, status="withdrawn", updated="2027-01-02T00:00:00Z")
    records["9"] = record(9, b'{"number": 9}', updated="2027-01-03T00:00:00Z")
    publish(folder, of, records)
    assert len(published()) == 4
    assert sync("--incremental", "--change-list-uri", of.url(resourcesync.CHANGES)) == published()
