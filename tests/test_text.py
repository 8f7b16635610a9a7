"""The plain text: what people read, in the order of a release; what it does not say is named."""

from __future__ import annotations

from typing import Any

import pytest

from archive.validation import built
from archive.writers.text import WRITER
from tests.every_field import every_field, every_field_text
from tests.losses import named, silent
from tests.program import record


def text(**fields: Any) -> str:
    """Return the text of the clean record with other fields."""
    return WRITER.write(built(record(**fields))).decode()


def lost(**fields: Any) -> set[str]:
    """Return what is named as lost of the clean record with other fields."""
    return named(WRITER, built(record(**fields)))


@pytest.mark.parametrize("whole", [every_field, every_field_text])
def test_every_difference_of_a_record_is_written_or_named(whole):
    """A value changed, a part left out, added, moved: the text shows it, or an L201 tells."""
    assert list(silent(WRITER, whole())) == []


def test_a_release_is_read_from_the_embargo_to_the_contacts():
    paragraphs = WRITER.write(built(every_field_text())).decode().split("\n\n")

    assert paragraphs[0] == "Embargo sampai: 2025-07-08T06:00:00+07:00"
    assert paragraphs[1:4] == [
        "Rapat “besar” & penting dibuka <hari ini>",
        "Dihadiri 120 orang",
        "Big meeting opened",
    ]
    assert paragraphs[-3].startswith("Catatan redaksi:\n")
    assert paragraphs[-2] == "Tentang penerbit:\nTentang Badan Contoh:\nberdiri 1998."
    mails = "humas@badan.example.go.id, rudi@badan.example.go.id"
    assert paragraphs[-1].splitlines() == [
        "Penerbit: Badan Contoh, Kantor Contoh",
        "Tanggal terbit: 2025-07-08T09:00:00+07:00",
        "Sumber: Humas Badan Contoh",
        "Hak: Badan Contoh; © 2025 Badan Contoh; https://creativecommons.org/licenses/by/4.0/",
        "Narahubung:",
        f"  Rudi Hartanto, juru bicara, Badan Contoh, +62 21 0000 0042, +62 812 0000 0042, {mails}",
    ]


def test_lines_end_with_lf_and_the_text_with_one():
    content = WRITER.write(built(every_field()))

    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")


@pytest.mark.parametrize(
    ("language", "label"),
    [("id", "Penerbit"), ("ms", "Penerbit"), ("ms-Arab", "Penerbit"), ("en-GB", "Issued by"),
     ("ar", "Issued by"), ("idu", "Issued by"), ("und", "Issued by")],
)  # fmt: skip
def test_labels_follow_the_language_of_the_release(language, label):
    assert f"\n{label}: " in text(language=language)


def test_an_embargo_without_an_end_says_so_first():
    assert text(embargo={}).startswith("Embargo sampai diberitahukan\n\n")


def test_a_dateline_that_begins_the_body_is_not_repeated():
    body = {"format": "text", "text": "Contoh, 2 Maret – Jalur dibuka."}

    said = text(body=body, dateline={"text": "Contoh, 2 Maret –"}, quotes=None)
    apart = text(body=body, dateline={"text": "Lain –"}, quotes=None)

    assert said.count("Contoh, 2 Maret –") == 1
    assert "\n\nLain –\n\nContoh, 2 Maret – Jalur dibuka.\n\n" in apart


def test_of_an_html_body_the_plain_text_is_written_and_the_tags_are_named():
    body = {"format": "html", "text": '<p><a href="https://a.example/">a</a> &amp; b</p><p>c</p>'}

    assert "\n\na & b\n\nc\n\n" in text(body=body, quotes=None)
    assert "body.format" in lost(body=body, quotes=None)
    assert "body.format" not in lost()


def test_a_vague_date_is_written_as_it_is():
    assert "Tanggal terbit: 2026-03~" in text(dates={"issued": {"edtf": "2026-03~"}})


def test_a_contact_that_says_nothing_has_no_line():
    contacts = [{"visibility": "public", "validUntil": "2027-01-01"}]

    assert "Narahubung" not in text(contacts=contacts)
    assert lost(contacts=contacts) >= {"contacts.visibility", "contacts.validUntil"}


@pytest.mark.parametrize(
    ("rights", "line"),
    [({"notice": "© Contoh"}, "Hak: © Contoh"),
     ({"holder": "p-9"}, "Hak: Siti"),
     ({"holder": "p-9", "licence": "https://l.example/"}, "Hak: Siti; https://l.example/")],
)  # fmt: skip
def test_rights_stand_in_one_line(rights, line):
    people = [{"id": "p-9", "name": "Siti"}]

    assert f"\n{line}\n" in text(rights=rights, people=people, quotes=None)


def test_a_source_without_words_is_named_only():
    source = {"ref": "org-1"}

    assert "\nSumber" not in text(source=source)
    assert "source.ref" in lost(source=source)


def test_several_releases_are_several_files():
    assert WRITER.many is None
