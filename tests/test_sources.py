"""What names on the command line stand for: files, folders, patterns, lists, standard input."""

from __future__ import annotations

import contextlib
import gzip
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from archive.batch.checking import check
from archive.batch.sources import find
from archive.batch.terms import Batch
from tests.program import other, record, save

DRAFT = b'{"schemaVersion": "1", "id": "urn:x:1", "status": "draft"}'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder in which permissions count when :func:`as_nobody` is used."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        for path in folder.rglob("*"):
            path.chmod(0o700)


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Take off the rights of root, where the tests are run by root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def touch(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(DRAFT)


def named(*names: str, **wishes: object) -> list[str]:
    found = find(names, **wishes)  # type: ignore[arg-type]
    assert not found.missing
    return [source.name for source in found.sources]


def missing(*names: str) -> list[tuple[str, str]]:
    return [(one.name, one.why) for one in find(names).missing]


# folders


def test_a_folder_stands_for_its_json_and_json_lines_sorted_and_with_those_below(here):
    touch("d/b.json", "d/a.JSONL", "d/c.ndjson", "d/sub/a.json", "d/readme.txt", "d/x.xml")

    assert named("d") == ["d/a.JSONL", "d/b.json", "d/c.ndjson", "d/sub/a.json"]


def test_a_folder_walk_passes_over_ninjs_and_hidden_files_and_folders(here):
    touch("d/a.json", "d/a.ninjs.json", "d/.hidden.json", "d/.git/b.json")

    assert named("d") == ["d/a.json"]


def test_a_folder_walk_takes_the_suffixes_of_the_format_that_was_named(here):
    touch("d/a.ninjs.json", "d/b.json", "d/c.jsonl")

    assert named("d", source_format="ninjs") == ["d/a.ninjs.json", "d/b.json"]
    assert named("d", source_format="jsonl") == ["d/c.jsonl"]


def test_a_folder_walk_takes_what_is_compressed_of_the_same_formats(here):
    touch("d/a.json.gz", "d/b.jsonl.ZST", "d/c.ndjson.gz", "d/e.ninjs.json.gz", "d/f.gz", "d/g.zst")

    assert named("d") == ["d/a.json.gz", "d/b.jsonl.ZST", "d/c.ndjson.gz"]
    assert named("d", source_format="ninjs") == ["d/a.json.gz", "d/e.ninjs.json.gz"]


def test_a_folder_walk_passes_over_what_the_program_writes(here):
    touch("d/a.json", "d/out/b.json", "d/report.json")

    assert named("d", leave_out=[Path("d/out"), Path("d/report.json")]) == ["d/a.json"]


def test_a_folder_that_holds_nothing_to_read_is_named(here):
    touch("d/readme.txt")

    assert missing("d") == [("d", "empty")]


def test_a_link_to_a_folder_elsewhere_is_followed(here):
    touch("elsewhere/2024/a.json", "d/b.json")
    Path("d/link").symlink_to(here / "elsewhere")

    assert named("d") == ["d/b.json", "d/link/2024/a.json"]


def test_folders_linked_in_a_circle_are_walked_through_once(here):
    """What a link into the tree leads to is read where it stands, and keeps its name."""
    touch("d/sub/a.json", "elsewhere/b.json", "beside.json")
    Path("d/sub/up").symlink_to(here / "d")
    Path("d/top").symlink_to(here)
    Path("d/alias").symlink_to(here / "d" / "sub")
    Path("d/one").symlink_to(here / "elsewhere")
    Path("d/two").symlink_to(here / "elsewhere")
    Path("elsewhere/back").symlink_to(here / "elsewhere")

    assert named("d") == ["d/one/b.json", "d/sub/a.json"]


@pytest.mark.parametrize("target", ["nowhere", "a.json"], ids=["dangling", "to itself"])
def test_a_link_in_a_folder_that_leads_nowhere_is_named(here, target):
    Path("d").mkdir()
    Path("d/a.json").symlink_to(target)

    assert missing("d") == [("d/a.json", "closed")]


def test_a_pipe_in_a_folder_is_named_and_not_opened(here):
    touch("d/b.json")
    os.mkfifo("d/a.json")

    found = find(["d"])

    assert [one.name for one in found.sources] == ["d/b.json"]
    assert [(one.name, one.why) for one in found.missing] == [("d/a.json", "special")]


def test_a_folder_without_permission_is_named_and_does_not_hide_the_others(shut):
    (shut / "locked").mkdir(mode=0)
    (shut / "a.json").write_bytes(DRAFT)

    with as_nobody():
        found = find([str(shut)])

    assert [one.relative for one in found.sources] == ["a.json"]
    assert [(one.why, one.reason) for one in found.missing] == [("closed", "Permission denied")]


def test_a_file_in_a_folder_without_permission_is_named(shut):
    (shut / "locked").mkdir(mode=0)

    with as_nobody():
        (one,) = find([str(shut / "locked" / "a.json")]).missing

    assert (one.why, one.reason) == ("closed", "Permission denied")


# files


def test_a_file_is_taken_whatever_its_name(here):
    touch("a.txt", ".hidden.json", "a.ninjs.json")

    assert named("a.txt", ".hidden.json", "a.ninjs.json") == [
        "a.txt",
        ".hidden.json",
        "a.ninjs.json",
    ]


def test_a_file_named_twice_is_taken_once(here):
    touch("d/a.json")
    Path("link.json").symlink_to("d/a.json")

    assert named("d/a.json", "./d/../d/a.json", "link.json", "d", "d/*.json") == ["d/a.json"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("gone.json", "missing"),
        ("a.json/b.json", "missing"),
        ("a\0b", "missing"),
        ("/dev/null", "special"),
    ],
)
def test_what_is_no_file_is_named(here, name, why):
    touch("a.json")

    assert missing(name) == [(name, why)]


