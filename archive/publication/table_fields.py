"""The columns of the tables (CSV and Parquet): one table that all who name them read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["string", "integer", "boolean", "datetime"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: what it is called, and what stands in it."""

    name: str
    kind: Kind
    en: str
    """What stands in it, for people; likewise ``id``."""
    id: str
    is_list: bool = False
    """In Parquet a list; in CSV its values with `` | `` between them."""
    is_required: bool = False
    """Whether it is never empty."""
    in_csv: bool = True


KEY = ("id", "version")
"""The columns that together stand for one row."""

FIELDS = (
    Field(
        name="id",
        kind="string",
        is_required=True,
        en="IRI of the release; all its editions share it",
        id="IRI rilis; sama untuk semua edisinya",
    ),
    Field(
        name="version",
        kind="integer",
        is_required=True,
        en="Number of the edition, from 1",
        id="Nomor edisi, mulai dari 1",
    ),
    Field(
        name="is_current",
        kind="boolean",
        is_required=True,
        en="Whether this is the newest edition",
        id="Apakah ini edisi terbaru",
    ),
    Field(
        name="language",
        kind="string",
        is_required=True,
        en="Language of headline and text (BCP 47)",
        id="Bahasa judul dan isi (BCP 47)",
    ),
    Field(
        name="type",
        kind="string",
        is_required=True,
        en="Kind of text: press_release, speech, statement, advisory, transcript or other",
        id="Jenis naskah: press_release, speech, statement, advisory, transcript, atau other",
    ),
    Field(
        name="status",
        kind="string",
        is_required=True,
        en="published, or withdrawn",
        id="published (terbit) atau withdrawn (ditarik)",
    ),
    Field(
        name="issued",
        kind="string",
        is_required=True,
        en="Date of the release as in the record: EDTF, which may be vague, or date and time",
        id="Tanggal rilis seperti dalam rekaman: EDTF, yang boleh samar, atau tanggal dan waktu",
    ),
    Field(
        name="year",
        kind="integer",
        en="Year of the release; empty where the date is too vague",
        id="Tahun rilis; kosong bila tanggalnya terlalu samar",
    ),
    Field(
        name="month",
        kind="string",
        en="Year and month of the release, such as 2026-09; empty where the date is too vague",
        id="Tahun dan bulan rilis, misalnya 2026-09; kosong bila tanggalnya terlalu samar",
    ),
    Field(
        name="published",
        kind="string",
        en="Date and time of publication as in the record, where they are said",
        id="Tanggal dan waktu terbit seperti dalam rekaman, bila disebutkan",
    ),
    Field(
        name="published_at",
        kind="datetime",
        in_csv=False,
        en="The moment of publication, in UTC",
        id="Saat terbit, dalam UTC",
    ),
    Field(
        name="updated",
        kind="string",
        is_required=True,
        en="Date and time at which this edition was made, as in the record",
        id="Tanggal dan waktu edisi ini dibuat, seperti dalam rekaman",
    ),
    Field(
        name="updated_at",
        kind="datetime",
        in_csv=False,
        en="The moment at which this edition was made, in UTC",
        id="Saat edisi ini dibuat, dalam UTC",
    ),
    Field(
        name="numbers",
        kind="string",
        is_list=True,
        en="Release numbers, as given by the issuer",
        id="Nomor siaran pers, seperti diberikan oleh penerbit",
    ),
    Field(
        name="headline",
        kind="string",
        is_required=True,
        en="Headline",
        id="Judul",
    ),
    Field(
        name="summary",
        kind="string",
        en="Summary, where the release has one",
        id="Ringkasan, bila rilis memuatnya",
    ),
    Field(
        name="issuers",
        kind="string",
        is_list=True,
        is_required=True,
        en="Names of the organisations that issue the release, the lead issuer first",
        id="Nama organisasi penerbit rilis, penerbit utama lebih dahulu",
    ),
    Field(
        name="topics",
        kind="string",
        is_list=True,
        en="Topics: medtop: and the code of an IPTC Media Topic, or the IRI of another topic",
        id="Topik: medtop: dan kode Media Topic IPTC, atau IRI topik lain",
    ),
    Field(
        name="topic_labels",
        kind="string",
        is_list=True,
        en="Names of the topics, in the order of topics; a topic without a name has its code",
        id="Nama topik, menurut urutan kolom topics; topik tanpa nama memakai kodenya",
    ),
    Field(
        name="people",
        kind="string",
        is_list=True,
        en="Names of the people the release names",
        id="Nama orang yang disebut dalam rilis",
    ),
    Field(
        name="speakers",
        kind="string",
        is_list=True,
        en="Names of the people and organisations that are quoted",
        id="Nama orang dan organisasi yang dikutip",
    ),
    Field(
        name="organisations",
        kind="string",
        is_list=True,
        en="Names of the organisations the release names, issuers included",
        id="Nama organisasi yang disebut dalam rilis, termasuk penerbitnya",
    ),
    Field(
        name="places",
        kind="string",
        is_list=True,
        en="Names of the places the release names",
        id="Nama tempat yang disebut dalam rilis",
    ),
    Field(
        name="events",
        kind="string",
        is_list=True,
        en="Names of the events the release is about",
        id="Nama acara yang diberitakan rilis",
    ),
    Field(
        name="keywords",
        kind="string",
        is_list=True,
        en="Keywords",
        id="Kata kunci",
    ),
    Field(
        name="quotes",
        kind="integer",
        is_required=True,
        en="Number of quotations",
        id="Jumlah kutipan",
    ),
    Field(
        name="words",
        kind="integer",
        is_required=True,
        en="Number of words of the text: what stands between white space",
        id="Jumlah kata dalam isi: yang terpisah oleh spasi",
    ),
    Field(
        name="attachments",
        kind="integer",
        is_required=True,
        en="Number of attachments",
        id="Jumlah lampiran",
    ),
    Field(
        name="licence",
        kind="string",
        en="IRI of the licence",
        id="IRI lisensi",
    ),
    Field(
        name="url",
        kind="string",
        is_required=True,
        en="Address of the page of the release",
        id="Alamat halaman rilis",
    ),
    Field(
        name="sha256",
        kind="string",
        en="SHA-256 of the edition as it is published, in canonical JSON",
        id="SHA-256 edisi seperti yang diterbitkan, dalam JSON kanonis",
    ),
    Field(
        name="body",
        kind="string",
        in_csv=False,
        is_required=True,
        en="The text without markup",
        id="Isi tanpa markah",
    ),
)  # fmt: skip

CSV_FIELDS = tuple(field for field in FIELDS if field.in_csv)


def table_schema(language: Literal["en", "id"]) -> dict[str, Any]:
    """Return the Table Schema of the CSV files, its descriptions in a language.

    A list is a string there; its values are parted by a blank, a bar and a blank.
    """
    return {"fields": list(_described(language)), "primaryKey": list(KEY)}


def _described(language: Literal["en", "id"]) -> Iterator[dict[str, Any]]:
    for field in CSV_FIELDS:
        described: dict[str, Any] = {
            "name": field.name,
            "type": "string" if field.is_list else field.kind,
            "description": field.en if language == "en" else field.id,
        }
        if field.is_required:
            described["constraints"] = {"required": True}
        yield described
