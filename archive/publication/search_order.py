"""Puts what Pagefind writes in hash order into a fixed one: same pages, same index.

Pagefind 1.5.2 keeps filters and their values in maps whose order differs from run to run. Its files
are CBOR (RFC 8949) behind twelve letters, compressed with gzip, and named by their digest; of CBOR
they have whole numbers, texts and lists only.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

Value = int | str | list["Value"]
ENTRY = "pagefind-entry.json"
"""The file that names the others."""
_LETTERS = b"pagefind_dcd"
_NUMBER, _TEXT, _LIST = 0, 3, 4
_META_FILTERS = 3
"""Where a description has its filters: name and digest of each."""
_MOST_INLINE = 23
_DIGITS, _META_DIGITS = 7, 10


class StrangeIndex(ValueError):  # noqa: N818 (says what was found)
    """A file is not of the form that is known."""


def settle(folder: Path) -> None:
    """Give the index in a folder its fixed order.

    Raises:
        StrangeIndex: the index is of a form that this was not made for.
    """
    path = folder / ENTRY
    entry = json.loads(path.read_text("utf-8"))
    for language, about in sorted(entry["languages"].items()):
        about["hash"] = _settle_language(folder, language, about["hash"])
    entry["languages"] = dict(sorted(entry["languages"].items()))
    path.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _settle_language(folder: Path, language: str, name: str) -> str:
    """Put the filters of a language in order; return the new name of its description."""
    old = folder / f"pagefind.{name}.pf_meta"
    meta = _list(_read(old))
    filters = _list(meta[_META_FILTERS])
    for one in map(_list, filters):
        one[1] = _settle_filter(folder / "filter", language, str(one[1]))
    meta[_META_FILTERS] = sorted(filters, key=_first)
    old.unlink()
    return _write(folder, meta, f"pagefind.{language}_{{}}.pf_meta", _META_DIGITS)


def _settle_filter(folder: Path, language: str, name: str) -> str:
    old = folder / f"{name}.pf_filter"
    title, values = _list(_read(old))
    ordered: list[Value] = [title, sorted(map(_list, _list(values)), key=_first)]
    old.unlink()
    return _write(folder, ordered, f"{language}_{{}}.pf_filter", _DIGITS)


def _first(value: Value) -> str:
    return str(_list(value)[0])


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise StrangeIndex(value)
    return value


def _write(folder: Path, value: Value, form: str, digits: int) -> str:
    """Write a file named by its digest; return the part of the name that the index refers to."""
    raw = _LETTERS + b"".join(_encoded(value))
    name = form.format(sha256(raw).hexdigest()[:digits])
    (folder / name).write_bytes(gzip.compress(raw, mtime=0))
    return name.rpartition(".")[0].removeprefix("pagefind.")


def _read(path: Path) -> Value:
    raw = gzip.decompress(path.read_bytes())
    if not raw.startswith(_LETTERS):
        raise StrangeIndex(path)
    try:
        value, at = _decoded(raw, len(_LETTERS))
    except IndexError as error:
        raise StrangeIndex(path) from error
    if at != len(raw):
        raise StrangeIndex(path)
    return value


def _decoded(raw: bytes, at: int) -> tuple[Value, int]:
    """Return the value at a place, and the place behind it."""
    kind, short = raw[at] >> 5, raw[at] & 31
    at += 1
    if short > _MOST_INLINE:
        size = 1 << (short - _MOST_INLINE - 1)
        short = int.from_bytes(raw[at : at + size])
        at += size
    if kind == _NUMBER:
        return short, at
    if kind == _TEXT:
        return raw[at : at + short].decode(), at + short
    if kind != _LIST:
        raise StrangeIndex(kind)
    values: list[Value] = []
    for _ in range(short):
        value, at = _decoded(raw, at)
        values.append(value)
    return values, at


def _encoded(value: Value) -> Iterator[bytes]:
    if isinstance(value, int):
        yield _head(_NUMBER, value)
    elif isinstance(value, str):
        text = value.encode()
        yield _head(_TEXT, len(text)) + text
    else:
        yield _head(_LIST, len(value))
        for one in value:
            yield from _encoded(one)


def _head(kind: int, number: int) -> bytes:
    """Return the head of a value, as short as can be (RFC 8949, section 4.2.1)."""
    if number <= _MOST_INLINE:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | (_MOST_INLINE + 1 + power)]) + number.to_bytes(1 << power)
