"""Batches under bad luck and bad will: broken sources, full disks, two runs at once, hostile files.

Each run ends by itself, with a word and an exit status, and leaves whole files only.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import zstandard

from tests.conftest import CHECKOUT
from tests.program import OWN_PEAK, files, other, save

LIMIT_SECONDS = 120
MEMORY_KB = 500_000
PLAIN = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
JOBS = pytest.mark.parametrize("jobs", ["1", "2"])
LAYOUTS = (("-o", "out"), ("-o", "out", "--pack"), ("-o", "-"))
NO_ACCESS = pytest.mark.skipif(sys.platform == "win32", reason="permissions are other ones there")


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    status: int
    out: str
    err: str


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "archive", *words]


def run(folder: Path, *words: str, **options: object) -> Ended:
    """Run the program in a process of its own, under a limit of time."""
    environment = {**PLAIN, **options.pop("env", {})}  # type: ignore[dict-item]
    done = subprocess.run(
        command(*words), cwd=folder, env=environment, capture_output=True, check=False,
        timeout=LIMIT_SECONDS, **options,
    )  # type: ignore[call-overload] # fmt: skip
    ended = Ended(done.returncode, os.fsdecode(done.stdout), os.fsdecode(done.stderr))
    assert "Traceback" not in ended.err
    assert "internal error" not in ended.err
    return ended


def corpus(path: Path, count: int, **fields: object) -> Path:
    return save(str(path), *(other(number, **fields) for number in range(count)))


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files(folder)}


def hidden(folder: Path) -> list[str]:
    """Return what a run has left that is not whole."""
    return [path.name for path in folder.rglob(".press-archive*")]


def everything(folder: Path, source: str, *words: str, **options: object) -> list[Ended]:
    """Validate a source, and convert it in each layout, with one process and with two."""
    done = []
    for jobs in "12":
        done.append(run(folder, "validate", source, "-j", jobs, *words, **options))
        for number, layout in enumerate(LAYOUTS):
            target = [word.replace("out", f"out{number}{jobs}") for word in layout]
            options_of_run = ["-t", "ninjs", *target, "-j", jobs, *words]
            done.append(run(folder, "convert", source, *options_of_run, **options))
    assert hidden(folder) == []
    return done


# sources that are damaged, or endless


def cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def flipped(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 0xFF]) + raw[middle + 1 :]


def zst(raw: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(raw)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("damage", [cut, flipped, lambda raw: raw + b"more"])
def test_of_a_source_that_is_damaged_the_rest_is_worked_on(tmp_path, suffix, damage):
    raw = corpus(tmp_path / "a.jsonl", 2_500).read_bytes()
    packed = gzip.compress(raw) if suffix == ".gz" else zst(raw)
    (tmp_path / f"b.jsonl{suffix}").write_bytes(damage(packed))

    done = everything(tmp_path, f"b.jsonl{suffix}")

    assert {one.status for one in done} == {1}
    assert all("J015" in one.out + one.err for one in done)
    assert len({one.out for one in done if one.out.startswith("b.jsonl")}) == 1
    assert contents(tmp_path / "out01") == contents(tmp_path / "out02")
    assert contents(tmp_path / "out11") == contents(tmp_path / "out12")
    assert len(files(tmp_path / "out01")) > 100


def bomb(path: Path, *, head: bytes = b"", unit: bytes, tail: bytes = b"") -> Path:
    """Write a file of some kilobytes that unpacks to a gigabyte."""
    block = unit * (2**20 // len(unit))
    with path.open("wb") as file, zstandard.ZstdCompressor().stream_writer(file) as writer:
        for part in (head, *[block] * 1024, tail):
            writer.write(part)
    return path


BOMBS = {
    "line.jsonl.zst": {"unit": b"x"},
    "blank.jsonl.zst": {"unit": b"\n"},
    "text.json.zst": {"head": b'{"a":"', "unit": b"x", "tail": b'"}'},
    "array.json.zst": {"head": b"[", "unit": b" ", "tail": b"]"},
}

_PEAK = f"""{OWN_PEAK}
from archive.cli import _status
status = _status(sys.argv[1:])
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("PEAK", own_peak_kb() + children, file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.slow
@JOBS
@pytest.mark.parametrize("name", BOMBS)
def test_a_source_that_unpacks_to_a_gigabyte_is_given_up_in_little_memory(tmp_path, name, jobs):
    bomb(tmp_path / name, **BOMBS[name])

    done = subprocess.run(
        [sys.executable, "-c", _PEAK, "validate", name, "-j", jobs], cwd=tmp_path, env=PLAIN,
        capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS,
    )  # fmt: skip

    assert done.returncode == 1
    assert "J009" in done.stdout
    assert int(done.stderr.rpartition("PEAK")[2]) < MEMORY_KB


@JOBS
@pytest.mark.parametrize(
    ("piece", "form", "place"),
    [
        (b"y" * 2**16, "jsonl", "1:1"),
        (b"\n" * 2**16, "jsonl", "1:1"),
        (b"y" * 2**16, "json", "1:1"),
        (b"[" * 2**16, "json", "1:2"),
        (b"1," * 2**15, "json", "1:"),
    ],
    ids=["a line", "no lines", "a text", "brackets", "numbers"],
)
def test_a_stream_that_does_not_end_is_given_up(tmp_path, piece, form, place, jobs):
    words = ["validate", "-", "-f", form, "--max-size", "64k", "-j", jobs]
    process = subprocess.Popen(
        command(*words), cwd=tmp_path, env=PLAIN, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin
    head = b"[" if piece[:1] in b"1[" else b""

    def feed() -> None:
        with contextlib.suppress(BrokenPipeError), process.stdin as stream:
            stream.write(head)
            while True:
                stream.write(piece)

    feeder = threading.Thread(target=feed)
    feeder.start()
    assert process.stdout
    with process.stdout as stream:
        out = stream.read()
    feeder.join()

    assert process.wait(LIMIT_SECONDS) == 1
    assert f"<stdin>:{place}".encode() in out


@pytest.mark.slow
def test_lines_that_hold_nothing_are_no_part_of_a_pack(tmp_path):
    """They fill up pieces, and pieces of nothing else are passed over."""
    save(str(tmp_path / "a.jsonl"), other(1))
    with (tmp_path / "a.jsonl").open("ab") as stream:
        stream.write(b"\n" * 20_000_000 + json.dumps(other(2)).encode())

    done = run(tmp_path, "convert", "a.jsonl", "-t", "json", "--pack", "-o", "out", "-j", "2")

    assert done.status == 0
    assert "2 converted" in done.err
    assert files(tmp_path / "out" / "receipts") == ["000000.json", "000001.json"]


@pytest.mark.slow
def test_an_array_of_many_small_objects_takes_time_by_its_length_only(tmp_path):
    """A small file is read as a whole; no question looks through all of it."""
    (tmp_path / "a.json").write_text("[" + "{}," * 39_999 + "{}]")

    done = run(tmp_path, "validate", "-q", "a.json")

    assert done.status == 1
    assert "a.json:1:2: S101" in done.out
    assert "340000 are counted" in done.out


@JOBS
def test_a_file_that_is_deleted_while_the_run_goes_on_is_told(tmp_path, jobs):
    """Standard input holds the run back, so that the moment is certain."""
    corpus(tmp_path / "b.jsonl", 2_500)
    process = begun(tmp_path, "b.jsonl", "-t", "text", "-o", "out", "-j", jobs)
    (tmp_path / "b.jsonl").unlink()

    _, err = process.communicate(timeout=LIMIT_SECONDS)

    assert process.returncode == 2
    assert b"error: cannot read 'b.jsonl': No such file" in err
    assert b" 1 converted" in err
    assert hidden(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pipe", "circle", "broken", "folder"])
def test_what_is_no_file_does_not_hold_the_others_up(tmp_path, kind):
    save(str(tmp_path / "in" / "a.json"), other(1))
    odd = tmp_path / "in" / "x.json"
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "folder":
        odd.mkdir()
    else:
        odd.symlink_to("x.json" if kind == "circle" else "nowhere")

    done = everything(tmp_path, "in")

    assert {one.status for one in done} == ({0} if kind == "folder" else {2})
    assert files(tmp_path / "out01") == files(tmp_path / "out02") == ["a.ninjs.json"]
    assert kind == "folder" or all("in/x.json" in one.err for one in done)


# disks that are full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that holds little."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(folder)]
    try:
        tried = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if tried.returncode:
        pytest.skip("small disks can be made by the super-user only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
@JOBS
@pytest.mark.parametrize("layout", [(), ("--pack",)])
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_full_disk_ends_the_run_and_every_file_on_it_is_whole(
    small_disk, tmp_path, layout, jobs, language
):
    corpus(tmp_path / "in.jsonl", 1_200)
    words = ["convert", "in.jsonl", "-t", "ninjs,nquads", "--lang", language, "-j", jobs, *layout]
    if layout:
        (small_disk / "taken").write_bytes(bytes(150_000))
    run(tmp_path, *words, "-o", "whole", "--force")

    done = run(tmp_path, *words, "-o", "disk/out")

    assert done.status == 2
    said = "cannot write 'disk/out/" if language == "en" else "tidak dapat ditulis"
    assert said in done.err
    assert "No space left on device" in done.err
    whole = contents(tmp_path / "whole")
    assert all(whole[name] == raw for name, raw in contents(small_disk / "out").items())
    assert hidden(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--manifest", "--report=json"])
def test_a_full_disk_under_a_list_ends_the_run(small_disk, tmp_path, option):
    corpus(tmp_path / "in.jsonl", 1_200, contacts=None)
    target = "disk/list"
    words = [f"{option}={target}"] if "=" in option else [option, target]

    done = run(tmp_path, "convert", "in.jsonl", "-t", "text", "-o", "out", *words, "-q")

    assert done.status == 2
    assert f"cannot write '{target}': No space left on device" in done.err
    assert not (small_disk / "list").exists()
    assert hidden(tmp_path) == []


@pytest.mark.slow
def test_a_full_folder_of_temporary_files_ends_the_run(small_disk, tmp_path):
    corpus(tmp_path / "in.jsonl", 9_000)
    environment = {"TMPDIR": str(small_disk), "SQLITE_TMPDIR": str(small_disk)}

    done = run(tmp_path, "convert", "in.jsonl", "-t", "json", "-o", "-", env=environment)

    assert done.status == 2
    assert "No space left on device" in done.err
    assert done.out == ""


def test_an_output_folder_inside_the_input_folder_is_no_input(tmp_path):
    save(str(tmp_path / "in" / "a.json"), other(1))
    words = ["convert", "in", "-t", "json", "-o", "in/out"]

    first = run(tmp_path, *words)
    again = run(tmp_path, *words)

    assert "1 converted (1 files: 1 new" in first.err
    assert "1 converted (1 files: 0 new, 0 changed, 1 unchanged)" in again.err
    assert files(tmp_path / "in") == ["a.json", "out/a.json"]


def test_a_folder_in_the_place_of_a_shard_ends_the_run(tmp_path):
    save(str(tmp_path / "a.json"), other(1))
    (tmp_path / "out" / "000000.jsonl.zst").mkdir(parents=True)

    done = run(tmp_path, "convert", "a.json", "-t", "json", "--pack", "-o", "out")

    assert done.status == 2
    assert "cannot write 'out/000000.jsonl.zst': Is a directory" in done.err
    assert files(tmp_path / "out") == []
    assert hidden(tmp_path) == []


# pipes whose reader goes, streams that are closed


@pytest.mark.slow
@JOBS
@pytest.mark.parametrize("report", [[], ["--report", "json=r.json"]])
@pytest.mark.parametrize("verb", ["validate", "convert", "stream"])
def test_a_reader_who_goes_early_is_no_fault(tmp_path, verb, report, jobs):
    corpus(tmp_path / "in.jsonl", 1_500, contacts=None)
    words = {
        "validate": ["validate"],
        "convert": ["convert", "-t", "text", "-o", "out"],
        "stream": ["convert", "-t", "json", "-o", "-"],
    }[verb]
    with (tmp_path / "told").open("wb") as told:
        process = subprocess.Popen(
            command(*words, "in.jsonl", "-q", "-j", jobs, *report), cwd=tmp_path, env=PLAIN,
            stdout=subprocess.PIPE, stderr=told,
        )  # fmt: skip
    assert process.stdout
    with process.stdout as stream:
        assert stream.readline()

    assert process.wait(LIMIT_SECONDS) == 0
    assert b"Broken" not in (tmp_path / "told").read_bytes()
    assert verb != "convert" or len(files(tmp_path / "out")) == 1_500
    assert bool(report) == (tmp_path / "r.json").exists()


def test_a_reader_who_goes_early_does_not_hide_that_something_is_wrong(tmp_path):
    corpus(tmp_path / "in.jsonl", 1_500)
    save(str(tmp_path / "bad.json"), other(9_000, headline=None))
    process = subprocess.Popen(
        command("convert", "in.jsonl", "bad.json", "-t", "json", "-o", "-"), cwd=tmp_path,
        env=PLAIN, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout
    with process.stdout as stream:
        assert stream.readline()

    assert process.wait(LIMIT_SECONDS) == 1


@pytest.mark.parametrize("closed", ["stdout", "stderr", "stdin", "all"])
@pytest.mark.parametrize("verb", ["validate", "convert", "stream"])
def test_streams_that_are_closed_make_no_traceback(tmp_path, verb, closed):
    """Results that nobody can be given are an error; files are whole, with nothing else in them."""
    corpus(tmp_path / "in.jsonl", 600, contacts=None)
    numbers = {"stdin": [0], "stdout": [1], "stderr": [2], "all": [0, 1, 2]}[closed]
    words = {
        "validate": ["validate"],
        "convert": ["convert", "-t", "text", "-o", "out", "--manifest", "m.jsonl"],
        "stream": ["convert", "-t", "json", "-o", "-"],
    }[verb]

    done = run(
        tmp_path, *words, "in.jsonl", "-j", "2", preexec_fn=lambda: [os.close(n) for n in numbers]
    )

    assert done.status == (0 if closed in ("stdin", "stderr") else 2)
    assert closed != "stdout" or "error: Bad file descriptor" in done.err
    made = contents(tmp_path / "out")
    assert all(raw for raw in made.values())
    if verb == "convert" and not done.status:
        assert len(made) == 600
        assert (tmp_path / "m.jsonl").read_bytes().startswith(b'{"src": "in.jsonl"')


# two runs at once, and runs that are ended


def begun(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """Return a run that waits for its standard input, with its output folder open."""
    process = subprocess.Popen(
        command("convert", "-", "-f", "jsonl", *words), cwd=folder, env=PLAIN,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdin
    while not hidden(folder) and process.poll() is None:
        process.stdin.write(b"\n")  # keeps the loop from spinning; the pipe holds it back
        process.stdin.flush()
    process.stdin.write(json.dumps(other(1)).encode() + b"\n")
    process.stdin.flush()
    return process


@pytest.mark.parametrize("layout", [(), ("--pack",)])
def test_of_two_runs_into_one_folder_the_second_is_refused(tmp_path, layout):
    save(str(tmp_path / "a.json"), other(2))
    words = ["-t", "json", "-o", "out", *layout]
    first = begun(tmp_path, *words)

    second = run(tmp_path, "convert", "a.json", *words)
    _, err = first.communicate(json.dumps(other(3)).encode(), timeout=LIMIT_SECONDS)

    assert second.status == 2
    assert "another run is writing to 'out'" in second.err
    assert first.returncode == 0
    assert b"2 converted" in err
    assert hidden(tmp_path) == []


def test_of_two_runs_with_one_manifest_the_second_is_refused(tmp_path):
    save(str(tmp_path / "a.json"), other(2))
    first = begun(tmp_path, "-t", "json", "-o", "out", "--manifest", "m.jsonl")

    second = run(tmp_path, "convert", "a.json", "-t", "json", "-o", "b", "--manifest", "m.jsonl")
    first.communicate(timeout=LIMIT_SECONDS)

    assert second.status == 2
    assert "another run is writing to 'm.jsonl'" in second.err
    assert first.returncode == 0
    told = [json.loads(line)["src"] for line in (tmp_path / "m.jsonl").read_text().splitlines()]
    assert told == ["<stdin>"]


def group_of(pid: int) -> list[int]:
    """Return the processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = path.read_text().rpartition(")")[2].split()
            if int(words[3]) == pid and words[0] != "Z":
                found.append(int(path.parent.name))
    return found


def mind_interrupts() -> None:
    """A shell starts what runs in the background with interrupts ignored, and so its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until_working(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Return when the first files of a run stand in their places."""
    while not any(name for name in files(folder)) and process.poll() is None:
        pass


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
@pytest.mark.parametrize("layout", [(), ("--pack",)])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_process_and_goes_on_to_the_same_end(
    tmp_path, number, layout
):
    """A terminal sends Ctrl-C to all processes of the run."""
    corpus(tmp_path / "in.jsonl", 6_000)
    options = ["convert", "in.jsonl", "-t", "ninjs,newsml-g2", "-j", "2", "-q", *layout]
    run(tmp_path, *options, "-o", "whole")
    words = [*options, "-o", "out"]
    (tmp_path / "out").mkdir()
    process = subprocess.Popen(
        command(*words), cwd=tmp_path, env=PLAIN, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=mind_interrupts,  # noqa: PLW1509 (there are no threads)
    )  # fmt: skip
    until_working(process, tmp_path / "out")
    if number == signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    _, err = process.communicate(timeout=LIMIT_SECONDS)
    while group_of(process.pid):
        pass

    if number == signal.SIGINT:
        assert (process.returncode, err.strip()) == (130, b"press-archive: interrupted")
        assert hidden(tmp_path / "out") == []
    else:
        assert process.returncode == -number
    assert run(tmp_path, *words).status == 0
    assert hidden(tmp_path / "out") == []
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


# names


@pytest.mark.slow
def test_names_may_hold_anything(tmp_path):
    names = [b"a\nb.json", b"a\x1b[31m.json", b"a\xff.json", b"a\tb.json", b"-x.json"]
    (tmp_path / "in").mkdir()
    for number, name in enumerate(names):
        path = tmp_path / "in" / os.fsdecode(name)
        path.write_text(json.dumps(other(number, contacts=None)))

    done = everything(tmp_path, "in")

    assert {one.status for one in done} == {0}
    assert all(ord(sign) >= 32 or sign == "\n" for one in done for sign in one.err)
    assert len(files(tmp_path / "out01")) == len(names)
    assert contents(tmp_path / "out11") == contents(tmp_path / "out12")


def test_a_list_may_name_files_above(tmp_path):
    save(str(tmp_path / "a.json"), other(1))
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "list").write_text("../a.json\n../here/../a.json\n")

    done = run(tmp_path / "here", "convert", "--files-from", "list", "-t", "text", "-o", "out")

    assert done.status == 0
    assert files(tmp_path / "here") == ["list", "out/a.txt"]


@pytest.mark.parametrize("profile", ["current", "legacy"])
@pytest.mark.parametrize("sign", ["\t", "\n", "\r", "\\", " ", "\x00", "\u2028", "\x85"])
def test_an_id_cannot_break_a_line_of_the_index(press_archive, sign, profile):
    save("a.json", other(1) | {"id": f"urn:x:a{sign}b"})

    words = ["convert", "a.json", "-t", "json", "--pack", "-o", "out", "--profile", profile]
    done = press_archive(*words)

    assert done.status == 1
    assert "S1" in done.out
    assert len(Path("out/index.tsv").read_text().splitlines()) == 1


def test_an_id_of_a_hundred_kilobytes_is_refused_or_found(press_archive):
    work = "urn:x:" + "a" * 100_000
    save("a.jsonl", other(1) | {"id": work}, other(2))

    done = press_archive("convert", "a.jsonl", "-t", "json", "--pack", "-o", "out")
    mirrored = press_archive("convert", "a.jsonl", "-t", "json", "-o", "files")

    assert done.status == mirrored.status
    assert done.status in (0, 1)
    assert all(len(name) < 256 for name in files("files"))


# packs that are damaged, or made by somebody hostile


def damaged_receipt(**fields: object) -> bytes:
    return json.dumps(json.loads(Path("out/receipts/000000.json").read_bytes()) | fields).encode()


HOSTILE = {
    "empty": lambda: b"",
    "cut off": lambda: Path("out/receipts/000000.json").read_bytes()[:100],
    "deep": lambda: b"[" * 1_000_000,
    "deep inside": lambda: damaged_receipt(done=json.loads("[" * 900 + "]" * 900)),
    "of another version": lambda: damaged_receipt(version=99),
    "no UTF-8": lambda: damaged_receipt(input="?").replace(b'"?"', b'"\xff"'),
    "a gigabyte": lambda: bytes(2**26 + 1),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_receipt_that_is_none_is_passed_over(press_archive, kind):
    save("in.jsonl", other(1), other(2))
    words = ["convert", "in.jsonl", "-t", "json", "--pack", "-o", "out"]
    press_archive(*words)
    before = {name: Path("out", name).read_bytes() for name in files("out")}
    hostile = HOSTILE[kind]()
    Path("out/receipts/000000.json").write_bytes(hostile)
    Path("out/receipts/000009.json").write_bytes(hostile)

    done = press_archive(*words)
    cleaned = press_archive(*words, "--clean")

    assert (done.status, cleaned.status) == (0, 0)
    assert "source is gone: receipts/000009.json" in done.err
    after = {name: Path("out", name).read_bytes() for name in files("out")}
    assert {name: after[name] for name in before} == before


def receipt_naming(path: str, *, size: int = 1) -> bytes:
    """Return the receipt of the pack, as if its shard were a file of another name."""
    said = json.loads(Path("out/receipts/000000.json").read_bytes())
    for file in said["done"]["files"]:
        file["path"], file["size"] = path, size
    return json.dumps(said).encode()


OUTSIDE = ["../precious", "{here}/precious", "link/precious", "receipts/../../precious"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_receipt_that_names_what_is_outside_is_neither_trusted_nor_cleaned(press_archive, name):
    save("in.jsonl", other(1), other(2))
    words = ["convert", "in.jsonl", "-t", "json", "--pack", "-o", "out"]
    press_archive(*words)
    before = {one: Path("out", one).read_bytes() for one in files("out")}
    Path("precious").write_bytes(b"x")
    Path("out/link").symlink_to("..")
    forged = receipt_naming(name.format(here=Path.cwd()))
    for receipt in ("000000", "000009"):
        Path(f"out/receipts/{receipt}.json").write_bytes(forged)

    done = press_archive(*words, "--clean")

    assert done.status == 0
    assert Path("precious").read_bytes() == b"x"
    assert b"precious" not in Path("out/SHA256SUMS").read_bytes()
    Path("out/link").unlink()
    after = {one: Path("out", one).read_bytes() for one in files("out")}
    assert {one: after[one] for one in before} == before


def test_a_receipt_cannot_have_a_file_moved(press_archive):
    """Where a shard waited to be placed is of no use to a later run."""
    save("in.jsonl", other(1))
    words = ["convert", "in.jsonl", "-t", "json", "--pack", "-o", "out"]
    press_archive(*words)
    before = {one: Path("out", one).read_bytes() for one in files("out")}
    Path("precious").write_bytes(b"x")
    said = json.loads(Path("out/receipts/000000.json").read_bytes())
    said["done"]["files"][0]["staged"] = "../precious"
    Path("out/receipts/000000.json").write_text(json.dumps(said))

    press_archive(*words)

    assert Path("precious").read_bytes() == b"x"
    assert Path("out/000000.jsonl.zst").read_bytes() == before["000000.jsonl.zst"]


def test_a_list_of_checksums_that_names_what_is_outside_is_not_followed(press_archive):
    save("in.jsonl", other(1))
    words = ["convert", "in.jsonl", "-t", "json", "--pack", "-o", "out"]
    press_archive(*words)
    Path("precious").write_bytes(b"x")
    lines = "".join(f"{'0' * 64}  {name}\n" for name in ("../precious", "/etc/passwd", "index.tsv"))
    Path("out/SHA256SUMS").write_text(lines)

    done = press_archive(*words, "--clean")

    assert done.status == 0
    assert "precious" not in done.err
    assert Path("precious").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["receipts/000000.json", "index.tsv", "SHA256SUMS"])
@pytest.mark.parametrize("kind", ["folder", "link", "pipe", "huge"])
def test_what_stands_in_the_place_of_a_list_is_replaced_or_told(press_archive, name, kind):
    save("in.jsonl", other(1))
    words = ["convert", "in.jsonl", "-t", "json", "--pack", "-o", "out"]
    press_archive(*words)
    before = {one: Path("out", one).read_bytes() for one in files("out")}
    place = Path("out", name)
    place.unlink()
    Path("precious").write_bytes(b"x")
    if kind == "folder":
        place.mkdir()
    elif kind == "link":
        place.symlink_to(Path("precious").absolute())
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        with place.open("wb") as file:
            file.truncate(2**30)

    done = press_archive(*words)

    assert Path("precious").read_bytes() == b"x"
    if kind == "folder":
        assert done.status == 2
        assert f"cannot write 'out/{name}': Is a directory" in done.err
    else:
        assert done.status == 0
        assert {one: Path("out", one).read_bytes() for one in files("out")} == before


def test_a_folder_of_receipts_that_is_a_link_leads_nowhere_outside(press_archive):
    save("in.jsonl", other(1))
    Path("elsewhere").mkdir()
    Path("out").mkdir()
    Path("out/receipts").symlink_to(Path("elsewhere").absolute())
    Path("elsewhere/000009.json").write_bytes(b"x")

    done = press_archive("convert", "in.jsonl", "-t", "json", "--pack", "-o", "out", "--clean")

    assert done.status in (0, 2)
    assert Path("elsewhere/000009.json").read_bytes() == b"x"


# manifests that are hostile


@pytest.mark.parametrize(
    "fields",
    [
        {"size": -5},
        {"size": 2**62},
        {"size": 2**70},
        {"path": "../precious", "size": 1},
        {"path": "{here}/precious", "size": 1},
        {"path": "link/precious", "size": 1},
        {"path": "a/../../precious", "size": 1},
    ],
    ids=str,
)
def test_a_manifest_that_names_anything_else_than_an_output_is_not_trusted(press_archive, fields):
    save("in/a.json", other(1))
    words = ["convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]
    press_archive(*words)
    line = Path("m.jsonl").read_bytes()
    Path("precious").write_bytes(b"x")
    Path("out/link").symlink_to("..")
    told = json.loads(line)
    named = {
        key: str(one).format(here=Path.cwd()) if key == "path" else one
        for key, one in fields.items()
    }
    told["outputs"][0] |= named
    Path("m.jsonl").write_text(json.dumps(told) + "\n")

    done = press_archive(*words, "--clean")

    assert done.status in (0, 2)
    assert Path("precious").read_bytes() == b"x"
    assert done.status == 2 or Path("m.jsonl").read_bytes() == line


def test_a_source_whose_problems_the_manifest_cannot_tell_is_worked_on_again(press_archive):
    save("in/a.json", other(1, headline=None))
    words = ["convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]
    press_archive(*words)
    told = json.loads(Path("m.jsonl").read_bytes())
    for problems in (
        [5],
        "x",
        [{"code": "S101"}],
        [told["problems"][0] | {"code": "R999"}],
        [told["problems"][0] | {"params": {}}],
    ):
        Path("m.jsonl").write_text(json.dumps(told | {"problems": problems}) + "\n")

        done = press_archive(*words)

        assert (done.status, done.codes) == (1, ["S101"])


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_stands_in_the_place_of_unfinished_lines_is_told_or_replaced(press_archive, kind):
    save("in/a.json", other(1))
    Path("precious").write_bytes(b"x")
    place = Path("m.jsonl.unfinished")
    if kind == "folder":
        place.mkdir()
    elif kind == "link":
        place.symlink_to("precious")
    else:
        os.mkfifo(place)

    done = press_archive("convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl")

    assert Path("precious").read_bytes() == b"x"
    assert done.status == 2
    assert "m.jsonl" in done.err
    assert not Path("out/a.txt").exists()


# the settings of a run, and what surrounds it


@pytest.mark.slow
@pytest.mark.parametrize("layout", [(), ("--pack",)])
@pytest.mark.parametrize("bad", [0, 499, 500, 1_234])
def test_a_run_that_stops_at_an_error_has_written_what_one_process_writes(tmp_path, layout, bad):
    records = [other(number) for number in range(1_500)]
    records[bad] |= {"headline": 5}
    save(str(tmp_path / "a" / "1.jsonl"), *records[:700])
    save(str(tmp_path / "a" / "2.jsonl"), *records[700:])
    save(str(tmp_path / "a" / "3.json"), other(9_000))

    done = [
        run(
            tmp_path, "convert", "a", "-t", "ninjs", "-o", f"out{jobs}", "--on-error", "stop",
            "-j", jobs, "--manifest", f"m{jobs}", *layout,
        )
        for jobs in "12"
    ]  # fmt: skip

    assert done[0] == done[1]
    assert done[0].status == 1
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")
    assert (tmp_path / "m1").read_bytes() == (tmp_path / "m2").read_bytes()


@pytest.mark.slow
def test_a_dry_run_with_everything_writes_nothing(tmp_path):
    corpus(tmp_path / "in.jsonl", 1_200)
    for layout in LAYOUTS:
        words = ["-t", "ninjs", *layout, "--manifest", "m.jsonl", "--force", "-n", "-j", "2"]
        clean = ["--clean"] if layout[1] == "out" else []

        done = run(tmp_path, "convert", "in.jsonl", *words, *clean)

        assert done.status == 0
        assert "1200 would be converted" in done.err
        assert files(tmp_path) == ["in.jsonl"]


def test_clean_deletes_the_shards_of_formats_that_are_no_longer_wanted(press_archive):
    save("in.jsonl", other(1))
    words = ["convert", "in.jsonl", "--pack", "-o", "out"]
    press_archive(*words, "-t", "json,ninjs")
    Path("out/mine.jsonl.zst").write_bytes(b"x")

    done = press_archive(*words, "-t", "json", "--clean")

    assert "deleted, source is gone: 000000.ninjs.jsonl.zst" in done.err
    assert [name for name in files("out") if "/" not in name] == [
        "000000.jsonl.zst", "SHA256SUMS", "index.tsv", "mine.jsonl.zst"
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [("en", "by hand"), ("id", "hapus sendiri")])
def test_a_shard_of_which_no_run_knows_the_checksum_any_more_is_left(press_archive, language, said):
    """The run after the one that wrote it has named it, and made new lists without it."""
    save("in.jsonl", other(1))
    words = ["convert", "in.jsonl", "--pack", "-o", "out"]
    press_archive(*words, "-t", "json,ninjs")
    named = press_archive(*words, "-t", "json")

    done = press_archive(*words, "-t", "json", "--clean", "--lang", language)

    assert "source is gone: 000000.ninjs.jsonl.zst" in named.err
    assert said in done.err
    assert Path("out/000000.ninjs.jsonl.zst").exists()


@pytest.mark.slow
def test_what_surrounds_a_run_does_not_change_its_bytes(tmp_path):
    corpus(tmp_path / "in.jsonl", 600, contacts=None)
    surroundings = [
        {},
        {"LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "TZ": "Asia/Jakarta"},
        {"LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "77", "HOME": "/nowhere", "PYTHONUTF8": "0"},
    ]
    found = []
    for number, environment in enumerate(surroundings):
        run(
            tmp_path, "convert", "in.jsonl", "-t", "ninjs,nquads,newsml-g2", "--pack", "-o",
            f"out{number}", "-j", "2", "--manifest", f"m{number}", env=environment,
        )  # fmt: skip
        found.append((contents(tmp_path / f"out{number}"), (tmp_path / f"m{number}").read_bytes()))

    assert found[0] == found[1] == found[2]


@pytest.mark.slow
@pytest.mark.parametrize("mask", [0o022, 0o077])
@pytest.mark.parametrize("layout", [(), ("--pack",)])
def test_every_file_has_the_rights_that_the_umask_leaves(tmp_path, layout, mask):
    corpus(tmp_path / "in.jsonl", 600)
    run(
        tmp_path, "convert", "in.jsonl", "-t", "ninjs", "-o", "out", "-j", "2", "--manifest",
        "m.jsonl", "--report", "json=r.json", *layout, preexec_fn=lambda: os.umask(mask),
    )  # fmt: skip

    made = [tmp_path / "m.jsonl", tmp_path / "r.json", *(tmp_path / "out").rglob("*")]

    for path in made:
        full = 0o777 if path.is_dir() else 0o666
        assert stat.S_IMODE(path.stat().st_mode) == full & ~mask
