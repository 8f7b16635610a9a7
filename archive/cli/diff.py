"""``press-archive diff``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import common
from archive.readers import READERS

if TYPE_CHECKING:
    from archive.batch.comparing import Compared, Read, Side
    from archive.differences import Difference
    from archive.findings import Finding

DIFFERENT = 1
_LONGEST = 160
"""Characters of a value that a person is shown."""
_BEFORE = 40
"""How many of them stand before the first that differs."""


@click.command("diff", short_help="Tell whether two files say the same release.")
@click.argument("a", type=click.Path())
@click.argument("b", type=click.Path())
@click.option(
    "-f", "--from", "source_format", type=click.Choice(list(READERS)),
    help="Format of both (else by suffix and content).",
)  # fmt: skip
@click.option(
    "--output-format", "form", type=click.Choice(["text", "jsonl"]), default="text",
    show_default=True, help="jsonl: a line for each release that differs.",
)  # fmt: skip
@click.option(
    "--max-size", type=common.Size(), default="16M", show_default=True,
    help="Largest record that is read.",
)  # fmt: skip
@common.with_common
def command(a: str, b: str, **options: Any) -> int:
    """Tell what two files, of any formats, say differently; folders and patterns go, too.

    Releases are compared by id and version, value by value. A copy inside a file that disagrees
    with its original is a difference, too. The exit status is 0 where both say the same, 1 where
    they do not, 2 where something could not be read.

    \b
      press-archive diff release.json out/release.xml
      press-archive diff 'pack/*.nq.zst' releases/
      press-archive diff a.jsonld b.jsonld --output-format jsonl
    """
    from archive.batch.comparing import Side, compare
    from archive.batch.sources import find

    language = common.language(options["lang"])
    found = [find([name], source_format=options["source_format"]) for name in (a, b)]
    missing = [one for side in found for one in side.missing]
    if common.say_missing(missing, language, is_empty_fine=False):
        return common.COULD_NOT_RUN
    sides = [Side(side.sources, options["max_size"]) for side in found]
    counts = dict.fromkeys(("same", "different", "only_a", "only_b"), 0)
    for one in compare(*sides):
        counts[_kind(one)] += 1
        if not one.is_same:
            lines = _text(one, language) if options["form"] == "text" else [_line(one)]
            for line in lines:
                click.echo(line)
    is_trouble = _tell_troubles(sides, language)
    if not options["quiet"]:
        common.say(messages.phrase("compared", language, **counts))
    if is_trouble:
        return common.COULD_NOT_RUN
    return 0 if counts["same"] == sum(counts.values()) else DIFFERENT


def _kind(one: Compared) -> str:
    if one.is_same:
        return "same"
    if one.b is None:
        return "only_a"
    return "only_b" if one.a is None else "different"


def _tell_troubles(sides: list[Side], language: str) -> bool:
    """Say what could not be read; return whether there is such a thing."""
    from archive.reporters import Manner

    troubles = [one for side in sides for one in side.troubles]
    with common.Run("text", sys.stderr, Manner(language=language)) as run:
        for one in troubles:
            run.tell(one)
        run.end(0)
    return bool(troubles)


# for people


def _text(one: Compared, language: str) -> Iterator[str]:
    """Yield what differs in a release, for people."""
    work, version = one.edition
    name = messages.shown(f"{work} v{version}", 400)
    if one.a is None or one.b is None:
        key, read = ("only_in_b", one.b) if one.a is None else ("only_in_a", one.a)
        file = messages.shown(read.source if read else "", 400)
        yield messages.phrase(key, language, name=name, file=file)
        return
    yield messages.phrase("differs", language, name=name)
    for difference in one.differences:
        yield from _difference(difference, one.a, one.b, language)
    for read in (one.a, one.b):
        for copy in read.copies:
            yield f"  {messages.shown(copy.pointer, 400)}"
            yield f"    {_place(read, copy)}  {messages.message(copy, language)}"


def _difference(one: Difference, a: Read, b: Read, language: str) -> Iterator[str]:
    yield f"  {messages.shown(one.pointer, 400)}"
    if one.is_order:
        yield f"    {messages.phrase('differs_order', language)}"
        return
    at = _first_difference(one.a, one.b)
    for read, pointer, value in ((a, one.pointer, one.a), (b, one.pointer_b, one.b)):
        yield f"    {_at(read, pointer)}  {_shown(value, at, language)}"


def _at(read: Read, pointer: str) -> str:
    """Return file, line and column of a value."""
    place = read.places.find(pointer)
    file = messages.shown(read.source, 400)
    return f"{file}:{place.line}:{place.column}" if place else file


def _place(read: Read, found: Finding) -> str:
    file = messages.shown(read.source, 400)
    return f"{file}:{found.position.line}:{found.position.column}" if found.position else file


def _first_difference(a: Any, b: Any) -> int:
    """Return where two texts begin to differ; 0 for all else."""
    if not (isinstance(a, str) and isinstance(b, str)):
        return 0
    shorter = min(len(a), len(b))
    return next((at for at in range(shorter) if a[at] != b[at]), shorter)


def _shown(value: Any, at: int, language: str) -> str:
    """Return a value as a person is shown it, of a long text what stands around a place."""
    from archive.differences import ABSENT

    if value is ABSENT:
        return messages.phrase("differs_absent", language)
    if not isinstance(value, str):
        return messages.shown(json.dumps(value, ensure_ascii=False), _LONGEST)
    start = max(0, at - _BEFORE) if len(value) > _LONGEST else 0
    part = messages.shown(json.dumps(value[start:], ensure_ascii=False)[1:-1], _LONGEST)
    return f'"{"…" if start else ""}{part}"'


# for programs


def _line(one: Compared) -> str:
    """Return what differs in a release as a line of JSON."""
    work, version = one.edition
    told: dict[str, Any] = {
        "id": work, "version": version,
        "a": one.a.source if one.a else None, "b": one.b.source if one.b else None,
    }  # fmt: skip
    if one.a and one.b:
        told["differences"] = [_told(each, one.a, one.b) for each in one.differences]
        told["copies"] = [
            _copy(copy, side) for side, read in (("a", one.a), ("b", one.b)) for copy in read.copies
        ]
    return json.dumps(told, ensure_ascii=True)


def _told(one: Difference, a: Read, b: Read) -> dict[str, Any]:
    kind = "order" if one.is_order else "value"
    return {
        "pointer": one.pointer, "kind": kind,
        "a": _side(a, one.pointer, one.a), "b": _side(b, one.pointer_b, one.b),
    }  # fmt: skip


def _side(read: Read, pointer: str, value: Any) -> dict[str, Any]:
    """Return the value of a side, if it has one, and its place."""
    from archive.differences import ABSENT

    place = read.places.find(pointer)
    told = {} if value is ABSENT else {"value": value}
    return told | ({"line": place.line, "column": place.column} if place else {})


def _copy(found: Finding, side: str) -> dict[str, Any]:
    told: dict[str, Any] = {"pointer": found.pointer, "side": side, **found.params}
    if found.position:
        told |= {"line": found.position.line, "column": found.position.column}
    return told
