"""What all pages have in common: links, navigation, languages, words, dates."""

from __future__ import annotations

import re
import string
from dataclasses import replace

import pytest

from archive.publication import licences
from archive.publication.dates import in_words, value, without_weekday
from archive.publication.frame import assets, environment, frame
from archive.publication.markup import href, link, size
from archive.publication.release_page import not_found_page
from archive.publication.words import frame_language, words
from tests.release_pages import SITE, one, parsed, said

INDONESIAN_ONLY = replace(SITE, languages=("id",), has_search=False)


def rendered(path, language="id", site=SITE, is_everywhere=True):
    around = frame(site, language, path, is_everywhere=is_everywhere)
    return parsed(environment().get_template("base.html").render(frame=around).encode())


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("index.html", "feed.atom"),
        ("topic/x.html", "../feed.atom"),
        ("en/topic/x.html", "../../feed.atom"),
        ("r/ah/x.html", "../../feed.atom"),
    ],
)
def test_links_lead_from_the_page_to_the_root_whatever_folder_it_lies_in(path, link):
    assert frame(SITE, "id", path).to("feed.atom") == link


def test_lists_of_the_other_languages_lie_in_a_folder_of_their_own():
    around = frame(SITE, "en", "en/topic/x.html")

    assert around.near("org/index.html") == "../../en/org/index.html"


def test_a_page_links_to_itself_in_the_other_language():
    tree = rendered("en/topic/x.html", "en")

    assert tree.xpath("//nav[@class='twins']//a/@href") == ["../../topic/x.html"]
    assert tree.xpath("//link[@hreflang]/@href") == [
        "https://pers.contoh.go.id/topic/x.html", "https://pers.contoh.go.id/en/topic/x.html",
    ]  # fmt: skip
    assert said(one(tree, "//nav[@class='twins']//*[@aria-current]")) == "English"


def test_a_page_that_exists_once_offers_no_other_language():
    assert not rendered("r/ah/x.html", is_everywhere=False).xpath("//nav[@class='twins']")


def test_a_site_in_one_language_offers_no_other():
    assert not rendered("index.html", site=INDONESIAN_ONLY).xpath("//nav[@class='twins']")


def test_the_navigation_leads_to_all_lists_and_says_where_one_is():
    tree = rendered("topic/x.html")
    links = tree.xpath("//nav[@class='bar']//a")

    assert [said(link) for link in links] == [
        "Beranda", "Tahun", "Topik", "Organisasi", "Tokoh", "Tempat", "Acara", "Bahasa", "Cari",
    ]  # fmt: skip
    assert [said(link) for link in links if link.get("aria-current")] == ["Topik"]


def test_a_page_of_the_navigation_itself_is_the_current_page():
    tree = rendered("en/index.html", "en")

    assert tree.xpath("//nav[@class='bar']//a[@aria-current='page']/@href") == ["../en/index.html"]


def test_a_site_without_a_search_does_not_link_to_one():
    tree = rendered("index.html", site=INDONESIAN_ONLY)

    assert "Cari" not in [said(link) for link in tree.xpath("//nav[@class='bar']//a")]
    assert not tree.xpath("//link[@rel='search']")


def test_every_page_has_a_language_a_way_past_the_header_and_the_usual_parts():
    tree = rendered("index.html")

    assert tree.get("lang") == "id"
    assert tree.xpath("//a[@class='skip']/@href") == ["#Main"]
    assert [part.tag for part in tree.xpath("/html/body/*[not(self::a)]")] == [
        "header", "main", "footer",
    ]  # fmt: skip
    assert one(tree, "//main").get("id") == "Main"


def test_no_page_runs_scripts():
    policy = one(rendered("index.html"), "//meta[@http-equiv]").get("content")

    assert "script-src 'none'" in policy


def test_the_address_of_an_index_is_that_of_its_folder():
    tree = rendered("en/topic/index.html", "en")

    assert tree.xpath("//link[@rel='canonical']/@href") == ["https://pers.contoh.go.id/en/topic/"]


def test_what_the_settings_say_is_escaped():
    site = replace(SITE, title={"id": "<script>alert(1)</script>", "en": ""})

    assert not rendered("index.html", site=site).xpath("//body//script")


