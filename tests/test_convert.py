"""Converting: names of outputs, what is written when, what is held back, what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive import read_json
from archive.batch.names import release_name, slug
from archive.writers import WRITERS
from tests.program import files, other, record, save

CHECKOUT = Path(__file__).parent.parent


def held(number: int, name: str = "notes-and-about") -> dict[str, Any]:
    """Return a sample under embargo, as a release of its own."""
    raw = (CHECKOUT / "samples/good" / name / "release.json").read_bytes()
    return read_json(raw) | {"id": f"urn:x:held-{number}"}


def draft() -> dict[str, Any]:
    return other(99, status="draft")


# names of outputs


@pytest.mark.parametrize("output", WRITERS)
def test_the_output_of_a_file_is_its_name_with_the_suffix_of_the_format(press_archive, output):
    save("a/b.json", record())

    done = press_archive("convert", "a/b.json", "-t", output, "-o", "out")

    assert done.status == 0
    assert files("out") == [f"b{WRITERS[output].suffix}"]


def test_the_outputs_of_a_folder_keep_its_tree(press_archive):
    save("in/2025/a.json", other(1))
    save("in/2026/a.json", other(2))

    press_archive("convert", "in", "-t", "json", "-o", "out/deep/down")

    assert files("out") == ["deep/down/2025/a.json", "deep/down/2026/a.json"]


def test_a_pattern_keeps_the_tree_below_its_plain_part(press_archive):
    save("in/2025/a.json", other(1))
    save("in/2026/a.json", other(2))

    press_archive("convert", "in/**/*.json", "-t", "json", "-o", "out")

    assert files("out") == ["2025/a.json", "2026/a.json"]


def test_several_formats_can_be_named_with_commas_or_again(press_archive):
    save("a.json", record())

    press_archive("convert", "a.json", "-t", "json,text", "-t", "nquads", "-t", "json", "-o", "out")

    assert files("out") == ["a.json", "a.nq", "a.txt"]


def test_several_releases_of_one_source_go_into_a_folder_of_its_name(press_archive):
    save("a.jsonl", other(1), other(2, version=1))

    press_archive("convert", "a.jsonl", "-t", "json", "-o", "out")

    names = [release_name(other(number)["id"], 1) for number in (1, 2)]
    assert files("out") == sorted(f"a/{name}.json" for name in names)


def test_the_name_of_a_release_among_several_is_made_of_its_id_and_version():
    work = "https://pers.example.go.id/id/release/Rilis Pers №1"
    digest = hashlib.sha256(work.encode()).hexdigest()[:8]

    assert release_name(work, 3) == f"rilis-pers-no1-{digest}.v3"


@pytest.mark.parametrize(
    ("work", "name"),
    [
        ("https://x.example/a/../../etc/passwd", "passwd"),
        ("urn:x:..", "x"),
        ("urn:x:CON", "release-con"),
        ("https://x.example/\u202e#/%2F..", "2f"),
        ("https://x.example/" + "a" * 300, "a" * 60),
        ("صحافة", "release"),
    ],
)
def test_a_name_made_of_an_id_is_one_that_every_file_system_takes(work, name):
    assert slug(work) == name


def test_a_source_that_is_named_like_a_bare_suffix_stays_in_the_output_folder(press_archive):
    save(".jsonl", other(1), other(2))

    press_archive("convert", ".jsonl", "-t", "text", "-o", "out")

    assert {name.partition("/")[0] for name in files("out")} == {".jsonl"}


# standard output


def test_one_release_on_standard_output_is_the_file_it_would_be(press_archive):
    save("a.json", record())

    printed = press_archive("convert", "a.json", "-t", "newsml-g2", "-o", "-").out
    press_archive("convert", "a.json", "-t", "newsml-g2", "-o", "out")

    assert printed.encode() == Path("out/a.xml").read_bytes()


@pytest.mark.parametrize("output", ["json", "jsonld", "ninjs"])
def test_several_releases_on_standard_output_are_json_lines(press_archive, output):
    save("a.jsonl", other(1), other(2))

    lines = press_archive("convert", "a.jsonl", "-t", output, "-o", "-").out.splitlines()

    assert len([json.loads(line) for line in lines]) == 2


def test_several_releases_on_standard_output_are_n_quads_of_their_graphs(press_archive):
    save("a.json", other(1))
    save("b.json", other(2))

    one = press_archive("convert", "a.json", "-t", "nquads", "-o", "-").out
    two = press_archive("convert", "b.json", "-t", "nquads", "-o", "-").out

    assert press_archive("convert", "a.json", "b.json", "-t", "nquads", "-o", "-").out == one + two


def test_several_releases_on_standard_output_are_one_news_message(press_archive):
    from lxml import etree

    save("a.jsonl", other(1), other(2), other(3))

    whole = press_archive("convert", "a.jsonl", "-t", "newsml-g2", "-o", "-").out

    root = etree.fromstring(whole.encode())
    assert etree.QName(root).localname == "newsMessage"
    assert len(root.findall(".//{*}newsItem")) == 3


@pytest.mark.parametrize("output", ["rdfxml", "text"])
def test_a_format_that_holds_one_release_refuses_several(press_archive, output):
    save("a.jsonl", other(1), other(2))

    done = press_archive("convert", "a.jsonl", "-t", output, "-o", "-")

    assert (done.status, done.out) == (2, "")
    assert f"{output} holds one release; write several into a folder with -o DIR" in done.err


@pytest.mark.parametrize("output", ["json", "text"])
def test_a_release_that_comes_twice_stands_once_on_standard_output(press_archive, output):
    save("a.json", other(1))
    save("b.json", other(1))

    once = press_archive("convert", "a.json", "-t", output, "-o", "-")
    twice = press_archive("convert", "a.json", "b.json", "-t", output, "-o", "-")

    assert twice.out == once.out
    assert "R129" in twice.err


def test_a_release_that_comes_twice_is_one_file_and_the_first_is_named(press_archive):
    save("in/a.json", other(1))
    save("in/b.json", other(1))

    done = press_archive("convert", "in", "-t", "json", "-o", "out")

    assert sorted(path.name for path in Path("out").iterdir()) == ["a.json"]
    assert "in/b.json" in done.out
    assert "in/a.json:1" in done.out
    assert done.status == 0


def test_a_release_that_comes_twice_stands_once_among_several(press_archive):
    save("a.jsonl", other(1), other(1), other(2))

    done = press_archive("convert", "a.jsonl", "-t", "json", "-o", "-")

    assert len(done.out.splitlines()) == 2


def test_problems_and_summary_do_not_mix_with_releases_on_standard_output(press_archive):
    save("a.json", record(contacts=None))

    done = press_archive("convert", "a.json", "-t", "json", "-o", "-")

    assert json.loads(done.out)["headline"] == record()["headline"]
    assert "R202 warning:" in done.err
    assert "1 releases read: 1 converted (0 files" in done.err


def test_nothing_convertible_leaves_standard_output_empty(press_archive):
    save("a.json", record(headline=None))

    done = press_archive("convert", "a.json", "-t", "newsml-g2", "-o", "-")

    assert (done.status, done.out) == (1, "")


# what is written, and when


def test_a_second_run_leaves_every_file_alone(press_archive):
    save("a.json", record())
    press_archive("convert", "a.json", "-t", "json,text", "-o", "out")
    os.utime("out/a.json", (1, 1))

    done = press_archive("convert", "a.json", "-t", "json,text", "-o", "out")

    assert Path("out/a.json").stat().st_mtime == 1
    assert "(2 files: 0 new, 0 changed, 2 unchanged)" in done.err


def test_only_what_changed_is_written_again(press_archive):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    press_archive("convert", "in", "-t", "json", "-o", "out")
    save("in/b.json", other(2, headline="Judul yang lain sama sekali"))
    save("in/c.json", other(3))

    done = press_archive("convert", "in", "-t", "json", "-o", "out")

    assert "(3 files: 1 new, 1 changed, 1 unchanged)" in done.err


def test_force_writes_what_has_not_changed(press_archive):
    save("a.json", record())
    press_archive("convert", "a.json", "-t", "json", "-o", "out")
    os.utime("out/a.json", (1, 1))

    press_archive("convert", "a.json", "-t", "json", "-o", "out", "--force")

    assert Path("out/a.json").stat().st_mtime != 1


def test_a_dry_run_counts_and_writes_nothing(press_archive):
    save("a.json", record())
    words = ["a.json", "-t", "json,text", "-n", "--manifest", "sub/m.jsonl"]

    folder = press_archive("convert", *words, "-o", "out")
    stream = press_archive("convert", "a.json", "-t", "json", "-n", "-o", "-")

    assert files() == ["a.json"]
    assert not Path("out").exists()
    assert "1 would be converted (2 files: 2 new" in folder.err
    assert (stream.status, stream.out) == (0, "")


def test_a_dry_run_still_writes_the_report_that_was_asked_for(press_archive):
    save("a.json", record())

    press_archive("convert", "a.json", "-t", "json", "-o", "out", "-n", "--report", "json=r.json")

    assert files() == ["a.json", "r.json"]


def test_files_have_the_rights_that_the_umask_leaves(press_archive):
    save("a.json", record())
    before = os.umask(0o027)
    try:
        press_archive("convert", "a.json", "-t", "json", "-o", "out")
    finally:
        os.umask(before)

    assert Path("out/a.json").stat().st_mode & 0o777 == 0o640


def test_a_link_in_the_output_folder_is_replaced_and_not_written_through(press_archive):
    save("a.json", record())
    Path("precious").write_text("mine")
    Path("out").mkdir()
    Path("out/a.txt").symlink_to("../precious")

    press_archive("convert", "a.json", "-t", "text", "-o", "out")

    assert Path("precious").read_text() == "mine"
    assert not Path("out/a.txt").is_symlink()


# what is held back


def test_embargoed_releases_and_drafts_are_held_back_counted_and_no_problem(press_archive):
    save("a.jsonl", held(1), draft(), other(1))

    done = press_archive("convert", "a.jsonl", "-t", "json", "-o", "out")

    assert done.status == 0
    assert [code for code in done.codes if code[0] == "L"] == ["L301", "L302"]
    assert "3 releases read: 1 converted" in done.err
    assert "2 held back, 0 failed" in done.err
    assert len(files("out")) == 1


@pytest.mark.parametrize(
    ("words", "converted"),
    [
        ([], 0),
        (["--include-embargoed"], 2),
        (["--include-drafts"], 1),
        (["--as-of", "2026-09-02T05:00:00Z"], 1),
        (["--as-of", "2026-09-02T04:59:59Z"], 0),
        (["--include-embargoed", "--include-drafts"], 3),
    ],
    ids=str,
)
def test_what_is_held_back_is_converted_on_demand(press_archive, words, converted):
    save("a.jsonl", held(1), held(2, "embargo-until-told"), draft())

    done = press_archive("convert", "a.jsonl", "-t", "json", "-o", "out", *words)

    assert done.status == 0
    assert f": {converted} converted" in done.err


def test_a_draft_with_gaps_is_an_error_when_drafts_are_asked_for(press_archive):
    save("a.json", {"schemaVersion": "1", "id": "urn:x:1", "status": "draft"})

    done = press_archive("convert", "a.json", "-t", "json", "-o", "out", "--include-drafts")

    assert done.status == 1
    assert "L303" in done.codes
    assert files("out") == []


# what fails


def test_a_bad_source_is_named_and_does_not_stop_the_others(press_archive):
    save("in/a.json", other(1, headline=None))
    save("in/b.json", other(2))

    done = press_archive("convert", "in", "-t", "json", "-o", "out")

    assert done.status == 1
    assert files("out") == ["b.json"]
    assert done.err == (
        "2 releases read: 1 converted (1 files: 1 new, 0 changed, 0 unchanged), "
        "0 held back, 1 failed\nfailed: in/a.json\n"
    )


def test_a_bad_record_among_several_does_not_stop_the_others(press_archive):
    save("a.jsonl", other(1), other(2, headline=None), other(3))

    done = press_archive("convert", "a.jsonl", "-t", "json", "-o", "out")

    assert done.status == 1
    assert len(files("out")) == 2


def test_the_first_twenty_failures_are_named_and_the_others_counted(press_archive):
    for number in range(22):
        save(f"in/{number:02}.json", other(number, headline=None))

    lines = press_archive("convert", "in", "-t", "json", "-o", "out").err.splitlines()

    assert lines[1:-1] == [f"failed: in/{number:02}.json" for number in range(20)]
    assert lines[-1] == "and 2 more"


@pytest.mark.parametrize("target", ["out", "-"])
def test_on_error_stop_ends_with_the_first_failure(press_archive, target):
    save("in/a.json", other(1))
    save("in/b.json", other(2, headline=None))
    save("in/c.json", other(3))

    done = press_archive("convert", "in", "-t", "json", "-o", target, "--on-error", "stop")

    assert done.status == 1
    assert "2 releases read: 1 converted" in done.err
    assert not Path("out/c.json").exists()


def test_one_release_with_two_contents_is_a_named_conflict_and_no_overwriting(press_archive):
    save("in/a.jsonl", other(1), other(1, headline="Judul yang lain sama sekali"))
    save("in/b.json", other(1, headline="Judul ketiga yang lain lagi"))

    done = press_archive("convert", "in", "-t", "json", "-o", "out")

    assert done.status == 1
    assert [code for code in done.codes if code == "R128"] == ["R128", "R128"]
    (name,) = files("out")
    assert json.loads(Path("out", name).read_bytes())["headline"] == record()["headline"]


def test_one_release_twice_in_a_source_is_one_output_and_a_warning(press_archive):
    save("a.jsonl", other(1), other(1))

    done = press_archive("convert", "a.jsonl", "-t", "json", "-o", "out")

    assert (done.status, len(files("out"))) == (0, 1)
    assert "(1 files: 1 new" in done.err


def test_a_source_in_a_format_that_is_not_read_is_refused_by_name(press_archive):
    Path("letter.docx").write_bytes(b"PK\x03\x04")

    done = press_archive("convert", "letter.docx", "-t", "json", "-o", "out")

    assert (done.status, done.codes) == (1, ["J013"])


def test_left_out_values_are_shown_with_v_and_always_in_reports(press_archive):
    save("a.json", record())
    words = ["convert", "a.json", "-t", "ninjs", "-o", "out"]

    short = press_archive(*words, "--report", "jsonl=r.jsonl")
    long = press_archive(*words, "-v")

    assert "L201" not in short.codes
    assert "L201" in long.codes
    assert "L201" in Path("r.jsonl").read_text()


# what cannot be written


@pytest.mark.parametrize("target", ["a.json", "a.json/out"])
def test_an_output_folder_that_cannot_be_one_is_refused_before_the_work(press_archive, target):
    save("a.json", record())

    for words in ([], ["-n"]):
        done = press_archive("convert", "a.json", "-t", "text", "-o", target, *words)

        assert done.status == 2
        assert done.err.startswith(f"press-archive: error: cannot write '{target}")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_an_output_folder_where_nothing_can_be_made_is_named(press_archive):
    save("a.json", record())

    done = press_archive("convert", "a.json", "-t", "text", "-o", "/proc/x")

    assert done.status == 2
    assert done.err.startswith(
        "press-archive: error: cannot write '/proc/x': No such file or directory\n    = "
    )


def test_an_output_whose_name_is_too_long_is_named_and_the_others_are_written(press_archive):
    save(f"in/{'a' * 250}.json", other(1))
    save("in/b.json", other(2))

    done = press_archive("convert", "in", "-t", "text,ninjs", "-o", "out", "--manifest", "m.jsonl")

    assert done.status == 2
    assert files("out") == [f"{'a' * 250}.txt", "b.ninjs.json", "b.txt"]
    assert f"error: cannot write 'out/{'a' * 250}.ninjs.json': File name too long" in done.err
    assert "1 failed" in done.err
    first = json.loads(Path("m.jsonl").read_text().splitlines()[0])
    assert first["status"] == "error"
    assert [one["path"] for one in first["outputs"]] == [f"{'a' * 250}.txt"]


def test_a_folder_in_the_place_of_an_output_is_named_and_left(press_archive):
    save("a.json", record())
    Path("out/a.txt").mkdir(parents=True)

    done = press_archive("convert", "a.json", "-t", "text", "-o", "out")

    assert done.status == 2
    assert "error: cannot write 'out/a.txt': Is a directory" in done.err
    assert files("out") == []


def test_a_file_that_vanishes_during_the_run_is_an_error_of_that_file_alone(press_archive):
    """A link that another source's output turns into nothing stands for a file deleted in time."""
    from archive.batch.mirroring import convert
    from archive.batch.outputs import OutputFolder
    from archive.batch.sources import find
    from archive.batch.terms import Batch, Wishes

    save("in/a.json", other(1))
    save("in/b.json", other(2))
    found = find(["in"]).sources
    Path("in/a.json").unlink()
    folder = OutputFolder(Path("out"))
    folder.prepare()

    first, second = convert(Batch(sources=found), Wishes(formats=["text"]), folder)

    assert first.obstacle is not None
    assert (first.obstacle.key, first.releases, first.converted) == ("cannot_read", 1, 0)
    assert [one.path for one in second.outputs] == ["b.txt"]


