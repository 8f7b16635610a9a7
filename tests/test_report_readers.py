"""Programs of others read our reports; they have an environment of their own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.test_interoperability import JUDGES, others_python

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def python():
    """Return the Python of the environment in which they are."""
    return others_python("reports")


@pytest.fixture
def reports(press_archive, samples, tmp_path):
    """Return the folder of the reports of all bad samples, an odd name among them."""
    (tmp_path / "in").mkdir()
    for sample in sorted((samples / "bad").glob("*.json")):
        (tmp_path / "in" / sample.name).write_bytes(sample.read_bytes())
    (tmp_path / "in" / "]]> & <ü>\x1b#?.json").write_text("{")
    forms = {"json": "r.json", "sarif": "r.sarif", "junit": "r.xml"}
    press_archive("validate", "in", *(f"--report={form}={file}" for form, file in forms.items()))
    return tmp_path


def judged(folder: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300)


def test_others_find_every_problem_in_the_reports(python, reports):
    done = judged(reports, python, str(JUDGES / "reports_reads.py"), "r.sarif", "r.xml")

    assert done.returncode == 0, done.stderr.decode()[-2000:]
    read = json.loads(done.stdout)
    ours = json.loads((reports / "r.json").read_bytes())
    levels = {"error": "error", "warning": "warning", "info": "note"}
    expected = [[levels[one["severity"]], one["code"]] for one in ours["problems"]]
    assert sorted(one[:2] for one in read["sarif"]) == sorted(expected)
    invalid = [one["valid"] is False for one in ours["files"]]
    assert read["junit"]["counts"] == [len(ours["files"]), sum(invalid), 0]
    assert [one[1] == ["Failure"] for one in read["junit"]["cases"]] == invalid


def test_a_check_for_errors_by_others_fails(python, reports):
    done = judged(reports, python, "-m", "sarif", "--check", "error", "summary", "r.sarif")

    assert b"exiting with return code 64 due to issues at or above error" in done.stderr
    assert done.returncode == 64