def test_the_footer_names_publisher_contact_and_licence():
    foot = said(one(rendered("index.html"), "//footer"))

    assert "Pemerintah Kota Contoh" in foot
    assert "humas@contoh.go.id" in foot
    assert "CC BY 4.0" in foot


def test_the_page_for_what_is_not_there_has_whole_links_and_speaks_all_languages():
    tree = parsed(not_found_page(SITE))

    assert all(
        link.startswith("https://pers.contoh.go.id/")
        for link in tree.xpath("//nav[@class='bar']//@href")
    )
    assert [part.get("lang") for part in tree.xpath("//main/section")] == ["id", "en"]
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_the_sheet_is_one_file_that_fetches_nothing():
    sheet = assets()["assets/style.css"].decode()

    assert "@import" not in sheet
    assert "url(" not in sheet
    assert "prefers-color-scheme: dark" in sheet
    assert "prefers-reduced-motion" in sheet
    assert "@media print" in sheet


def test_the_sheet_takes_sides_from_the_direction_of_the_text():
    sheet = assets()["assets/style.css"].decode()

    assert not re.search(r"(?:margin|padding|border|text-align)[-:] ?(?:left|right)", sheet)


def _luminance(colour):
    full = colour if len(colour) == 7 else "#" + "".join(sign * 2 for sign in colour[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "page"), ("ink", "wash"), ("soft", "page"), ("soft", "wash"), ("link", "page"),
        ("link", "wash"), ("on-band", "band"), ("soft-on-band", "band"), ("accent", "page"),
        ("ink", "notice"), ("ink", "alarm"), ("link", "notice"), ("link", "alarm"),
        ("soft", "notice"), ("soft", "alarm"),
    ],
)  # fmt: skip
def test_text_stands_out_from_what_is_behind_it(scheme, ink, paper):
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    sheet = assets()["assets/style.css"].decode()
    light, dark = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[:2]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", light))
    if scheme:
        colours |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", dark))

    bright, dim = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)

    assert (bright + 0.05) / (dim + 0.05) >= 4.5


