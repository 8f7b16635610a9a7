"""The tables: CSV that is text to every spreadsheet, and Parquet."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from archive import messages
from archive.publication import tables_csv, tables_parquet
from archive.publication.cards import Card
from archive.publication.parquet_columns import ParquetMissing
from archive.publication.table_fields import CSV_FIELDS, FIELDS, table_schema
from archive.publication.tables import Row, row
from archive.publication.tables_csv import CSV_HEAD, csv_line, neutral, restored
from archive.publication.tables_parquet import (
    WrittenRows,
    parquet_file,
    parquet_part,
    rows_of,
)
from archive.release import Release, build
from tests.program import other, record
from tests.strategies import records

JUDGES = os.environ.get("PRESS_ARCHIVE_PUBLICATION", "")
CHECKOUT = Path(__file__).parent.parent
URL = "https://pers.example.go.id/r/2026/x7k2m9-ahuhbdsc3j.html"
DANGEROUS = tuple("=+-@\t\r＝＋－＠")
QUICK = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


def card(release: Release, **fields: object) -> Card:
    year = str(fields.pop("year", "2026"))
    known = {"month": "" if year == "undated" else f"{year}-03", "published": "", "licence": ""}
    return Card(
        id=release.id, version=release.version, status="published", language=release.language,
        type=release.type, path="r/2026/x", headline=release.headline, summary="", issued="",
        year=year, order="", updated=release.version_created, sha256="a" * 64,
        **(known | fields),
    )  # fmt: skip


def made(**fields: object) -> Row:
    release = build(record(**fields))
    return row(release, card(release), URL)


def many(count: int) -> list[Row]:
    """Return rows of different releases."""
    found = []
    for number in range(count):
        text = f"Naskah nomor {number}.\n\n" + "Isi yang berulang. " * (number % 7)
        one = other(number, body={"format": "text", "text": text.strip()}, quotes=None,
                    people=None, dates={"issued": {"edtf": "2026"}})  # fmt: skip
        release = build(one)
        found.append(row(release, card(release, published="2026-03-02T09:00:00+07:00"), URL))
    return found


def cells(line: bytes) -> dict[str, str]:
    """Return what Python's reader finds in a line, under the names of the head."""
    (values,) = csv.reader(io.StringIO(line.decode(), newline=""))
    return dict(zip([field.name for field in CSV_FIELDS], values, strict=True))


def values_of(cell: str) -> list[str]:
    """Return the values of a list, as docs/tables.md says they are read."""
    return [re.sub(r"\\([\\|])", r"\1", part) for part in restored(cell).split(" | ") if cell]


# The row.


def test_a_row_has_the_columns_of_the_tables_but_for_the_moments_in_utc():
    assert Row._fields == tuple(field.name for field in FIELDS if field.kind != "datetime")


def test_a_row_says_what_the_release_says():
    said = made()

    assert said.headline == "Terminal Larangan buka jalur khusus sepeda"
    assert (said.issued, said.year, said.month) == ("2026-03-02T09:00:00+07:00", 2026, "2026-03")
    assert said.numbers == ("12/SP/DISHUB/III/2026",)
    assert said.issuers == said.organisations == ("Dinas Perhubungan Kabupaten Contoh",)
    assert said.topics == ("medtop:20000618",)
    assert said.topic_labels == ("regional government",)
    assert said.people == said.speakers == ("Siti Rahma",)
    assert (said.quotes, said.words, said.attachments) == (1, 26, 1)
    assert said.summary == ""
    assert said.sha256 == "a" * 64


def test_a_topic_without_a_name_has_that_of_the_list_or_its_code():
    said = made(
        subjects=[
            {"scheme": "medtop", "code": "20000593"},
            {"scheme": "medtop", "code": "29999999"},
            {"scheme": "https://topik.example.go.id/", "code": "banjir"},
        ]
    )

    assert said.topics == (
        "medtop:20000593", "medtop:29999999", "https://topik.example.go.id/banjir",
    )  # fmt: skip
    assert said.topic_labels == ("government", "29999999", "banjir")


