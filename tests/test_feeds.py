"""Feeds: each work once, pages tied together, and what a reader of feeds understands of them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.edtf import is_moment
from archive.publication.cards import Card, Tie
from archive.publication.feeds import Feed, document, document_path, entry, pages_of
from archive.publication.list_pages import SIZE
from archive.publication.site import Site
from archive.publication.xml_text import newest
from tests.cards import card, of_samples, site
from tests.test_report_pages import tool

ALL = Feed(path="feed", title="Siaran pers Kota Contoh", page="index.html")
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DOCS = Path(__file__).parent.parent / "docs" / "feeds.md"
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HOSTILE = '</title><script>alert("1")</script>&amp; ]]> \x00\x0b\ufffe\uffff \u202e'


def documents(cards: Sequence[Card], of: Site | None = None) -> dict[str, bytes]:
    """Return the documents of the feed of all works, by path; cards come the oldest first."""
    where, made = of or site(), {}
    count = pages_of(len(cards))
    for number in range(1, count + 1):
        some = cards[(number - 1) * SIZE : number * SIZE]
        entries = [entry(one, where) for one in reversed(some)]
        updated = newest(one.updated for one in some)
        made[document_path(ALL.path, number, count)] = document(
            where, ALL, entries, updated=updated, number=number, pages=count
        )
    return made


def pages(cards: Sequence[Card], of: Site | None = None) -> dict[str, etree._Element]:
    return {path: etree.fromstring(made) for path, made in documents(cards, of).items()}


def single(feed: Feed) -> etree._Element:
    """Return the only document of a feed of one work."""
    made = document(
        site(), feed, [entry(card(), site())], updated=card().updated, number=1, pages=1
    )
    return etree.fromstring(made)


def one_entry(of: Site | None = None, **fields) -> etree._Element:
    (document,) = pages([card(**fields)], of).values()
    (found,) = document.iterfind("a:entry", NAMES)
    return found


def text(element: etree._Element, path: str) -> list[str | None]:
    return [one.text for one in element.iterfind(path, NAMES)]


def links(element: etree._Element, relation: str) -> list[str]:
    return [one.get("href") for one in element.iterfind(f"a:link[@rel='{relation}']", NAMES)]


@pytest.mark.parametrize("works", [1, SIZE, SIZE + 1, 3 * SIZE, 3 * SIZE + 50])
def test_every_work_is_in_one_document_the_newest_first(works):
    cards = [card(number) for number in range(works)]

    made = pages(cards)

    ids = [one for page in made.values() for one in reversed(text(page, "a:entry/a:id"))]
    assert ids == [one.id for one in cards]


def test_a_feed_ends_in_the_document_that_people_subscribe_to():
    made = pages([card(number) for number in range(3 * SIZE + 50)])

    assert list(made) == ["feed.1.atom", "feed.2.atom", "feed.3.atom", "feed.atom"]
    assert [len(page.findall("a:entry", NAMES)) for page in made.values()] == [SIZE] * 3 + [50]


def test_documents_are_tied_together_from_the_newest_to_the_oldest_and_back():
    made = pages([card(number) for number in range(3 * SIZE + 1)])
    url = site().url

    path, way = "feed.atom", []
    while True:
        way.append(path)
        before = links(made[path], "prev-archive")
        if not before:
            break
        path = before[0].removeprefix(site().base_url)

    assert way == ["feed.atom", "feed.3.atom", "feed.2.atom", "feed.1.atom"]
    assert links(made["feed.1.atom"], "next-archive") == [url("feed.2.atom")]
    assert links(made["feed.2.atom"], "next-archive") == [url("feed.3.atom")]
    assert links(made["feed.3.atom"], "next-archive") == []
    assert links(made["feed.atom"], "next-archive") == []


def test_only_archived_documents_say_that_they_are_and_where_the_newest_is():
    made = pages([card(number) for number in range(SIZE + 1)])

    old, new = made["feed.1.atom"], made["feed.atom"]
    assert old.find("fh:archive", NAMES) is not None
    assert new.find("fh:archive", NAMES) is None
    assert links(old, "current") == [site().url("feed.atom")]
    assert links(new, "current") == []
    assert links(old, "self") == [site().url("feed.1.atom")]


def test_a_new_work_leaves_archived_documents_as_they_are():
    """Only the youngest of them changes, once, when the next one gets into the archive."""
    before, after, full = (documents([*map(card, range(works))]) for works in (250, 251, 301))

    def changed(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
        return [path for path in other if one.get(path) != other[path]]

    assert changed(before, after) == ["feed.atom"]
    assert changed(before, full) == ["feed.2.atom", "feed.3.atom", "feed.atom"]


def test_all_documents_of_a_feed_have_one_id_and_feeds_have_different_ones():
    made = pages([card(number) for number in range(SIZE + 1)])
    other = single(Feed(path="org/kominfo-a", title="Kominfo", page="org/kominfo-a.html"))

    ids = {one for page in made.values() for one in text(page, "a:id")}
    assert ids == {"https://pers.contoh.go.id/feed.atom"}
    assert text(other, "a:id") == ["https://pers.contoh.go.id/org/kominfo-a.atom"]


def test_a_document_was_updated_when_its_newest_edition_was_made():
    """The newest edition need not be of the newest work, and hours are not compared as text."""
    cards = [
        card(1, updated="2026-03-02T09:00:00+07:00"),
        card(2, updated="2026-03-02T03:00:00Z"),
        card(3, updated="2026-03-02T08:00:00+07:00"),
    ]

    (page,) = pages(cards).values()

    assert text(page, "a:updated") == ["2026-03-02T03:00:00Z"]


def test_an_entry_tells_what_the_record_says(samples):
    cards = of_samples(samples)

    made = pages(cards)

    entries = {
        one.findtext("a:id", None, NAMES): one
        for one in made["feed.atom"].iterfind("a:entry", NAMES)
    }
    assert len(entries) == len(cards)
    for one in cards:
        if one.status == "published":
            found = entries[one.id]
            assert found.get(LANGUAGE) == one.language
            assert text(found, "a:title") == [one.headline]
            assert text(found, "a:summary") == [one.summary]
            assert text(found, "a:updated") == [one.updated]
            assert text(found, "a:published") == ([one.published] if one.published else [])
            assert text(found, "a:author/a:name") == list(one.issuers)
            assert links(found, "alternate") == [site().url(f"{one.path}.html")]
            assert links(found, "license") == ([one.licence] if one.licence else [])


def test_all_links_are_absolute_and_all_moments_valid(samples):
    made = pages(of_samples(samples), site(renditions=("json",), licence="https://l.example/by"))

    for page in made.values():
        addresses = [one.get("href") for one in page.iter("{*}link")]
        assert all(urlsplit(one).scheme and urlsplit(one).netloc for one in addresses)
        moments = text(page, ".//a:updated") + text(page, ".//a:published")
        assert all(is_moment(one or "") for one in moments)


def test_a_day_without_hour_is_not_made_up_to_be_a_moment():
    assert text(one_entry(issued="2026-03-02"), "a:published") == []


def test_an_empty_summary_is_left_out():
    assert text(one_entry(summary=""), "a:summary") == []


def test_a_topic_is_a_category_of_its_scheme():
    topics = (
        Tie("topic", "http://cv.iptc.org/newscodes/mediatopic/20000382", "prices"),
        Tie("topic", "https://a.example/topics#air-bersih", "air bersih"),
    )

    found = one_entry(ties=topics)

    assert [dict(one.attrib) for one in found.iterfind("a:category", NAMES)] == [
        {
            "scheme": "http://cv.iptc.org/newscodes/mediatopic/",
            "term": "20000382",
            "label": "prices",
        },
        {"scheme": "https://a.example/topics#", "term": "air-bersih", "label": "air bersih"},
    ]


def test_a_topic_with_a_very_long_label_is_a_category_too():
    found = one_entry(ties=(Tie("topic", "https://a.example/t/1", "harga " * 100),))

    assert found.find("a:category", NAMES).get("label") == "harga " * 100


def test_an_issuer_that_has_an_iri_is_an_author_with_it():
    ties = (
        Tie("org", "https://a.example/kominfo", "Kominfo", "issuer"),
        Tie("org", "Dinas Pasar\nhttps://a.example/kominfo", "Dinas Pasar", "issuer"),
        Tie("org", "https://a.example/other", "Other"),
    )

    found = one_entry(ties=ties, issuers=("Kominfo", "Dinas Pasar"))

    assert text(found, "a:author/a:name") == ["Kominfo", "Dinas Pasar"]
    assert text(found, "a:author/a:uri") == ["https://a.example/kominfo"]


def test_the_publisher_is_the_author_of_the_feed():
    (page,) = pages([card()]).values()

    assert text(page, "a:author/a:name") == ["Dinas Kominfo Kota Contoh"]
    assert text(page, "a:author/a:uri") == ["https://pers.contoh.go.id/id/org/kominfo"]
    assert text(page, "a:author/a:email") == ["pers@contoh.go.id"]


def test_an_entry_leads_to_one_rendition_of_each_media_type():
    """RFC 4287, 4.1.2: no two alternates of one type; ninjs and the record are both JSON."""
    formats = ("ninjs", "json", "jsonld-page", "jsonld", "newsml-g2")

    found = one_entry(site(renditions=formats))

    kinds = [one.get("type") for one in found.iterfind("a:link[@rel='alternate']", NAMES)]
    suffixes = [link.partition(card().path)[2] for link in links(found, "alternate")]
    assert kinds == ["text/html", "application/json", "application/ld+json",
                     "application/vnd.iptc.g2.newsitem+xml"]  # fmt: skip
    assert suffixes == [".html", ".json", ".jsonld", ".xml"]


def test_the_licence_of_the_collection_holds_where_a_work_has_none():
    of = site(licence="https://creativecommons.org/licenses/by/4.0/")

    assert links(one_entry(of), "license") == [of.licence]
    assert links(one_entry(of, licence="https://l.example/own"), "license") == [
        "https://l.example/own"
    ]


@pytest.mark.parametrize(
    ("language", "title", "summary"),
    [
        ("id", "Ditarik: Kabar 0", "Rilis ini telah ditarik. Alasan: Salah. Penggantinya: urn:x:2"),
        ("ms-MY", "Ditarik: Kabar 0", "Rilis ini telah ditarik. Alasan: Salah. Penggantinya: urn:x:2"),
        ("en-GB", "Withdrawn: Kabar 0", "This release was withdrawn. Reason: Salah. In its place: urn:x:2"),
        ("ja", "Ditarik: Kabar 0", "Rilis ini telah ditarik. Alasan: Salah. Penggantinya: urn:x:2"),
    ],
)  # fmt: skip
def test_a_withdrawn_work_says_so_in_its_language_or_the_first_of_the_site(
    language, title, summary
):
    found = one_entry(
        site(renditions=("json",)),
        language=language, status="withdrawn", reason="Salah.", successor="urn:x:2",
        summary="Tidak lagi berlaku.",
    )  # fmt: skip

    assert text(found, "a:title") == [title]
    assert text(found, "a:summary") == [summary]
    assert links(found, "alternate") == [site().url(f"{card().path}.html")]
    assert links(found, "related") == ["urn:x:2"]


def test_a_withdrawal_without_reason_or_successor_says_no_more_than_that():
    found = one_entry(status="withdrawn")

    assert text(found, "a:summary") == ["Rilis ini telah ditarik."]
    assert links(found, "related") == []


def test_nothing_that_a_record_says_breaks_out_of_its_place():
    ties = (Tie("topic", f'https://a.example/"/{HOSTILE}', HOSTILE),)

    found = one_entry(
        headline=HOSTILE, summary=HOSTILE, issuers=(HOSTILE,), ties=ties, id=f"urn:x:{HOSTILE}",
        licence=f'https://l.example/"{HOSTILE}',
    )  # fmt: skip

    shown = HOSTILE.translate(dict.fromkeys(map(ord, "\x00\x0b\ufffe\uffff")))
    assert {one.tag.partition("}")[2] for one in found.iter()} == {
        "entry", "id", "title", "updated", "link", "summary", "author", "name", "category",
    }  # fmt: skip
    assert (
        text(found, "a:title")
        == text(found, "a:summary")
        == text(found, "a:author/a:name")
        == [shown]
    )
    assert found.find("a:category", NAMES).get("label") == shown


def test_an_address_with_an_ampersand_stays_one():
    of = site(base_url="https://a.example/b&c/")

    assert links(one_entry(of), "alternate") == [f"https://a.example/b&c/{card().path}.html"]


def test_a_subtitle_is_shown_where_there_is_one():
    page = single(Feed(path="feed", title="Kabar", subtitle="Semua <kabar>", page="index.html"))

    assert text(page, "a:subtitle") == ["Semua <kabar>"]


READ = """
import json, sys, feedparser
told = []
for path in sys.argv[1:]:
    feed = feedparser.parse(open(path, "rb").read())
    told.append({
        "bozo": bool(feed.bozo), "version": feed.version, "title": feed.feed.title,
        "author": feed.feed.author_detail.name, "id": feed.feed.id,
        "entries": [
            [one.id, one.title, one.get("summary", ""), one.link, [author.name for author in one.authors],
             [tag.label for tag in one.get("tags", ())], one.updated, one.get("published", "")]
            for one in feed.entries
        ],
    })
