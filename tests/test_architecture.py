"""The floors of the house: imports go down only, and each library keeps to its rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ARCHIVE = Path(__file__).parent.parent / "archive"

FLOORS = {
    "findings": 0, "errors": 0, "vocabulary": 0, "messages": 0, "word_files": 0, "contracts": 0, "loading": 0,
    "release": 1, "limits": 1, "places": 1, "positions": 1, "json_scan": 1, "json_text": 1, "canonical": 1, "body": 1, "html_tokens": 1,
    "edtf": 1,
    "languages": 1, "outcome": 1, "proofs": 1, "parsing": 1, "differences": 1, "migrations": 1, "media": 1, "problems": 1, "topics": 1, "regions": 1, "standards": 1,
    "selection": 1, "path_patterns": 1, "sifting": 1, "baseline": 1, "json_members": 1,
    "spool": 1, "fingerprints": 1, "checkout": 1,
    "validation": 2, "graph": 2, "newsml_g2": 2,
    "readers": 3, "writers": 3, "judges": 3, "reporters": 3,
    "batch": 4,
    "publication": 5, "server": 6,
    "settings": 5, "cluster": 5,
    "cli": 6, "__main__": 6, "vocabularies": 6, "__init__": 6,
}  # fmt: skip
"""Every module and package below ``archive/`` and its floor; a new one is entered here."""

STRANGERS = {"readers", "writers", "judges", "reporters"}
"""Packages whose modules do not know each other."""

ROOMS = {
    "click": {"cli"},
    "jsonschema": {"validation"},
    "jsonschema_rs": {"validation"},
    "lxml": {"readers", "writers", "judges", "parsing", "publication"},
    "pyshacl": {"judges"},
    "jinja2": {"publication"},
    "pyarrow": {"publication"},
    "pagefind": {"publication"},
    "rdflib": {"readers", "writers", "judges", "graph", "publication", "__init__"},
    "pyoxigraph": {"readers", "writers", "judges", "graph", "parsing", "publication"},
    "dask": {"cluster"},
    "distributed": {"cluster"},
    "fsspec": {"cluster"},
    "s3fs": {"cluster"},
}
"""The rooms in which a library may be imported; a library that is not here may be anywhere."""

MODULES = sorted(ARCHIVE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    """Return the full names of all modules a file imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _rooms(path: Path) -> tuple[str, ...]:
    return path.relative_to(ARCHIVE).with_suffix("").parts


def _part(name: str) -> str:
    """Return the module or package below ``archive`` that a dotted name belongs to."""
    steps = name.split(".")
    return steps[1] if len(steps) > 1 and steps[1] in FLOORS else "__init__"


def test_every_part_has_a_floor():
    parts = {_rooms(path)[0] for path in MODULES}

    assert parts <= set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ARCHIVE)))
def test_imports_go_down_only(path):
    room = _rooms(path)[0]
    inside = {name for name in _imports(path) if name.startswith("archive.")}

    upwards = {name for name in inside if FLOORS[_part(name)] > FLOORS[room]}
    sideways = {
        name
        for name in inside
        if FLOORS[_part(name)] == FLOORS[room] and _part(name) != room and FLOORS[room] > 1
        and room not in {"cli", "__main__", "vocabularies", "__init__"}
    }  # fmt: skip

    assert not upwards
    assert not sideways


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ARCHIVE)))
def test_formats_are_strangers_to_each_other(path):
    rooms = _rooms(path)
    if rooms[0] not in STRANGERS or rooms[1] == "__init__":
        return
    own = f"archive.{rooms[0]}.{rooms[1]}"
    shared = f"archive.{rooms[0]}"
    siblings = {path.stem for path in (ARCHIVE / rooms[0]).iterdir()} - {"__init__", rooms[1]}

    known = {
        name
        for name in _imports(path)
        if name.startswith(shared + ".")
        and not name.startswith(own)
        and name.removeprefix(shared + ".").split(".")[0] in siblings
    }

    assert not known


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ARCHIVE)))
def test_libraries_keep_to_their_rooms(path):
    room = _rooms(path)[0]

    strayed = {
        library
        for name in _imports(path)
        if (library := name.split(".")[0]) in ROOMS and room not in ROOMS[library]
    }

    assert not strayed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ARCHIVE)))
def test_functions_are_at_most_sixty_lines_long(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 60
    }

    assert not long


def test_every_module_is_reached_by_a_table_or_an_import():
    """A module that nobody imports and no table names is dead."""
    named = {name for path in MODULES for name in _imports(path)}
    text = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)

    dead = [
        ".".join(("archive", *_rooms(path)))
        for path in MODULES
        if path.stem not in {"__init__", "__main__", "vocabularies", "reference"}
        and not any(
            name == (full := ".".join(("archive", *_rooms(path)))) or name.startswith(full + ".")
            for name in named
        )
        and f'"{".".join(("archive", *_rooms(path)))}' not in text
        and f'"archive.cli.{path.stem}' not in text
    ]

    assert not dead