def test_a_file_that_cannot_be_finished_leaves_nothing_behind(tmp_path):
    """A limit to the size of files stands for a disk that is full in the middle of one."""
    save(str(tmp_path / "a.json"), record())
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.xml").write_text("old")

    done = subprocess.run(
        [sys.executable, "-m", "archive", "convert", "a.json", "-t", "newsml-g2", "-o", "out"],
        cwd=tmp_path, capture_output=True, check=False,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )  # fmt: skip

    assert done.returncode == 2
    assert b"error: cannot write 'out/a.xml': File too large" in done.stderr
    assert files(tmp_path / "out") == ["a.xml"]
    assert (tmp_path / "out/a.xml").read_text() == "old"


@pytest.mark.parametrize("option", ["--report=json=r", "--manifest=r"])
def test_an_error_leaves_an_earlier_report_or_manifest_as_it_was(press_archive, option):
    save("a.jsonl", other(1), other(2))
    before = b'{"src":"x","outputs":[],"stale":[]}\n'
    Path("r").write_bytes(before)

    done = press_archive("convert", "a.jsonl", "-t", "text", "-o", "-", option)

    assert done.status == 2
    assert Path("r").read_bytes() == before
    assert files() == ["a.jsonl", "r"]


# what is refused before anything is written


def refused(press_archive: Any, *words: str) -> str:
    """Run a conversion that is refused; return what was said of it."""
    before = {name: Path(name).read_bytes() for name in files()}

    done = press_archive("convert", *words)

    assert done.status == 2
    assert {name: Path(name).read_bytes() for name in files()} == before
    assert not Path("out").exists() or before
    return str(done.err)


