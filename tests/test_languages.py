"""Language tags: which are well-formed, how each is spelled, and which way its text runs."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import languages

QUICK = settings(max_examples=300, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("tag", "spelled"),
    [
        ("id", "id"), ("ID", "id"), ("en-gb", "en-GB"), ("ZH-hant-tw", "zh-Hant-TW"), ("sr-LATN-rs", "sr-Latn-RS"),
        ("es-419", "es-419"), ("zh-CMN-hans-cn", "zh-cmn-Hans-CN"), ("sl-ROZAJ-biske-1994", "sl-rozaj-biske-1994"),
        ("de-CH-1901", "de-CH-1901"), ("en-U-CA-Gregory", "en-u-ca-gregory"), ("en-X-AB-abcd", "en-x-ab-abcd"),
        ("jv-java", "jv-Java"), ("und", "und"), ("abcdefgh", "abcdefgh"), ("en-1abc", "en-1abc"),
        ("in-ID", "id-ID"), ("IW", "he"), ("ji", "yi"), ("jw", "jv"), ("mo", "ro"), ("tl-PH", "fil-PH"),
        ("sh", "sr-Latn"), ("sh-Cyrl", "sr-Cyrl"), ("sh-419", "sr-Latn-419"), ("sh-ant", "sr-ant-Latn"), ("scc", "sr"), ("scr", "hr"), ("dk", "da"),
    ],
)  # fmt: skip
def test_a_tag_has_one_spelling(tag, spelled):
    assert languages.is_well_formed(tag)
    assert languages.canonical(tag) == spelled
    assert languages.canonical(spelled) == spelled


@pytest.mark.parametrize(
    "tag",
    ["", "i", "x", "id_ID", "id-", "-id", "id--ID", "indonesian-", "abcdefghi", "de-419-DE", "a-DE", "en-a",
     "en-x", "en-a-b", "ar-a-aaa-b-bbb-a-ccc", "en-A-aa-a-bb", "sr-Latn-Cyrl", "en-abcdefghi", "i-klingon",
     "x-private", "en-GB-oed", "id\n", " id", "ｉｄ", "тат", "en-GB-oxendict-oxendict", "de-1901-1901"],
)  # fmt: skip
def test_what_is_not_well_formed_is_refused(tag):
    assert not languages.is_well_formed(tag)


def test_a_singleton_behind_private_use_is_no_extension():
    assert languages.is_well_formed("en-a-bb-x-a-a")


def test_parts_of_an_extension_may_stand_twice():
    assert languages.is_well_formed("en-1901-t-de-1901-1901")


@QUICK
@given(st.from_regex(r"[a-z]{1,9}(-[A-Za-z0-9]{1,9}){0,5}", fullmatch=True))
def test_a_tag_that_is_taken_is_taken_by_readers_of_rdf_too(tag):
    if languages.is_well_formed(tag):
        spelled = languages.canonical(tag)

        assert languages.canonical(spelled) == spelled
        assert languages.is_well_formed(spelled)
        assert ox.Literal("x", language=spelled).language == spelled.lower()


@pytest.mark.parametrize(
    ("tag", "runs_left"),
    [("ar", True), ("AR-EG", True), ("he", True), ("fa", True), ("ckb", True), ("id", False), ("und", False),
     ("az-Arab", True), ("az-Latn", False), ("ar-Latn", False), ("ms-Arab-MY", True), ("dv-Thaa", True),
     ("sl-1994", False), ("ar-1994", True)],
)  # fmt: skip
def test_text_runs_as_its_script_does_or_as_its_language_usually_does(tag, runs_left):
    assert languages.is_right_to_left(tag) == runs_left
