"""Writes the pages that are made from the code (`make docs`); `make check` compares them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive import contracts, messages
from archive.findings import CODES

DOCS = Path(__file__).parent
FAMILIES = {
    "J": "Bytes and JSON",
    "S": "The schema",
    "R1": "Rules: what hangs together",
    "R2": "Rules: what an editor would mend",
    "L": "Left out, mended, inferred, held back",
    "N": "ninjs",
    "X": "NewsML-G2",
    "G": "RDF",
}


def codes() -> str:
    """Return `docs/codes.md`: a section per code."""
    parts = [
        "# Codes",
        (
            "Every code the program can give. A code never changes its meaning. "
            "`press-archive explain CODE` says the same (`--lang id` in Indonesian)."
        ),
    ]
    for family, title in FAMILIES.items():
        members = [code for code in CODES if code.startswith(family)]
        parts.append(f"## {title}")
        parts.append(_overview(members))
        parts += [_section(code) for code in members]
    return "\n\n".join(parts) + "\n"


def _overview(members: list[str]) -> str:
    rows = ["| code | | |", "| --- | --- | --- |"]
    for code in members:
        title = messages.page(code, "en").title
        rows.append(f"| [{code}](#{code.lower()}) | {CODES[code].severity} | {title} |")
    return "\n".join(rows)


def _section(code: str) -> str:
    page = messages.page(code, "en")
    fixed = CODES[code]
    facts = f"{page.title}. {fixed.severity.value.capitalize()}, since {fixed.since}"
    if fixed.severity == "error" and not fixed.essential:
        facts += "; a warning under `--profile legacy` for older records"
    parts = [f"### {code}", facts + ".", page.why.strip()]
    if page.wrong:
        parts.append(f"Wrong:\n\n```\n{page.wrong.strip()}\n```")
    if page.right:
        parts.append(f"Right:\n\n```\n{page.right.strip()}\n```")
    return "\n\n".join(parts)


def schema() -> str:
    """Return `docs/schema.md`: every field of the record, with type and example."""
    contract = json.loads(contracts.contract("release.schema.json"))
    parts = [
        "# The record, field by field",
        (
            "Made from `schemas/release.schema.json`, which decides. "
            "`press-archive explain FIELD` shows one field."
        ),
        "## The release",
        _fields(contract, contract),
    ]
    for name, part in contract["$defs"].items():
        if "properties" in part:
            parts += [f"## {name}", part.get("description", ""), _fields(part, contract)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _fields(part: dict[str, Any], contract: dict[str, Any]) -> str:
    rows = ["| field | type | | example |", "| --- | --- | --- | --- |"]
    for name, field in part["properties"].items():
        shown = {**_resolved(field, contract), **field}
        required = " **required**" if name in part.get("required", ()) else ""
        text = f"{shown.get('title', '')}. {shown.get('description', '')}".replace("|", "\\|")
        example = json.dumps(shown.get("examples", [""])[0], ensure_ascii=False)
        rows.append(
            f"| `{name}`{required} | {_type(field, contract)} | {text} | `{_cell(example)}` |"
        )
    return "\n".join(rows)


def _cell(text: str) -> str:
    return (text if len(text) <= 80 else text[:79] + "…").replace("|", "\\|")


def _resolved(field: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    reference = field.get("$ref", "")
    return contract["$defs"][reference.rpartition("/")[2]] if reference else field


def _type(field: dict[str, Any], contract: dict[str, Any]) -> str:
    if reference := field.get("$ref"):
        name = reference.rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if "properties" in contract["$defs"][name] else name
    if "enum" in field:
        return " \\| ".join(f"`{word}`" for word in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        return f"list of {_type(field['items'], contract)}"
    return str(field.get("type", ""))


def cli() -> str:
    """Return `docs/cli.md`: the help of every verb."""
    from archive.cli import reference

    return reference.markdown()


PAGES: dict[str, Callable[[], str]] = {"codes.md": codes, "schema.md": schema, "cli.md": cli}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every page that is made, with its text."""
    for name, page in PAGES.items():
        yield DOCS / name, page()


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
        print(f"wrote docs/{path.name}")
