"""Packages are loaded without what they seldom use, and have it when they use it."""

from __future__ import annotations

import importlib
import inspect
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.loading import _Inspect, load

PARTS = {
    "pa_large.py": "import pa_seldom\ntry:\n    import pa_backports\nexcept ImportError:\n"
    "    pa_backports = None\ndef deed():\n    return pa_seldom.DEED\n",
    "pa_eager.py": "import pa_seldom\nDEED = pa_seldom.DEED\n",
    "pa_broken.py": "import pa_seldom, pa_missing\n",
    "pa_seldom.py": "DEED = 'done'\n",
    "pa_backports.py": "",
}


@pytest.fixture(autouse=True)
def packages(tmp_path, monkeypatch):
    """Let some modules be found, and nothing of them be left behind."""
    for name, text in PARTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    for name in PARTS:
        sys.modules.pop(name.removesuffix(".py"), None)


def test_what_waits_is_loaded_when_something_of_it_is_used():
    load("pa_large", waiting=["pa_seldom"])
    before = "pa_seldom" in sys.modules

    assert not before
    assert sys.modules["pa_large"].deed() == "done"
    assert sys.modules["pa_seldom"].DEED == "done"


def test_what_is_used_at_once_is_loaded_at_once():
    load("pa_eager", waiting=["pa_seldom"])

    assert sys.modules["pa_eager"].DEED == "done"
    assert sys.modules["pa_seldom"].DEED == "done"


def test_who_imports_later_what_waits_gets_the_module_itself():
    load("pa_large", waiting=["pa_seldom"])
    found = importlib.import_module("pa_seldom")

    assert found.__spec__ is not None
    assert sys.modules["pa_large"].deed() == "done"
    assert sys.modules["pa_seldom"] is found


def test_a_package_does_without_what_is_hidden_from_it_and_others_have_it():
    load("pa_large", without=["pa_backports"])

    assert sys.modules["pa_large"].pa_backports is None
    assert importlib.import_module("pa_backports").__name__ == "pa_backports"


def test_what_is_loaded_before_stays_in_its_place():
    seldom = importlib.import_module("pa_seldom")
    load("pa_large", waiting=["pa_seldom"], without=["pa_seldom"])
    large = sys.modules["pa_large"]
    load("pa_large", without=["pa_backports"])

    assert large.pa_seldom is seldom
    assert sys.modules["pa_large"] is large


def test_a_package_that_cannot_be_loaded_leaves_nothing_in_the_place_of_others():
    with pytest.raises(ImportError, match="pa_missing"):
        load("pa_broken", waiting=["pa_seldom"])

    assert "pa_seldom" not in sys.modules


def test_a_name_that_a_module_does_not_have_is_missed_as_ever():
    load("pa_large", waiting=["pa_seldom"])

    with pytest.raises(AttributeError, match="nothing_of_it"):
        _ = sys.modules["pa_large"].pa_seldom.nothing_of_it


@pytest.mark.parametrize("text", ["", "Say more.", " Say more.", "Say\n  more.\n", "\tSay \tmore "])
def test_texts_of_help_are_cleaned_as_python_cleans_them(text):
    assert _Inspect("inspect").cleandoc(text) == inspect.cleandoc(text)


@given(st.text() | st.text(" \t\n\x0b\x0c\x1f\x85\u2028\xa0\u3000a", max_size=12))
def test_any_text_is_cleaned_as_python_cleans_it(text):
    assert _Inspect("inspect").cleandoc(text) == inspect.cleandoc(text)
