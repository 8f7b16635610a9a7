"""Print what sarif-tools and junitparser read in reports, as JSON; runs in an environment of its own.

``python reports_reads.py r.sarif r.xml``
"""

from __future__ import annotations

import json
import sys


def results(path: str) -> list[list[str]]:
    """Return severity, code, file and line of each result of a SARIF file."""
    from sarif.loader import load_sarif_file

    return [
        [one["Severity"], one["Code"], one["Location"], str(one["Line"])]
        for one in load_sarif_file(path).get_records()
    ]


def cases(path: str) -> dict[str, object]:
    """Return the counts of a JUnit file, and of each test case its name and what became of it."""
    from junitparser import JUnitXml

    report = JUnitXml.fromfile(path)
    named = [
        [case.name, [type(one).__name__ for one in case.result], [one.text for one in case.result]]
        for suite in report
        for case in suite
    ]
    return {"counts": [report.tests, report.failures, report.errors], "cases": named}


if __name__ == "__main__":
    json.dump({"sarif": results(sys.argv[1]), "junit": cases(sys.argv[2])}, sys.stdout)
