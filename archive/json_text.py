"""Strict JSON: bytes → an untrusted document, or all that is wrong with the bytes.

Stricter than most readers of JSON, because an archive must not choose silently: no duplicate
keys, no NaN, no number that readers disagree about, no half of a surrogate pair (RFC 8259, RFC
7493). A whole number is the same however it is written, ``1.0`` is read as 1 (RFC 8785).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from archive.errors import UnreadableSource
from archive.findings import Finding, Position, Severity, finding
from archive.limits import DEEPEST, LARGEST_BYTES, LARGEST_INTEGER

BOM = b"\xef\xbb\xbf"
_KINDS = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE (Word, Excel)"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x7fELF", "program"),
)
_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
_SIXTEEN_DIGITS = b"0" * 16
_NOT_OPENING = bytes(byte for byte in range(256) if byte not in b"{[")
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"{}[]")


def _number(text: str) -> float | int:
    value = float(text)
    if value.is_integer():
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(text)
        return int(value)
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


Read = tuple[Any, tuple[Finding, ...], Any]
"""A document, warnings about its bytes, and what was said of it by somebody who was asked."""
Asked = Callable[[Any], Any]
"""Says something of a document, false if it is not plain: see :func:`read_asking`."""

_UNREAD = object()
_DECODER = msgspec.json.Decoder(float_hook=_number)
_ENCODER = msgspec.json.Encoder()


def read(
    raw: bytes, *, largest: int = LARGEST_BYTES, first_line: int = 1
) -> tuple[Any, tuple[Finding, ...]]:
    """Return the document that bytes hold, and warnings about the bytes.

    ``first_line`` is the number of the line the bytes begin at.

    Raises:
        UnreadableSource: with every problem that can be told, each with line and column.

    """
    document, warnings, _ = read_asking(_nobody, raw, largest=largest, first_line=first_line)
    return document, warnings


def read_asking(
    asked: Asked,
    raw: bytes,
    *,
    largest: int = LARGEST_BYTES,
    first_line: int = 1,
) -> Read:
    """Return what :func:`read` does, and what somebody who is asked said of the document.

    Who is asked says what is true only of documents that are not nested deep and have no number
    beyond :data:`LARGEST_INTEGER`; that need not be found out once more.
    """
    document = _opened(raw, largest)
    if plain := document is not _UNREAD and asked(document):
        return document, (), plain
    one = _closely(asked, first_line, raw, document, largest)
    if isinstance(one, UnreadableSource):
        raise one
    return one


def read_each(
    asked: Asked,
    texts: Iterable[tuple[int, bytes]],
    *,
    largest: int = LARGEST_BYTES,
) -> list[Read | UnreadableSource]:
    """Return what :func:`read_asking` does of each of a few texts, or raises.

    Each text comes behind the number of the line it begins at. All are decoded before the first
    is asked about: what each of the two needs stays in the processor's cache.
    """
    opened = [(first_line, raw, _opened(raw, largest)) for first_line, raw in texts]
    said = [document is not _UNREAD and asked(document) for _, _, document in opened]
    return [
        (text[2], (), plain) if plain else _closely(asked, *text, largest)
        for text, plain in zip(opened, said, strict=True)
    ]


def _opened(raw: bytes, largest: int) -> Any:
    """Return the document, or that somebody has to look closely before it can be called JSON."""
    try:
        return _decoded_once(raw, largest)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return _UNREAD


def _closely(
    asked: Asked, first_line: int, raw: bytes, document: Any, largest: int
) -> Read | UnreadableSource:
    """Return what a text holds that nobody called plain, and what is wrong with it."""
    warnings: tuple[Finding, ...] = ()
    plain: Any = False
    if document is _UNREAD and raw.startswith(BOM):
        raw, warnings = raw[len(BOM) :], (finding("J005").at(Position(first_line, 1)),)
        document = _opened(raw, largest)
        plain = document is not _UNREAD and asked(document)
    if plain or not (document is _UNREAD or _is_deep_or_large(raw, document)):
        return document, warnings, plain
    if problems := _problems(raw, largest, first_line):
        return UnreadableSource(warnings + problems)
    document = _DECODER.decode(raw)  # the suspicion was unfounded
    return document, warnings, asked(document)


def _nobody(_: Any) -> bool:
    return False


def read_foreign(
    raw: bytes, *, largest: int = LARGEST_BYTES, first_line: int = 1
) -> tuple[Any, tuple[Finding, ...]]:
    """Return the document of a format that is not ours: of duplicate keys the last counts.

    Each earlier one is told as a warning, since others' files cannot be mended by their readers.

    Raises:
        UnreadableSource: for everything else that :func:`read` refuses.

    """
    try:
        return read(raw, largest=largest, first_line=first_line)
    except UnreadableSource as error:
        if any(one.code not in ("J002", "J005") for one in error.findings):
            raise
        told = (replace(one, severity=Severity.WARNING) for one in error.findings)
        findings = tuple(
            replace(one, variant="foreign") if one.code == "J002" else one for one in told
        )
        return _DECODER.decode(raw.removeprefix(BOM)), findings


def _decoded_once(raw: bytes, largest: int) -> Any:
    """Return the document if surely no key was dropped, else raise ValueError."""
    if len(raw) > largest:
        raise ValueError("large")
    document = _DECODER.decode(raw)
    encoded = _ENCODER.encode(document)
    if encoded != raw and _may_lack_keys(encoded, raw):
        raise ValueError("duplicate keys, perhaps")
    return document


def _is_deep_or_large(raw: bytes, document: Any) -> bool:
    """Return whether a document is nested too deep, or has numbers that may be too large."""
    if is_deep(raw, document):
        return True
    return _SIXTEEN_DIGITS in raw.translate(_DIGITS) and _has_large_integer(document)


def _may_lack_keys(encoded: bytes, raw: bytes) -> bool:
    """Return whether a key was dropped, perhaps: it took its quotation marks with it."""
    return b"\\u0022" in raw or raw.count(b'"') != encoded.count(b'"')


def is_deep(raw: bytes, document: Any) -> bool:
    """Return whether arrays and objects are nested beyond :data:`DEEPEST` levels."""
    if len(raw.translate(None, _NOT_OPENING)) <= DEEPEST:
        return False
    brackets = raw.translate(None, _NO_BRACKETS)
    for _ in range(DEEPEST // 2):  # each turn takes one or two levels away
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if not brackets:
            return False
    level = [document]  # deep, or there are brackets in its texts
    for _ in range(DEEPEST):
        level = [
            part
            for whole in level
            for part in (whole.values() if type(whole) is dict else whole)
            if type(part) is dict or type(part) is list
        ]
        if not level:
            return False
    return True


def _has_large_integer(document: Any) -> bool:
    """Return whether some number is beyond :data:`LARGEST_INTEGER`; digests have digits, too."""
    level = [document]
    while level:
        if any(type(part) is int and abs(part) > LARGEST_INTEGER for part in level):
            return True
        level = [
            part
            for whole in level
            if type(whole) is dict or type(whole) is list
            for part in (whole.values() if type(whole) is dict else whole)
        ]
    return False


def _problems(raw: bytes, largest: int, first_line: int) -> tuple[Finding, ...]:
    """Return what is wrong with bytes that were not accepted."""
    start = Position(first_line, 1)
    if len(raw) > largest:
        return (finding("J009", largest=largest).at(start),)
    if not raw.strip(b" \t\r\n\x00\xc2\xa0\xe2\x80\x8b"):
        return (finding("J010").at(start),)
    if other := other_kind(raw, start):
        return (other,)
    text, undecodable = _decoded(raw, first_line)
    if undecodable:
        return (undecodable,)
    from archive.json_scan import Lines, scan

    lines = Lines(text, first_line)
    return tuple(problem.at(lines.position(offset)) for offset, problem in scan(text))


def other_kind(raw: bytes, start: Position) -> Finding | None:
    """Return a finding if the first bytes of something show that it is no text of ours at all."""
    for encoding_mark, encoding in _ENCODINGS:
        if raw.startswith(encoding_mark):
            return finding("J003", variant="encoding", encoding=encoding).at(start)
    for magic, kind in _KINDS:
        if raw.startswith(magic):
            return finding("J012", kind=kind).at(start)
    head = raw[:512].lstrip()
    if head[:1] == b"<" and not head.startswith((b"<!--", b"<![CDATA[")):
        kind = "HTML" if b"<html" in head.lower() or b"<!doctype html" in head.lower() else "XML"
        return finding("J012", kind=kind).at(start)
    if encoding := _wide_encoding(raw[:128]):
        return finding("J003", variant="encoding", encoding=encoding).at(start)
    return None


def _wide_encoding(head: bytes) -> str:
    """Return the encoding whose zero bytes stand between those of the text, or nothing."""
    enough = len(head) // 2 * 3 / 8
    wide = [head[parity::2].count(0) > enough for parity in (0, 1)]
    if not any(wide) or not any(head):
        return ""
    return "UTF-32" if all(wide) else "UTF-16"


def _decoded(raw: bytes, first_line: int) -> tuple[str, Finding | None]:
    """Return the bytes as text; escaped halves of pairs are the scan's business."""
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError as error:
        head = raw[: error.start].decode("utf-8")
        from archive.json_scan import Lines

        position = Lines(head, first_line).position(len(head))
        byte = f"0x{raw[error.start]:02X}"
        if raw[error.start] == 0xED:
            return "", finding("J007", variant="raw", found=byte).at(position)
        return "", finding("J003", byte=byte, offset=error.start).at(position)


def kind(value: Any) -> str:
    """Return what JSON calls a value."""
    if value is None:
        return "null"
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")