json.dump(told, sys.stdout)
"""


@pytest.mark.slow
def test_feedparser_reads_all_of_it(samples, tmp_path):
    python = tool("PRESS_ARCHIVE_PUBLICATION", "Python with feedparser")
    own = of_samples(samples)
    cards = [card(number) for number in range(SIZE)] + own
    for path, content in documents(cards).items():
        (tmp_path / path).write_bytes(content)

    done = subprocess.run(
        [python, "-c", READ, *sorted(tmp_path.iterdir())],
        capture_output=True, check=True, timeout=120, text=True,
    )  # fmt: skip

    told = json.loads(done.stdout)
    assert [one["bozo"] for one in told] == [False, False]
    assert {one["version"] for one in told} == {"atom10"}
    assert [len(one["entries"]) for one in told] == [SIZE, len(own)]
    read = {one[0]: one for one in told[1]["entries"]}
    for one in own:
        if one.status == "published":
            topics = [tie.label for tie in one.ties if tie.facet == "topic"]
            assert read[one.id][1:] == [
                one.headline, one.summary, site().url(f"{one.path}.html"),
                list(one.issuers), topics, one.updated, one.published,
            ]  # fmt: skip


def test_the_entry_in_the_documentation_is_what_is_written(samples):
    cards = {one.id.rpartition("/")[2]: one for one in of_samples(samples)}

    made = entry(cards["p3r4-en"], site(renditions=("json",))).decode()

    (shown,) = re.findall(r"(?s)```xml\n(<entry .*?)```", DOCS.read_text(encoding="utf-8"))
    assert made.startswith(shown)


@given(st.text(), st.text(), st.text())
def test_any_text_is_read_back_but_for_what_xml_cannot_hold(headline, label, issuer):
    ties = (Tie("topic", "https://a.example/t/1", label),)

    made = etree.fromstring(entry(card(headline=headline, issuers=(issuer,), ties=ties), site()))

    told = [
        made.findtext("title"),
        made.find("category").get("label"),
        made.findtext("author/name"),
    ]
    wanted = [UNHOLDABLE.sub(_mark, one) for one in (headline, label, issuer)]
    assert told[0] == wanted[0].replace("\r\n", "\n").replace("\r", "\n")
    assert told[2] == wanted[2].replace("\r\n", "\n").replace("\r", "\n")
    assert told[1] == re.sub("[\t\n\r]", " ", wanted[1].replace("\r\n", "\n"))


def _mark(match: re.Match[str]) -> str:
    """Return what stands for a character that XML cannot hold: nothing, and ``?`` for a surrogate."""
    return "?" if "\ud800" <= match[0] <= "\udfff" else ""
