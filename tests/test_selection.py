"""What a team selects, by codes and by paths, and how much it matters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.findings import CODES, Severity, finding
from archive.outcome import Mark, Outcome, Passage, Proof
from archive.path_patterns import is_matched, path_pattern
from archive.selection import (
    EVERYTHING,
    UNJUDGED,
    NothingSelected,
    PathIgnores,
    codes,
    is_always_told,
    selection,
)
from tests.program import other, record, save

PREFIXES = sorted({code[:length] for code in CODES for length in range(1, 5)} | {EVERYTHING})


def settings(text: str, name: str = "press-archive.toml") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def outcome(*found: str, path: str = "a.json") -> Outcome:
    return Outcome(path=path, findings=tuple(finding(code) for code in found))


@pytest.fixture
def shouting(press_archive):
    """A release with a warning (R201: a headline all capitals) and a remark (R216: no rights)."""
    save("a.json", record(headline="HARGA BERAS TURUN DI SEMUA PASAR", rights=None))


# codes


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ([], ["R201", "R216"]),
        (["--select", "R201"], ["R201"]),
        (["--select", "R2"], ["R201", "R216"]),
        (["--select", "S,J"], []),
        (["--ignore", "R201"], ["R216"]),
        (["--ignore", "R21,R1"], ["R201"]),
        (["--ignore", "R21", "--ignore", "R201"], []),
        (["--select", "R2", "--ignore", "R21"], ["R201"]),
        (["--select", "ALL,R216", "--ignore", "R2"], ["R216"]),
        (["--select", "R", "--ignore", "R2", "--select", "R201"], ["R201"]),
        (["--ignore", "ALL", "--select", "R216"], ["R216"]),
    ],
)
@pytest.mark.usefixtures("shouting")
def test_the_longest_prefix_that_fits_a_code_decides(press_archive, words, left):
    assert sorted(press_archive("validate", "a.json", *words).codes) == left


@given(
    st.sampled_from(sorted(set(CODES) - UNJUDGED)),
    st.lists(st.sampled_from(PREFIXES), max_size=5),
    st.lists(st.sampled_from(PREFIXES), max_size=5),
)
def test_a_code_is_told_exactly_if_what_selects_it_is_longer_than_what_ignores_it(
    code, select, ignore
):
    def longest(prefixes):
        lengths = [0 if one == EVERYTHING else len(one) for one in prefixes]
        fitting = [one == EVERYTHING or code.startswith(one) for one in prefixes]
        return max((at for at, fits in zip(lengths, fitting, strict=True) if fits), default=-1)

    try:
        is_told = selection(select=select, ignore=ignore).tells(code, "a.json")
    except NothingSelected:
        is_told = False

    assert is_told == (longest(select or [EVERYTHING]) > longest(ignore))


@given(
    st.lists(st.sampled_from(PREFIXES), max_size=4), st.lists(st.sampled_from(PREFIXES), max_size=4)
)
def test_a_selection_takes_nothing_but_what_it_does_not_tell(select, ignore):
    found = outcome(*CODES)
    try:
        chosen = selection(select=select, ignore=ignore)
    except NothingSelected:
        return

    left = [one.code for one in chosen.applied(found).findings]

    assert left == [code for code in CODES if chosen.tells(code, found.path)]


def test_what_is_left_decides_about_validity_counts_and_status(press_archive):
    save("a.json", record(issued=None, version=1, datelin="Jakarta"))
    words = ["validate", "a.json", "--output-format", "json"]

    whole = press_archive(*words)
    left = press_archive(*words, "--ignore", "S")

    assert (whole.status, left.status) == (1, 0)
    assert json.loads(whole.out)["summary"]["errors"] > 0
    assert json.loads(left.out)["summary"]["errors"] == 0
    assert [json.loads(one.out)["files"][0]["valid"] for one in (whole, left)] == [False, True]


@pytest.mark.usefixtures("shouting")
def test_every_report_of_a_run_follows_the_selection(press_archive):
    press_archive("validate", "a.json", "--ignore", "R201", "--report", "jsonl=r.jsonl")

    lines = Path("r.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["R216"]


@pytest.mark.usefixtures("shouting")
def test_a_cache_keeps_what_was_found_and_not_what_was_selected(press_archive):
    words = ["validate", "a.json", "--cache", "cache"]

    told = [press_archive(*words, "--select", code).codes for code in ("R201", "R216", "S")]

    assert told == [["R201"], ["R216"], []]


def test_converting_is_not_softened_by_a_selection(press_archive):
    """An invalid release is never converted, whatever a team wants to be told of."""
    save("a.json", record(datelin="Jakarta"))
    settings('[validate]\nignore = ["S102"]')

    judged = press_archive("validate", "a.json")
    converted = press_archive("convert", "a.json", "-t", "text", "-o", "out")

    assert (judged.status, converted.status) == (0, 1)
    assert converted.codes == ["S102"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--select", "R999"], "'R999' is no code, nor the beginning of one"),
        (["--select", "r201"], "'r201' is no code, nor the beginning of one; did you mean 'R201'?"),
        (["--ignore", "R2,I101"], "'I101' is no code, nor the beginning of one; did you mean 'S101'"),
        (["--ignore", "J001"], "J001 says that something could not be judged, and is always told"),
        (["--select", "R201", "--ignore", "R201"], "--ignore leaves nothing of what --select names"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("shouting")
def test_a_selection_that_makes_no_sense_is_refused(press_archive, words, told):
    done = press_archive("validate", "a.json", *words)

    assert done.status == 2
    assert told in done.err
    assert done.out == ""


# what cannot be passed over


def test_a_file_that_could_not_be_judged_never_passes(press_archive):
    Path("a.json").write_text("{", encoding="utf-8")

    assert press_archive("validate", "a.json", "--select", "R").codes == ["J001"]
    assert press_archive("validate", "a.json", "--ignore", "J").status == 1


def test_every_error_of_bytes_and_json_is_told_always():
    """A byte-order mark is only a warning: what stands behind it is judged."""
    assert {code for code in CODES if code[0] == "J"} - UNJUDGED == {"J005"}
    assert is_always_told("X026")
    assert not is_always_told("X")


def test_it_is_said_when_ignored_errors_of_the_schema_kept_the_rules_away(press_archive):
    """The rules look at records that the schema accepts, and R108 is in this one."""
    events = [{"id": "e1", "name": "Rapat", "start": "2026-03-02", "end": "2026-03-01"}]
    save("a.json", other(1, events=events, datelin="Jakarta"))
    save("b.json", other(2))

    done = press_archive("validate", "a.json", "b.json", "--ignore", "S102")

    assert (done.status, done.codes) == (0, [])
    assert "1 files with ignored or softened errors of the schema (S)" in done.err
    assert "softened" not in press_archive("validate", "a.json").err


def test_what_was_only_counted_stays_counted():
    """Nobody knows any more which codes the findings had that a huge source has let go."""
    many = Outcome(
        path="a.jsonl",
        findings=(finding("R201"), finding("J014", variant="source", most=1, untold=7)),
        untold={Severity.WARNING: 7},
    )

    left = selection(ignore=["R"]).applied(many)

    assert [one.code for one in left.findings] == ["J014"]
    assert left.untold == {Severity.WARNING: 7}


def test_what_is_shown_of_a_release_follows_the_selection():
    one, two = finding("R201", "/headline"), finding("R216")
    passages = (Passage(pointer="/headline", text="HARGA"), Passage(pointer="/rights"))
    marks = tuple(Mark(finding=number, passage=number) for number in (0, 1))
    proof = Proof(passages=passages, findings=(one, two), marks=marks)
    shown = Outcome(path="a.json", findings=(one, two), proofs=(proof,))

    (left,) = selection(ignore=["R201"]).applied(shown).proofs

    assert left.findings == (two,)
    assert left.marks == (Mark(finding=0, passage=1),)
    assert selection(ignore=["R2"]).applied(shown).proofs == ()


# settings


@pytest.mark.parametrize("file", ["press-archive.toml", "pyproject.toml"])
@pytest.mark.usefixtures("shouting")
def test_a_selection_can_stand_in_the_settings(press_archive, file):
    table = "tool.press-archive.validate" if file == "pyproject.toml" else "validate"
    settings(f'[{table}]\nselect = ["R2"]\nignore = ["R201", "R1"]', file)

    assert press_archive("validate", "a.json").codes == ["R216"]
    assert press_archive("validate", "a.json", "--ignore", "R216").codes == ["R201"]


@pytest.mark.usefixtures("shouting")
def test_a_selection_can_stand_in_the_environment(press_archive, monkeypatch):
    monkeypatch.setenv("PRESS_ARCHIVE_IGNORE", "R201,R1")

    assert press_archive("validate", "a.json").codes == ["R216"]


@pytest.mark.usefixtures("shouting")
def test_a_severity_of_the_settings_decides_about_validity(press_archive):
    settings('[validate.severities]\nR2 = "info"\nR216 = "error"')

    done = press_archive("validate", "a.json")

    assert done.status == 1
    assert "R201 info: " in done.out
    assert "R216 the record" in done.out
    assert "1 errors, 0 warnings, 1 remarks" in done.err


@pytest.mark.usefixtures("shouting")
def test_the_longest_prefix_decides_about_a_severity_too(press_archive):
    settings('[validate.severities]\nR201 = "error"\nR2 = "info"\nALL = "warning"')

    assert "1 errors, 0 warnings, 1 remarks" in press_archive("validate", "a.json").err


def test_what_could_not_be_judged_stays_an_error(press_archive):
    Path("a.json").write_text("{", encoding="utf-8")
    settings('[validate.severities]\nJ = "info"')

    assert press_archive("validate", "a.json").status == 1


@pytest.mark.parametrize(
    ("least", "status"), [("error", 0), ("warning", 1), ("info", 1)]
)  # fmt: skip
@pytest.mark.usefixtures("shouting")
def test_what_fails_a_run_is_the_least_that_was_named(press_archive, least, status):
    done = press_archive("validate", "a.json", "--fail-on", least)
    remark = press_archive("validate", "a.json", "--fail-on", least, "--select", "R216")

    assert done.status == status
    assert remark.status == (1 if least == "info" else 0)
    assert press_archive("validate", "a.json", "--fail-on", least, "--exit-zero").status == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('severities = "error"', "'validate.severities' cannot be error"),
        ('[validate.severities]\nR206 = 1', "'validate.severities.R206' cannot be 1"),
        ('[validate.severities]\nR206 = "off"', "'validate.severities.R206' cannot be 'off'; write one of error, warning, info"),
        ('[validate.severities]\nR206 = ["info", "error"]', "'validate.severities.R206' cannot be 'info, error'"),
        ('[validate.severities]\nR999 = "info"', "'validate.severities.R999': 'R999' is no code, nor the beginning of one"),
        ('[validate.severities]\nJ001 = "info"', "'validate.severities.J001': J001 says that something could not be judged"),
        ('[validate.per-path-ignores]\n"old/**" = ["r2"]', "'validate.per-path-ignores.old/**': 'r2' is no code, nor the beginning of one; did you mean 'R2'?"),
        ('[validate.per-path-ignores]\nold.json = ["R2"]', "'validate.per-path-ignores.old' cannot be {"),
        ('ignore = "R999"', "'R999' is no code"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("shouting")
def test_settings_that_select_what_does_not_exist_are_refused_by_name(press_archive, text, told):
    settings(text if text.startswith("[") else f"[validate]\n{text}")

    done = press_archive("validate", "a.json")

    assert done.status == 2
    assert told in done.err


@pytest.mark.parametrize("table", ["per-path-ignores", "severities"])
def test_a_table_of_a_verb_stands_nowhere_else(press_archive, table):
    settings(f"{table} = 1")

    assert f"there is no setting '{table}'" in press_archive("validate", ".").err


# paths


def test_codes_can_be_ignored_below_a_path(press_archive):
    save("old/2019/a.json", other(1, rights=None))
    save("new/a.json", other(2, rights=None))
    settings('[validate.per-path-ignores]\n"old/**" = "R216"')

    done = press_archive("validate", "new", "old")

    assert done.codes == ["R216"]
    assert done.out.startswith("new/a.json")


def test_paths_begin_in_the_folder_of_the_settings(press_archive, monkeypatch):
    save("old/a.json", other(1, rights=None))
    settings('[validate.per-path-ignores]\n"old/**" = ["R216"]')
    monkeypatch.chdir("old")

    assert press_archive("validate", "a.json").codes == []
    assert press_archive("validate", str(Path.cwd() / "a.json")).codes == []


@pytest.mark.usefixtures("shouting")
def test_what_a_path_takes_away_no_selection_gives_back(press_archive):
    settings('[validate.per-path-ignores]\n"*.json" = ["R2"]')

    assert press_archive("validate", "a.json", "--select", "R201").codes == []


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("old/**", "old/a.json", True),
        ("old/**", "old/2019/05/a.json", True),
        ("old/**", "older/a.json", False),
        ("old/**", "new/old/a.json", False),
        ("**/old/**", "new/old/a.json", True),
        ("old/", "old/2019/a.json", True),
        ("old/*", "old/2019/a.json", False),
        ("/old/*.json", "old/a.json", True),
        ("./old/a.json", "old/a.json", True),
        ("*.draft.json", "a/b/c.draft.json", True),
        ("*.draft.json", "a/b.draft.json/c", False),
        ("a?c.json", "abc.json", True),
        ("a/?/c.json", "a/bb/c.json", False),
        ("a/**/c.json", "a/c.json", True),
        ("a/**/c/**/d", "a/b/c/b/c/e/d", True),
        ("a/**/c/**/d", "a/b/c/b/c/e/f", False),
        ("[ab].json", "b.json", True),
        ("../other/**", "../other/a.json", True),
        ("a", "a/b", False),
        ("a/b/c", "a/b", False),
        ("a/**/**", "a/b", True),
        ("", "a", False),
    ],
)
def test_patterns_fit_as_those_of_other_tools(pattern, path, fits):
    assert is_matched(path, path_pattern(pattern)) is fits


def test_a_hostile_pattern_takes_no_time():
    pattern = path_pattern("/".join(["**", "a*a*a*a*b"] * 200))

    assert not is_matched("/".join(["a" * 30] * 2000), pattern)


def test_paths_outside_of_the_folder_of_the_settings_can_be_named():
    ignores = PathIgnores(
        below=((path_pattern("../b/**"), ("R2",)),), folder="/srv/w/a", working="/srv/w"
    )

    assert ignores.ignored("b/x.json") == codes("R2")
    assert ignores.ignored("a/x.json") == frozenset()
