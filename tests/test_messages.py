"""The words: every code has them in every language, and each template gets what it names."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive import messages, word_files
from archive.findings import CODES, Finding, finding
from archive.validation import schema

ARCHIVE = Path(__file__).parent.parent / "archive"
LOCALE = ARCHIVE / "locale"


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def templates(code: str, language: str) -> dict[tuple[str, str], str]:
    """Return all templates of a code: (variant, "message" or "hint") → text."""
    words = messages.words(code, language)
    entries = {"": words, **words.get("variants", {})}
    return {
        (variant, part): entry[part]
        for variant, entry in entries.items()
        for part in ("message", "hint")
        if part in entry
    }


@cache
def calls() -> tuple[tuple[str, str | None, set[str]], ...]:
    """Return what every call of the program that makes a finding gives."""
    return tuple(_calls())


def _calls() -> Iterator[tuple[str, str | None, set[str]]]:
    """Yield code, variant (``None``: not known before it runs) and parameters of each finding made.

    Findings whose code or parameters are put together at run time are not told.
    """
    for path in sorted(ARCHIVE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id != "finding" or not node.args:
                continue
            code = node.args[0]
            names = {keyword.arg for keyword in node.keywords}
            if not isinstance(code, ast.Constant) or None in names:
                continue
            variants = [one.value for one in node.keywords if one.arg == "variant"]
            known = all(isinstance(one, ast.Constant) for one in variants)
            variant = (variants[0].value if variants else "") if known else None
            yield code.value, variant, names - {"variant"}


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_title_a_message_and_a_reason(code, language):
    words = messages.words(code, language)

    assert words["title"]
    assert words["message"]
    assert words["why"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_wrong_and_a_right_example(code):
    words = messages.words(code, "en")

    assert words["wrong"]
    assert words["right"]


@pytest.mark.parametrize("code", CODES)
def test_templates_name_the_same_values_in_every_language(code):
    english, indonesian = templates(code, "en"), templates(code, "id")

    assert {key: placeholders(text) for key, text in english.items()} == {
        key: placeholders(text) for key, text in indonesian.items()
    }


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_file_of_words_has_no_word_for_a_code_that_does_not_exist(language):
    named = {
        code
        for path in (LOCALE / language).glob("[A-Z]*.toml")
        for code in tomllib.loads(path.read_text("utf-8"))
    }

    assert named == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_template_gets_every_value_it_names(code):
    """Each place in the code that makes the finding gives what its wording shows."""
    given = [(variant, names | {"pointer"}) for known, variant, names in calls() if known == code]
    wordings = templates(code, "en")
    variants = {variant for variant, _ in wordings}

    for variant, names in given:
        assert variant is None or variant in variants, f"{code} has no variant {variant!r}"
        for part in ("message", "hint"):
            shown = variants if variant is None else {variant}
            for wanted in shown:
                text = wordings.get((wanted, part), wordings.get(("", part), ""))
                assert placeholders(text) <= names, (code, wanted, part)


def test_sentences_of_the_program_name_the_same_values_in_every_language():
    english, indonesian = (
        tomllib.loads((LOCALE / language / "ui.toml").read_text("utf-8"))
        for language in messages.LANGUAGES
    )

    assert english.keys() == indonesian.keys()
    assert {key: placeholders(text) for key, text in english.items()} == {
        key: placeholders(text) for key, text in indonesian.items()
    }


def test_a_message_says_where_and_names_the_value():
    one = finding("R211", "/source/asWritten", value="dishubcontoh")

    said = messages.message(one, "en")

    assert said == "/source/asWritten: the source 'dishubcontoh' looks like the name of an account"
    assert messages.message(one, "id") != said


def test_a_variant_has_its_own_message_and_else_the_words_of_the_code():
    odd = finding("R225", "/body/text", variant="odd", count=3)

    assert "3 straight quotation marks" in messages.message(odd, "en")
    assert messages.hint(odd, "en") == messages.hint(
        finding("R225", "/body/text", variant="unbalanced", opened=1, closed=2), "en"
    )


def test_braces_in_a_value_are_no_placeholders():
    one = finding("R235", "/body/text", words="{{nama}} {0}")

    assert "'{{nama}} {0}'" in messages.message(one, "en")


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("plain “text” für 日本", "plain “text” für 日本"),
        ("a\nb\tc\r", "a\\u000ab\\u0009c\\u000d"),
        ("\x1b]0;title\x07", "\\u001b]0;title\\u0007"),
        ("\x9b31m", "\\u009b31m"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("soft\u00adhyphen", "soft\\u00adhyphen"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ufeffmark", "\\ufeffmark"),
        ("line\u2028break", "line\\u2028break"),
        ("\ue000", "\\ue000"),
        ("\U000e0041", "\\U000e0041"),
        ("\U000e0100", "\\U000e0100"),
        ("\u3164", "\\u3164"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_nothing_unseen_reaches_a_terminal(value, seen):
    assert messages.shown(value) == seen
    messages.shown(value).encode("utf-8")


def test_a_long_value_is_shortened():
    assert messages.shown("x" * 80) == "x" * 80
    assert messages.shown("x" * 81) == "x" * 79 + "…"


def test_a_value_of_escapes_does_not_grow_without_end():
    assert len(messages.shown("\x00" * 1_000_000)) <= 80 * 6


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "in_ID"}, "id"),
        ({"LANG": "id"}, "id"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "id_ID.UTF-8"}, "id"),
        ({"LC_ALL": "C", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "ms_MY.UTF-8"}, "en"),
        ({"LANG": "idioms"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment, language):
    assert messages.preferred(environment) == language


def test_a_page_has_its_examples_in_every_language():
    english, indonesian = messages.page("R222", "en"), messages.page("R222", "id")

    assert english.title != indonesian.title
    assert (english.wrong, english.right) == (indonesian.wrong, indonesian.right)


@pytest.mark.parametrize(
    "told",
    [
        Finding(code="R998", params={}),
        finding("R211", "/source/asWritten"),
        finding("J011", variant="line"),
    ],
    ids=["no such code", "a value is missing", "a value of a variant is missing"],
)
def test_a_finding_from_elsewhere_is_told_only_if_it_has_what_its_words_name(told):
    """A manifest may have been written by another version, or by somebody else."""
    assert not messages.can_be_told(told)
    assert messages.can_be_told(finding("R211", "/source/asWritten", value="dishubcontoh"))


def test_a_single_finding_costs_one_file_of_words(monkeypatch):
    read: list[str] = []
    original = Path.read_text

    def counting(path, *arguments, **named):
        read.append(path.name)
        return original(path, *arguments, **named)

    messages._words.cache_clear()
    messages._sentences.cache_clear()
    monkeypatch.setattr(Path, "read_text", counting)
    messages.message(finding("R211", "/source/asWritten", value="dishubcontoh"), "id")

    assert read == ["R2.toml"]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_messages_are_sentences_without_a_full_stop_and_hints_with_one(language):
    for code in CODES:
        for (_, part), text in templates(code, language).items():
            end = re.search(r"[.?!)]$", text)
            assert bool(end) or part == "message", (code, text)
            assert part == "hint" or not text.endswith("."), (code, text)


def test_a_sentence_of_the_program_is_filled_with_safe_values():
    said = messages.phrase("source_missing", "en", name="no\x1b[31m such.json")

    assert said == "'no\\u001b[31m such.json' does not exist"
    assert messages.phrase("source_missing", "id", name="a.json") != said


def test_a_path_in_a_sentence_is_not_shortened_like_a_value():
    assert "x" * 300 in messages.phrase("source_missing", "en", name="x" * 300)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_wording_can_be_filled_and_leaves_no_gap(language):
    for code in CODES:
        for (variant, part), text in templates(code, language).items():
            values = dict.fromkeys(placeholders(text) - {"pointer"}, "nilai")
            one = finding(code, "/x", variant=variant, **values)

            say = messages.message if part == "message" else messages.hint
            assert not re.search(r"\{\w*\}", say(one, language) or "{}"), (code, variant, part)


@pytest.mark.parametrize("path", sorted(LOCALE.rglob("*.toml")), ids=lambda path: path.name)
def test_words_hold_nothing_unseen(path):
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for part in value.values():
                yield from strings(part)
        else:
            yield value

    for text in strings(tomllib.loads(path.read_text("utf-8"))):
        assert text == text.strip()
        assert messages.shown(text.replace("\n", ""), len(text)) == text.replace("\n", "")


def test_indonesian_words_are_not_the_english_ones():
    alike = [
        (code, key)
        for code in CODES
        for key, text in templates(code, "en").items()
        if templates(code, "id")[key] == text
    ]

    assert alike == []


def test_every_field_has_a_title_and_a_sentence_in_indonesian():
    for path in schema.field_paths():
        words = messages.field_words(path, "id")

        assert words["title"], path
        assert not words["title"].endswith("."), path
        assert words["description"].endswith("."), path
        assert words["description"] != schema.field(path).description, path


def test_no_field_is_described_that_the_record_does_not_have():
    described = tomllib.loads((LOCALE / "id" / "fields.toml").read_text("utf-8"))

    assert list(described) == list(schema.field_paths())


def test_every_type_of_a_field_has_a_name_in_indonesian():
    types = {schema.field(path).type for path in schema.field_paths()}
    named = set(tomllib.loads((LOCALE / "id" / "types.toml").read_text("utf-8")))

    assert {one.strip("[]") for one in types if "|" not in one and one != "1"} <= named


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("array", "en", "a list"),
        ("array", "id", "daftar"),
        ("[Quotation]", "id", "[Kutipan]"),
        ("Line", "en", "Line"),
        ("text | html", "id", "text | html"),
        ("null", "id", "null"),
    ],
)
def test_kinds_of_values_have_names_for_people(name, language, said):
    assert messages.kind(name, language) == said


def test_people_are_told_of_a_list_and_not_of_an_array():
    one = finding("S107", "/keywords", found="string", wanted="array")

    assert messages.message(one, "en") == "/keywords: here stands text, where a list is expected"
    assert "teks" in messages.message(one, "id")
    assert one.params["wanted"] == "array"


def test_a_field_has_words_of_its_own_in_indonesian_and_those_of_the_schema_in_english():
    assert messages.field_words("headline", "id")["title"]
    assert messages.field_words("headline", "en") == {}
    assert messages.field_words("no.such.field", "id") == {}


@pytest.mark.parametrize(
    "path", sorted(LOCALE.rglob("*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_file_of_words_says_what_it_says_to_any_reader_of_toml(path):
    text = path.read_text("utf-8")

    assert word_files.load(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        '# words\n\na = "b"\n[c.d]\ne = ""\n[c]\nf = "g # h"',
        r'a = "say \"no\", C:\\x\ty\u00e9"',
        '["a b"]\nc = "d"',
        '"a b" = "c"',
        "a = 1",
        'a = "b',
        'a="b"',
        'a = "b" # c',
        "a = 'b'",
        'a = """b"""',
        '[a]  # b\nc = "d"',
        'a-b = "c"',
        'é = "c"',
        r'a = "\U0001F600"',
        'a = ["b", "c"]',
    ],
)
def test_words_however_they_are_written_are_those_of_toml(text):
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(tomllib.TOMLDecodeError):
            word_files.load(text)
    else:
        assert word_files.load(text) == expected