def test_who_speaks_twice_is_named_once_and_bodies_speak_too():
    quotes = [
        {"id": f"q-{number}", "kind": "indirect", "span": [0, 5], "speaker": speaker}
        for number, speaker in enumerate(["p-1", "org-1", "p-1"])
    ]

    assert made(quotes=quotes).speakers == ("Siti Rahma", "Dinas Perhubungan Kabupaten Contoh")
    assert made(quotes=quotes[1:2]).quotes == 1


def test_an_older_edition_is_told_from_the_newest():
    release = build(record())
    newer = card(build(record(version=2)))

    old = row(release, newer, URL)
    assert (old.version, old.is_current, old.sha256) == (1, False, "")
    assert row(release, newer, URL, "b" * 64).sha256 == "b" * 64


def test_a_licence_of_the_release_wins_over_that_of_the_collection():
    public = "https://creativecommons.org/publicdomain/mark/1.0/"
    release = build(record(rights=None))
    marked = build(record(rights={"licence": public}))
    collection = "https://creativecommons.org/licenses/by/4.0/"

    assert row(release, card(release, licence=collection), URL).licence == collection
    assert row(marked, card(marked, licence=collection), URL).licence == public


def test_a_date_that_says_no_year_leaves_year_and_month_empty():
    release = build(record(dates={"issued": {"edtf": "XXXX-12-25"}}))
    said = row(release, card(release, year="undated"), URL)

    assert (said.issued, said.year, said.month) == ("XXXX-12-25", None, "")
    assert cells(csv_line(said))["year"] == ""


def test_words_of_an_html_body_are_those_of_its_text():
    assert made(body={"format": "html", "text": "<p>Dua <em>kata</em></p>"}, quotes=None,
                people=None, dates={"issued": {"edtf": "2026"}}).words == 2  # fmt: skip


# CSV.


def test_a_line_is_rfc_4180_and_the_head_names_its_cells():
    line = csv_line(row(build(record()), card(build(record())), URL))

    assert CSV_HEAD.startswith(b"\xef\xbb\xbfid,version,is_current,language,")
    assert CSV_HEAD.endswith(b",sha256\r\n")
    assert CSV_HEAD.decode("utf-8-sig").strip().split(",") == list(cells(line))
    assert line.endswith(b'"\r\n')
    assert cells(line)["headline"] == "Terminal Larangan buka jalur khusus sepeda"
    assert (cells(line)["version"], cells(line)["is_current"]) == ("1", "true")


def test_values_of_a_list_stay_apart_whatever_they_hold():
    names = ("A | B", "C\\", "\\|", "-D", "E")

    cell = cells(csv_line(made()._replace(keywords=names)))["keywords"]

    assert cell == r"A \| B | C\\ | \\\| | '-D | E"
    assert values_of(cell) == list(names)


HOSTILE = st.text(st.sampled_from("=+-@\t\r\n,;|\"' aé=＝'\ufeff\uff21"), max_size=12)


def opened(line: bytes) -> list[str]:
    """Return all that some reader may take for a cell, however it parts cells and quotes."""
    text = line.decode()
    quoted = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    parted = [part.strip(" ") for cell in quoted for part in re.split(r'[,;|\t\r\n"]', cell)]
    return [*quoted, *parted, *re.split(r'[,;|\t\r\n"] *', text)]


@settings(QUICK, max_examples=300)
@given(HOSTILE)
@example("=1+1")
@example("a\t=1")
@example("a\t\t=1")
@example("x;=1")
@example('"\n =1')
@example("x, ''@1")
@example("＝1")
@example("'=1")
def test_no_cell_begins_a_formula_for_any_reader(text):
    for fields in ({"headline": text}, {"people": (text, "Siti")}, {"people": ("Siti", text)}):
        line = csv_line(made()._replace(**fields))

        assert not [cell for cell in opened(line) if cell.startswith(DANGEROUS)]


