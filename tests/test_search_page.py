"""The search: its page, and the index that Pagefind makes of the pages of releases."""

from __future__ import annotations

import gzip
import json
import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html

from archive.publication import search_index, search_order
from archive.publication.search_index import SearchFailed, SearchMissing, build
from archive.publication.search_page import SCRIPT, search_page, search_path
from tests.cards import site
from tests.pages import css

ASSETS = Path(search_index.__file__).parent / "assets"
PAGE = """<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head><body><main>
<article data-pagefind-filter="language:{language}"><div data-pagefind-body
data-pagefind-filter="year:{year}"><h1>{title}</h1><p class="body">{text}</p>
<section><h2>Tokoh</h2><ul><li data-pagefind-filter="topic">{topic}</li></ul></section>
</div></article></main></body></html>
"""


@pytest.fixture(scope="session")
def pagefind() -> None:
    """Pass a test over where Pagefind is not installed; in CI it fails."""
    if os.environ.get("CI") != "true":
        pytest.importorskip("pagefind_bin")


def pages(folder: Path, count: int = 12) -> Path:
    """Return a folder with pages as they are published."""
    for number in range(count):
        path = folder / "r" / f"{number % 3}a" / f"x{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            PAGE.format(
                language=("id", "en")[number % 2], title=f"Kabar {number}", year=2020 + number % 5,
                text=f"Kata {number} dermaga.", topic=f"topik dengan nama yang panjang, nomor {number % 40}",
            ),
            "utf-8",
        )  # fmt: skip
    return folder


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def searched(folder: Path) -> list[dict[str, object]]:
    """Return what the index holds of each page."""
    return [
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in (folder / "pagefind" / "fragment").iterdir()
    ]


# the page


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_field_of_the_search_has_a_label(language):
    page = html.document_fromstring(search_page(site(has_search=True), language).decode())

    labelled = [one.get("for") for one in css(page, "label")]

    assert labelled == [one.get("id") for one in css(page, "input, select")]
    assert labelled == [
        "Q",
        "Filter-year",
        "Filter-topic",
        "Filter-organisation",
        "Filter-language",
    ]
    assert all(one.text_content().strip() for one in css(page, "label, legend, button"))


def test_the_number_found_is_told_where_a_screen_reader_hears_it():
    page = html.document_fromstring(search_page(site(), "id").decode())

    assert css(page, "[role=status]")[0].get("id") == "Status"


def test_without_a_script_the_page_says_so_and_leads_to_the_lists():
    page = html.document_fromstring(search_page(site(), "en").decode())

    assert "JavaScript" in css(page, "noscript")[0].text_content()
    assert css(page, "form")[0].get("hidden") is not None
    assert [one.get("href") for one in css(page, "main nav a")][:2] == [
        "../../en/year/index.html", "../../en/topic/index.html",
    ]  # fmt: skip


def test_the_only_script_is_a_file_of_the_site_and_no_other_may_run():
    page = html.document_fromstring(search_page(site(), "en").decode())

    (script,) = css(page, "script")
    (policy,) = css(page, "meta[http-equiv=Content-Security-Policy]")

    assert (script.get("src"), script.text) == (f"../../assets/{SCRIPT}", None)
    assert (ASSETS / SCRIPT).is_file()
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy.get("content")
    assert "unsafe-inline" not in policy.get("content")


