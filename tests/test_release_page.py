"""The page of a release: all that it says, safe, and usable by everybody."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from archive.body import canonical_html, plain_text
from archive.publication.body_html import of_html, of_text
from archive.publication.release_page import (
    Published,
    release_page,
    release_pages,
    tombstone,
)
from archive.publication.site import Edition, Neighbour
from archive.release import (
    AlternativeHeadline,
    Body,
    Contact,
    Dates,
    Identifier,
    Moment,
    Quote,
    Subject,
)
from tests.every_field import every_field
from tests.release_pages import NAMES, SITE, around, built, one, page, parsed, said, sample
from tests.strategies import records
from tests.varied import varied

SHOWN_SCHEMES = ("https:", "http:", "mailto:", "tel:", "#", "../", "./")
QUICK = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
FOREIGN = "https://elsewhere.example/"


def faults(tree: Any) -> list[str]:
    """Return what no page may have: what is dangerous, and what shuts readers out."""
    found = [f"<{part.tag}>" for part in tree.iter("iframe", "object", "embed", "form", "base")]
    found += [
        f"script {part.get('type')}"
        for part in tree.iter("script")
        if part.get("type") != "application/ld+json"
    ]
    for part in tree.xpath("//*"):
        found += [name for name in part.attrib if name.startswith("on") or name == "style"]
    for address in tree.xpath("//@href | //@src"):
        is_ours = re.fullmatch(r"[a-z0-9./#-]+|#[A-Za-z-]+", address)
        if not is_ours and not address.lower().startswith(SHOWN_SCHEMES):
            found.append(address)
    ids = tree.xpath("//@id")
    found += [f"twice: {name}" for name in set(ids) if ids.count(name) > 1]
    levels = [int(part.tag[1]) for part in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    found += ["not one h1"] if levels.count(1) != 1 else []
    found += [f"h{before} to h{after}" for before, after in pairwise(levels) if after > before + 1]
    found += ["th without scope" for part in tree.iter("th") if not part.get("scope")]
    return found + ["img without alt" for part in tree.iter("img") if part.get("alt") is None]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_every_sample_is_safe_and_accessible(name):
    assert not faults(page(sample(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_headline_issuer_and_all_of_the_text(name):
    release = sample(name)
    tree = page(release)
    organisations = {organisation.id: organisation.name for organisation in release.organisations}

    assert said(one(tree, "//h1")) == release.headline
    assert organisations[release.issuers[0].ref] in said(one(tree, "//*[@class='issuers']"))
    body = said(one(tree, "//*[@class='body']"))
    for line in re.split(r"[\n\t]+", plain_text(release.body.format, release.body.text)):
        assert line in body


@QUICK
@given(records(), st.integers(min_value=0))
def test_the_page_of_any_valid_record_is_safe_and_accessible(record, seed):
    random = Random(seed)
    for other in (record, *(varied(record, random) for _ in range(5))):
        assert not faults(page(built(other)))


@pytest.mark.slow
@settings(QUICK, max_examples=60)
@given(records(), st.integers(min_value=0))
def test_the_pages_of_thousands_of_records_are_safe_and_accessible(record, seed):
    random = Random(seed)
    for _ in range(20):
        assert not faults(page(built(varied(record, random))))


def test_the_same_release_gives_the_same_bytes():
    release = built(every_field())

    assert release_page(release, SITE, around(release), b"{}") == release_page(
        release, replace(SITE), around(release), b"{}"
    )


def test_pages_that_are_made_together_are_what_each_would_be_alone():
    works = [Published(one, around(one), b"{}") for one in map(sample, NAMES)]

    assert list(release_pages(works, SITE)) == [
        release_page(one.release, SITE, one.around, one.embedded) for one in works
    ]


LEFT_OUT = {
    "$schema", "schemaVersion", "slug", "access.level", "access.until", "dates.mentions.asWritten",
    "dates.mentions.value", "provenance.file", "provenance.evidence.pointer",
    "provenance.removed.text", "provenance.removed.kind", "subjects.code", "subjects.scheme", "attachments.kind",
    "alternativeHeadlines.language", "extensions",
}  # fmt: skip
"""What the page of a release does not show; the files beside it hold it."""


def _strings(value: Any, path: str = "") -> Any:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, path)
    elif isinstance(value, str):
        yield path, value


def test_every_text_of_the_record_stands_on_the_page():
    """Words of the schema's lists are shown in words of people, dates too; they are tested apart."""
    record = every_field()
    record["statusHistory"] = record["statusHistory"][1:]
    record["alternativeHeadlines"] = [
        one for one in record["alternativeHeadlines"] if one["role"] in ("sub", "kicker")
    ]
    record["contacts"] = [one for one in record["contacts"] if one["visibility"] == "public"]
    tree = page(built(record))
    shown = said(tree.find("body")).replace("\N{NO-BREAK SPACE}", " ")
    shown += " ".join(tree.xpath("//@href | //@type | //@lang | //@hreflang | //@id"))

    missing = {
        path: text
        for path, text in _strings(record)
        if path not in LEFT_OUT
        and not path.startswith("extensions")
        and not re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)*|[\dXYTZ?~%/.:+-]+", text)
        and path != "body.text"
        and any(line not in shown for line in text.replace("\t", " ").split("\n"))
    }

    assert not missing