@QUICK
@given(HOSTILE)
@example("=1")
@example("'=1")
@example("''=1")
@example("\t\t''=")
@example("'tis")
def test_what_was_made_safe_can_be_made_what_it_was(text):
    assert restored(neutral(text)) == text
    assert restored(cells(csv_line(made()._replace(headline=text)))["headline"]) == text


def test_text_with_signs_inside_stays_as_it_is():
    usual = "Suhu 3-5 derajat (a=b, c+d), humas@example.go.id; naik 2 % - kata “Siti” -"

    assert neutral(usual) == usual
    assert cells(csv_line(made()._replace(headline=usual)))["headline"] == usual


def test_formulas_of_the_hostile_corpus_are_text(corpora):
    spoken = json.loads((corpora / "nasty/text/csv_formula.json").read_text("utf-8"))
    with (corpora / "nasty/csv/formula.csv").open(encoding="utf-8", newline="") as file:
        listed = [row["judul"] for row in csv.DictReader(file)]
    formulas = [spoken["headline"], spoken["author"], spoken["description"], *listed]
    assert all(one.startswith(DANGEROUS) for one in formulas)

    for formula in formulas:
        line = csv_line(made()._replace(headline=formula, speakers=(formula, formula)))
        assert not [cell for cell in opened(line) if cell.startswith(DANGEROUS)]
        assert restored(cells(line)["headline"]) == formula
        assert values_of(cells(line)["speakers"]) == [formula, formula]


