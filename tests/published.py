"""Sites for the tests of publishing: how one is made, what lies in it, and records that differ."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.program import Done, Program, files, other

URL = "https://pers.example.go.id/"
"""Where the sites of the tests are served, if anybody asks."""
LEAN = ("--base-url", URL, "--no-search", "--no-parquet", "--renditions", "json", "-j", "1")
BODY = "Wali kota membuka taman di tepi sungai.\n\nWarga boleh datang kapan saja."
TOWN = {"id": "org-1", "name": "Pemerintah Kota Contoh", "type": "agency"}
OFFICE = {"id": "org-1", "name": "Dinas Perhubungan Kabupaten Contoh", "type": "agency"}


def publish(program: Program, *words: str, sources: str = "src", folder: str = "public") -> Done:
    """Publish a folder of sources, with as little beside the pages as may be."""
    return program("publish", sources, "-o", folder, *LEAN, *words)


def tree(folder: str | Path) -> dict[str, bytes]:
    """Return all that a published folder has, by name."""
    return {name: (Path(folder) / name).read_bytes() for name in files(folder)}


def stamps(folder: str | Path) -> dict[str, tuple[int, int]]:
    """Return of each file which one it is, and when it was written."""
    found = {name: (Path(folder) / name).stat() for name in files(folder)}
    return {name: (one.st_ino, one.st_mtime_ns) for name, one in found.items()}


def pages(folder: str | Path = "public") -> list[str]:
    """Return the names of the pages of releases, without what makes them unique."""
    top = Path(folder) / "r"
    return sorted(path.stem.rpartition("-")[0] for path in top.rglob("*.html"))


def page(name: str, folder: str | Path = "public") -> Path:
    """Return where the page of a release lies."""
    (found,) = (Path(folder) / "r").rglob(f"{name}-*.html")
    return found


def containing(text: str, folder: str | Path = "public") -> list[str]:
    """Return the files in which a text stands; compressed ones are unpacked before."""
    return [name for name, content in unpacked(folder) if text.encode() in content]


def unpacked(folder: str | Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a published folder, those that are compressed as they were before."""
    import zstandard

    for name, content in tree(folder).items():
        if name.endswith(".zst"):
            with zstandard.ZstdDecompressor().stream_reader(
                content, read_across_frames=True
            ) as stream:
                yield name, stream.read()
        else:
            yield name, content


def release(number: int, **fields: Any) -> dict[str, Any]:
    """Return a record of another release, about which there is nothing to say."""
    return other(number, **fields)


def edition(number: int, version: int, **fields: Any) -> dict[str, Any]:
    """Return a later edition of a release."""
    at = f"2026-03-{3 + version:02}T10:00:00+07:00"
    kind = fields.pop("kind", "minor")
    changes = [{"version": version, "at": at, "kind": kind, "note": "Isi dilengkapi."}]
    return other(number, version=version, versionCreated=at, changes=changes, **fields)


def withdrawn(number: int, version: int = 2, **fields: Any) -> dict[str, Any]:
    """Return the edition by which a release is withdrawn."""
    step = {
        "status": "withdrawn", "at": f"2026-03-{3 + version:02}T10:00:00+07:00",
        "reason": "Acara dibatalkan.",
    }  # fmt: skip
    return edition(
        number, version, status="withdrawn", statusHistory=[step | fields.pop("step", {})], **fields
    )


def issued(day: str) -> dict[str, Any]:
    """Return the fields of a release of another day."""
    return {
        "dates": {"issued": {"dateTime": f"{day}T09:00:00+07:00"}},
        "versionCreated": f"{day}T10:00:00+07:00",
        "dateline": None,
        "quotes": None,
        "people": None,
        "body": {"format": "text", "text": BODY},
    }


def with_restricted_contact(record: dict[str, Any], phone: str) -> dict[str, Any]:
    """Return a record with a contact before its others that is not for everybody."""
    changed = copy.deepcopy(record)
    contact = {"visibility": "restricted", "name": "Budi Rahasia", "phones": [phone]}
    changed["contacts"] = [contact, *changed["contacts"]]
    return changed
