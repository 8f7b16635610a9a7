"""Docs, samples and code say the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from archive import messages
from archive.findings import CODES
from archive.writers import WRITERS
from docs import make

ROOT = Path(__file__).parent.parent
BAD = ROOT / "samples" / "bad"


@pytest.mark.parametrize("page", make.PAGES)
def test_a_page_made_from_the_code_is_up_to_date(page):
    assert (make.DOCS / page).read_text(encoding="utf-8") == make.PAGES[page](), "run `make docs`"


def test_every_code_has_a_page_and_every_page_a_code():
    pages = re.findall(r"^### (\w+)$", (make.DOCS / "codes.md").read_text("utf-8"), re.MULTILINE)

    assert pages == [code for family in make.FAMILIES for code in CODES if code.startswith(family)]
    assert set(pages) == set(CODES)


def test_every_code_has_a_sample_and_every_sample_a_code():
    """No file ends a process on every machine: J016 is shown by tests/test_engine.py."""
    shown = {path.name.partition("-")[0] for path in BAD.iterdir()}

    assert shown == set(CODES) - {"J016"}


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_words_in_every_language(code, language):
    page = messages.page(code, language)

    assert page.title
    assert page.why


def test_every_format_has_a_page_of_its_mapping():
    """N-Triples, Turtle, TriG, RDF/XML and N-Quads share one: they say one graph.

    So do the two forms of JSON-LD.
    """
    shared = dict.fromkeys(("nquads", "ntriples", "turtle", "trig", "rdfxml"), "rdf")
    shared["jsonld-page"] = "jsonld"
    pages = {shared.get(name, name) for name in WRITERS} - {"json"}

    missing = {page for page in pages if not (make.DOCS / f"mapping-{page}.md").is_file()}

    assert not missing


def test_every_dependency_has_its_line_in_the_decisions():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    decisions = (make.DOCS / "decisions.md").read_text("utf-8")
    names = {re.split(r"[<>=]", line)[0] for line in project["dependencies"]}
    names |= set((ROOT / "requirements" / "dev.in").read_text("utf-8").split())

    assert {name for name in names if re.split(r"[<>=]", name)[0] not in decisions} == set()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE"])
def test_links_inside_the_project_lead_somewhere(name):
    text = (ROOT / name).read_text("utf-8")

    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_requirements_name_no_registry():
    for path in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?:|--index|--find-links", path.read_text("utf-8")), path


def test_the_examples_in_the_readme_run(tmp_path):
    """The Python example of the README is run as it stands there."""
    text = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)

    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