@pytest.mark.parametrize("letter", ["x", "é", "😀", '"'])
def test_no_cell_is_longer_than_a_spreadsheet_takes(letter):
    said = made()._replace(headline=letter * 40_000, summary=letter * 17_000)

    found = cells(csv_line(said))

    assert len(found["headline"].encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert found["headline"].rstrip("…") == letter * (len(found["headline"]) - 1)
    assert found["summary"] == letter * (17_000 if letter != "😀" else 16_383) + (
        "" if letter != "😀" else "…"
    )
    assert found["sha256"] == "a" * 64


def test_what_makes_a_cell_safe_does_not_make_it_too_long():
    found = cells(csv_line(made()._replace(headline="\t" * 20_000, summary="=" * 32_767)))

    assert len(found["headline"]) == len(found["summary"]) == 32_767
    assert restored(found["headline"]).rstrip("…") == "\t" * 16_383


# Parquet.


@pytest.fixture(scope="module")
def parquet():
    """Return pyarrow's module, if it is there."""
    try:
        from pyarrow import parquet
    except ImportError:
        if os.environ.get("CI") == "true":
            pytest.fail("no pyarrow")
        pytest.skip("no pyarrow")
    return parquet


def written(*parts: list[Row]) -> bytes:
    file = io.BytesIO()
    count = parquet_file(map(rows_of, map(parquet_part, parts)), file)
    assert count == sum(map(len, parts))
    return file.getvalue()


def test_a_file_gives_back_the_rows_with_text_lists_and_moments(parquet):
    rows = many(30)

    table = parquet.read_table(io.BytesIO(written(rows[:20], rows[20:])))

    assert table.column_names == [field.name for field in FIELDS]
    (first, *_), columns = table.to_pylist(), table.schema
    assert first["body"] == rows[0].body
    assert first["issuers"] == list(rows[0].issuers)
    assert first["published"] == "2026-03-02T09:00:00+07:00"
    assert first["published_at"].isoformat() == "2026-03-02T02:00:00+00:00"
    assert str(columns.field("published_at").type) == "timestamp[us, tz=UTC]"
    assert [one["id"] for one in table.to_pylist()] == [one.id for one in rows]


def test_what_a_release_does_not_say_is_null_and_an_empty_list_is_one(parquet):
    release = build(record(identifiers=None))
    said = row(release, card(release, year="undated"), URL)

    (read,) = parquet.read_table(io.BytesIO(written([said]))).to_pylist()

    nothing = {"year", "month", "published", "published_at", "summary", "licence"}
    assert {name for name, value in read.items() if value is None} == nothing - (
        {"licence"} if said.licence else set()
    )
    assert read["numbers"] == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-11:00"])
def test_a_moment_before_or_after_all_years_in_utc_is_null(parquet, moment):
    (read,) = parquet.read_table(io.BytesIO(written([made()._replace(updated=moment)]))).to_pylist()

    assert (read["updated"], read["updated_at"]) == (moment, None)


def test_the_same_rows_give_the_same_bytes_however_they_were_parted(parquet):
    rows = [
        one._replace(body=" ".join(map(str, range(number, number + 900))))
        for number, one in enumerate(many(700))
    ]

    assert written(rows) == written(rows[:7], rows[7:8], rows[8:500], rows[500:])


def test_a_row_group_ends_with_its_last_row_whatever_part_that_is_in(parquet, monkeypatch):
    monkeypatch.setattr(tables_parquet, "_GROUP_ROWS", 25)
    rows = many(60)

    assert groups(parquet, written(rows)) == [25, 25, 10]
    assert groups(parquet, written(rows[:7], rows[7:8], rows[8:50], rows[50:])) == [25, 25, 10]


def groups(parquet, file: bytes) -> list[int]:
    """Return the number of rows of each row group."""
    read = parquet.ParquetFile(io.BytesIO(file))
    return [read.metadata.row_group(number).num_rows for number in range(read.num_row_groups)]


def test_long_texts_make_short_row_groups(parquet, monkeypatch):
    monkeypatch.setattr(tables_parquet, "_GROUP_BYTES", 100)
    rows = [made()._replace(body="x" * length) for length in (30, 30, 40, 500, 20)]

    assert written(rows) == written(rows[:1], rows[1:])
    assert groups(parquet, written(rows)) == [3, 1, 1]


def test_rows_of_a_written_file_can_be_taken_over(parquet, monkeypatch, tmp_path):
    monkeypatch.setattr(tables_parquet, "_GROUP_ROWS", 10)
    rows = many(35)
    (tmp_path / "old.parquet").write_bytes(written(rows))

    new = io.BytesIO()

    with WrittenRows(tmp_path / "old.parquet") as old:
        one = rows_of(parquet_part(rows[33:34]))
        assert parquet_file([old.part(0, 8), old.part(8, 25), one, old.part(34, 1)], new) == 35
        with pytest.raises(IndexError):
            list(old.part(30, 6))

    assert new.getvalue() == written(rows)


def test_what_takes_bytes_is_enough_to_write_to(parquet):
    class Counting:
        closed = False

        def __init__(self):
            self.size = 0

        def write(self, content):
            self.size += len(content)
            return len(content)

        def flush(self):
            pass

    out = Counting()
    parquet_file([rows_of(parquet_part(many(3)))], out)

    assert out.size == len(written(many(3)))


def test_a_year_without_rows_is_a_file_with_columns(parquet):
    table = parquet.read_table(io.BytesIO(written([])))

    assert table.num_rows == 0
    assert table.column_names == [field.name for field in FIELDS]


def test_each_column_is_described_in_the_file_in_both_languages(parquet):
    schema = parquet.read_schema(io.BytesIO(written(many(1))))

    for field in FIELDS:
        described = schema.field(field.name).metadata
        assert described[b"description"].decode() == field.en
        assert described[b"description_id"].decode() == field.id
    (described, *_) = json.loads(schema.metadata[b"fields"])
    assert described == {"name": "id", "description": {"en": FIELDS[0].en, "id": FIELDS[0].id}}
    assert b"pandas" not in schema.metadata


@pytest.mark.parametrize(
    ("language", "words"), [("en", "which is not installed"), ("id", "yang belum dipasang")]
)
def test_without_pyarrow_it_is_said_what_to_install(monkeypatch, language, words):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ParquetMissing) as error:
        parquet_part([])
    said = messages.phrase(error.value.key, language, **error.value.values)
    assert words in said
    assert said.endswith("pip install 'press-archive[parquet]'")
    with pytest.raises(ParquetMissing):
        parquet_file([], io.BytesIO())