def test_restricted_contacts_never_get_into_a_page():
    contact = Contact(visibility="restricted", name="Rudi", phones=("+62 812 0000",))
    release = changed(sample("koreksi-harga-beras"), contacts=(contact,))

    html = release_page(release, SITE, around(release), b"{}")

    assert b"Rudi" not in html
    assert b"812" not in html


def test_markup_in_texts_is_shown_and_not_obeyed():
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    release = changed(
        sample("festival-perahu-id"),
        headline=attack,
        summary=attack,
        keywords=(attack,),
        subjects=(Subject(scheme="medtop", code="1", label=attack),),
    )
    tree = page(release)

    assert not faults(tree)
    assert said(one(tree, "//h1")) == attack
    assert len(tree.xpath("//script")) == 1


def test_an_odd_body_is_made_canonical_before_it_is_shown():
    odd = (
        '<p onclick="x()">Satu <a href="javascript:x()">dua</a></p><script>x()</script>'
        "<style>p{}</style><iframe src=//x></iframe>"
    )
    release = changed(sample("festival-perahu-id"), body=Body(format="html", text=odd), quotes=())
    tree = page(release)

    assert not faults(tree)
    assert said(one(tree, "//*[@class='body']")).endswith("Satu dua")


@settings(QUICK, max_examples=200)
@given(st.text(alphabet='<>/"= abhpr:;&\n', max_size=60))
def test_no_text_that_is_taken_for_html_gets_a_foreign_tag_into_a_page(text):
    tags = re.findall(r"<[^>]*>?", of_html(text, "Tabel"))

    assert all(
        re.fullmatch(r'</?(?:p|h2|a|br|strong|abbr)(?: (?:href|title)="[^"<>]*")?>', tag)
        for tag in tags
    )


def test_a_canonical_body_is_shown_as_it_is():
    html = canonical_html('<p>a <a href="https://a.example/?b&amp;c">d</a><em>e</em></p>')

    assert of_html(html, "Tabel") == html


def test_paragraphs_and_line_breaks_of_a_plain_text_are_kept():
    assert of_text("a & b\nc\n\nd") == b"<p>a &amp; b<br>c</p><p>d</p>"


@pytest.mark.parametrize(
    ("html", "levels"),
    [
        ("<h2>a</h2><h4>b</h4><h3>c</h3>", "2 3 3"),
        ("<h4>a</h4><h4>b</h4><h2>c</h2>", "2 2 2"),
        ("<h3>a</h3><h4>b</h4><h2>c</h2><h3>d</h3>", "2 3 2 3"),
    ],
)
def test_headings_of_a_body_follow_one_another_without_a_gap(html, levels):
    assert re.findall(r"<h(\d)", of_html(html, "Tabel")) == levels.split()


def test_header_cells_of_a_table_say_what_they_head():
    html = (
        "<table><thead><tr><th>a</th></tr></thead>"
        "<tbody><tr><th>b</th><td>c</td></tr></tbody></table>"
    )
    shown = of_html(html, "Tabel & lain")

    assert re.findall(r'<th scope="(\w+)"', shown) == ["col", "row"]
    assert 'aria-label="Tabel &amp; lain" tabindex="0"><table>' in shown


def test_quotes_name_the_speaker_and_lead_to_the_page_of_that_person():
    tree = page(sample("jatim-narasi"))
    quote = one(tree, "//*[@id='q-1']")

    assert said(quote.find("blockquote")).startswith("Pertemuan ini bukan acara biasa.")
    assert said(one(quote, ".//cite")) == "Pulung Chausar"
    assert one(quote, ".//cite/a").get("href").startswith("../../person/pulung-chausar-")
    assert "disampaikan Selasa, 8 Juli 2025" in said(quote)


