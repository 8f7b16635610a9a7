"""A baseline: only the problems count that an earlier run has not told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import baseline
from archive.baseline import Baseline
from archive.findings import Severity, finding
from archive.json_members import NotReadable, members
from archive.outcome import Outcome
from archive.reporters import json_report
from tests.program import other, record, save

HEAD = {"version": 1, "tool": {"name": "press-archive"}, "summary": {}}


@pytest.fixture
def known(press_archive):
    """Return the program in a folder with a bad file, and a report of what is bad about it."""
    save("in/a.json", record(datelin="Jakarta", rights=None))
    press_archive("validate", "in", "--report", "json=known.json")
    return press_archive


def judged(known, *words):
    return known("validate", "in", "--baseline", "known.json", *words)


def test_what_an_earlier_run_has_told_does_not_count_again(known):
    done = judged(known)

    assert (done.status, done.out) == (0, "")
    assert "1 known problems not told (--baseline)" in done.err


def test_a_file_with_known_errors_is_not_called_valid(known):
    report = json.loads(judged(known, "--output-format", "json").out)

    assert report["files"][0]["valid"] is False
    assert report["summary"]["errors"] == 0
    assert report["summary"]["known"] == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Nothing new; one known problem is not shown"), ("id", "Tidak ada yang baru; satu")],
)
def test_a_page_does_not_call_files_with_known_problems_in_order(known, language, told):
    save("in/good.json", other(1))

    page = judged(known, "--output-format", "html", "--lang", language).out

    assert told in page
    assert "in/good.json" in page
    assert "in/a.json" not in page


def test_the_page_of_a_job_says_how_many_problems_are_known(known, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")

    judged(known)

    assert "1 known problems not told" in Path("summary.md").read_text("utf-8")


def test_new_problems_are_told_and_count(known):
    save("in/a.json", record(datelin="Jakarta", headlin="Harga"))
    save("in/b.json", other(1, datelin="Jakarta"))

    done = judged(known)

    assert (done.status, done.codes) == (1, ["S102", "S102"])
    assert "headlin" in done.out
    assert done.out.count("in/b.json") == 1


def test_problems_that_are_gone_are_counted(known):
    save("in/a.json", record())

    done = judged(known)

    assert done.status == 0
    assert "1 known problems are gone; renew the baseline" in done.err


def test_of_files_that_are_not_looked_at_nothing_is_gone(known):
    save("b.json", other(1))

    assert "gone" not in known("validate", "b.json", "--baseline", "known.json").err


def test_a_problem_is_known_though_lines_are_added_above_it(known):
    whole = Path("in/a.json").read_text("utf-8")
    Path("in/a.json").write_text("\n\n\n" + whole, encoding="utf-8")

    assert judged(known).codes == []


def test_a_problem_is_known_though_an_item_is_put_in_before_it(press_archive):
    people = [{"id": f"p{number}", "name": "Siti", "rol": "Kepala"} for number in (1, 2)]
    save("in/a.json", record(people=people))
    press_archive("validate", "in", "--report", "json=known.json")
    save("in/a.json", record(people=[{"id": "p0", "name": "Budi"}, *people]))

    assert judged(press_archive).codes == []


def test_one_more_of_the_same_problems_is_new(press_archive):
    people = [{"id": f"p{number}", "name": "Siti", "rol": "Kepala"} for number in (1, 2, 3)]
    save("in/a.json", record(people=people[:2]))
    press_archive("validate", "in", "--report", "json=known.json")
    save("in/a.json", record(people=people))

    done = judged(press_archive)

    assert done.codes == ["S102"]
    assert "2 known problems not told" in done.err


@pytest.mark.parametrize(
    ("first", "is_known"), [("in/b.json:90", True), ("in/c.json:1", False)]
)  # fmt: skip
def test_another_place_is_known_by_its_file_and_not_by_its_line(first, is_known):
    known = Baseline("/")
    params = {"version": 1, "id": "r1", "first": "in/b.json:1"}
    known.learn({"path": "a", "code": "R129", "pointer": "/id", "params": params})

    left = known.applied(
        Outcome(path="a", findings=(finding("R129", "/id", **params | {"first": first}),))
    )

    assert left.findings == () if is_known else left.known == {}


@pytest.mark.parametrize("name", ["in/a.json", "./in/../in/a.json", "absolute"])
def test_a_file_is_known_however_it_is_named(known, name):
    named = str(Path("in/a.json").absolute()) if name == "absolute" else name

    assert known("validate", named, "--baseline", "known.json").codes == []


def test_every_record_of_a_large_source_is_held_against_the_baseline(press_archive):
    save("in/a.jsonl", *(other(number, datelin="Jakarta") for number in range(30)))
    press_archive("validate", "in", "--report", "json=known.json")
    save("in/a.jsonl", *(other(number, datelin="Jakarta") for number in range(31)))

    assert judged(press_archive, "-j", "1").codes == ["S102"]


def test_all_that_a_run_tells_is_known_to_the_next(press_archive, samples):
    words = ("validate", str(samples / "bad"))
    first = press_archive(*words, "--report", "json=known.json")

    again = press_archive(*words, "--baseline", "known.json", "--fail-on", "info")

    assert first.status == 1
    assert (again.status, again.out) == (0, "")
    assert "gone" not in again.err


def test_the_language_of_the_baseline_does_not_matter(press_archive):
    save("in/a.json", record(datelin="Jakarta"))
    press_archive("validate", "in", "--report", "json=known.json", "--lang", "id")

    assert judged(press_archive).codes == []


def test_a_baseline_is_no_source_of_the_folder_it_lies_in(known):
    assert known("validate", ".", "--baseline", "known.json").status == 0


def test_a_baseline_can_be_named_in_the_settings(known):
    Path("press-archive.toml").write_text('[validate]\nbaseline = "known.json"', encoding="utf-8")

    assert known("validate", "in").codes == []


def test_what_is_not_selected_is_not_gone(known):
    save("in/a.json", record(rights=None))

    assert "gone" not in judged(known, "--ignore", "S102").err
    assert "1 known problems are gone" in judged(known).err


def test_a_severity_of_the_settings_does_not_make_a_known_problem_new(known):
    Path("press-archive.toml").write_text(
        '[validate.severities]\nS102 = "warning"', encoding="utf-8"
    )

    assert judged(known, "--fail-on", "warning").status == 0


def test_a_baseline_is_not_renewed_by_a_run_that_leaves_out_what_it_knows(known):
    """It would forget everything that is known."""
    over = judged(known, "--report", "json=./known.json")
    beside = judged(known, "--report", "json=next.json")
    with_next = known("validate", "in", "--baseline", "next.json")

    assert over.status == 2
    assert "would overwrite the baseline 'known.json'" in over.err
    assert beside.status == 0
    assert with_next.status == 2
    assert "'next.json' was itself written with a baseline" in with_next.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "cannot be used as a baseline"),
        ("[]", "cannot be used as a baseline"),
        ("{}", "is no JSON report of this program"),
        ('{"tool": {"name": "ruff"}}', "is no JSON report of this program"),
        ('{"tool": 1}', "is no JSON report of this program"),
        (json.dumps(HEAD | {"version": 2}), "is a report of version 2"),
        (json.dumps(HEAD | {"summary": 1}), "is a report of version 1"),
        (json.dumps(HEAD | {"problems": [1]}), "a problem without path, code, pointer or params"),
        (json.dumps(HEAD | {"problems": [{"path": 1}]}), "a problem without path"),
        (json.dumps(HEAD)[:-1], "'' in the place of '}'"),
        (json.dumps(HEAD) + "{", "'{' in the place of ''"),
        ("{1: 2}", "a key is no text"),
        ('{"a" 1}', "'1' in the place of ':'"),
        ('{"problems": [1}', "a problem without path"),
        ('{"files": [1}', "'}' in the place of ']'"),
        ('{"a": nul}', "Expecting value"),
        ('{"a": ' + "[" * 100_000, "cannot be used as a baseline"),
        ('{"a": {"b":' + "[" * 100_000, "cannot be used as a baseline"),
        ('{"a": ' + "9" * 5000 + "}", "cannot be used as a baseline"),
        ('{"a": "' + "x" * 3_000_000 + '"}', "more than 1048576 characters"),
        ('{"a": "\xff"}', "cannot be used as a baseline"),
    ],
)
def test_what_is_no_baseline_is_refused_by_name(known, content, told):
    Path("known.json").write_bytes(content.encode("latin-1"))

    done = judged(known)

    assert done.status == 2
    assert done.err.startswith("press-archive: error: 'known.json'")
    assert told in done.err
    assert done.out == ""


def test_a_baseline_that_is_not_there_is_named(known):
    done = known("validate", "in", "--baseline", "gone.json")

    assert done.status == 2
    assert "cannot read 'gone.json'" in done.err


def test_a_baseline_may_have_been_laid_out_anew(known):
    report = json.loads(Path("known.json").read_text("utf-8"))
    Path("known.json").write_text(json.dumps(report, indent=8, sort_keys=True), encoding="utf-8")

    assert judged(known).codes == []


def test_the_version_of_the_report_is_the_one_that_is_read():
    assert baseline.VERSION == json_report.VERSION


def test_numbers_of_what_is_only_counted_are_known_as_a_whole():
    """Of a hundred thousand problems more than before, any may be new."""
    one = finding("J014", variant="source", most=1, untold=7)
    many = Outcome(path="a", findings=(one,), untold={Severity.ERROR: 7})
    known = Baseline("/")
    known.learn({"path": "a", "code": "J014", "pointer": "", "params": dict(one.params)})

    left = known.applied(many)
    more = known.applied(many)

    assert (left.findings, left.untold, left.known) == ((), {}, {Severity.ERROR: 7})
    assert more is many


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(
    st.dictionaries(st.text(max_size=3), JSON_VALUES, max_size=3),
    st.booleans(),
    st.sampled_from([None, 0, 3]),
)
def test_members_come_as_they_stand(document, is_ascii, indent):
    text = json.dumps(document, ensure_ascii=is_ascii, indent=indent)
    wanted = []
    for name, value in document.items():
        wanted += [(name, item) for item in value] if isinstance(value, list) else [(name, value)]

    assert list(members(io.StringIO(text))) == wanted


class Dripping(io.StringIO):
    """Gives a character at a time."""

    def read(self, size: int | None = -1) -> str:  # noqa: ARG002 (never asked for fewer)
        return super().read(1)


def test_a_number_does_not_end_where_a_piece_of_the_text_does():
    assert list(members(Dripping('{"a": 12345, "b": [1234]}'))) == [("a", 12345), ("b", 1234)]


@given(st.text(alphabet='{}[]",:1ae\\ \n', max_size=20))
def test_nothing_but_json_is_read(text):
    try:
        is_object = isinstance(json.loads(text), dict)
    except ValueError:
        is_object = False

    if is_object:
        list(members(io.StringIO(text)))
    else:
        with pytest.raises(NotReadable):
            list(members(io.StringIO(text)))