def test_pyarrow_is_not_imported_before_it_is_needed():
    program = "import sys, archive.publication.tables_parquet; print('pyarrow' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert done.stdout.split() == [b"False"]


# Both.


@settings(QUICK, max_examples=10)
@given(records())
def test_tables_of_any_release_give_back_its_row(parquet, document):
    release = build(document)
    said = row(release, card(release), URL)

    found = cells(csv_line(said))
    (read,) = parquet.read_table(io.BytesIO(written([said]))).to_pylist()

    for field in FIELDS:
        if field.kind == "datetime":
            continue
        value = getattr(said, field.name)
        assert read[field.name] == (list(value) if field.is_list else value) or not value
        if field.is_list:
            assert tuple(values_of(found[field.name])) == value, field.name
        elif field.kind == "boolean":
            assert found[field.name] == str(value).lower()
        elif field.in_csv:
            assert restored(found[field.name]) == str(value), field.name


# What others read.


def test_duckdb_and_frictionless_read_the_tables(parquet, tmp_path):
    if not JUDGES:
        reason = "no DuckDB and frictionless: set PRESS_ARCHIVE_PUBLICATION"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    spoken = made(summary="Ringkas")._replace(published="2026-03-02T09:00:00.5+07:00")
    undated = made()._replace(id="urn:x:b", year=None, month="", headline='=1;"+2"\n-3')
    (tmp_path / "a.parquet").write_bytes(written([spoken, undated]))
    table = CSV_HEAD + csv_line(spoken) + csv_line(undated)
    (tmp_path / "a.csv").write_bytes(table)
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "releases",
        "resources": [
            {"name": "a", "path": "a.csv", "type": "table", "format": "csv", "encoding": "utf-8",
             "mediatype": "text/csv", "bytes": len(table), "schema": table_schema("id")}
        ],
    }  # fmt: skip
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    script = CHECKOUT / "tests/judges/tables_reads.py"

    done = subprocess.run(
        [JUDGES, script, "a.parquet", "a.csv", "datapackage.json"],
        cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip

    found = json.loads(done.stdout)
    types = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN",
             "datetime": "TIMESTAMP WITH TIME ZONE"}  # fmt: skip
    assert found["parquet"] == {
        "types": {one.name: types[one.kind] + "[]" * one.is_list for one in FIELDS},
        "rows": 2,
        "quotes of": [["Siti Rahma", 2]],
        "published": [1_772_416_800_500_000, None],
        "summaries": ["Ringkas", None],
    }
    assert list(found["csv"]["types"]) == [one.name for one in CSV_FIELDS]
    assert found["csv"]["types"]["is_current"] == "BOOLEAN"
    assert (found["csv"]["rows"], found["csv"]["years"]) == (2, 1)
    assert found["package"] == []


def test_the_page_of_the_tables_describes_every_column():
    page = (CHECKOUT / "docs/tables.md").read_text("utf-8")

    for field in FIELDS:
        kind = f"list of {field.kind}s" if field.is_list else field.kind
        where = "CSV, Parquet" if field.in_csv else "Parquet"
        assert f"| `{field.name}` | {kind} | {where} | {field.en} | {field.id} |\n" in page
    assert page.count("\n| `") == len(FIELDS)


def test_the_page_of_the_tables_restores_cells_as_the_program_does():
    """The lines of Python on the page are run."""
    page = (CHECKOUT / "docs/tables.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    known: dict[str, object] = {}
    exec(code, known)  # noqa: S102 (it is ours)

    names = ("A | B", "C\\", "\\|", "-D", "'=E")
    line = csv_line(made()._replace(headline="'=1;\t-2", keywords=names))
    assert known["text"](cells(line)["headline"]) == "'=1;\t-2"
    assert tuple(known["values"](cells(line)["keywords"])) == names
    assert tables_csv._NEUTRAL.pattern == known["SAFE"].pattern
