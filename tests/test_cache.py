"""``validate --cache``: what a run remembers of files, and that no report can tell."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.batch import asking, cache
from archive.batch.cache import Cache
from archive.batch.checking import check
from archive.batch.sources import find
from archive.batch.terms import Batch, Terms
from archive.findings import finding
from archive.judges import JUDGES
from archive.outcome import Obstacle, Outcome
from tests.program import files, other, save

HERE = Path(__file__).parent.parent
MADE = functools.cache(asking.made)
SECONDS = re.compile(r'"seconds": [0-9.]+')
OTHERS = other(1, headline="A headline of the same release that says something else")
TEXTS: dict[str, bytes] = {
    "good": json.dumps(other(1)).encode(),
    "another": json.dumps(other(2)).encode(),
    "other content": json.dumps(OTHERS).encode(),
    "third": json.dumps(other(8)).encode(),
    "faulty": json.dumps(other(3, headline=None, bodi="?")).encode(),
    "broken": b'{"id": ',
    "empty": b"",
    "lines": b"\n".join(json.dumps(other(number)).encode() for number in (4, 2, 4)),
    "half a character": json.dumps(other(5, keywords=["\ud800"])).encode(),
    "foreign": b"<html></html>",
}
NAMES = ("a.json", "b.json", "c/d.json", "e.jsonl", "f.xml", "g.txt")
OPTIONS: tuple[tuple[str, ...], ...] = (
    (),
    ("--profile", "legacy"),
    ("--max-size", "2k"),
    ("--as-release",),
    ("-j", "2"),
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def told(press_archive, *options):
    """Return all that is reported of a folder of releases; how long it took is left out."""
    files = [f"--report=json={Path.cwd()}/r.json", f"--report=text={Path.cwd()}/r.txt"]
    done = press_archive(
        "validate", "in", "--allow-empty", "--output-format", "jsonl", *files, *options
    )
    reports = [Path(name).read_text("utf-8") for name in ("r.json", "r.txt")]
    return done.status, done.out, done.err, [SECONDS.sub("", one) for one in reports]


def judged(monkeypatch):
    """Return a list that grows by the pieces that are judged from now on."""
    from archive.batch import judgement

    seen: list[str] = []
    real = judgement.judged

    def watched(chunk, *rest, **more):
        seen.extend(piece.source.name for piece in chunk.pieces)
        return real(chunk, *rest, **more)

    monkeypatch.setattr(judgement, "judged", watched)
    return seen


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(sorted(TEXTS))),
        st.tuples(st.sampled_from(NAMES), st.none()),
        st.tuples(st.just("options"), st.sampled_from(OPTIONS)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_no_report_tells_whether_there_was_a_cache(steps):
    """Cold, warm, after changes, after removal, and when something else is asked for."""
    with tempfile.TemporaryDirectory() as folder, Cached(Path(folder)) as both:
        for name, what in steps:
            both.take(name, what)

            assert both.with_cache() == both.without()


class Cached:
    """A folder of releases that changes, and what is said of it with a cache and without."""

    def __init__(self, folder):
        self.folder = folder
        self.options = Terms(), frozenset(JUDGES)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def take(self, name, what):
        """Write a file, take one away, or ask for something else."""
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "options":
            self.options = (
                Terms("legacy" if "legacy" in what else "current", 2048 if "2k" in what else 2**24),
                frozenset() if "--as-release" in what else frozenset(JUDGES),
            )
        elif what is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(TEXTS[what])

    def _outcomes(self, kept):
        terms, judges = self.options
        named = [str(self.folder / "in"), *map(str, self.folder.glob("in/*.txt"))]
        batch = Batch(sources=find(named, judges=judges).sources, terms=terms)
        return [
            (
                one.path,
                one.sha256,
                one.findings,
                one.untold,
                one.releases,
                one.is_valid,
                one.is_last,
            )
            for one in check(batch, with_digests=True, cache=kept)
        ]

    def without(self):
        return self._outcomes(None)

    def with_cache(self):
        terms, judges = self.options
        made = MADE(terms, judges)
        with Cache(self.folder / "cache", made, largest=terms.largest_bytes) as kept:
            cold = self._outcomes(kept)
        with Cache(self.folder / "cache", made, largest=terms.largest_bytes) as kept:
            warm = self._outcomes(kept)
        assert cold == warm
        return warm


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_a_report_is_the_same_to_the_byte_with_a_cache(press_archive, options):
    for number, (what, text) in enumerate(TEXTS.items()):
        path = Path("in", f"{number}.jsonl" if what == "lines" else f"{number}.json")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    fresh = told(press_archive, *options)

    runs = [told(press_archive, "--cache", "kept", *options) for _ in range(3)]

    assert runs == [fresh] * 3


def test_a_file_that_has_not_changed_is_not_judged_again(press_archive, monkeypatch):
    for number in range(3):
        save(f"in/{number}.json", other(number))
    told(press_archive, "--cache", "kept")
    save("in/1.json", other(7))
    seen = judged(monkeypatch)

    told(press_archive, "--cache", "kept")

    assert seen == ["in/1.json"]


def test_a_file_is_known_by_its_bytes_and_not_by_its_name_or_time(press_archive, monkeypatch):
    os.utime(save("in/a.json", other(1)), (1, 1))
    told(press_archive, "--cache", "kept")
    Path("in/a.json").rename("in/b.json")
    os.utime(save("in/a.json", other(2)), (1, 1))
    seen = judged(monkeypatch)

    told(press_archive, "--cache", "kept")

    assert seen == ["in/a.json"]


def test_the_same_bytes_of_another_format_are_judged_by_its_judge(press_archive):
    """The suffix says what a file is to be; as a release it is faulty, as JSON-LD it is not."""
    text = b'{"@context": {"name": "https://schema.org/name"}, "@id": "https://a.example/", "name": "x"}'
    for name in ("a.json", "b.jsonld"):
        Path("in").mkdir(exist_ok=True)
        Path("in", name).write_bytes(text)
    fresh = told(press_archive)

    assert told(press_archive, "--cache", "kept") == told(press_archive, "--cache", "kept") == fresh


def test_a_release_that_comes_twice_is_told_of_files_that_nobody_judges_again(press_archive):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    told(press_archive, "--cache", "kept")
    save("in/0.json", OTHERS)

    assert [
        json.loads(line)["code"] for line in told(press_archive, "--cache", "kept")[1].splitlines()
    ] == ["R128"]


def test_a_release_that_no_longer_comes_twice_is_not_told_any_more(press_archive):
    save("in/a.json", other(1))
    save("in/b.json", OTHERS)
    told(press_archive, "--cache", "kept")
    Path("in/a.json").unlink()

    assert told(press_archive, "--cache", "kept")[1] == ""


def test_a_run_that_finds_all_in_the_cache_loads_no_validator_and_no_judge():
    save("in/a.json", other(1))
    shown = "import sys; from archive import cli; cli._status(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", shown, "validate", "in", "--cache", "kept"]
    environment = os.environ | {"PYTHONPATH": str(HERE)}
    first, second = (
        subprocess.run(
            command, capture_output=True, check=True, text=True, env=environment
        ).stdout.split()
        for _ in range(2)
    )

    assert "jsonschema_rs" in first
    assert not {
        "jsonschema_rs",
        "jsonschema",
        "lxml",
        "archive.validation",
        "archive.batch.engine",
    } & {*second}


def test_a_cache_that_holds_all_is_not_written_again(press_archive):
    save("in/a.json", other(1))
    told(press_archive, "--cache", "kept")
    (file,) = Path("kept").glob("*.cache")
    file.chmod(0o444)
    before = file.stat()

    told(press_archive, "--cache", "kept")

    assert file.stat().st_ino == before.st_ino


def test_what_is_kept_of_files_that_a_run_did_not_have_stays(press_archive, monkeypatch):
    """A hook before a commit judges some files, and the next run all of them."""
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    told(press_archive, "--cache", "kept")
    save("c.json", other(3))
    press_archive("validate", "c.json", "--cache", "kept")
    seen = judged(monkeypatch)

    told(press_archive, "--cache", "kept")

    assert not seen


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:-1],
        lambda raw: raw[:-5] + b"x" + raw[-4:],
        lambda raw: raw[:0],
        lambda raw: raw.replace(b"cache 1", b"cache 2"),
        lambda raw: raw + b"\n",
    ],
    ids=["cut off", "changed", "empty", "of another version", "with more behind it"],
)
def test_a_damaged_cache_counts_as_none_and_is_replaced(press_archive, damage):
    save("in/a.json", other(1, headline=None))
    fresh = told(press_archive, "--cache", "kept")
    (file,) = Path("kept").glob("*.cache")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))

    assert told(press_archive, "--cache", "kept") == fresh
    assert file.read_bytes() == whole


def test_damage_of_a_cache_is_told_to_those_who_ask(press_archive):
    save("in/a.json", other(1))
    press_archive("validate", "in", "--cache", "kept")
    (file,) = Path("kept").glob("*.cache")
    file.write_bytes(b"?")

    assert "'kept' holds something" in press_archive("validate", "in", "--cache", "kept", "-v").err
    assert (
        "'kept' holds something" not in press_archive("validate", "in", "--cache", "kept", "-v").err
    )


@pytest.mark.parametrize(
    "said",
    [
        b"[]",
        b"[1]",
        b'[1,["zz"]]',
        b'[1,[],[{"code":"Z999"}]]',
        b'[1,[],[{"code":"S101"}]]',
        b"[" * 9000,
    ],
    ids=["nothing", "too little", "no digest", "no code", "no parameters", "deep"],
)
def test_a_line_that_no_run_has_written_is_not_believed(press_archive, said, monkeypatch):
    """Whoever can write the file can write a checksum, too."""
    file = save("in/a.json", other(1))
    press_archive("validate", "in", "--cache", "kept")
    (kept,) = Path("kept").glob("*.cache")
    line = cache.hashing.sha256(str(file)).encode() + b"json" + said + b"\n"
    kept.write_bytes(cache._head(line) + line)
    seen = judged(monkeypatch)

    assert told(press_archive, "--cache", "kept")[:2] == (0, "")
    assert seen == ["in/a.json"]


def test_a_cache_that_cannot_be_written_is_told_and_spoils_no_verdict(press_archive):
    save("in/a.json", other(1))
    told(press_archive, "--cache", "kept")
    (file,) = Path("kept").glob("*.cache")
    file.unlink()
    file.mkdir()

    done = press_archive("validate", "in", "--cache", "kept")

    assert done.status == 0
    assert f"cannot write '{file.as_posix()}'" in done.err


def test_a_cache_that_is_no_folder_stops_the_run(press_archive):
    save("in/a.json", other(1))
    save("kept", other(1))

    done = press_archive("validate", "in", "--cache", "kept")

    assert done.status == 2
    assert "cannot write 'kept'" in done.err


def test_a_new_folder_of_a_cache_stays_out_of_repositories(press_archive):
    save("in/a.json", other(1))

    press_archive("validate", "in", "--cache", "kept")

    assert Path("kept/.gitignore").read_text("utf-8") == "*\n"


def test_a_folder_keeps_the_ways_of_asking_that_were_used_last(press_archive):
    Path("kept").mkdir()
    for number in range(12):
        path = Path("kept", f"{number:02}.cache")
        path.write_bytes(b"")
        os.utime(path, (number, number))
    save("in/a.json", other(1))

    press_archive("validate", "in", "--cache", "kept")

    assert [name for name in files("kept") if len(name) == 8] == [
        f"{one:02}.cache" for one in range(5, 12)
    ]


def test_a_full_cache_keeps_what_the_run_asked_for(press_archive, monkeypatch):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    told(press_archive, "--cache", "kept")
    save("c.json", other(3))
    monkeypatch.setattr(cache, "_LARGEST_CACHE", 400)
    press_archive("validate", "c.json", "--cache", "kept")
    seen = judged(monkeypatch)

    press_archive("validate", "c.json", "--cache", "kept")
    told(press_archive, "--cache", "kept")

    assert "c.json" not in seen
    assert len(seen) == 1


def test_large_and_packed_files_and_standard_input_are_judged_each_time(press_archive, monkeypatch):
    import gzip

    packed = Path("in/a.json.gz")
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(TEXTS["good"]))
    save("in/b.json", other(2))
    monkeypatch.setattr(cache, "_LARGEST_FILE", 100)
    monkeypatch.chdir("in")
    seen = judged(monkeypatch)

    for _ in range(2):
        press_archive("validate", ".", "-", "-j", "1", "--cache", "kept", stdin=TEXTS["third"])

    assert seen == ["a.json.gz", "b.json", "<stdin>"] * 2


def test_a_file_that_goes_while_it_is_looked_for_is_an_obstacle_as_ever(tmp_path):
    save("a.json", other(1))
    sources = find(["a.json"]).sources
    Path("a.json").unlink()

    with Cache(tmp_path / "kept", "made", largest=2**20) as kept:
        (outcome,) = check(Batch(sources=sources), with_digests=True, cache=kept)

    assert outcome.obstacle is not None
    assert not [*Path("kept").glob("*.cache")]


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(path="a.json", obstacle=Obstacle(key="cannot_read", name="a.json", reason="?")),
        Outcome(path="a.json", sha256="0" * 64, findings=(finding("J016"),)),
        Outcome(path="a.json", sha256="0" * 64, findings=(finding("S102", field="x" * 2**17),)),
    ],
    ids=["obstacle", "the end of a worker", "long"],
)
def test_what_need_not_be_so_the_next_time_is_not_kept(outcome):
    (source,) = find([str(save("a.json", other(1)))]).sources
    with Cache(Path("kept"), "made", largest=2**20) as kept:
        kept.earlier(source)
        kept.enter(outcome)

    assert Cache(Path("kept"), "made", largest=2**20).is_empty


def test_official_files_are_a_part_of_what_is_asked():
    Path("standards").mkdir()
    digests = {asking.made(Terms(), ()), asking.made(Terms(standards=Path("standards")), JUDGES)}
    for content in ("a", "b"):
        Path("standards/catalog.xml").write_text(content, "utf-8")
        digests.add(asking.made(Terms(standards=Path("standards")), JUDGES))

    assert len(digests) == 4


def test_another_version_of_the_program_or_a_library_asks_anew(monkeypatch):
    """In a checkout a rule changes without the version."""
    package = Path("site/archive")
    (package / "batch").mkdir(parents=True)
    (package / "schemas").mkdir()
    monkeypatch.setattr(asking, "_PACKAGE", package)
    monkeypatch.setattr(sys, "path", ["site"])
    digests = set()
    for name in ("archive/rule.py", "archive/batch/x.py", "lxml-6.1.3.dist-info", "archive/locale"):
        path = Path("site", name)
        path.write_text("", "utf-8") if path.suffix else path.mkdir()
        digests.add(asking.made(Terms(), ()))

    assert len(digests) == 3


def test_a_report_that_shows_releases_has_no_use_for_a_cache(press_archive, monkeypatch):
    """It shows texts, and no cache holds any."""
    save("in/a.json", other(1, headline=None))
    press_archive("validate", "in", "--cache", "kept")
    seen = judged(monkeypatch)

    press_archive("validate", "in", "--cache", "kept", "--report", "html=r.html")

    assert seen == ["in/a.json"]