def test_the_suffix_says_the_format(here):
    names = [
        "a.json",
        "a.ninjs.json",
        "a.JSONL",
        "a.ndjson",
        "a.jsonl.gz",
        "a.json.zst",
        "a.docx",
        "a",
    ]
    touch(*names)

    assert [one.format for one in find(names).sources] == [
        "json", "ninjs", "jsonl", "jsonl", "jsonl", "json", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a.json", "a"),
        ("a.ninjs.json", "a"),
        ("a.b.JSONL", "a.b"),
        ("a.docx", "a"),
        ("a", "a"),
        ("a.json.gz", "a"),
        ("a.b.ninjs.json.ZST", "a.b"),
        ("a.docx.gz", "a"),
        ("a.gz", "a"),
        (".json", ".json"),
        (".jsonl", ".jsonl"),
        (".json.gz", ".json.gz"),
        (".gz", ".gz"),
        (".hidden", ".hidden"),
        (".hidden.gz", ".hidden.gz"),
    ],
)
def test_the_stem_is_the_name_without_suffix_and_never_empty(here, name, stem):
    touch(name)

    assert find([name]).sources[0].stem == stem


# patterns


def test_a_pattern_is_expanded_by_the_program(here):
    touch("d/b.json", "d/a.json", "d/c.txt", "d/sub/e.json", "d/.f.json", "d/folder.json/x")

    assert named("d/*.json") == ["d/a.json", "d/b.json"]
    assert named("d/**/*.json") == ["d/a.json", "d/b.json", "d/sub/e.json"]


def test_outputs_mirror_the_tree_below_the_plain_part_of_a_pattern(here):
    touch("d/a/release.json", "d/b/release.json")

    found = find(["d/**/*.json"])

    assert [one.relative for one in found.sources] == ["a/release.json", "b/release.json"]


