"""The official files: known by name and checksum, looked for in a folder, never fetched."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from archive import messages
from archive.judges.ninjs.schemas import Schemas, file_name
from archive.judges.ninjs.versions import KNOWN
from archive.judges.rdf.terms import SCHEMA_ORG_FILE
from archive.standards import NINJS, OFFICIAL, SERIES, XSD, survey


@pytest.mark.standards
def test_every_official_file_is_present_with_the_checksum_that_is_known(standards):
    assert {state.official.name: state.presence for state in survey(standards)} == {
        official.name: "present" for official in OFFICIAL
    }


def test_without_a_folder_everything_is_missing():
    states = survey(None)

    assert len(states) == len(OFFICIAL)
    assert {state.presence for state in states} == {"missing"}
    assert {state.sha256 for state in states} == {None}


def test_a_file_of_another_version_is_told_with_its_checksum(tmp_path):
    (tmp_path / XSD).write_bytes(b"another")

    (found,) = [state for state in survey(tmp_path) if state.official.name == XSD]

    assert found.presence == "other"
    assert found.sha256 == "ae448ac86c4e8e4dec645729708ef41873ae79c6dff84eff73360989487f08e5"


def test_a_folder_with_the_name_of_an_official_file_is_none(tmp_path):
    (tmp_path / XSD).mkdir()

    assert {state.presence for state in survey(tmp_path)} == {"missing"}


@pytest.mark.standards
def test_what_is_missing_is_told_for_each_file(standards, tmp_path):
    shutil.copy(standards / "xml.xsd", tmp_path)

    presence = {state.official.name: state.presence for state in survey(tmp_path)}

    assert presence.pop("xml.xsd") == "present"
    assert set(presence.values()) == {"missing"}


def test_names_are_given_once_and_checksums_have_their_form():
    names = [official.name for official in OFFICIAL]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[0-9a-f]{64}", official.sha256 or "") for official in OFFICIAL)


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("official", OFFICIAL, ids=lambda official: official.name)
def test_what_a_file_is_for_is_told_in_every_language(official, language):
    assert messages.phrase(official.use, language)
    assert messages.phrase(official.otherwise, language)


# other versions of what is used in any version


def test_other_versions_stand_behind_the_one_that_is_known_in_their_order(tmp_path):
    for version in ("2.9", "2.34", "2.10"):
        (tmp_path / f"NewsML-G2_{version}-spec-All-Power.xsd").write_bytes(b"another")

    first, *rest = (one for one in survey(tmp_path) if one.official.title.startswith("NewsML-G2 X"))

    assert (first.official.version, first.presence) == ("2.35", "missing")
    assert [(one.official.version, one.presence) for one in rest] == [
        ("2.9", "unchecked"), ("2.10", "unchecked"), ("2.34", "unchecked"),
    ]  # fmt: skip
    assert rest[0].official.published_as.startswith("NewsML-G2 2.9, specification, ")


@pytest.mark.parametrize(
    "name", ["NewsML-G2_2.34-spec-All-Power.xsd.bak", "ninjs-schema_1.1.json", "notes.txt"]
)
def test_what_the_program_does_not_use_is_not_told(tmp_path, name):
    (tmp_path / name).write_bytes(b"another")

    assert survey(tmp_path) == survey(None)


def test_the_schemas_of_ninjs_that_are_told_are_those_that_judge(tmp_path):
    """Those of 1.0 and 1.1 are too old for any library."""
    published = {file_name((major, minor)) for major in KNOWN for minor in KNOWN[major]}

    told = {name for name in published if SERIES[NINJS].fullmatch(name)}

    assert published - told == {"ninjs-schema_1.0.json", "ninjs-schema_1.1.json"}


@pytest.mark.standards
def test_a_schema_of_ninjs_that_is_told_can_judge(standards):
    assert Schemas(standards).nearest(3, None) == (3, 1)


def test_the_vocabulary_of_schema_org_is_told_by_the_name_it_is_looked_for():
    assert SCHEMA_ORG_FILE in {official.name for official in OFFICIAL}


# the command


def test_the_command_tells_where_to_get_what_is_missing_in_both_languages(press_archive):
    english = press_archive("standards").out
    indonesian = press_archive("standards", "--lang", "id").out

    assert english.count("To be had from: ") == len(OFFICIAL)
    assert indonesian.count("Dapat diperoleh dari: ") == len(OFFICIAL)


def test_the_command_names_the_checksum_that_is_known_beside_another_one(press_archive, tmp_path):
    (tmp_path / "xml.xsd").write_bytes(b"another")

    told = press_archive("standards", "--standards", str(tmp_path)).out

    assert "    known to this program: sha256 61960fb3131e3802" in told
    assert "    sha256 ae448ac86c4e8e4d" in told


def test_the_command_tells_a_version_whose_checksum_nobody_told_it(press_archive, tmp_path):
    (tmp_path / "ninjs-schema_2.1.json").write_bytes(b"{}")

    told = press_archive("standards", "--standards", str(tmp_path)).out

    assert "ninjs-schema_2.1.json: present; this program does not know its checksum\n" in told
    assert "    ninjs JSON Schema 2.1 (IPTC)\n" in told


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_command_tells_programs_the_same_as_people(press_archive, tmp_path, language):
    (tmp_path / "xml.xsd").write_bytes(b"another")
    words = ["standards", "--standards", str(tmp_path), "--lang", language]

    report = json.loads(press_archive(*words, "--output-format", "json").out)
    text = press_archive(*words).out

    assert report["version"] == 1
    assert [one["name"] for one in report["standards"]] == [one.name for one in OFFICIAL]
    for one in report["standards"]:
        assert one["use"] in text
        assert one["otherwise"] in text
        assert one["presence"] == ("other" if one["name"] == "xml.xsd" else "missing")