def test_two_inputs_for_one_output_are_refused(press_archive):
    save("x/a.json", other(1))
    save("y/a.jsonl", other(2))

    said = refused(press_archive, "x", "y", "-t", "text", "-o", "out")

    assert (
        "'x/a.json' and 'y/a.jsonl' would both be written to 'a.txt'; nothing was written" in said
    )


@pytest.mark.parametrize(
    ("first", "second"), [("in/A.json", "in/a.json"), ("in/caf\u00e9.json", "in/cafe\u0301.json")]
)
def test_names_that_some_file_systems_take_for_one_are_refused(press_archive, first, second):
    save(first, other(1))
    save(second, other(2))

    assert "would both be written" in refused(press_archive, "in", "-t", "text", "-o", "out")


def test_two_formats_that_meet_in_one_name_are_refused(press_archive):
    save("in/a.json", other(1))
    save("in/a.ninjs.ndjson", other(2))

    said = refused(press_archive, "in", "-t", "json,ninjs", "-o", "out")

    assert "'a.ninjs'" in said
    assert press_archive("convert", "in", "-t", "ninjs", "-o", "out").status == 0


def test_a_file_that_would_stand_where_a_folder_must_is_refused(press_archive):
    save("in/a.json", other(1))
    save("in/a.xml/b.json", other(2))

    assert "'a.xml'" in refused(press_archive, "in", "-t", "newsml-g2", "-o", "out")
    assert press_archive("convert", "in", "-t", "text", "-o", "out").status == 0


