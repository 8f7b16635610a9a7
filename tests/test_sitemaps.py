"""Sitemaps, the news, ``robots.txt`` and the description of the search: what robots look for."""

from __future__ import annotations

import urllib.robotparser
from collections.abc import Iterable, Iterator
from itertools import count, islice

import pytest
from lxml import etree

from archive.publication import long_lists
from archive.publication.discovery import opensearch, robots
from archive.publication.long_lists import Series
from archive.publication.site import Site
from archive.publication.sitemaps import Sitemap, news_sitemap, sitemap_index, sitemaps
from tests.cards import card, of_samples, site
from tests.sitemap_schema import sitemap_schema

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def texts(content: bytes, name: str) -> list[str | None]:
    return [one.text for one in etree.fromstring(content).iter(name)]


def news_of(*cards) -> list[str | None]:
    """Return the titles of the news among cards, given the newest first."""
    made = news_sitemap(site(), cards)
    return texts(made.content, f"{NEWS}title") if made else []


def sitemaps_of(pages: Iterable[tuple[str, str]], of: Site | None = None) -> Iterator[Sitemap]:
    """Return the sitemaps of pages, given by path and when they changed."""
    marked = ((*page, b"%d" % number) for number, page in enumerate(pages, 1))
    return sitemaps(of or site(), lambda _: marked, Series())


def test_a_sitemap_names_every_page_and_when_it_changed():
    (made,) = sitemaps_of([("r/a.html", "2026-01-01T00:00:00Z"), ("404.html", "")])

    (first, second) = etree.fromstring(made.content)
    assert [one.text for one in first] == [
        "https://pers.contoh.go.id/r/a.html",
        "2026-01-01T00:00:00Z",
    ]
    assert [one.text for one in second] == ["https://pers.contoh.go.id/404.html"]


def test_the_page_of_a_folder_is_named_as_the_folder():
    pages = [("index.html", ""), ("en/index.html", ""), ("topic/my-index.html", "")]

    (made,) = sitemaps_of(pages)

    assert texts(made.content, f"{SITEMAP}loc") == [
        "https://pers.contoh.go.id/",
        "https://pers.contoh.go.id/en/",
        "https://pers.contoh.go.id/topic/my-index.html",
    ]


def test_a_sitemap_has_at_most_fifty_thousand_addresses():
    pages = ((f"r/{number}.html", "") for number in range(50_001))

    made = list(sitemaps_of(pages))

    assert [one.path for one in made] == ["sitemap/1.xml", "sitemap/2.xml"]
    assert [one.content.count(b"<url>") for one in made] == [50_000, 1]


def test_a_sitemap_has_at_most_fifty_megabytes():
    of = site(base_url=f"https://a.example/{'b' * 1900}/")
    pages = ((f"r/{number}.html", "") for number in range(28_000))

    made = list(sitemaps_of(pages, of))

    assert len(made) == 2
    assert all(len(one.content) <= 50 * 1024 * 1024 for one in made)
    assert sum(one.content.count(b"<url>") for one in made) == 28_000


def test_no_more_pages_are_read_than_the_sitemap_at_hand_needs():
    """Memory stays bounded, whatever the number of pages."""
    endless = ((f"r/{number}.html", "") for number in count())

    first, second = islice(sitemaps_of(endless), 2)

    assert first.content.count(b"<url>") == second.content.count(b"<url>") == 50_000


def test_the_index_names_every_sitemap_and_its_newest_change():
    pages = [
        ("a.html", "2026-03-02T09:00:00+07:00"),
        ("b.html", "2026-03-02T03:00:00Z"),
        ("c.html", ""),
    ]
    made = list(sitemaps_of(pages))

    index = sitemap_index(
        site(), [(one.path, one.updated) for one in made] + [("sitemap/2.xml", "")]
    )

    (first, second) = etree.fromstring(index)
    assert [one.text for one in first] == [
        "https://pers.contoh.go.id/sitemap/1.xml",
        "2026-03-02T03:00:00Z",
    ]
    assert [one.text for one in second] == ["https://pers.contoh.go.id/sitemap/2.xml"]


def test_withdrawn_works_are_no_news():
    assert news_of(card(1), card(2, status="withdrawn")) == ["Kabar 1"]


def test_news_is_what_was_issued_in_two_days_before_the_newest_release():
    cards = [
        card(number, published=f"2026-03-{10 - number:02}T09:00:00+07:00") for number in range(6)
    ]

    assert news_of(*cards) == ["Kabar 0", "Kabar 1", "Kabar 2"]


def test_news_may_be_known_to_the_day():
    cards = [
        card(1, published="2026-03-04T01:00:00Z"),
        card(2, issued="2026-03-03"),
        card(3, issued="2026-03-02"),
    ]

    made = news_sitemap(site(), cards)

    assert texts(made.content, f"{NEWS}publication_date") == ["2026-03-04T01:00:00Z", "2026-03-03"]


