"""Where defaults of options come from: flag, environment, settings file, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import record, save


@pytest.fixture(autouse=True)
def bad_file(press_archive):
    save("bad.json", record(headline=None))


def settings(text: str, name: str = "press-archive.toml") -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_a_flag_wins_over_the_environment_and_that_over_the_file(press_archive, monkeypatch):
    english = press_archive("validate", "bad.json").out
    settings('lang = "id"')
    indonesian = press_archive("validate", "bad.json").out
    monkeypatch.setenv("PRESS_ARCHIVE_LANG", "en")
    environment = press_archive("validate", "bad.json").out
    flag = press_archive("validate", "bad.json", "--lang", "id").out

    assert english != indonesian
    assert [environment, flag] == [english, indonesian]


def test_a_variable_of_a_verb_wins_over_that_of_all(press_archive, monkeypatch):
    monkeypatch.setenv("PRESS_ARCHIVE_LANG", "id")
    monkeypatch.setenv("PRESS_ARCHIVE_VALIDATE_LANG", "en")

    assert "is missing" in press_archive("validate", "bad.json").out
    assert "kesalahan" in press_archive("explain", "R105").out


def test_a_table_of_a_verb_wins_over_what_stands_for_all(press_archive):
    settings('[validate]\nlang = "en"\n[explain]\n')
    settings('lang = "id"\n[validate]\nlang = "en"')

    assert "is missing" in press_archive("validate", "bad.json").out
    assert "kesalahan" in press_archive("explain", "R105").out


@pytest.mark.parametrize("name", ["exit-zero", "exit_zero"])
def test_options_are_called_as_on_the_command_line(press_archive, name):
    settings(f"[validate]\n{name} = true")

    assert press_archive("validate", "bad.json").status == 0


@pytest.mark.parametrize("to", ['"json,text"', '["json", "text"]'], ids=["words", "list"])
def test_options_that_may_be_given_more_than_once_take_a_list_or_one_value(press_archive, to):
    save("good.json", record())
    settings(f'[convert]\nto = {to}\nfrom = "json"\noutput = "out"\nreport = "jsonl=r.jsonl"')

    assert press_archive("convert", "good.json").status == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["good.json", "good.txt"]
    assert Path("r.jsonl").exists()


def test_options_can_stand_in_the_environment_by_the_name_of_the_flag(press_archive, monkeypatch):
    save("good.json", record())
    monkeypatch.setenv("PRESS_ARCHIVE_CONVERT_TO", "json,text")
    monkeypatch.setenv("PRESS_ARCHIVE_OUTPUT", "out")

    assert press_archive("convert", "good.json").status == 0
    assert len(list(Path("out").iterdir())) == 2


def test_the_file_is_looked_for_upward(press_archive, monkeypatch):
    settings('lang = "id"')
    Path("a/b").mkdir(parents=True)
    monkeypatch.chdir("a/b")

    assert "tidak ada" in press_archive("validate", "../../bad.json").out


def test_the_nearest_file_counts_and_no_other(press_archive, monkeypatch):
    settings('lang = "id"')
    Path("a").mkdir()
    monkeypatch.chdir("a")
    settings("")

    assert "is missing" in press_archive("validate", "../bad.json").out


def test_a_project_file_serves_if_it_has_a_table_of_ours(press_archive):
    settings('[tool.other]\nx = 1\n[tool.press-archive]\nlang = "id"', "pyproject.toml")

    assert "tidak ada" in press_archive("validate", "bad.json").out


@pytest.mark.parametrize(
    "text", ["", "tool = 1", "[tool.other]\nx = 1", "[tool]\npress-archive = 1"]
)
def test_a_project_file_without_such_a_table_is_passed_over(press_archive, text):
    settings(text, "pyproject.toml")

    assert press_archive("validate", "bad.json").codes == ["S101"]


def test_a_file_can_be_named(press_archive, monkeypatch):
    settings('lang = "id"', "mine.toml")
    settings('lang = "sv"')

    assert "tidak ada" in press_archive("--config", "mine.toml", "validate", "bad.json").out
    monkeypatch.setenv("PRESS_ARCHIVE_CONFIG", "mine.toml")
    assert "tidak ada" in press_archive("validate", "bad.json").out


def test_a_project_file_that_is_named_need_not_have_such_a_table(press_archive):
    settings("", "pyproject.toml")

    assert press_archive("--config", "pyproject.toml", "validate", "bad.json").codes == ["S101"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("langg = 'id'", "press-archive.toml: there is no setting 'langg'"),
        ("[validate]\nto = 'json'", "press-archive.toml: there is no setting 'validate.to'"),
        ("[validat]\nlang = 'id'", "press-archive.toml: there is no verb 'validat'"),
        ("lang = ['id']", "press-archive.toml: 'lang' cannot be ['id']"),
        ("[convert]\nto = [['json']]", "press-archive.toml: 'to' cannot be ['json']"),
        ("[validate]\nmax-errors = 1.5", "press-archive.toml: 'max-errors' cannot be 1.5"),
        ("lang = ", "press-archive.toml: not a settings file: "),
        ("\xff", "press-archive.toml: not a settings file: "),
        ("x = " + "[" * 5000, "press-archive.toml: not a settings file: "),
        ("lang = 'sv'", "Invalid value for '--lang'"),
        ("[validate]\nmax-errors = 'many'", "Invalid value for '--max-errors'"),
        ("[validate]\nexit-zero = 'perhaps'", "Invalid value for '--exit-zero'"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(press_archive, content, told):
    Path("press-archive.toml").write_bytes(content.encode("latin-1"))

    done = press_archive("validate", "bad.json")

    assert done.status == 2
    assert told in done.err
    assert done.out == ""


@pytest.mark.parametrize("name", ["gone.toml", "."])
def test_a_settings_file_that_cannot_be_read_is_named(press_archive, name):
    done = press_archive("--config", name, "validate", "bad.json")

    assert done.status == 2
    assert done.err.startswith(f"press-archive: error: cannot read '{name}': ")


def test_an_error_in_the_settings_is_said_in_the_language_of_the_locale(press_archive, monkeypatch):
    settings("x = 1")
    monkeypatch.setenv("LANG", "id_ID.UTF-8")

    assert "tidak ada setelan 'x'" in press_archive("validate", "bad.json").err


def test_a_moment_in_the_settings_needs_its_offset(press_archive):
    save("good.json", record())
    settings("[convert]\nas-of = 2026-03-02T09:00:00")

    done = press_archive("convert", "good.json", "-t", "text", "-o", "out")

    assert done.status == 2
    assert "is not like 2026-03-02T09:00:00+07:00" in done.err