def test_the_script_makes_no_markup_of_what_it_finds():
    script = (ASSETS / SCRIPT).read_text("utf-8")

    assert not [
        one for one in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(") if one in script
    ]
    assert "http" not in script.replace("https", "http").replace("location.href", "")


def test_the_script_says_only_words_that_the_page_gives_it():
    page = html.document_fromstring(search_page(site(), "id").decode())

    (form,) = css(page, "form")

    assert form.get("data-found") == "{count} rilis ditemukan"
    assert {name for name in form.attrib if name.startswith("data-")} == {
        "data-root", "data-found", "data-found-one", "data-none", "data-busy", "data-empty",
        "data-failed", "data-any",
    }  # fmt: skip


def test_the_search_lies_in_the_folder_of_its_language():
    assert [search_path(site(), language) for language in ("id", "en")] == [
        "search/index.html", "en/search/index.html",
    ]  # fmt: skip


# the index


def test_the_index_holds_the_pages_of_releases_and_their_text(pagefind, tmp_path):
    pages(tmp_path, 2)
    (tmp_path / "index.html").write_text(
        PAGE.format(language="id", title="x", year=1, text="x", topic="x")
    )

    build(tmp_path)

    found = {str(one["url"]): one for one in searched(tmp_path)}
    assert sorted(found) == ["/r/0a/x0.html", "/r/1a/x1.html"]
    assert (
        found["/r/0a/x0.html"]["content"]
        == "Kabar 0. Kata 0 dermaga. topik dengan nama yang panjang, nomor 0."
    )
    assert found["/r/0a/x0.html"]["filters"] == {
        "language": ["id"], "topic": ["topik dengan nama yang panjang, nomor 0"], "year": ["2020"],
    }  # fmt: skip


def test_the_same_pages_make_the_same_index_byte_for_byte(pagefind, tmp_path):
    first, second = pages(tmp_path / "one", 120), pages(tmp_path / "two", 120)

    build(first)
    build(second)

    assert files(first / "pagefind") == files(second / "pagefind")


def test_nothing_of_an_older_index_stays(pagefind, tmp_path):
    build(pages(tmp_path, 12))
    for path in (tmp_path / "r").rglob("x1*.html"):
        path.unlink()
    build(tmp_path)

    assert len(searched(tmp_path)) == 9
    assert not [name for name in files(tmp_path / "pagefind") if "-ui" in name]


def test_a_site_without_pages_has_an_index_of_nothing(pagefind, tmp_path):
    build(tmp_path)

    assert files(tmp_path / "pagefind").keys() == {"pagefind-entry.json"}


def test_settings_of_others_do_not_reach_the_index(pagefind, tmp_path, monkeypatch):
    monkeypatch.setenv("PAGEFIND_OUTPUT_SUBDIR", "elsewhere")
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")

    build(pages(tmp_path, 1))

    assert "dermaga" in str(searched(tmp_path)[0]["content"])


def test_a_pagefind_that_fails_is_told_in_its_own_words(pagefind, tmp_path, monkeypatch):
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho one >&2\necho 'no room left' >&2\nexit 3\n")
    failing.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(failing))

    with pytest.raises(SearchFailed) as told:
        build(pages(tmp_path / "site", 1))

    assert told.value.values == {"reason": "no room left"}


def test_without_pagefind_it_is_said_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pagefind.service", None)

    with pytest.raises(SearchMissing):
        build(pages(tmp_path, 1))


def test_without_the_program_of_pagefind_it_is_said_what_is_missing(
    tmp_path, pagefind, monkeypatch
):
    monkeypatch.setattr("pagefind.service.get_executable", lambda: None)

    with pytest.raises(SearchMissing):
        build(pages(tmp_path, 1))


def test_a_pagefind_that_writes_another_form_is_not_trusted(pagefind, tmp_path, monkeypatch):
    (tmp_path / "meta").write_bytes(gzip.compress(b"of another day"))
    program = tmp_path / "program"
    program.write_text(
        "#!/bin/sh\nmkdir pagefind\n"
        """echo '{"languages":{"id":{"hash":"id_1"}}}' > pagefind/pagefind-entry.json\n"""
        f"cp {tmp_path}/meta pagefind/pagefind.id_1.pf_meta\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))

    with pytest.raises(SearchFailed) as told:
        build(pages(tmp_path / "site", 1))

    assert told.value.key == "search_failed"


def test_an_index_of_another_form_is_told_and_not_written_over(tmp_path):
    folder = tmp_path / "pagefind"
    folder.mkdir()
    (folder / "pagefind-entry.json").write_text('{"languages":{"id":{"hash":"id_1"}}}')

    for raw in (
        b"something else",
        b"pagefind_dcd\x85\x01",
        b"pagefind_dcd\xa0",
        b"pagefind_dcd\x01",
        b"pagefind_dcd\x80\x01",
    ):
        (folder / "pagefind.id_1.pf_meta").write_bytes(gzip.compress(raw))
        with pytest.raises(search_order.StrangeIndex):
            search_order.settle(folder)
