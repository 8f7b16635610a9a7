"""``press-archive explain``."""

from __future__ import annotations

import difflib
from typing import Any

import click

from archive import messages
from archive.cli import common
from archive.findings import CODES


@click.command("explain", short_help="Explain a code or a field, with examples.")
@click.argument("name", metavar="CODE|FIELD")
@common.with_common
def command(name: str, **options: Any) -> int:
    """Say what a code means, why the rule is there, and show a wrong and a right example.

    A field is named by its path, or as a message names it (/quotes/0/span).

    \b
      press-archive explain R105
      press-archive explain embargo.until
    """
    language = common.language(options["lang"])
    if name.upper() in CODES:
        click.echo(_code(name.upper(), language))
        return 0
    told = _field(name, language)
    if told is None:
        raise click.UsageError(_unknown(name, language))
    click.echo(told)
    return 0


def _code(code: str, language: str) -> str:
    page = messages.page(code, language)
    severity = messages.phrase(f"severity_{CODES[code].severity.value}", language)
    parts = [f"{code}  {page.title} ({severity})", page.why.strip()]
    for key, example in (("wrong", page.wrong), ("right", page.right)):
        if example:
            parts.append(f"{messages.phrase(key, language)}:\n{_indented(example)}")
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


def _field(path: str, language: str) -> str | None:
    from archive.validation import schema

    steps = path.strip("/").replace("/", ".").split(".")
    field = schema.field(".".join(step for step in steps if not step.isdecimal()))
    if field is None:
        return None
    words = messages.field_words(field.path, language)
    needed = messages.phrase("field_required" if field.is_required else "field_optional", language)
    parts = [
        f"{field.path}  {words.get('title', field.title)} ({needed})",
        words.get("description", field.description),
        f"{messages.phrase('field_type', language)}: {messages.kind(field.type, language)}",
    ]
    if field.examples:
        example = f'"{field.path.rpartition(".")[2]}": {field.examples[0]}'
        parts.append(f"{messages.phrase('right', language)}:\n{_indented(example)}")
    return "\n\n".join(parts)


def _unknown(name: str, language: str) -> str:
    from archive.validation import schema

    known = [*CODES, *schema.field_paths()]
    near = difflib.get_close_matches(name.upper(), CODES, n=1) or difflib.get_close_matches(
        name, known, n=1
    )
    key = "unknown_name_suggestion" if near else "unknown_name"
    return messages.phrase(key, language, name=name, suggestion=near[0] if near else "")
