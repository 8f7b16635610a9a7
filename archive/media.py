"""What a file says of itself: its media type, the size of a picture, whether its end is there.

Only headers and the last bytes are looked at, never what a picture unpacks to; so a bomb costs
nothing. Sizes are those of the pixels that are stored, whatever EXIF says of how to turn them.
imagesize 2.0.1 was tried: it takes GIF above 32,767 pixels for negative and the scale bits of WebP
for pixels, looks through a damaged JPEG byte by byte (0.09 s for 1 MB), and can open URLs.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

_HEAD = 1024
_TAIL = 1024
_MOST_SEGMENTS = 1000
"""Of a JPEG before its frame; cameras write some twenty."""
MOST_PIXELS = 2**28
"""A picture of more, which take a gigabyte of memory, is told."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "application/ogg"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/vnd.wave", b"AVI ": "video/vnd.avi"}
_BRANDS = {
    b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"heix": "image/heic",
    b"mif1": "image/heif", b"qt  ": "video/quicktime", b"M4A ": "audio/mp4",
}  # fmt: skip
_MARKUP = (
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<svg", "image/svg+xml"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_SUFFIXES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".tif": "image/tiff", ".tiff": "image/tiff", ".avif": "image/avif",
    ".heic": "image/heic", ".heif": "image/heif", ".svg": "image/svg+xml",
    ".pdf": "application/pdf", ".rtf": "application/rtf", ".html": "text/html",
    ".htm": "text/html", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".wav": "audio/vnd.wave",
    ".ogg": "audio/ogg", ".oga": "audio/ogg", ".ogv": "video/ogg", ".mp4": "video/mp4",
    ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
    ".mkv": "video/matroska", ".avi": "video/vnd.avi", ".zip": "application/zip",
    ".docx": f"{_OFFICE}wordprocessingml.document", ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation", ".odt": f"{_OPEN}text",
    ".ods": f"{_OPEN}spreadsheet", ".odp": f"{_OPEN}presentation",
    ".epub": "application/epub+zip", ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
    ".txt": "text/plain", ".csv": "text/csv", ".md": "text/markdown", ".json": "application/json",
    ".xml": "application/xml",
}  # fmt: skip
_PLAIN = frozenset({".txt", ".csv", ".md", ".json", ".xml"})
"""Suffixes of texts, which begin with anything."""
_CONTAINERS = {
    "application/zip": frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub"}),
    "application/x-ole-storage": frozenset({".doc", ".xls", ".ppt"}),
    "application/ogg": frozenset({".ogg", ".oga", ".ogv"}),
    "video/webm": frozenset({".mkv"}),
    "image/heic": frozenset({".heif"}),
    "image/heif": frozenset({".heic"}),
    "video/mp4": frozenset({".m4a"}),
    "audio/mp4": frozenset({".mp4"}),
}
"""What begins alike, and the suffixes that say which of them a file is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file says of itself; ``None`` where nothing can be said."""

    media_type: str | None = None
    named: str | None = None
    """The media type that its name promises, where it is another one."""
    width: int | None = None
    height: int | None = None
    """In pixels; only of PNG, JPEG, GIF and WebP."""
    is_readable: bool = True
    """Whether the size of a picture could be read."""
    is_whole: bool = True
    """Whether it ends as files of its kind do."""

    @property
    def is_huge(self) -> bool:
        """Return whether unpacking the picture takes more memory than most programs have."""
        return (self.width or 0) * (self.height or 0) > MOST_PIXELS


def facts(stream: BinaryIO, size_bytes: int, name: str) -> Facts:
    """Return what a file says of itself; its beginning and its end are read."""
    head = stream.read(_HEAD)
    suffix = os.path.splitext(name.lower())[1]  # noqa: PTH122 (a name that may be no path)
    media_type = _media_type(head, suffix)
    promised = _SUFFIXES.get(suffix)
    named = promised if promised not in (None, media_type) else None
    if media_type is None or media_type not in _PICTURES:
        tail = _tail(stream, size_bytes)
        is_whole = media_type != "application/pdf" or b"%%EOF" in tail
        return Facts(media_type=media_type, named=named, is_whole=is_whole)
    width, height = _PICTURES[media_type](head, stream)
    is_readable = bool(width and height)
    return Facts(
        media_type=media_type,
        named=named,
        width=width if is_readable else None,
        height=height if is_readable else None,
        is_readable=is_readable,
        is_whole=_has_end(media_type, head, _tail(stream, size_bytes), size_bytes),
    )


def _media_type(head: bytes, suffix: str) -> str | None:
    """Return the media type by content; the suffix decides between those that begin alike."""
    found = _by_content(head)
    if found is None:
        return _SUFFIXES[suffix] if suffix in _PLAIN and head and b"\0" not in head else None
    if suffix in _CONTAINERS.get(found, ()) or (suffix in _PLAIN and found.startswith("text/")):
        return _SUFFIXES[suffix]
    return found


def _by_content(head: bytes) -> str | None:
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<"):
        for mark, media_type in _MARKUP:
            if mark in start:
                return media_type
    return None


def _tail(stream: BinaryIO, size_bytes: int) -> bytes:
    stream.seek(max(0, size_bytes - _TAIL))
    return stream.read(_TAIL)


def _has_end(media_type: str, head: bytes, tail: bytes, size_bytes: int) -> bool:
    """Return whether a picture ends as it should; what stands behind its end is no matter."""
    if media_type == "image/webp":
        return int.from_bytes(head[4:8], "little") + 8 <= size_bytes
    end = {"image/png": b"IEND\xaeB`\x82", "image/jpeg": b"\xff\xd9", "image/gif": b"\0;"}
    return end[media_type] in tail


Size = tuple[int, int]
_UNKNOWN = (0, 0)


def _png(head: bytes, _: BinaryIO) -> Size:
    if head[12:16] != b"IHDR":
        return _UNKNOWN
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def _gif(head: bytes, _: BinaryIO) -> Size:
    return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")


def _webp(head: bytes, _: BinaryIO) -> Size:
    """Return the size of a WebP (RFC 9649): lossy, lossless or extended."""
    kind, at = head[12:16], head[20:30]
    if len(at) < 10:
        return _UNKNOWN
    if kind == b"VP8X":
        return int.from_bytes(at[4:7], "little") + 1, int.from_bytes(at[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(at[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = int.from_bytes(at[6:8], "little"), int.from_bytes(at[8:10], "little")
        return width & 0x3FFF, height & 0x3FFF
    return _UNKNOWN


def _jpeg(_: bytes, stream: BinaryIO) -> Size:
    """Return the size in the first frame header of a JPEG (ITU-T T.81, annex B)."""
    stream.seek(2)
    for _number in range(_MOST_SEGMENTS):
        marker = stream.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:
            return _UNKNOWN
        if marker[1] == 0xFF:  # a filler
            stream.seek(-3, os.SEEK_CUR)
        elif 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            frame = stream.read(5)
            return int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")
        else:
            stream.seek(max(int.from_bytes(marker[2:4], "big") - 2, 0), os.SEEK_CUR)
    return _UNKNOWN


_PICTURES: dict[str, Callable[[bytes, BinaryIO], Size]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
}
"""Kinds of pictures whose size is read, and what reads it."""
