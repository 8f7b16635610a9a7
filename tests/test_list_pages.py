"""Lists, indexes, and what the page of a thing gathers of all its works."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise
from pathlib import PurePosixPath

import pytest
from lxml import html

from archive.publication import index_pages, list_pages
from archive.publication.cards import LISTS, Card, Facet, Tie
from archive.publication.index_pages import Index, Value, index_page, index_path, sort_key
from archive.publication.list_pages import SIZE, Listing, Lists, entry, root
from archive.publication.portraits import Portrait, portrait
from tests.cards import card, site
from tests.pages import css

HOSTILE = "</script><script>alert(1)</script> & \"'<b>"
SITE = site()
INDONESIAN = Lists(SITE, "id")
ENGLISH = Lists(SITE, "en")


def listing(works: int = 1, part: int = 1, **fields: str) -> Listing:
    said = {"facet": "topic", "path": "topic/air-k5m2nq7x3a", "label": "Air"}
    return Listing(works=works, part=part, **said | fields)


def shown_as(one: Card, language: str = "id") -> bytes:
    return entry(one, language, root(SITE, language)).encode()


def page_of(one: Listing, cards: Iterable[Card], lists: Lists = INDONESIAN) -> html.HtmlElement:
    language = "en" if lists is ENGLISH else "id"
    made = lists.page(one, [shown_as(card, language) for card in cards])
    return html.document_fromstring(made.decode())


def shown(one: Portrait, lists: Lists = INDONESIAN) -> html.HtmlElement:
    """Return the page of a thing of which works say this."""
    made = lists.page(listing(facet=one.facet, path=f"{one.facet}/x", label=one.label), [], one)
    return html.document_fromstring(made.decode())


def facts(page: html.HtmlElement) -> dict[str, list[str]]:
    return {
        row.findtext("dt"): [said.text_content() for said in row.findall("dd")]
        for row in page.find_class("facts")[0].findall("div")
    }


def links(page: html.HtmlElement, within: str) -> list[tuple[str, str]]:
    return [(one.text_content(), one.get("href")) for one in css(page, f"{within} a")]


# entries


def test_an_entry_leads_to_the_page_of_the_work_from_wherever_the_list_lies():
    one = card(5)

    indonesian = page_of(listing(), [one])
    english = page_of(listing(), [one], ENGLISH)

    assert links(indonesian, "h3") == [("Kabar 5", f"../{one.path}.html")]
    assert links(english, "h3") == [("Kabar 5", f"../../{one.path}.html")]


def test_an_entry_says_when_and_who_in_words():
    one = card(issued="2026-09-05T14:30:00+07:00", issuers=("Dinas A", "Badan B"))

    page = page_of(listing(), [one])

    assert css(page, "li .when")[0].text_content() == "Sabtu, 5 September 2026 · Dinas A · Badan B"
    assert css(page, "li time")[0].get("datetime") == "2026-09-05"


def test_a_vague_date_is_said_as_vague_as_it_is():
    page = page_of(listing(), [card(issued="197X", issuers=("Dinas A",))])

    assert css(page, "li .when")[0].text_content() == "1970-an · Dinas A"


def test_a_work_in_another_language_says_so_and_runs_its_own_way():
    page = page_of(listing(), [card(language="ar", headline="افتتاح", summary="نص")])

    heading, summary = css(page, "li h3, li h3 + p")

    assert [(one.get("lang"), one.get("dir")) for one in (heading, summary)] == [("ar", "rtl")] * 2
    assert css(page, "li .when")[0].text_content().endswith(" · bahasa Arab")


def test_a_language_without_a_name_here_is_called_by_its_tag():
    page = page_of(listing(), [card(language="tlh")], ENGLISH)

    assert css(page, "li .when")[0].text_content().endswith(" · in tlh")


def test_a_tag_of_a_language_may_be_long():
    tag = "ar-x" + "-abcdefgh" * 30

    page = page_of(listing(), [card(language=tag)])

    assert css(page, "li h3")[0].get("lang") == tag


def test_a_work_in_the_language_of_the_page_is_not_marked():
    page = page_of(listing(), [card(language="id-ID")])

    assert css(page, "li h3")[0].get("lang") is None


def test_a_speech_is_called_a_speech():
    page = page_of(listing(), [card(type="speech")])

    assert css(page, "li .when")[0].text_content().endswith(" · Pidato")


def test_a_withdrawn_work_stays_in_the_list_and_is_marked():
    page = page_of(listing(), [card(status="withdrawn", summary="")])

    assert [one.text for one in css(page, "li .badge")] == ["Ditarik"]
    assert not css(page, "li h3 + p")


def test_no_text_of_a_work_becomes_markup():
    one = card(headline=HOSTILE, summary=HOSTILE, issuers=(HOSTILE,))

    page = page_of(listing(label=HOSTILE), [one])

    assert css(page, "h1")[0].text_content() == HOSTILE
    assert css(page, "li h3")[0].text_content() == HOSTILE
    assert css(page, "li h3 + p")[0].text_content() == HOSTILE
    assert not css(page, "main script, main b")


# pages of lists


def test_every_list_reaches_every_work():
    """From the page that links lead to, page by page to the oldest."""
    cards = [card(number) for number in range(3 * SIZE + 1)]
    lists = {}
    for part in range(1, 5):
        one = listing(len(cards), part)
        some = reversed(cards[(part - 1) * SIZE : part * SIZE])
        lists[INDONESIAN.path(one)] = page_of(one, some)

    reached, path = [], "topic/air-k5m2nq7x3a.html"
    while path:
        page = lists[path]
        reached += [one.get("href") for one in css(page, "h3 a")]
        older = css(page, "a[rel=prev]")
        path = f"topic/{older[0].get('href')}" if older else ""

    assert reached == [f"../{one.path}.html" for one in reversed(cards)]


def test_the_newest_page_leads_to_all_and_an_old_one_to_its_neighbours():
    newest = page_of(listing(401, 5), [])
    old = page_of(listing(401, 2), [])
    oldest = page_of(listing(401, 1), [])

    assert links(newest, ".pager") == [
        ("Lebih lama", "air-k5m2nq7x3a.4.html"), ("Terlama", "air-k5m2nq7x3a.1.html"),
        ("1", "air-k5m2nq7x3a.1.html"), ("2", "air-k5m2nq7x3a.2.html"),
        ("3", "air-k5m2nq7x3a.3.html"), ("4", "air-k5m2nq7x3a.4.html"),
    ]  # fmt: skip
    assert links(old, ".pager") == [
        ("Lebih baru", "air-k5m2nq7x3a.3.html"), ("Lebih lama", "air-k5m2nq7x3a.1.html"),
        ("Terlama", "air-k5m2nq7x3a.1.html"), ("Terbaru", "air-k5m2nq7x3a.html"),
    ]  # fmt: skip
    assert links(oldest, ".pager")[0] == ("Lebih baru", "air-k5m2nq7x3a.2.html")


def test_a_full_page_stays_as_it_is_when_works_are_added():
    cards = [card(number) for number in range(SIZE)]
    entries = [shown_as(one) for one in cards]

    assert INDONESIAN.page(listing(301, 2), entries) == INDONESIAN.page(listing(99_999, 2), entries)


def test_only_the_newest_page_says_how_many_works_there_are():
    newest, old = page_of(listing(1301, 14), []), page_of(listing(1301, 13), [])

    assert css(newest, ".count")[0].text == "1.301 rilis"
    assert not css(old, ".count")
    assert css(old, "h1 .part")[0].text == "Halaman 13"
    assert old.findtext(".//title").startswith("Air – Halaman 13")


def test_a_list_of_one_page_has_no_links_to_others():
    assert not css(page_of(listing(SIZE), []), ".pager")


def test_a_list_with_a_feed_leads_to_it():
    page = page_of(listing(feed="topic/air-k5m2nq7x3a.atom"), [], ENGLISH)

    feeds = css(page, "head link[type=application/atom+xml], .feed a")

    assert [one.get("href") for one in feeds][1:] == ["../../topic/air-k5m2nq7x3a.atom"] * 2


@pytest.mark.parametrize(
    ("facet", "label", "heading"),
    [
        ("year", "2026", "Rilis tahun 2026"), ("year", "undated", "Rilis tanpa tahun"),
        ("language", "en", "Rilis dalam bahasa Inggris"), ("person", "Siti", "Siti"),
    ],
)  # fmt: skip
def test_a_list_is_called_by_what_its_works_have_in_common(facet, label, heading):
    page = page_of(listing(facet=facet, path=f"{facet}/x", label=label), [])

    assert css(page, "h1")[0].text_content() == heading


def test_each_page_has_its_own_address_and_that_of_its_twin():
    page = page_of(listing(301, 2), [], ENGLISH)

    assert css(page, "link[rel=canonical]")[0].get("href") == (
        "https://pers.contoh.go.id/en/topic/air-k5m2nq7x3a.2.html"
    )
    assert [one.get("href") for one in css(page, "link[hreflang]")] == [
        "https://pers.contoh.go.id/topic/air-k5m2nq7x3a.2.html",
        "https://pers.contoh.go.id/en/topic/air-k5m2nq7x3a.2.html",
    ]
    assert links(page, ".twins") == [("Bahasa Indonesia", "../../topic/air-k5m2nq7x3a.2.html")]


# what works say of a thing


def said(facet: Facet, *ties: Tie, key: str = "https://a.example/1") -> Portrait:
    return portrait(facet, key, ties)


def person(*told: tuple[str, str], label: str = "Siti", role: str = "") -> Tie:
    return Tie("person", "https://a.example/1", label, role, told)


def post(
    title: str, as_of: str = "", *, since: str = "", to: str = "", relation: str = "post"
) -> tuple[str, str]:
    return "post", f"{title}\tDinas Contoh\tDinas Contoh\norg\t{relation}\t\t{since}\t{to}\t{as_of}"


def test_a_person_page_has_the_posts_of_all_works_the_last_one_first():
    page = shown(
        said(
            "person",
            person(post("Sekretaris", "2024-02")), person(post("Sekretaris", "2025-07")),
            person(post("Kepala", "2026-09-05")),
        )
    )  # fmt: skip

    assert [one.text_content() for one in css(page, ".posts li")] == [
        "Kepala, Dinas Contoh per Sabtu, 5 September 2026; dalam 1 rilis",
        "Sekretaris, Dinas Contoh per Februari 2024 sampai Juli 2025; dalam 2 rilis",
    ]
    assert links(page, ".posts")[0] == ("Dinas Contoh", "../org/dinas-contoh-oxopylmvpl.html")


def test_a_post_says_since_and_until_when_and_in_what_way_it_was_held():
    acting = ("post", "Kepala\t\t\tformer\tacting\t2010\t2020\t2015~")
    nameless = ("post", "\tDinas Contoh\tDinas Contoh\norg\tmember\t\t\t\t")

    page = shown(said("person", person(acting, nameless)), ENGLISH)

    assert [one.text_content() for one in css(page, ".posts li")] == [
        "Kepala (acting, formerly) from 2010; until 2020; as of about 2015; in 1 release",
        "Dinas Contoh (member) in 1 release",
    ]


def test_the_name_that_most_works_have_is_that_of_the_page():
    one = said(
        "person",
        person(label="S. Rahma"),
        person(("also", "Rahma")),
        person(),
        person(label="Bu Siti"),
    )

    assert one.label == "Siti"
    assert facts(shown(one))["Nama lain"] == ["S. Rahma", "Bu Siti", "Rahma"]


def test_of_names_that_equally_many_works_have_the_first_by_spelling_is_taken():
    assert said("person", person(label="Tono"), person(label="Bono")).label == "Bono"


def test_a_person_page_says_how_often_the_person_is_quoted():
    one = said("person", person(role="speaker"), person(), person(role="speaker"))

    assert facts(shown(one))["Peran"] == ["Dikutip dalam 2 dari 3 rilis"]


def test_an_iri_is_linked_if_a_page_may_lead_there():
    one = said(
        "person", person(("sameAs", "https://a.example/1"), ("sameAs", "javascript:alert(1)"))
    )

    page = shown(one)

    assert facts(page)["Rujukan luar"] == ["https://a.example/1", "javascript:alert(1)"]
    assert links(page, ".facts") == [("https://a.example/1", "https://a.example/1")]


def test_what_is_known_by_its_name_only_may_be_more_than_one():
    by_name = shown(said("person", person(), key="Siti\nDinas Contoh\norg"))
    by_iri = shown(said("person", person()))

    assert css(by_name, ".note")[0].text.endswith("mungkin lebih dari satu orang.")
    assert not css(by_iri, ".note")


def test_what_is_known_by_its_name_leads_to_the_office_whose_word_that_is():
    by_name = shown(said("person", person(), key="Siti\nDinas Contoh\norg"))
    by_address = shown(said("person", person(), key="Siti\nhttps://contoh.go.id/"))

    assert links(by_name, ".facts") == [("Dinas Contoh", "../org/dinas-contoh-oxopylmvpl.html")]
    assert facts(by_address)["Disebut dalam rilis"] == ["https://contoh.go.id/"]


def test_an_organisation_page_says_what_it_is_and_belongs_to():
    told = (
        ("type", "agency"), ("parent", "Pemkot\tPemkot\norg"), ("predecessor", "Biro\tBiro\norg"),
        ("successor", "Pusat\tPusat\norg"), ("from", "2001"), ("to", "2020"),
    )  # fmt: skip

    page = shown(said("org", Tie("org", "https://a.example/1", "Badan", "issuer", told)))

    assert facts(page) == {
        "Peran": ["Menerbitkan 1 dari 1 rilis"], "Jenis": ["Lembaga atau badan"], "Sejak": ["2001"],
        "Sampai": ["2020"], "Bagian dari": ["Pemkot"], "Pendahulu": ["Biro"], "Penerus": ["Pusat"],
    }  # fmt: skip


def test_an_event_page_has_time_place_organiser_and_programme():
    told = (
        ("start", "2026-09-05"), ("end", "2026-09-06"), ("place", "Aula\tAula\norg"),
        ("organiser", "Dinas Contoh\tDinas Contoh\norg"), ("session", "opening\t"),
        ("session", "talk\tAir bersih\tperson\tSiti\tSiti\norg\torg\tDinas\tDinas\norg"),
    )  # fmt: skip

    page = shown(said("event", Tie("event", "https://a.example/1", "Rapat", "", told)))

    assert facts(page) == {
        "Waktu": ["5–6 September 2026"], "Tempat": ["Aula"], "Penyelenggara": ["Dinas Contoh"],
    }  # fmt: skip
    assert [one.text_content() for one in css(page, ".programme li")] == [
        "Pembukaan", "Paparan Air bersih – Siti, Dinas",
    ]  # fmt: skip
    assert [href.split("/")[1] for _, href in links(page, ".programme")] == ["person", "org"]


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ([("start", "2026-09-05"), ("end", "2026-09-05")], {"Waktu": ["Sabtu, 5 September 2026"]}),
        ([("start", "2026-09-05")], {"Mulai": ["Sabtu, 5 September 2026"]}),
        (
            [("start", "2026-09-05"), ("start", "2026-09"), ("end", "2026-10")],
            {"Mulai": ["Sabtu, 5 September 2026", "September 2026"], "Selesai": ["Oktober 2026"]},
        ),
        (
            [("start", "2026-09-05/.."), ("end", "2026")],
            {"Mulai": ["sejak 5 September 2026"], "Selesai": ["2026"]},
        ),
    ],
)  # fmt: skip
def test_works_that_say_different_times_of_an_event_are_all_heard(told, rows):
    assert facts(shown(said("event", Tie("event", "k", "Rapat", "", tuple(told))))) == rows


def test_a_place_page_says_where_it_lies():
    told = (
        ("kind", "city"), ("within", "Jawa Timur\tkemendagri:35"), ("position", "-7.98\t112.63"),
        ("code", "kemendagri\t35.73"), ("code", "geonames\t1636722"),
    )  # fmt: skip

    page = shown(said("place", Tie("place", "kemendagri:35.73", "Malang", "", told)))

    assert facts(page) == {
        "Jenis": ["Kota"], "Terletak di": ["Jawa Timur"],
        "Kode": ["35.73 (Kemendagri)", "1636722 (GeoNames)"], "Lintang, bujur": ["-7.98, 112.63"],
    }  # fmt: skip


def test_a_topic_page_names_its_iri():
    iri = "http://cv.iptc.org/newscodes/mediatopic/20000312"

    assert facts(shown(said("topic", Tie("topic", iri, "humas"), key=iri))) == {"Pengenal": [iri]}


def test_what_thousands_of_works_say_is_kept_in_bounds_and_the_rest_counted():
    one = Portrait("person", "https://a.example/1")
    for number in range(1000):
        one.add(person(post(f"Jabatan {number}"), label=f"Nama {number}"))

    page = shown(one, ENGLISH)

    assert (len(one.facts), len(one.labels), one.left_out) == (300, 300, 700)
    assert css(page, ".note")[-1].text == (
        "The releases say 700 further things, which their pages show."
    )


# indexes


def index(facet: str, *values: Value, language: str = "id", **fields: object) -> html.HtmlElement:
    one = Index(**{"facet": facet, "values": len(values)} | fields)
    return html.document_fromstring(index_page(SITE, language, one, values).decode())


def test_an_index_has_its_values_by_letter_with_their_numbers():
    values = sorted(
        [Value(label, f"org/{number}", number) for number, label in enumerate(
            ("“Zeta” Contoh", "Étoile", "badan air", "Badan Pangan", "7 Ulu", "بلدية", "Eta"), 1000
        )],
        key=lambda value: sort_key(value.label),
    )  # fmt: skip

    page = index("org", *values)

    assert [one.text for one in css(page, ".letters h2")] == ["Lainnya", "B", "E", "Z", "ب"]
    assert [one.text_content() for one in css(page, ".index li")] == [
        "7 Ulu 1.004", "badan air 1.002", "Badan Pangan 1.003", "Eta 1.006", "Étoile 1.001",
        "“Zeta” Contoh 1.000", "بلدية 1.005",
    ]  # fmt: skip
    assert links(page, ".index")[0] == ("7 Ulu", "../org/1004.html")
    assert css(page, ".count")[0].text.startswith("Seluruhnya 7;")


def test_things_of_one_name_are_told_apart_in_an_index():
    page = index(
        "event",
        Value("Rapat", "event/1", 1, "Rapat\n2026-09-05\nDinas Contoh\norg"),
        Value("Rapat", "event/2", 1, "Rapat\nDinas Contoh\norg"),
        Value("Rapat", "event/3", 1, "https://a.example/rapat"),
        Value("Rapat besar", "event/4", 1, "Rapat besar\nDinas Contoh\norg"),
    )

    assert [one.text_content() for one in css(page, ".index a")] == [
        "Rapat Sabtu, 5 September 2026, Dinas Contoh", "Rapat Dinas Contoh", "Rapat", "Rapat besar",
    ]  # fmt: skip


def test_an_index_without_values_says_so():
    page = index("event", language="en")

    assert css(page, ".letters p")[0].text == "No release names any."


def test_years_and_languages_are_one_list_in_the_order_given():
    years = index("year", Value("2026", "year/2026", 3), Value("undated", "year/undated", 1))
    languages = index("language", Value("id", "language/id", 3), Value("xx", "language/xx", 1))

    assert [one.text_content() for one in css(years, ".index li")] == [
        "2026 3", "Rilis tanpa tahun 1",
    ]  # fmt: skip
    assert [one.text_content() for one in css(languages, ".index li")] == [
        "Indonesia 3",
        "xx 1",
    ]
    assert not css(years, ".letters h2")


def test_a_long_index_has_pages_that_lead_to_each_other_by_their_first_names():
    starts = ["Abdi", "Badan Penanggulangan Bencana Daerah Kota Contoh", "Zeta"]

    page = index("org", part=2, values=2 * index_pages.SIZE + 1, starts=starts)

    assert links(page, ".pager")[:3] == [
        ("Mulai Abdi", "index.html"), ("Mulai Badan Penanggulangan Be…", "index.2.html"),
        ("Mulai Zeta", "index.3.html"),
    ]  # fmt: skip
    assert css(page, ".pager a[aria-current=page]")[0].get("href") == "index.2.html"
    assert css(page, "h1 .part")[0].text == "Halaman 2"


def test_an_index_of_very_many_pages_leads_to_some_of_them_and_those_next_to_it():
    starts = [f"Nama {number:03}" for number in range(400)]

    page = index("person", part=200, values=400 * index_pages.SIZE, starts=starts)

    names = [href for _, href in links(page, ".pager")][: len(css(page, ".pager a")) // 2]
    assert len(names) == 23
    assert {
        "index.html",
        "index.199.html",
        "index.200.html",
        "index.201.html",
        "index.400.html",
    } <= {*names}


def test_an_index_lies_beside_the_lists_it_leads_to():
    assert index_path(SITE, "id", Index(facet="org", values=1)) == "org/index.html"
    assert index_path(SITE, "en", Index(facet="org", values=1000, part=2)) == "en/org/index.2.html"


@pytest.mark.parametrize("language", SITE.languages)
@pytest.mark.parametrize("facet", LISTS)
def test_there_are_words_for_each_list(facet, language):
    page = index(facet, language=language)

    assert css(page, "h1")[0].text_content()
    assert [one.get("href") for one in css(page, "nav a[aria-current=page]")] == [
        ("../" * (2 if language == "en" else 1))
        + ("en/" if language == "en" else "")
        + f"{facet}/index.html"
    ]


# each page


def _pages() -> dict[str, html.HtmlElement]:
    whole = said(
        "person",
        person(post("Kepala", "2026"), ("also", "Rahma"), ("sameAs", "https://a.example/1")),
        key="Siti\nDinas\norg",
    )
    return {
        "list": page_of(listing(1301, 14, feed="topic/x.atom"), [card(1), card(2, language="ar")]),
        "old": page_of(listing(1301, 2), [card(1)]),
        "thing": shown(whole),
        "index": index("org", Value("A", "org/a", 1), Value("B", "org/b", 1)),
    }


@pytest.mark.parametrize("name", ["list", "old", "thing", "index"])
def test_each_page_has_one_heading_and_skips_no_level(name):
    page = _pages()[name]

    levels = [
        int(one.tag[1]) for one in css(page, "h1, h2, h3, h4") if one.getparent().tag != "footer"
    ]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", ["list", "old", "thing", "index"])
def test_each_page_has_every_id_once_and_leads_to_no_empty_place(name):
    page = _pages()[name]

    ids = sorted(one.get("id") for one in css(page, "[id]"))
    labels = {one.get("aria-labelledby") for one in css(page, "[aria-labelledby]")}

    assert not [one for one, group in groupby(ids) if len(list(group)) > 1]
    assert labels <= {*ids}
    assert all(one.get("href") and one.text_content().strip() for one in css(page, "main a"))
    assert not css(page, "main script, main style, main [style]")


def test_pages_are_the_same_bytes_each_time():
    entries = [shown_as(card(1))]

    assert Lists(SITE, "id").page(listing(), entries) == INDONESIAN.page(listing(), entries)


def test_the_style_of_lists_lies_where_pages_look_for_it():
    page = page_of(listing(), [])

    sheets = [PurePosixPath(one.get("href")).name for one in css(page, "link[rel=stylesheet]")]

    assert sheets == ["style.css", list_pages.STYLE]