def test_a_quote_without_a_speaker_of_the_record_has_the_words_of_the_text():
    release = sample("jatim-narasi")
    quotes = (
        Quote(id="q-1", kind="direct", span=(480, 500), speaker_as_written="seorang warga"),
        Quote(id="q-2", kind="indirect", span=(480, 500)),
        Quote(id="q-3", kind="direct", span=(480, 500)),
    )
    tree = page(changed(release, quotes=quotes))

    assert said(one(tree, "//*[@id='q-1']//cite")) == "seorang warga"
    assert said(one(tree, "//*[@id='q-2']/figcaption")) == "kutipan tidak langsung"
    assert not tree.xpath("//*[@id='q-3']/figcaption")


def test_quotes_and_names_that_are_repeated_make_no_page_out_of_proportion():
    """A thousand quotes of the whole text would make a page of gigabytes."""
    release = sample("jatim-narasi")
    text, name = "a" * 100_000, "b" * 100_000
    quotes = tuple(
        Quote(id=f"q-{number}", kind="direct", span=(0, len(text)), speaker="p-pulung")
        for number in range(200)
    )
    people = (changed(release.people[0], name=name),)
    large = changed(release, body=Body(format="text", text=text), quotes=quotes, people=people)

    html = release_page(large, SITE, around(large), b"{}")

    assert len(html) < 2_000_000
    assert "a…</p></blockquote>" in html.decode()


def test_what_the_text_does_not_state_is_marked():
    tree = page(sample("jatim-narasi"))

    assert "(disimpulkan)" in said(one(tree, "//*[@class='issuers']"))
    assert "(disimpulkan)" in said(one(tree, "//*[@class='date']"))


def test_people_stand_with_their_posts_at_the_time():
    rows = page(sample("jatim-narasi")).xpath("//section[@class='people']//tbody/tr")

    assert said(rows[0]) == (
        "Pulung Chausar (juga disebut Pulung)Kepala Biro Administrasi Pimpinan, "
        "Biro Administrasi Pimpinan (per Juli 2025)"
    )
    assert said(rows[1]) == "Faisal Fahmidari Biro Humas Sekretariat Negara (per Juli 2025)"


def test_the_programme_of_an_event_is_a_table_with_its_speakers():
    tree = page(sample("jatim-narasi"))
    section = one(tree, "//section[@class='events']")

    assert "7–8 Juli 2025" in said(section)
    assert "Hotel Ijen Suites Resort and Convention, Kota Malang, Jawa Timur" in said(section)
    assert said(one(section, ".//caption")) == "Susunan acara"
    assert said(one(section, ".//tr[@id='s-2']")).endswith("Era DigitalFaisal Fahmi")


def test_an_attachment_says_kind_size_and_measures_before_it_is_fetched():
    files = page(sample("festival-perahu-id")).xpath("//ul[@class='files']/li")

    assert (
        said(one(files[0], ".//p[@class='file']/a"))
        == "Perahu hias (PNG, 250 bita, 96 × 64 piksel)"
    )
    assert "3806309ef60f" in said(files[0])
    assert "Isi gambar: Perahu cokelat dengan layar krem" in said(files[0])


def test_a_picture_is_shown_only_where_it_lies_on_the_site():
    release = sample("festival-perahu-id")
    lies_here = {release.attachments[0].href: "media/perahu.png"}

    assert not page(release).xpath("//img")
    picture = one(page(release, pictures=lies_here), "//img")
    assert picture.get("src") == "../../media/perahu.png"
    assert picture.get("alt") == "Perahu cokelat dengan layar krem"
    assert (picture.get("width"), picture.get("height")) == ("96", "64")


def test_corrections_stand_before_the_text():
    tree = page(sample("koreksi-harga-beras"))
    notice = one(tree, "//*[@class='notice']")

    assert said(notice).startswith("Koreksi pada edisi 2 (Selasa, 4 Agustus 2026")
    assert "4 persen, bukan 14 persen" in said(notice)


def test_political_content_is_said_before_the_text():
    release = changed(sample("koreksi-harga-beras"), political=True, changes=())

    assert said(one(page(release), "//*[@class='notice']")) == "Memuat materi politik partai"


def test_a_name_of_the_work_that_is_an_address_is_a_link():
    release = changed(
        sample("jatim-narasi"),
        identifiers=(
            Identifier(scheme="https://doi.org/", value="10.5555/42"),
            Identifier(scheme="archive", value="B 17"),
        ),
    )
    facts = one(page(release), "//section[@class='record']")

    assert said(one(facts, ".//a[@href='https://doi.org/10.5555/42']")) == "10.5555/42"
    assert "archive: B 17" in said(facts)


