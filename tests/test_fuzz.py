"""Whatever is sent, every promise is kept: of what was found once, and of inputs like our samples.

The same targets run for longer, and led by what they reach, with ``python -m tests.fuzz``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz import __main__ as fuzz
from tests.fuzz import faults, mutators, odd
from tests.fuzz.targets import targets

CHECKOUT = Path(__file__).parent.parent
FOUND = Path(__file__).parent / "fuzz/found"
SAMPLES = sorted(path for path in FOUND.glob("*/*") if path.is_file())
QUICK = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
SAMPLE = {
    mutators.Json: b'{"a": [1, {"b": "c"}], "d": null}',
    mutators.Xml: b'<a b="c"><d>e</d><d/></a>',
    mutators.Tokens: b'<a> <b> "c" .\n',
    mutators.Shaken: b"\x89PNG\r\n",
}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_does_no_harm_any_more(path):
    target = targets()[path.parent.name]

    found = faults.fault(target.run, path.read_bytes())

    assert found is None, found.told


def test_of_each_input_that_was_found_it_is_said_what_it_was():
    told = (FOUND / "README.md").read_text(encoding="utf-8")

    assert [path for path in SAMPLES if f"`{path.parent.name}/{path.name}`" not in told] == []


def test_the_page_on_security_names_tests_that_there_are():
    page = (Path(__file__).parent.parent / "docs/security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", page)

    missing = [
        (file, name)
        for file, name in named
        if f"def {name}(" not in (Path(__file__).parent / file).read_text(encoding="utf-8")
    ]

    assert len(named) > 20
    assert missing == []


@pytest.mark.parametrize("name", targets())
def test_an_input_like_our_samples_breaks_no_promise(name):
    target = targets()[name]
    seeds, mutator = target.seeds(with_corpora=False), target.mutator(with_corpora=False)

    @QUICK
    @given(st.integers(0, 2**32))
    def keeps_every_promise(number):
        random = Random(number)
        raw = random.choice(seeds)
        for _ in range(random.randint(1, 3)):
            raw = mutator(raw, random)
        target.run(raw)

    keeps_every_promise()


@pytest.mark.parametrize("name", targets())
def test_every_target_begins_with_inputs_of_its_own(name):
    assert targets()[name].seeds(with_corpora=False)


@pytest.mark.parametrize("kind", SAMPLE)
def test_the_same_number_makes_the_same_input(kind):
    mutator = kind((SAMPLE[kind],))

    made = [mutator(SAMPLE[kind], Random(number)) for number in range(50)]

    assert made == [mutator(SAMPLE[kind], Random(number)) for number in range(50)]
    assert len(set(made)) > 20


@pytest.mark.parametrize("kind", SAMPLE)
def test_an_input_that_is_nothing_or_noise_can_be_changed_too(kind):
    mutator = kind(())

    for raw in (b"", b"\xff\x00<{", *odd.TOKENS):
        assert isinstance(mutator(raw, Random(1)), bytes)


# how faults are found


def _refuses_two(raw: bytes) -> None:
    assert not (b"x" in raw and b"y" in raw), "both"


def test_a_broken_promise_is_named_by_its_place():
    found = faults.fault(_refuses_two, b"xy")

    assert found.name.startswith("AssertionError-test_fuzz-_refuses_two-")
    assert "both" in found.told
    assert faults.fault(_refuses_two, b"x") is None


def test_an_input_that_breaks_something_is_made_small():
    found = faults.fault(_refuses_two, b"a" * 300 + b"x" + b"b" * 300 + b"y" + b"c" * 300)

    assert faults.smaller(_refuses_two, found).raw == b"xy"


def test_an_input_that_takes_too_long_is_a_fault(monkeypatch):
    monkeypatch.setattr(faults, "SLOW_SECONDS", 0.01)

    def counts(_: bytes) -> None:
        end = time.process_time() + 0.05
        while time.process_time() < end:
            pass

    assert faults.fault(counts, b"").name == "slow"


KEEPING = """
from tests.fuzz import faults

faults.MEMORY_KB = 1000
taken = []
print(faults.fault(lambda _: taken.append(b"x" * 2**27), b"").name)
"""
"""In a process of its own: this one may have had more memory before, and its peak stays."""


def test_an_input_that_takes_too_much_memory_is_a_fault():
    done = subprocess.run(
        [sys.executable, "-c", KEEPING], check=False, cwd=CHECKOUT, capture_output=True
    )

    assert done.stdout == b"memory\n"


# the program that fuzzes


def test_a_target_that_there_is_not_is_refused(capsys):
    with pytest.raises(SystemExit) as left:
        fuzz.main(["reader-of-tea-leaves"])

    assert left.value.code == 2
    assert "no such target: reader-of-tea-leaves" in capsys.readouterr().err


@pytest.mark.skipif(find_spec("atheris") is not None, reason="atheris is here")
def test_fuzzing_that_cannot_begin_is_a_failure(tmp_path, capsys):
    status = fuzz.main(["--seconds", "1", "--folder", str(tmp_path), "dates"])

    assert status == 1
    assert "No module named 'atheris'" in capsys.readouterr().out
