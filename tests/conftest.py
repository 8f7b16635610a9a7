"""What the tests share: where the official files and the real inputs are."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.program import Program

CHECKOUT = Path(__file__).parent.parent


def _folder(variable: str, name: str) -> Path:
    folder = Path(os.environ.get(variable) or CHECKOUT.parent / "shared" / name)
    if not folder.is_dir():
        reason = f"no folder of {name}: set {variable} to where they are"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


def pytest_configure() -> None:
    """Let programs be interrupted, also where a shell has begun the tests in the background.

    It has them ignore interrupts then, and what they begin does, too.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage in properties: they go through the same lines over and over."""
    for item in items:
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def standards() -> Path:
    """Return the folder of official schemas and vocabularies."""
    return _folder("PRESS_ARCHIVE_STANDARDS", "standards")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of real and hostile inputs."""
    return _folder("PRESS_ARCHIVE_CORPORA", "corpora")


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of our own samples."""
    return CHECKOUT / "samples"


@pytest.fixture
def press_archive(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Program:
    """Return the program, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Program(capsys, monkeypatch)