def test_a_dot_in_the_name_of_a_folder_begins_no_suffix(here):
    touch("v1.2/a", "v1.2/b")

    assert [one.stem for one in find(["v*/*"]).sources] == ["v1.2/a", "v1.2/b"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(here):
    touch("a[1].json", "a1.json")

    assert named("a[1].json") == ["a[1].json"]


@pytest.mark.parametrize("pattern", ["nothing*.json", "*\0"])
def test_a_pattern_that_matches_nothing_is_named(here, pattern):
    assert missing(pattern) == [(pattern, "unmatched")]


# on the command line


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_compressed_file_is_judged_as_if_it_were_not(press_archive, suffix):
    pack = {".gz": gzip.compress, ".zst": zstandard.compress}[suffix]
    raw = save("plain.jsonl", other(1, headline=None), other(2)).read_bytes()
    Path("a.jsonl" + suffix).write_bytes(pack(raw))

    plain = press_archive("validate", "plain.jsonl")
    packed = press_archive("validate", "a.jsonl" + suffix)
    piped = press_archive("validate", "-", stdin=pack(raw))

    assert plain.codes
    assert packed.out.replace("a.jsonl" + suffix, "plain.jsonl") == plain.out
    assert piped.out.replace("<stdin>", "plain.jsonl") == plain.out


def test_nothing_found_ends_with_2_unless_that_is_fine(press_archive):
    Path("empty").mkdir()

    strict = press_archive("validate", "empty", "*.json")
    lenient = press_archive("validate", "empty", "*.json", "--allow-empty")

    assert strict.status == 2
    assert strict.err == (
        "press-archive: error: 'empty' holds nothing that can be read "
        "(--allow-empty if that is fine)\n"
        "press-archive: error: pattern '*.json' matches no files (--allow-empty if that is fine)\n"
    )
    assert (lenient.status, lenient.err) == (0, "")


def test_a_missing_file_is_an_error_even_where_empty_folders_are_fine(press_archive):
    assert press_archive("validate", "gone.json", "--allow-empty").status == 2


def test_standard_input_is_read_as_json_or_json_lines_by_its_content(press_archive):
    one = press_archive("validate", "-", stdin=b'{"a": 1}')
    several = press_archive("validate", "-", stdin=b'{"a": 1}\n{"a": 1}\n')

    assert one.out.startswith("<stdin>:1:1: S101")
    assert "<stdin>:2:1: S101" in several.out


def test_json_lines_that_come_slowly_through_a_pipe_are_known_as_such(press_archive):
    reading, writing = os.pipe()
    os.write(writing, b'{"a": 1}\n')
    with os.fdopen(reading, "rb") as stream:
        stream.peek()
        os.write(writing, b'{"a": 1}\n')
        os.close(writing)
        done = press_archive("validate", "-", stdin=stream)

    assert "<stdin>:2:1: S101" in done.out


def test_standard_input_in_a_format_that_is_not_read_is_refused_by_name(press_archive):
    done = press_archive("validate", "-", stdin=b"<newsItem/>")

    assert done.codes == ["J013"]
    assert "XML" in done.out


@pytest.mark.parametrize(
    ("words", "stdin"),
    [(["-", "-"], b""), (["-", "--files-from", "-"], b""), (["--files-from", "-"], b"-\n")],
    ids=["named twice", "source and list", "in its own list"],
)
def test_standard_input_can_be_read_once(press_archive, words, stdin):
    done = press_archive("validate", *words, stdin=stdin)

    assert done.status == 2
    assert "standard input can be read once" in done.err


def test_names_can_stand_in_a_list(press_archive):
    for number in range(3):
        save(f"{number}.json", other(number, headline=None))
    Path("list").write_bytes(b"1.json\r\n\n2.json")

    done = press_archive("validate", "0.json", "--files-from", "list")
    piped = press_archive("validate", "--files-from", "-", stdin=b"1.json\n")

    assert [line[:6] for line in done.out.splitlines() if "S101" in line] == [
        "0.json", "1.json", "2.json",
    ]  # fmt: skip
    assert piped.codes == ["S101"]


def test_a_list_that_cannot_be_read_is_named(press_archive):
    done = press_archive("validate", "--files-from", "gone")

    assert done.status == 2
    assert done.err == "press-archive: error: cannot read 'gone': No such file or directory\n"


def test_an_empty_list_names_nothing_and_is_fine(press_archive):
    """`git diff --name-only` may have nothing to say."""
    done = press_archive("validate", "--files-from", "-")

    assert (done.status, done.out) == (0, "")


def test_a_name_in_a_list_may_be_any_bytes(press_archive):
    name = b"caf\xe9.json"
    save(os.fsdecode(name), record(headline=None))

    assert press_archive("validate", "--files-from", "-", stdin=name).codes == ["S101"]


# files that cannot be read


def test_a_file_that_vanishes_is_told_and_does_not_stop_the_others(here):
    touch("a.json", "b.json")
    found = find(["a.json", "b.json"])
    Path("a.json").unlink()

    first, second = check(Batch(sources=found.sources), with_digests=True)

    assert first.obstacle is not None
    assert (first.obstacle.name, first.obstacle.reason) == ("a.json", "No such file or directory")
    assert not first.is_valid
    assert second.is_valid


def test_settings_are_not_looked_for_where_nothing_can_be_seen(press_archive, shut, monkeypatch):
    (shut / "locked" / "inside").mkdir(parents=True)
    monkeypatch.chdir(shut / "locked" / "inside")
    press_archive("validate", "-", stdin=DRAFT)
    (shut / "locked").chmod(0)

    with as_nobody():
        done = press_archive("validate", "-", stdin=DRAFT)

    assert done.status == 0


def test_a_file_without_permission_is_named_and_ends_with_2(press_archive, shut, monkeypatch):
    """The first run imports what the second, without rights, needs."""
    monkeypatch.chdir(shut)
    Path("a.json").write_bytes(DRAFT)
    Path("b.json").write_bytes(b"{")
    press_archive("validate", ".")
    Path("a.json").chmod(0)

    with as_nobody():
        done = press_archive("validate", ".", "--exit-zero")

    assert done.status == 2
    assert "error: cannot read 'a.json': Permission denied" in done.err
    assert done.codes == ["J001"]
