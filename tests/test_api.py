"""The Python API: what the page says runs, and every public name is typed and told of."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import archive
from archive.readers import READERS
from archive.writers import WRITERS
from tests import golden

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "api.md"


def test_the_examples_of_the_page_run(monkeypatch):
    monkeypatch.chdir(ROOT)

    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")

    assert tried > 10
    assert failed == 0


@pytest.mark.parametrize("name", archive.__all__)
def test_a_public_name_is_there_and_has_words_of_its_own(name):
    public = getattr(archive, name)

    assert name in PAGE.read_text("utf-8")
    if callable(public):
        assert public.__doc__.strip()
        assert not public.__doc__.startswith(f"{name}(")  # made by a dataclass


@pytest.mark.parametrize("name", [one for one in archive.__all__ if one.islower()])
def test_a_public_function_says_what_it_takes_and_gives(name):
    function = getattr(archive, name)
    signature = inspect.signature(function)

    assert signature.return_annotation is not inspect.Signature.empty
    assert all(one.annotation is not one.empty for one in signature.parameters.values())


def test_type_checkers_see_the_names_that_are_imported_when_first_used():
    """What `__getattr__` gives at run time is imported for them, from the same place."""
    tree = ast.parse((ROOT / "archive" / "__init__.py").read_text("utf-8"))
    (block,) = (one for one in tree.body if isinstance(one, ast.If))
    seen = {
        name.name: one.module
        for one in block.body
        if isinstance(one, ast.ImportFrom) and str(one.module).startswith("archive.")
        for name in one.names
    }

    assert seen == archive._HOMES
    assert (ROOT / "archive" / "py.typed").is_file()
    for name, home in seen.items():
        assert getattr(archive, name) is getattr(importlib.import_module(home), name)


def test_every_name_is_public_only_if_it_is_listed():
    functions = {name for name in vars(archive) if inspect.isfunction(getattr(archive, name))}

    assert functions - {"__getattr__"} | set(archive._HOMES) == set(archive.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'convert'"):
        archive.convert  # noqa: B018 (asking is the point)


def test_importing_the_package_imports_no_library():
    """Whoever wants one function pays for one function."""
    heavy = "{'lxml', 'rdflib', 'jsonschema', 'jsonschema_rs', 'msgspec', 'pyoxigraph', 'click'}"
    program = f"import sys, archive; sys.exit(bool({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_a_format_leaves_out_is_told_by_the_api():
    release = golden.release("jatim-narasi")

    assert {one.code for one in archive.left_out(release, "ninjs")} == {"L201"}
    assert list(archive.left_out(release, "nquads")) == []


def test_a_record_that_is_no_json_is_refused_with_the_place():
    with pytest.raises(archive.UnreadableSource) as refused:
        archive.read_json(b'{"id": 1,\n "id": 2}')

    (found,) = refused.value.findings
    assert found.code == "J002"
    assert found.position == archive.Position(2, 2)


def test_a_document_with_errors_does_not_become_a_release():
    with pytest.raises(archive.InvalidRelease) as refused:
        archive.build({"schemaVersion": "1", "id": "urn:x:1", "status": "published"})

    assert {one.code for one in refused.value.findings} == {"S101"}
    assert refused.value.findings[0].severity is archive.Severity.ERROR
    assert "/headline S101" in str(refused.value)


def test_a_draft_with_gaps_does_not_become_a_release():
    draft = {"schemaVersion": "1", "id": "urn:x:1", "status": "draft"}

    with pytest.raises(archive.InvalidRelease) as refused:
        archive.build(draft)

    assert {one.code for one in refused.value.findings} == {"S113"}


def test_formats_are_named_in_tables():
    assert archive.READERS is READERS
    assert archive.WRITERS is WRITERS
    with pytest.raises(KeyError):
        archive.write(golden.release("jatim-narasi"), "odt")