def test_the_words_of_pages_are_the_same_in_both_languages():
    def blanks(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, indonesian = words("en"), words("id")

    assert english.keys() == indonesian.keys()
    assert {key: blanks(text) for key, text in english.items()} == {
        key: blanks(text) for key, text in indonesian.items()
    }


@pytest.mark.parametrize(
    ("language", "frame"), [("id", "id"), ("ms", "id"), ("en-US", "en"), ("ar", "id"), ("EN", "en")]
)
def test_the_frame_speaks_the_language_of_the_text_if_the_site_has_it(language, frame):
    assert frame_language(language, SITE) == frame


def test_the_frame_of_an_english_text_is_indonesian_on_a_site_that_has_no_other():
    assert frame_language("en", INDONESIAN_ONLY) == "id"


@pytest.mark.parametrize(
    ("date", "indonesian", "english"),
    [
        ("2024-05-22", "Rabu, 22 Mei 2024", "Wednesday, 22 May 2024"),
        ("2024-05", "Mei 2024", "May 2024"),
        ("0987", "987", "987"),
        ("0000-05-02", "2 Mei 1 SM", "2 May 1 BC"),
        ("1978~", "kira-kira 1978", "about 1978"),
        ("1978-05?", "Mei 1978 (belum pasti)", "May 1978 (uncertain)"),
        ("1978%", "kira-kira 1978 (belum pasti)", "about 1978 (uncertain)"),
        ("197X", "1970-an", "1970s"),
        ("19XX", "antara 1900 dan 1999", "between 1900 and 1999"),
        ("2024-22", "musim panas 2024", "summer 2024"),
        ("2025-XX", "2025 (bulan tidak diketahui)", "2025 (month unknown)"),
        ("2025-07-XX", "Juli 2025 (hari tidak diketahui)", "July 2025 (day unknown)"),
        ("2025-XX-XX", "2025 (hari tidak diketahui)", "2025 (day unknown)"),
        ("XXXX-12-25", "25 Desember (tahun tidak diketahui)", "25 December (year unknown)"),
        ("-0044", "45 SM", "45 BC"),
        ("Y170000", "tahun 170000", "the year 170000"),
        ("Y-170000", "170001 SM", "170001 BC"),
        ("2025-07-07/2025-07-08", "7–8 Juli 2025", "7–8 July 2025"),
        ("2025-07-31/2025-08-01", "31 Juli 2025 sampai 1 Agustus 2025", "31 July 2025 to 1 August 2025"),
        ("2025-07-08/..", "sejak 8 Juli 2025", "since 8 July 2025"),
        ("../2020", "sampai 2020", "until 2020"),
        ("2020/", "sejak 2020 (akhir tidak diketahui)", "from 2020 (end unknown)"),
        ("/2020", "sampai 2020 (awal tidak diketahui)", "until 2020 (start unknown)"),
    ],
)  # fmt: skip
def test_dates_are_said_in_words_and_vague_ones_stay_vague(date, indonesian, english):
    assert (in_words(date, "id"), in_words(date, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("moment", "text_language", "words"),
    [
        ("2026-09-05T20:00:00+08:00", "id", "Sabtu, 5 September 2026 pukul 20.00 WITA"),
        ("2026-09-05T20:00:00+07:00", "en", "Sabtu, 5 September 2026 pukul 20.00 WIB"),
        ("2026-09-05T20:00:00+09:00", "ja", "Sabtu, 5 September 2026 pukul 20.00 UTC+9"),
        ("2026-09-05T20:00:00Z", "id", "Sabtu, 5 September 2026 pukul 20.00 UTC"),
        ("2026-09-05T20:00:00.5-03:30", "id", "Sabtu, 5 September 2026 pukul 20.00 UTC−3:30"),
        (f"2026-09-05T20:00:00.{'0' * 90}Z", "id", "Sabtu, 5 September 2026 pukul 20.00 UTC"),
    ],
)
def test_the_zone_of_a_moment_is_always_said(moment, text_language, words):
    assert in_words(moment, "id", text_language) == words


def test_a_moment_in_english_names_the_hour_as_english_does():
    assert in_words("2024-05-22T14:00:00+07:00", "en") == "Wednesday, 22 May 2024, 14:00 WIB"


@pytest.mark.parametrize(
    ("date", "carried"),
    [
        ("2026-09-05T20:00:00.123+08:00", "2026-09-05T20:00:00+08:00"),
        ("2026-09-05T20:00:00Z", "2026-09-05T20:00:00Z"),
        ("2026-09-05", "2026-09-05"),
        ("2026", "2026"),
        ("0000", ""),
        ("-0044", ""),
        ("2026-21", ""),
        ("1978~", ""),
        ("2025/2026", ""),
    ],
)
def test_machines_are_told_only_dates_that_html_can_carry(date, carried):
    assert value(date) == carried


def test_what_is_no_date_is_shown_as_it_stands():
    assert in_words("soon", "id") == "soon"


@pytest.mark.parametrize(
    ("iri", "called"),
    [
        ("https://creativecommons.org/licenses/by-nc/3.0/igo/", "CC BY-NC 3.0 IGO"),
        ("http://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.id", "CC BY 4.0"),
        ("https://data.example.go.id/lisensi", "https://data.example.go.id/lisensi"),
    ],
)
def test_licences_are_called_by_their_usual_names(iri, called):
    assert licences.name(iri) == called


def test_a_date_in_fewer_words_has_no_weekday():
    assert without_weekday("2024-05-22", "id") == "22 Mei 2024"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "file:///etc", "//x", ""]
)
def test_nothing_but_web_mail_and_telephone_is_linked(address):
    assert href(address) == ""
    assert link(address, "x") == "x"


@pytest.mark.parametrize(
    ("count", "words_"),
    [(0, "0 bita"), (999, "999 bita"), (1000, "1 kB"), (183_204, "183 kB"), (999_950, "1 MB"),
     (1_250_000, "1,2 MB"), (2_500_000_000, "2,5 GB"), (7_000_000_000_000, "7000 GB")],
)  # fmt: skip
def test_sizes_are_said_as_people_read_them(count, words_):
    assert size(count, words("id")) == words_
