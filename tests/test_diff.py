"""``diff``: whether two files, of any formats, say the same releases."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.program import other, record, save


def test_a_file_says_the_same_as_itself_in_another_spelling(press_archive):
    save("a.json", record())
    Path("b.json").write_text(json.dumps(record(), indent=4, sort_keys=True), encoding="utf-8")

    done = press_archive("diff", "a.json", "b.json")

    assert (done.status, done.out) == (0, "")
    assert done.err == (
        "1 releases the same, 0 different, 0 only in the first, 0 only in the second\n"
    )


def test_each_field_that_differs_is_told_with_both_places(press_archive):
    save("a.json", record(headline="Lama"))
    save("b.json", record(headline="Baru", urgency=3))
    column = Path("a.json").read_text("utf-8").index('"headline"') + 1

    done = press_archive("diff", "a.json", "b.json")

    lines = done.out.splitlines()
    assert done.status == 1
    assert lines[0] == f"{record()['id']} v1 is not the same:"
    assert lines[1:3] == ["  /headline", f'    a.json:1:{column}  "Lama"']
    assert lines[3].endswith('"Baru"')
    assert lines[4:6] == ["  /urgency", "    a.json:1:1  (not there)"]


def test_of_a_long_text_the_place_that_differs_is_shown(press_archive):
    text = "Pemerintah provinsi membuka pasar murah. " * 20
    save("a.json", {"headline": text + "Lama" + text})
    save("b.json", {"headline": text + "Baru" + text})

    done = press_archive("diff", "a.json", "b.json")

    shown = [line for line in done.out.splitlines() if "headline" not in line][1:]
    assert all(len(line) < 220 for line in shown)
    assert ["Lama" in line or "Baru" in line for line in shown] == [True, True]


def test_another_order_is_a_difference(press_archive):
    people = [{"id": "p1", "name": "Ani"}, {"id": "p2", "name": "Budi"}]
    save("a.json", record(people=people))
    save("b.json", record(people=people[::-1]))

    done = press_archive("diff", "a.json", "b.json")

    assert done.status == 1
    assert done.out.splitlines()[1:] == ["  /people", "    in another order"]


def test_releases_are_matched_by_id_and_version(press_archive):
    save("a.jsonl", other(1), other(2), other(2, version=2), other(3))
    save("b.jsonl", other(4), other(2, version=2), other(1), other(2, headline="Lain"))

    done = press_archive("diff", "a.jsonl", "b.jsonl", "--quiet")

    heads = [line for line in done.out.splitlines() if not line.startswith(" ")]
    assert (done.status, done.err) == (1, "")
    assert heads == [
        f"{other(2)['id']} v1 is not the same:",
        f"{other(3)['id']} v1 is only in the first: a.jsonl",
        f"{other(4)['id']} v1 is only in the second: b.jsonl",
    ]


def test_one_release_is_compared_with_one_release_whatever_their_ids(press_archive):
    save("a.json", other(1))
    save("b.json", other(2))

    done = press_archive("diff", "a.json", "b.json")

    assert done.out.splitlines()[1] == "  /id"
    assert "1 different" in done.err


def test_the_same_release_twice_is_matched_twice(press_archive):
    save("a.jsonl", other(1), other(1))
    save("b.jsonl", other(1))

    done = press_archive("diff", "a.jsonl", "b.jsonl")

    assert (done.status, done.err.split(",")[0]) == (1, "1 releases the same")


def test_folders_and_packed_files_are_compared_with_each_other(press_archive):
    save("folder/1.json", other(1))
    save("folder/2.json", other(2))
    lines = save("all.jsonl", other(2), other(1)).read_bytes()
    Path("all.jsonl.gz").write_bytes(gzip.compress(lines))

    assert press_archive("diff", "folder", "all.jsonl.gz").status == 0


def test_where_the_schema_stands_is_no_part_of_a_release(press_archive):
    save("a.json", record())
    save("b.json", {"$schema": "https://a.example/schema.json"} | record())

    assert press_archive("diff", "a.json", "b.json").status == 0


def test_programs_get_a_line_of_json_for_each_release_that_differs(press_archive):
    save("a.jsonl", other(1), other(2, urgency=2), other(3))
    save("b.jsonl", other(1), other(2))

    done = press_archive("diff", "a.jsonl", "b.jsonl", "--output-format", "jsonl")

    different, alone = map(json.loads, done.out.splitlines())
    (told,) = different["differences"]
    assert (different["id"], different["version"]) == (other(2)["id"], 1)
    assert (different["a"], different["b"], different["copies"]) == ("a.jsonl", "b.jsonl", [])
    assert (told["pointer"], told["kind"], told["a"]["value"]) == ("/urgency", "value", 2)
    assert (told["a"]["line"], told["b"]["line"]) == (2, 2)
    assert "value" not in told["b"]
    assert alone == {"id": other(3)["id"], "version": 1, "a": "a.jsonl", "b": None}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "b.json:1:2: J001"),
        ("[1]", "b.json:1:2: J011"),
        (None, "'b.json' does not exist"),
    ],
)
def test_what_cannot_be_read_cannot_be_compared(press_archive, content, said):
    save("a.json", record())
    if content is not None:
        Path("b.json").write_text(content, encoding="utf-8")

    done = press_archive("diff", "a.json", "b.json")

    assert done.status == 2
    assert said in done.err


def test_a_file_that_is_cut_off_is_compared_as_far_as_it_goes(press_archive):
    save("a.json", record())
    Path("b.json").write_text(f"[{json.dumps(record())},", encoding="utf-8")

    done = press_archive("diff", "a.json", "b.json")

    assert done.status == 2
    assert "b.json:1:" in done.err


def test_differences_are_told_in_indonesian_too(press_archive):
    save("a.json", record(urgency=1))
    save("b.json", record())

    done = press_archive("diff", "a.json", "b.json", "--lang", "id")

    assert "tidak sama:" in done.out
    assert "(tidak ada)" in done.out
    assert "1 berbeda" in done.err
