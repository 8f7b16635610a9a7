"""Publishing under bad luck: killed, watched, short of room; and after many changes in a row.

The old site stands until the new one takes its place, whole; the next run mends what was left.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.publication.tree import Tree
from tests.conftest import CHECKOUT
from tests.program import Program, save
from tests.published import LEAN, URL, edition, issued, publish, release, tree, withdrawn

PLAIN = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
LIMIT_SECONDS = 120
PUBLISH = ("publish", "src", "-o", "public", *LEAN)
POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="signals and limits are other ones there"
)


def interrupted(way: str, number: int | str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own that meets with something."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.interrupted", way, str(number), *PUBLISH, *words],
        env=PLAIN, capture_output=True, check=False, text=True, timeout=LIMIT_SECONDS,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    return done


def watched(*words: str) -> tuple[list[str], list[int]]:
    """Return the states in which a folder is seen during a run, and at which events to kill it."""
    done = interrupted("watch", 0, *words)
    assert done.returncode == 0
    _, *states, begun, ended, last = done.stdout.splitlines()[-1].split()
    step = int(last) // 6
    close = range(int(begun) - 1, int(ended) + 3)
    return states, sorted({*range(3, int(last), step), *close})


def seen(folder: str) -> dict[str, bytes]:
    """Return all that a folder has; nothing if it is not there."""
    return tree(folder) if Path(folder).exists() else {}


def first(program: Program) -> tuple[str, ...]:
    """There is no site yet."""
    shutil.rmtree("../start", ignore_errors=True)
    save("src/1.json", release(1))
    save("src/2.json", release(2))
    return ()


def further(program: Program) -> tuple[str, ...]:
    """There is a site, and something new."""
    first(program)
    publish(program)
    save("src/1.json", edition(1, 2))
    save("src/3.json", withdrawn(2))
    save("src/4.json", release(4, **issued("2025-06-01")))
    return ()


def anew(program: Program) -> tuple[str, ...]:
    """There is a site, and all of it changes."""
    further(program)
    return ("--base-url", "https://arsip.example.go.id/")


STARTS = pytest.mark.parametrize("start", [first, further, anew])


@POSIX
@pytest.mark.slow
@STARTS
def test_a_run_that_is_killed_leaves_the_old_site_or_the_new_one_and_the_next_run_the_new_one(
    press_archive, start
):
    words = start(press_archive)
    shutil.copytree(".", "../start")
    states, numbers = watched(*words)
    shutil.rmtree("public", ignore_errors=True)
    shutil.copytree("../start", ".", dirs_exist_ok=True)

    killed = interrupted("kill", ",".join(map(str, numbers)), *words).stdout.splitlines()

    assert len(killed) == len(numbers) >= 10
    for line in killed:
        number, signalled, left, mended, made, *beside = line.split()
        assert signalled in (f"{-signal.SIGKILL}", "0"), number
        assert mended == "0", number
        assert left in (states[0], states[-1]), number
        assert made == states[-1], number
        assert set(beside) <= {"editions", "index", "now", "spare"}, number


@pytest.mark.slow
@pytest.mark.parametrize("start", [further, anew])
def test_whoever_reads_the_folder_during_a_run_sees_the_old_site_or_the_new_one(
    press_archive, start
):
    words = start(press_archive)

    states, _ = watched(*words)

    assert len(set(states)) == 2


@pytest.mark.slow
def test_the_samples_one_after_the_other_make_the_site_of_all_of_them(press_archive, samples):
    """With the index of the search, and tables in Parquet, where these can be made."""
    Path("src").mkdir()
    for record in sorted((samples / "good").glob("*/release.json")):
        shutil.copy(record, f"src/{record.parent.name}.json")
        press_archive("publish", "src", "-o", "public", "--base-url", URL, "-j", "1")

    done = press_archive("publish", "src", "-o", "anew", "--base-url", URL, "-j", "1")

    assert done.status == 0
    assert tree("public") == tree("anew")


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 4_000, 30_000, 60_000])
def test_a_disk_that_is_full_leaves_the_old_site(press_archive, size):
    further(press_archive)
    before = tree("public")

    done = interrupted("limit", size)

    assert done.returncode == 2
    assert "press-archive: error: " in done.stderr
    assert tree("public") == before
    publish(press_archive)
    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_a_site_is_as_one_that_was_made_anew(press_archive, seed):
    """Sources come, go, change and move; works have editions, are withdrawn and named by others."""
    dice = random.Random(seed)
    held: dict[str, list[dict[str, object]]] = {"src/0.json": [release(0)]}
    save("src/0.json", release(0))
    for step in range(12):
        for _ in range(dice.randint(1, 4)):
            change(dice, held)
        for path in Path("src").iterdir():
            if path.as_posix() not in held:
                path.unlink()
        for name, records in held.items():
            if dice.random() < 0.7 or not Path(name).exists():
                save(name, *records)

        publish(press_archive)
        for name, records in held.items():
            save(name, *records)

        done = publish(press_archive)
        shutil.rmtree("anew", ignore_errors=True)
        shutil.rmtree(".anew.press-archive", ignore_errors=True)
        made = publish(press_archive, folder="anew")
        assert (done.out, done.status) == (made.out, made.status), step
        assert seen("public") == seen("anew") or made.status == 2, step


def change(dice: random.Random, held: dict[str, list[dict[str, object]]]) -> None:
    """Change what the sources hold."""
    name = f"src/{dice.randint(0, 6)}.jsonl"
    act = dice.choice([add, add, add, drop, move])
    act(dice, held, name)


def add(dice: random.Random, held: dict[str, list[dict[str, object]]], name: str) -> None:
    held.setdefault(name, []).append(varied(dice))


def drop(dice: random.Random, held: dict[str, list[dict[str, object]]], name: str) -> None:
    if len(held) > 1:
        held.pop(name, None)


def move(dice: random.Random, held: dict[str, list[dict[str, object]]], name: str) -> None:
    if name in held:
        held[f"src/{dice.randint(0, 6)}.jsonl"] = held.pop(name)


def varied(dice: random.Random) -> dict[str, object]:
    """Return one of some records that have to do with one another."""
    number, version = dice.randint(0, 9), dice.randint(2, 4)
    named = f"https://pers.example.go.id/id/release/r{dice.randint(0, 9)}"
    fields: dict[str, object] = {"headline": f"Terminal dibuka {dice.randint(0, 2)}"}
    if dice.random() < 0.5:
        fields["relations"] = [{"rel": "related", "target": named}]
    if dice.random() < 0.3:
        fields["subjects"] = None
    if dice.random() < 0.2:
        fields["embargo"] = {"until": "2026-05-01T00:00:00+07:00"}
    makers: list[Callable[[], dict[str, object]]] = [
        lambda: release(number, **fields),
        lambda: release(number, **issued(f"202{dice.randint(4, 6)}-01-05"), **fields),
        lambda: edition(number, version, **fields),
        lambda: withdrawn(number, version, step={"replacedBy": named}, **fields),
    ]
    return dice.choice(makers)()


def test_a_file_that_a_worker_left_before_it_ended_is_written_again(tmp_path):
    """Its task is given to another worker, from the beginning."""
    tree = Tree(tmp_path, is_new=True)
    tree.write("r/a.html", b"half of")

    tree.write("r/a.html", b"all of it")

    assert (tmp_path / "r/a.html").read_bytes() == b"all of it"
