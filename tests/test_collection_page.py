"""The front door of a collection, and its charts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from lxml import html

from archive.publication import charts
from archive.publication.cards import QUALITIES
from archive.publication.charts import Bar, Column, Span
from archive.publication.collection_page import Dump, Statistics, collection_page
from archive.publication.index_pages import Value
from tests.cards import card, site
from tests.pages import css

HOSTILE = "</svg><script>alert(1)</script>\"'&"


def statistics(**fields: Any) -> Statistics:
    said: dict[str, Any] = {
        "works": 1234,
        "editions": 1300,
        "withdrawn": 2,
        "first": "2025-07-08",
        "last": "2026-09-05",
        "months": {"2025-07": 1000, "2026-09": 200},
        "years": {"2025": 1000, "2026": 200, "undated": 34},
        "totals": {"year": 2, "topic": 3, "person": 0},
        "topics": [Value("air", "topic/air-1", 900), Value(HOSTILE, "topic/x-2", 450)],
        "issuers": [Value("Dinas Contoh", "org/dinas-1", 1200)],
        "languages": [Value("id", "language/id", 1200), Value("en", "language/en", 34)],
        "qualities": {"summary": 617, "topic": 1234},
        "findings": {"R203": 3, "R201": 7},
        "newest": [card(1), card(0)],
        "dumps": [
            Dump("2025", "nquads", "dump/releases-2025.nq.zst", 12_345),
            Dump("2026", "csv", "dump/releases-2026.csv", 2_000_000),
            Dump("undated", "csv", "dump/releases-undated.csv", 20),
        ],
    }
    return Statistics(**said | fields)


def page(language: str = "id", *, embedded: str = "", **fields: Any) -> html.HtmlElement:
    options = {
        name: fields.pop(name) for name in ("has_search", "renditions", "licence") if name in fields
    }
    made = collection_page(site(**options), language, statistics(**fields), embedded)
    return html.document_fromstring(made.decode())


def cells(table: html.HtmlElement) -> list[list[str]]:
    return [[cell.text_content().strip() for cell in row] for row in css(table, "tr")]


def test_the_front_door_says_what_the_collection_is_and_how_large():
    one = page()

    assert one.findtext(".//h1") == "Siaran pers Kota Contoh"
    assert css(one, ".lead")[0].text == "Semua siaran pers."
    assert css(one, ".sums")[0].text == (
        "1.234 rilis · 1.300 edisi · 2 ditarik · 8 Juli 2025 sampai 5 September 2026"
    )


def test_sums_that_say_nothing_are_left_out():
    one = page("en", works=1, editions=1, withdrawn=0, first="2025-07-08", last="2025-07-08")

    assert css(one, ".sums")[0].text == "1 release · Tuesday, 8 July 2025"


def test_an_empty_collection_has_a_page():
    empty = {"first": "", "last": "", "months": {}, "years": {}, "totals": {}, "topics": []}
    one = page(
        "en", works=0, editions=0, withdrawn=0, issuers=[], languages=[], qualities={}, findings={},
        newest=[], dumps=[], **empty,
    )  # fmt: skip

    assert css(one, ".sums")[0].text == "0 releases"
    assert not css(one, "svg.columns, .dumps, .ways li")
    assert css(one, ".cite")[0].text_content() == (
        "Dinas Kominfo Kota Contoh. Press releases of Contoh City. https://pers.contoh.go.id/"
    )


def test_the_newest_works_lead_to_their_pages():
    indonesian, english = page(), page("en")

    assert [one.get("href") for one in css(indonesian, ".entries h3 a")] == [
        f"{card(1).path}.html", f"{card(0).path}.html",
    ]  # fmt: skip
    assert css(english, ".entries h3 a")[0].get("href") == f"../{card(1).path}.html"


def test_ways_in_are_those_that_lead_somewhere():
    assert [(one.text_content(), one.get("href")) for one in css(page("en"), ".ways a")] == [
        ("Years 2", "../en/year/index.html"), ("Topics 3", "../en/topic/index.html"),
    ]  # fmt: skip


def test_the_search_is_a_form_that_asks_the_page_of_the_search():
    (form,) = css(page(has_search=True), "main form")

    assert (form.get("action"), form.get("method"), form.get("role")) == (
        "search/index.html", "get", "search",
    )  # fmt: skip
    assert [one.get("for") for one in css(form, "label")] == [
        css(form, "input[name=q]")[0].get("id")
    ]


def test_a_site_without_a_search_has_no_form():
    assert not css(page(), "form, link[rel=search]")


def test_months_of_each_year_stand_in_a_table():
    (table,) = css(page(), "table.months")

    assert cells(table)[1:] == [
        ["2026", "200", *"––––––––", "200", "–", "–", "–"],
        ["2025", "1.000", *"––––––", "1.000", *"–––––"],
        ["Tanpa tahun", "34", *"––––––––––––"],
    ]
    assert css(table, "a")[2].get("href") == "year/undated.html"


def test_a_chart_over_time_is_told_in_words():
    (chart,) = css(
        page(months={"2025-07": 1000, "2026-09": 200}, years={"2025": 1000, "2026": 200}),
        "svg.columns",
    )

    assert chart.findtext("title") == "Rilis dari waktu ke waktu"
    assert chart.findtext("desc") == (
        "1.200 rilis, Juli 2025 sampai September 2026; terbanyak pada Juli 2025: 1.000."
    )
    assert [one.findtext("title") for one in css(chart, "rect")] == [
        "Juli 2025: 1.000 rilis", "September 2026: 200 rilis",
    ]  # fmt: skip


def test_works_of_one_month_are_told_as_such():
    (chart,) = css(page("en", months={"2025-07": 7}, years={"2025": 7}), "svg.columns")

    assert chart.findtext("desc") == "7 releases, July 2025; most in July 2025: 7."


def test_a_chart_of_many_years_has_a_column_for_several():
    years = {str(year): 1 for year in range(1900, 2027)} | {"undated": 5}

    (chart,) = css(page("en", months={}, years=years), "svg.columns")

    assert chart.findtext("desc") == "127 releases, 1900 to 2026; most in 1900–1904: 5."
    assert css(chart, "rect")[0].findtext("title") == "1900–1904: 5 releases"
    assert len(css(chart, "rect")) == 26


def test_topics_and_issuers_are_bars_with_their_numbers():
    tables = css(page(), "table.bars")

    assert [one.findtext("caption") for one in tables] == [
        "Topik dengan rilis terbanyak", "Penerbit rilis terbanyak", "Bahasa",
        "Kelengkapan rekaman: bagian rilis yang memuat …",
    ]  # fmt: skip
    assert cells(tables[0])[1:] == [["air", "900", ""], [HOSTILE, "450", ""]]
    assert [one.get("width") for one in css(tables[0], "rect")][1::2] == ["100.0%", "50.0%"]
    assert css(tables[1], "a")[0].get("href") == "org/dinas-1.html"
    assert cells(tables[2])[1:] == [["Indonesia", "1.200", ""], ["Inggris", "34", ""]]


def test_the_share_of_each_quality_is_shown_and_none_is_left_out():
    table = css(page("en"), "table.bars")[-1]

    assert len(cells(table)) == 1 + len(QUALITIES)
    assert cells(table)[1:3] == [["a summary", "50%", ""], ["a topic", "100%", ""]]
    assert [one.get("width") for one in css(table, "rect")][1:6:2] == ["50.0%", "100.0%", "0.0%"]


def test_remarks_that_remain_are_told_with_their_code():
    table = css(page("en"), "details table")[-1]

    assert [row[0] for row in cells(table)] == ["Code", "R201", "R203"]
    assert cells(table)[1][2] == "7"
    assert cells(table)[1][1]


def test_dumps_stand_by_year_and_form_with_their_size():
    one = page()
    (table,) = css(one, "table.dumps")

    assert cells(table) == [
        ["Tahun", "RDF (N-Quads)", "Tabel (CSV)"],
        ["2026", "–", "releases-2026.csv 2 MB"],
        ["2025", "releases-2025.nq.zst 12,3 kB", "–"],
        ["Tanpa tahun", "–", "releases-undated.csv 20 bita"],
    ]
    assert css(table, "a")[0].get("href") == "dump/releases-2026.csv"
    assert css(one, "a[href=dump/SHA256SUMS]")


def test_open_data_can_be_found_from_the_front_door():
    one = page("en", renditions=("json",), licence="https://creativecommons.org/licenses/by/4.0/")

    there = {link.get("href") for link in css(one, ".data a")}

    assert there >= {
        "../catalog.ttl", "../catalog.jsonld", "../catalog.rdf", "../.well-known/void",
        "../datapackage.json", "../ckan.json", "../feed.atom", "../resourcesync/changelist.xml",
        "../sitemap.xml", "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip
    assert "write .json" in css(one, ".data")[0].text_content()
    assert "write .json" not in css(page("en"), ".data")[0].text_content()


def test_the_collection_can_be_cited():
    assert css(page(), ".cite")[0].text_content() == (
        "Dinas Kominfo Kota Contoh (2025–2026). Siaran pers Kota Contoh. https://pers.contoh.go.id/"
    )
    assert "(2025). " in css(page(last="2025-12-01"), ".cite")[0].text_content()


def test_what_search_engines_read_stands_in_the_head_as_it_was_given():
    (script,) = css(page(embedded='{"@type":"DataCatalog"}'), "script")

    assert (script.get("type"), script.text) == ("application/ld+json", '{"@type":"DataCatalog"}')


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_front_door_has_one_heading_skips_no_level_and_has_every_id_once(language):
    one = page(language, has_search=True)

    levels = [int(heading.tag[1]) for heading in css(one, "h1, h2, h3")]
    ids = [element.get("id") for element in css(one, "[id]")]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert {element.get("aria-labelledby") for element in css(one, "section[aria-labelledby]")} <= {
        *ids
    }
    assert not css(one, "main script, [style]")


# charts


def test_a_bar_of_something_can_be_seen_and_one_of_nothing_is_not_there():
    table = html.fragment_fromstring(
        charts.bars("c", ("a", "b"), [Bar("x", 100_000, "n"), Bar("y", 1, "1"), Bar("z", 0, "0")])
    )

    assert [one.get("width") for one in css(table, "rect")][1::2] == ["100.0%", "0.4%", "0.0%"]


def test_columns_stand_on_the_axis_and_none_is_higher_than_the_chart():
    points = [Column(str(year), f"{year}: {year}", year) for year in range(13)]

    chart = html.fragment_fromstring(charts.columns("c", "t", "told", points))
    drawn = css(chart, "rect")

    assert len(drawn) == 12
    assert {float(one.get("y")) + float(one.get("height")) for one in drawn} == {190.0}
    assert min(float(one.get("y")) for one in drawn) > 22
    assert [one.text for one in css(chart, "text")][:2] == ["10", "20"]


def test_words_below_a_chart_are_few_enough_for_a_narrow_screen():
    for count in (1, 3, 5, 6, 12, 48, 60):
        points = [Column(str(at), "", 1) for at in range(count)]

        chart = html.fragment_fromstring(charts.columns("c", "t", "told", points))

        assert 1 <= len(css(chart, "text[text-anchor]")) <= 5


@pytest.mark.parametrize(
    ("largest", "lines"),
    [(0, ["1"]), (1, ["1"]), (2, ["1", "2"]), (3, ["2", "4"]), (7, ["4", "8"]), (10, ["5", "10"]),
     (61, ["40", "80"]), (999_999, ["500000", "1000000"])],
)  # fmt: skip
def test_lines_of_a_chart_stand_at_round_numbers(largest, lines):
    chart = html.fragment_fromstring(charts.columns("c", "t", "told", [Column("", "", largest)]))

    assert [one.text for one in css(chart, "text")][: len(lines)] == lines


def test_months_without_works_are_columns_too():
    found = charts.spans({"2025-11": 1, "2026-02": 3}, {"2025": 1, "2026": 3})

    assert [(span.first, span.value) for span in found] == [
        ("2025-11", 1), ("2025-12", 0), ("2026-01", 0), ("2026-02", 3),
    ]  # fmt: skip


def test_works_without_a_month_make_it_a_chart_of_years():
    assert charts.spans({"2025-11": 1}, {"2025": 2, "2027": 1}) == [
        Span("2025", "2025", 2), Span("2026", "2026", 0), Span("2027", "2027", 1),
    ]  # fmt: skip


def test_all_years_that_there_can_be_fit_into_a_chart():
    found = charts.spans({"0001-01": 1, "9999-12": 1}, {"0001": 1, "9999": 1})

    assert len(found) == 50
    assert (found[0].first, found[-1].last) == ("0000", "9999")
    assert sum(span.value for span in found) == 2


def test_a_collection_without_dates_has_no_chart():
    assert charts.spans({}, {}) == []