def test_several_releases_that_would_meet_a_file_of_a_folder_beside_are_refused(press_archive):
    name = release_name(other(1)["id"], 1)
    save("in/a.jsonl", other(1), other(2))
    save(f"in/a/{name}.json", other(3))

    said = refused(press_archive, "in", "-t", "text", "-o", "out")

    assert f"'in/a.jsonl' and 'in/a/{name}.json' would both be written" in said


@pytest.mark.parametrize(
    "inside",
    [[other(1)], [other(4), other(5)], [other(4), other(2, headline=None)]],
    ids=["one release", "other releases", "a bad release"],
)
def test_a_folder_beside_a_source_is_fine_where_no_name_is_met(press_archive, inside):
    name = release_name(other(1)["id"], 1)
    save("in/a.jsonl", *inside)
    save(f"in/a/{name}.json", other(3))

    done = press_archive("convert", "in", "-t", "text", "-o", "out")

    assert "would both be written" not in done.err
    assert f"a/{name}.txt" in files("out")


def test_standard_input_beside_a_folder_of_its_name_is_not_read_twice(press_archive):
    name = release_name(other(1)["id"], 1)
    save(f"in/stdin/{name}.json", other(3))

    done = press_archive("convert", "-", "in", "-t", "text", "-o", "out", stdin=b"{")

    assert done.codes == ["J001"]


