"""``migrate``: records of an earlier version of the schema, here of two versions made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from archive import canonical, migrations
from archive.migrations import migrated
from tests.program import record, save


def _from_0(old: Mapping[str, Any]) -> dict[str, Any]:
    """Version 0 called the headline ``title``."""
    new = dict(old)
    if "title" in new:
        new["headline"] = new.pop("title")
    return new | {"schemaVersion": "0.5"}


def _from_half(old: Mapping[str, Any]) -> dict[str, Any]:
    """Version 0.5 had keywords in a text, with commas between them."""
    new = dict(old)
    if isinstance(new.get("keywords"), str):
        new["keywords"] = sorted(word.strip() for word in new["keywords"].split(","))
    return new | {"schemaVersion": "1"}


@pytest.fixture(autouse=True)
def earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be two earlier versions."""
    monkeypatch.setitem(migrations.MIGRATIONS, "0", _from_0)
    monkeypatch.setitem(migrations.MIGRATIONS, "0.5", _from_half)


def old(**fields: Any) -> dict[str, Any]:
    """Return the clean record as version 0 had it."""
    one = record(schemaVersion="0", keywords="pasar, beras", **fields)
    return one | {"title": one.pop("headline")}


NEW = record(keywords=["beras", "pasar"])


def test_a_record_goes_through_all_steps_to_the_present_version():
    before = old()

    document, told = migrated(before)

    assert document == NEW
    assert [(one.code, one.pointer, one.params) for one in told] == [
        ("L102", "/schemaVersion", {"found": "0", "right": "1"})
    ]
    assert before == old()


@pytest.mark.parametrize(
    "document", [NEW, {"schemaVersion": "7"}, {"schemaVersion": 0}, {}, [], None, "0"]
)
def test_what_is_of_no_earlier_version_stays_as_it_is(document):
    assert migrated(document) == (document, ())


def test_steps_that_lead_in_a_circle_are_a_fault_of_the_program(monkeypatch):
    monkeypatch.setitem(
        migrations.MIGRATIONS, "0.5", lambda old: dict(old) | {"schemaVersion": "0"}
    )

    with pytest.raises(AssertionError, match="lead back"):
        migrated(old())


def test_earlier_records_are_written_as_records_of_this_version(press_archive):
    save("in/a.json", old())
    save("in/b.jsonl", old(id="urn:x:b"), record(id="urn:x:c"))

    done = press_archive("migrate", "in", "-o", "out")

    assert done.status == 0
    assert done.codes == ["L102", "L102"]
    assert "in/a.json:1:2: L102" in done.out
    assert "'0' was brought to version '1'" in done.out
    assert Path("out/a.json").read_bytes() == canonical.canonical(NEW) + b"\n"
    assert press_archive("validate", "out").status == 0


def test_a_record_that_is_faulty_all_the_same_is_told_where_it_stands(press_archive):
    save("a.json", old(status="soon"))

    done = press_archive("migrate", "a.json", "-o", "out")

    assert done.status == 1
    assert done.codes == ["L102", "S106"]
    assert not Path("out/a.json").exists()


def test_convert_does_not_migrate_unasked(press_archive):
    save("a.json", old())

    done = press_archive("convert", "a.json", "-t", "json", "-o", "out")

    assert "S112" in done.codes


def test_drafts_and_what_is_under_embargo_is_migrated_too(press_archive):
    save("a.json", old(status="draft"))
    save("b.json", old(id="urn:x:b", status="scheduled", embargo={}))

    done = press_archive("migrate", "a.json", "b.json", "-o", "out")

    assert done.status == 0
    assert json.loads(Path("out/a.json").read_bytes())["status"] == "draft"
    assert Path("out/b.json").exists()


def test_a_migration_with_a_manifest_does_nothing_twice(press_archive):
    save("in/a.json", old())
    words = ("migrate", "in", "-o", "out", "--manifest", "m.jsonl")
    press_archive(*words)

    again = press_archive(*words)

    assert "1 unchanged" in again.err
    assert Path("m.jsonl").exists()


def test_a_migration_says_so_in_indonesian_too(press_archive):
    save("a.json", old())

    done = press_archive("migrate", "a.json", "-o", "out", "--lang", "id")

    assert "dinaikkan ke versi '1'" in done.out
