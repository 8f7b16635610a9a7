"""Editors: the schema in their form, and what the page tells people to write into settings."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from tests.conftest import CHECKOUT
from tests.program import other, save

PAGE = (CHECKOUT / "docs" / "editors.md").read_text("utf-8")
ASIDE = {"title", "description", "examples"}


def test_the_schema_for_editors_judges_as_the_one_of_the_record(press_archive):
    published = json.loads(press_archive("schema").out)

    made = json.loads(press_archive("schema", "editor").out)

    for name, part in published["$defs"].items():
        published["$defs"][name] = {key: part[key] for key in part if key not in ASIDE}
    assert made == published


def test_no_definition_hides_what_a_field_says_of_itself(press_archive):
    """An editor may let what is referred to overwrite what refers to it."""
    schema = json.loads(press_archive("schema", "editor").out)
    parts = [schema, *schema["$defs"].values()]
    fields = [field for part in parts for field in part.get("properties", {}).values()]

    assert all(field.keys() >= ASIDE for field in fields if "$ref" in field)
    assert not any(part.keys() & ASIDE for part in schema["$defs"].values())


def test_the_settings_on_the_page_are_json():
    blocks = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)

    (schemas, tasks) = (json.loads(block) for block in blocks)

    assert schemas["json.schemas"][0]["url"].endswith("release.schema.json")
    assert tasks["tasks"][0]["args"][0] == "validate"


def test_the_pattern_on_the_page_fits_every_problem_and_nothing_else(press_archive, samples):
    for name in ("S102-mistyped-field", "R201-capitals", "R206-no-number"):
        Path("releases").mkdir(exist_ok=True)
        shutil.copy(samples / "bad" / f"{name}.json", "releases")
    task = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]

    lines = press_archive(*task["args"]).out.splitlines()

    found = [match for line in lines if (match := re.search(pattern["regexp"], line))]
    told = [[match[pattern[part]] for part in ("file", "code", "severity")] for match in found]
    assert told == [
        ["releases/R201-capitals.json", "R201", "warning"],
        ["releases/R206-no-number.json", "R206", "info"],
        ["releases/S102-mistyped-field.json", "S102", None],
    ]
    assert len(lines) == 2 * len(found)


def test_a_record_may_name_its_schema_by_address_or_by_path(press_archive):
    for number, address in enumerate(["../.vscode/release.schema.json", "https://w3id.org/x"]):
        save(f"{number}.json", {"$schema": address} | other(number))

        assert press_archive("validate", f"{number}.json", "--fail-on", "info").status == 0
