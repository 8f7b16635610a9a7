"""The official files: known by name and checksum, looked for in a folder, never fetched."""

from __future__ import annotations

import re
import shutil

import pytest

from archive import messages
from archive.standards import OFFICIAL, XSD, survey


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
    assert all(re.fullmatch(r"[0-9a-f]{64}", official.sha256) for official in OFFICIAL)


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("official", OFFICIAL, ids=lambda official: official.name)
def test_what_a_file_is_for_is_told_in_every_language(official, language):
    assert messages.phrase(official.use, language)
    assert messages.phrase(official.otherwise, language)