def test_a_headline_in_another_language_is_marked():
    release = changed(
        sample("jatim-narasi"),
        alternative_headlines=(
            AlternativeHeadline(text="One narrative", role="sub", language="en"),
        ),
    )

    assert one(page(release), "//p[@class='sub']").get("lang") == "en"


def test_editions_are_listed_and_lead_to_their_files():
    release = sample("koreksi-harga-beras")
    stem = around(release).path.removesuffix(".html")
    editions = (
        Edition(version=2, created="2026-08-04T10:15:00+07:00", kind="correction", note="4 persen"),
        Edition(version=1, created="2026-08-03T08:30:00+07:00", path=f"{stem}.v1.json"),
    )
    rows = page(release, editions=editions).xpath("//section[@class='versions']//tbody/tr")

    assert said(rows[0]).startswith("2 (yang ini)")
    assert said(rows[0]).endswith("Koreksi: 4 persen")
    assert one(rows[1], ".//a").get("href") == f"{stem.rpartition('/')[2]}.v1.json"


def test_steps_before_publication_are_not_shown():
    release = built(every_field())

    assert "Naskah pertama." not in said(one(page(release), "//section[@class='status']"))


def test_works_of_the_collection_are_linked_by_their_pages():
    release = sample("festival-perahu-id")
    neighbours = (
        Neighbour(
            rel="translation", target="urn:x:1", path="r/aa/x.html", title="Boats", language="en"
        ),
        Neighbour(rel="replacedBy", target="urn:x:2", path="r/bb/y.html", title="Baru"),
        Neighbour(rel="cites", target="javascript:alert(1)"),
        Neighbour(rel="page", target=FOREIGN, title="Asli"),
    )
    tree = page(release, neighbours=neighbours)
    also = one(tree, "//*[@class='also']")

    assert said(also) == "Juga tersedia dalam bahasa: Boats (Inggris)"
    assert (one(also, "a").get("href"), one(also, "a").get("lang")) == ("../../r/aa/x.html", "en")
    assert said(one(tree, "//p[@class='notice']")) == "Rilis ini telah digantikan oleh Baru"
    assert (
        one(tree, "//section[@class='relations']//a[@href='https://elsewhere.example/']")
        is not None
    )
    assert not faults(tree)


def test_downloads_say_format_and_size():
    tree = page(sample("festival-perahu-id"))
    links = tree.xpath("//section[@class='downloads']//a")

    assert [said(link) for link in links] == [
        "NewsML-G2 (XML, 14,2 kB)", "JSON (900 bita)", "Teks (TXT, 640 bita)",
    ]  # fmt: skip
    assert [link.get("href") for link in links] == tree.xpath(
        "//head/link[@rel='alternate']/@href"
    )[1:]


def test_a_page_says_how_to_cite_it():
    tree = page(sample("festival-perahu-id"))
    section = one(tree, "//section[@class='cite']")

    assert said(one(section, "p")).startswith(
        "Dinas Pariwisata Kota Contoh. (5 September 2026). Festival Perahu Hias dibuka"
    )
    assert [link.get("href").partition(".")[2] for link in section.xpath(".//a")] == [
        "bib", "ris", "csl.json",
    ]  # fmt: skip


def test_a_release_without_files_beside_its_page_is_cited_in_words_alone():
    tree = page(sample("festival-perahu-id"), downloads=())

    assert not tree.xpath("//section[@class='downloads']")
    assert not tree.xpath("//section[@class='cite']//a")


def test_an_edition_of_which_little_is_known_is_listed_all_the_same():
    editions = (
        Edition(version=2, created="2026-08-04T10:15:00+07:00"),
        Edition(version=1, created=""),
    )
    rows = page(sample("jatim-narasi"), editions=editions).xpath(
        "//section[@class='versions']//tbody/tr"
    )

    assert said(rows[1]) == "1 (yang ini)–"


@pytest.mark.parametrize(
    ("rights", "shown"),
    [
        ("koreksi-harga-beras", "CC BY 4.0"),
        ("tabel-wisata", "CC0 1.0"),
        ("jatim-narasi", "CC BY 4.0"),
    ],
)
def test_the_licence_is_that_of_the_release_else_that_of_the_collection(rights, shown):
    assert shown in said(one(page(sample(rights)), "//section[@class='rights']"))


def test_nothing_is_said_of_rights_where_nothing_is_known():
    site = replace(SITE, licence="")

    assert not page(sample("jatim-narasi"), site).xpath("//section[@class='rights']")