@pytest.mark.parametrize("folder", [".", "sub/.."])
def test_an_output_that_would_replace_an_input_is_refused(press_archive, folder):
    save("a.json", record())
    Path("sub").mkdir()

    said = refused(press_archive, "a.json", "-t", "json", "-o", folder)

    assert "'a.json' would be overwritten; nothing was written" in said


def test_an_output_that_would_replace_a_linked_input_is_refused(press_archive):
    save("real/a.json", record())
    Path("out").mkdir()
    Path("out/a.json").symlink_to("../real/a.json")

    assert "would be overwritten" in refused(press_archive, "out/a.json", "-t", "json", "-o", "out")


def test_an_output_that_would_replace_what_an_input_leads_to_is_refused(press_archive):
    save("out/a.json", record())
    Path("a.json").symlink_to("out/a.json")

    assert "would be overwritten" in refused(press_archive, "a.json", "-t", "json", "-o", "out")


@pytest.mark.parametrize(
    "words",
    [
        ["--report", "json=a.json"],
        ["--manifest", "a.json"],
        ["--report", "json=r", "--report", "text=r"],
        ["--report", "json=r", "--manifest", "sub/../r"],
        ["--report", "text=out/a.txt"],
        ["--manifest", "out/a.txt"],
    ],
    ids=" ".join,
)
def test_a_report_or_manifest_replaces_no_input_no_output_and_no_other(press_archive, words):
    save("a.json", record())
    Path("sub").mkdir()

    said = refused(press_archive, "a.json", "-t", "text", "-o", "out", *words)

    assert "would be overwritten; nothing was written" in said