def test_a_release_of_some_month_is_no_news():
    assert news_of(card(1, issued="2026-03-02"), card(2, issued="2026-03")) == ["Kabar 1"]
    assert news_sitemap(site(), [card(2, issued="2026-03")]) is None
    assert news_sitemap(site(), [card(2, issued="0000-01-01")]) is None


def test_there_are_at_most_a_thousand_news():
    cards = [card(number, issued="2026-03-02") for number in range(1500)]

    assert len(news_of(*cards)) == 1000


def test_no_more_works_are_read_for_the_news_than_the_last_days_have():
    def endless():
        for number in count():
            assert number < 10
            yield card(number, issued=f"2026-03-{30 - number:02}")

    assert len(news_of(*islice(endless(), 1))) == 1
    assert news_sitemap(site(), endless()).content.count(b"<url>") == 3


@pytest.mark.parametrize(
    ("language", "told"),
    [("en-GB", "en"), ("id", "id"), ("zh-Hans", "zh-cn"), ("zh-Hant-TW", "zh-tw"), ("zh", "zh-cn")],
)
def test_news_says_its_language_as_search_engines_want_it(language, told):
    made = news_sitemap(site(), [card(language=language)])

    assert texts(made.content, f"{NEWS}language") == [told]


def test_news_carries_the_title_of_the_collection():
    made = news_sitemap(site(), [card(headline="<b>&")])

    assert made.path == "sitemap/news.xml"
    assert texts(made.content, f"{NEWS}name") == ["Siaran pers Kota Contoh"]
    assert texts(made.content, f"{NEWS}title") == ["<b>&"]


def test_sitemaps_pass_the_schema_of_sitemaps_org(samples, tmp_path):
    schema = sitemap_schema(tmp_path)
    cards = of_samples(samples)
    pages = [
        ("index.html", "2026-01-01T00:00:00.5+07:00"),
        *((f"{one.path}.html", one.updated) for one in cards),
    ]
    made = list(sitemaps_of(pages))
    news = news_sitemap(site(), reversed(cards))
    index = sitemap_index(site(), [(one.path, one.updated) for one in [*made, news]])

    for content in [*(one.content for one in made), news.content, index]:
        schema.assertValid(etree.fromstring(content))

    bad = news.content.replace(b"<news:language>", b"<news:language>in ")
    assert not schema.validate(etree.fromstring(bad))


def test_robots_may_read_all_but_results_of_searches():
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(robots(site(has_search=True)).decode().splitlines())

    base = site().base_url
    assert rules.can_fetch("*", base)
    assert rules.can_fetch("*", f"{base}dump/releases-2026.jsonl.zst")
    assert rules.can_fetch("*", f"{base}search/index.html")
    assert not rules.can_fetch("*", f"{base}search/?q=beras")
    assert not rules.can_fetch("*", f"{base}en/search/?q=rice")
    assert rules.site_maps() == [f"{base}sitemap.xml"]


def test_without_a_search_robots_may_read_all():
    assert b"Disallow" not in robots(site())


def test_robots_of_a_site_below_a_path_name_that_path():
    of = site(base_url="https://a.example/pers/", has_search=True)

    assert b"Disallow: /pers/search/?q=\n" in robots(of)


def test_the_search_is_described_for_browsers():
    described = etree.fromstring(opensearch(site(has_search=True)))

    html, itself = described.findall(f"{OPENSEARCH}Url")
    assert html.get("template") == "https://pers.contoh.go.id/search/?q={searchTerms}"
    assert itself.get("template") == "https://pers.contoh.go.id/opensearch.xml"
    assert described.findtext(f"{OPENSEARCH}Contact") == "pers@contoh.go.id"
    assert [one.text for one in described.findall(f"{OPENSEARCH}Language")] == ["id", "en"]


def test_names_in_the_description_of_the_search_are_as_short_as_they_must_be():
    of = site(
        title={"id": "Siaran pers " * 20, "en": "x"}, description={"id": "Semua " * 400, "en": "x"}
    )

    described = etree.fromstring(opensearch(of))

    lengths = {"ShortName": 16, "LongName": 48, "Description": 1024}
    for name, most in lengths.items():
        assert 0 < len(described.findtext(f"{OPENSEARCH}{name}")) <= most


def test_a_brace_in_the_address_is_no_parameter_of_the_search():
    described = etree.fromstring(opensearch(site(base_url="https://a.example/{b}/")))

    templates = [one.get("template") for one in described.findall(f"{OPENSEARCH}Url")]
    assert templates == [
        "https://a.example/%7Bb%7D/search/?q={searchTerms}",
        "https://a.example/%7Bb%7D/opensearch.xml",
    ]


def test_limits_are_those_of_sitemaps_org():
    assert (long_lists.MOST_ENTRIES, long_lists.MOST_BYTES) == (50_000, 52_428_800)