def test_a_text_in_another_language_than_the_frame_is_marked_with_its_direction():
    tree = page(sample("maktaba-ar"))

    assert tree.get("lang") == "id"
    for path in ("//h1", "//*[@class='body']", "//section[@class='people']//th[@scope='row']//bdi"):
        assert (one(tree, path).get("lang"), one(tree, path).get("dir")) == ("ar", "rtl")
    assert one(tree, "//figure").get("dir") == "rtl"


def test_a_japanese_release_is_marked_and_its_hours_have_no_indonesian_name():
    tree = page(sample("kyushoku-ja"))

    assert one(tree, "//h1").get("lang") == "ja"
    assert "UTC+9" in said(one(tree, "//*[@class='date']"))


def test_an_english_release_has_an_english_frame():
    tree = page(sample("festival-perahu-en"))

    assert tree.get("lang") == "en"
    assert said(one(tree, "//*[@class='kind']")).startswith("Press release")
    assert "Saturday, 5 September 2026" in said(one(tree, "//*[@class='date']"))
    assert all("/en/" in link for link in tree.xpath("//section[@class='people']//th//@href"))


def test_the_head_says_what_programs_ask_for():
    release = sample("festival-perahu-id")
    tree = page(release)
    head = {
        part.get("name") or part.get("property"): part.get("content") for part in tree.iter("meta")
    }

    assert one(tree, "//link[@rel='canonical']").get("href") == SITE.url(around(release).path)
    assert one(tree, "//link[@rel='cite-as']").get("href") == release.id
    assert head["og:title"] == release.headline
    assert head["article:published_time"] == "2026-09-05T20:00:00+08:00"
    assert 100 < len(head["description"]) <= 300
    assert said(one(tree, "//title")).startswith(release.headline)


def test_the_embedded_json_ld_is_a_block_of_data():
    release = sample("festival-perahu-id")
    tree = parsed(release_page(release, SITE, around(release), b'{"a":"<\\/script>"}'))

    assert json.loads(one(tree, "//script").text) == {"a": "</script>"}


def test_the_search_gets_the_text_with_year_language_topic_and_issuer():
    tree = page(sample("festival-perahu-id"))
    text = one(tree, "//*[@data-pagefind-body]")

    assert text.get("data-pagefind-filter") == "year:2026"
    assert text.getparent().get("data-pagefind-filter") == "language:id"
    assert said(one(text, ".//*[@data-pagefind-filter='topic']")) == "perjalanan dan wisata"
    assert (
        said(one(text, ".//*[@data-pagefind-filter='organisation']"))
        == "Dinas Pariwisata Kota Contoh"
    )
    assert "Sabtu, 5 September 2026" in said(one(text, ".//*[@data-pagefind-meta='date']"))
    assert not text.xpath(".//*[@class='downloads']")


@pytest.mark.parametrize(
    ("date", "filters"),
    [
        ("2025-07-08/..", "year:2025"),
        ("2025-07", "year:2025"),
        ("2025/2026", None),
        ("1978~", None),
    ],
)
def test_the_search_is_told_a_year_only_where_it_is_certain(date, filters):
    release = changed(sample("festival-perahu-id"), dates=Dates(issued=Moment(edtf=date)))
    text = one(page(release), "//*[@data-pagefind-body]")

    assert text.get("data-pagefind-filter") == filters


def test_the_page_of_a_withdrawn_release_keeps_everything_but_its_text():
    release = sample("penarikan-lomba")
    tree = parsed(tombstone(release, SITE, around(release)))
    notice = one(tree, "//*[@class='notice alarm']")

    assert not faults(tree)
    assert said(one(tree, "//h1")) == release.headline
    assert "Lomba dibatalkan penyelenggara." in said(notice)
    assert "Jumat, 3 April 2026 pukul 09.00 WIB" in said(notice)
    assert not tree.xpath("//*[@class='body']")
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert said(one(tree, "//title")).startswith("Ditarik: ")
    assert not tree.xpath("//*[@data-pagefind-body]")


def test_the_page_of_a_withdrawn_release_leads_to_what_is_in_its_place():
    release = changed(sample("penarikan-lomba"), status_history=(), relations=())
    neighbours = (Neighbour(rel="replacedBy", target="urn:x:2", path="r/bb/y.html", title="Baru"),)
    tree = parsed(tombstone(release, SITE, around(release, neighbours=neighbours)))

    assert said(one(tree, "//*[@class='notice alarm']//dl")) == "PenggantinyaBaru"


def test_a_withdrawn_release_of_which_nothing_more_is_known_says_so_much():
    release = changed(sample("penarikan-lomba"), status_history=(), relations=())
    tree = parsed(tombstone(release, SITE, around(release)))

    assert not tree.xpath("//*[@class='notice alarm']//dl")