def test_a_report_in_the_input_folder_is_no_input_of_the_next_run(press_archive):
    save("in/a.json", record())
    words = ["convert", "in", "-t", "text", "-o", "in/out", "--report", "json=in/report.json"]
    words += ["--manifest", "in/manifest.jsonl"]

    first, second = press_archive(*words), press_archive(*words)

    assert (first.status, second.status) == (0, 0)
    assert "1 releases read: 1 converted" in second.err


# judges


def test_a_newsml_g2_file_that_the_xsd_refuses_is_not_written(press_archive):
    folder = str(next((CHECKOUT / "samples/bad").glob("X001-*")) / "standards")
    save("a.json", record())
    words = ["convert", "a.json", "-t", "newsml-g2,text", "--standards", folder]

    done = press_archive(*words, "-o", "out")
    stream = press_archive(*words[:3], "newsml-g2", *words[4:], "-o", "-")

    assert done.status == 1
    assert "X001" in done.codes
    assert files("out") == []
    assert (stream.status, stream.out) == (1, "")


@pytest.mark.parametrize("way", [["-o", "out"], ["-o", "out", "--pack"], ["-o", "-"]])
def test_a_package_that_the_xsd_refuses_is_not_written(press_archive, way):
    folder = str(next((CHECKOUT / "samples/bad").glob("X001-*")) / "standards")
    save("a.json", record())

    done = press_archive(
        "convert", "a.json", "-t", "newsml-g2-package", "--standards", folder, *way
    )

    assert done.status == 1
    assert "X001" in done.out + done.err
    assert not [name for name in files() if name.endswith((".package.xml", ".zst"))]


@pytest.mark.standards
@pytest.mark.parametrize("way", [["-o", "out"], ["-o", "out", "--pack"], ["-o", "-"]])
def test_a_package_is_judged_by_the_xsd_as_a_document(press_archive, standards, way):
    save("a.json", record())
    words = ["-t", "newsml-g2-package", "--standards", str(standards)]

    done = press_archive("convert", "a.json", *words, *way)

    assert done.status == 0


def test_a_folder_without_the_xsd_is_named_before_anything_is_written(press_archive):
    save("a.json", record())

    said = refused(press_archive, "a.json", "-t", "newsml-g2", "-o", "out", "--standards", ".")

    missing = "NewsML-G2_2.35-spec-All-Power.xsd"
    assert f"error: cannot read '{missing}': No such file or directory" in said
    assert not Path("out").exists()
