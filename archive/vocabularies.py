"""The command that derives the code lists of ``schemas/`` from official files.

``python -m archive.vocabularies STANDARDS [REGIONS]`` (``make vocabularies``). STANDARDS holds the
IPTC Media Topics workbook and the catalogue of the IPTC; REGIONS holds ``provinces.csv``,
``regencies.csv`` (codes of the Indonesian Ministry of Home Affairs) and ``iso3166-2.json``.
``NOTICE`` names sources and licences.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORKBOOK = "mediatopic-2023-10-24.xlsx"
CATALOGUE = "catalog.IPTC-G2-Standards_41.xml"
SCHEMAS = Path(__file__).parent.parent / "schemas"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TAGS = {"dk": "da", "se": "sv", "no-NB": "nb", "no-NN": "nn", "pt-PT": "pt"}
"""Language tags of the workbook that BCP 47 spells otherwise."""


def topics(workbook: Path) -> dict[str, Any]:
    """Return the Media Topics: code → retirement day, broader topic and labels."""
    rows = _rows(workbook)
    title = next(rows)[0]
    header = next(rows)
    labels = {
        column: _TAGS.get(match[1], match[1])
        for column, name in header.items()
        if (match := re.fullmatch(r"Name \((.+)\)", name))
    }
    listed: dict[str, Any] = {}
    path: dict[int, str] = {}
    for row in rows:
        level = next(number for number in range(2, 8) if row.get(number))
        code = row[1].removeprefix("medtop:")
        path[level] = code
        entry: dict[str, Any] = {}
        if row.get(8):
            entry["retired"] = row[8][:10]
        if level > 2:
            entry["broader"] = path[level - 1]
        entry["labels"] = {tag: row[column] for column, tag in labels.items() if row.get(column)}
        listed[code] = entry
    date = re.search(r"\d{4}-\d\d-\d\d", title)
    return {
        "title": "IPTC Media Topics",
        "source": "http://cv.iptc.org/newscodes/mediatopic/",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "listDate": date[0] if date else "",
        "topics": dict(sorted(listed.items())),
    }


def _rows(workbook: Path) -> Iterator[dict[int, str]]:
    """Yield the rows of the first sheet: column, from 0 → text.

    The parser fetches nothing; a workbook made to be hostile could still grow in memory, so this
    reads only what the user names (`S314`).
    """
    with zipfile.ZipFile(workbook) as parts:
        strings = [
            "".join(text.text or "" for text in item.iter(f"{_SHEET}t"))
            for item in ET.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314
        ]
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    for row in sheet.iter(f"{_SHEET}row"):
        yield {
            _column(cell.get("r", "A1")): _text(cell, strings)
            for cell in row
            if cell.find(f"{_SHEET}v") is not None
        }


def _text(cell: ET.Element, strings: list[str]) -> str:
    value = cell.findtext(f"{_SHEET}v") or ""
    return strings[int(value)].strip() if cell.get("t") == "s" else value.strip()


def _column(reference: str) -> int:
    """Return the number of a column, from 0.

    >>> _column("A1"), _column("AB12")
    (0, 27)
    """
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def regions(folder: Path) -> dict[str, Any]:
    """Return the codes of Indonesian provinces, regencies and cities; codes only."""
    with (folder / "iso3166-2.json").open(encoding="utf-8") as stream:
        subdivisions = json.load(stream)["3166-2"]
    return {
        "title": "Codes of Indonesian regions",
        "source": "idn-area-data 3.1.2 (Kemendagri codes), ISO 3166-2:ID",
        "licence": "https://opendatacommons.org/licenses/odbl/1-0/",
        "kemendagri": sorted(
            row["code"]
            for name in ("provinces.csv", "regencies.csv")
            for row in csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines())
        ),
        "iso3166-2": sorted(one["code"] for one in subdivisions if one["code"].startswith("ID-")),
    }


def schemes(catalogue: Path) -> dict[str, Any]:
    """Return the schemes of the catalogue of the IPTC: alias → URI, and which are retired."""
    from archive.judges.newsml_g2.catalogue import read, version

    found = read(catalogue.read_bytes(), version(catalogue.name))
    return {
        "title": "Schemes of the IPTC catalogue for G2-Standards",
        "source": f"http://www.iptc.org/std/catalog/{catalogue.name}",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "version": found.version,
        "uris": dict(sorted(found.uris.items())),
        "retired": dict(sorted(found.retired.items())),
    }


def _lines(value: dict[str, Any]) -> str:
    """Return JSON with one member of the inner objects on each line, so that it can be compared."""
    parts = []
    for name, part in value.items():
        if isinstance(part, dict):
            inner = ",\n".join(
                f"{json.dumps(key)}:{json.dumps(one, ensure_ascii=False, separators=(',', ':'))}"
                for key, one in part.items()
            )
            parts.append(f"{json.dumps(name)}:{{\n{inner}\n}}")
        else:
            parts.append(f"{json.dumps(name)}:{json.dumps(part, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    """Write the topics and the schemes, and the regions where their sources are given."""
    parser = argparse.ArgumentParser(prog="archive.vocabularies", description=__doc__)
    parser.add_argument("standards", type=Path)
    parser.add_argument("regions", type=Path, nargs="?")
    options = parser.parse_args()
    lists = {
        "mediatopics.json": topics(options.standards / WORKBOOK),
        "iptc-schemes.json": schemes(options.standards / CATALOGUE),
    }
    if options.regions:
        lists["regions.json"] = regions(options.regions)
    for name, value in lists.items():
        (SCHEMAS / name).write_text(_lines(value), encoding="utf-8")
        sys.stdout.write(f"wrote schemas/{name}\n")


if __name__ == "__main__":
    main()
