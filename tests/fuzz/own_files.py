"""Files of the program itself, which anybody may have written; and the program as a whole."""

from __future__ import annotations

import gzip
import io
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from hashlib import sha256
from pathlib import Path

from archive import baseline, messages
from archive.batch import attachments, manifest, pack_index
from archive.batch.cache import Cache
from archive.batch.measuring import Files
from archive.batch.opening import unpacked
from archive.batch.sources import Source
from archive.cli import _status
from archive.cli.common import settings
from archive.errors import UnreadableSource
from archive.findings import finding
from archive.outcome import Outcome
from archive.selection import Selection
from archive.settings import UnreadableSettings
from tests.fuzz.reading import LARGEST
from tests.fuzz.telling import can_be_told, is_safe, is_said


@cache
def _scratch() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="fuzz")
    _KEPT.append(folder)
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def _saved(name: str, raw: bytes) -> Path:
    path = _scratch() / name
    path.write_bytes(raw)
    return path


def takes_settings(raw: bytes) -> None:
    """Load a settings file, by both of its names."""
    for name in ("press-archive.toml", "pyproject.toml"):
        try:
            settings(str(_saved(name, raw)))
        except UnreadableSettings as error:
            is_said(error)


def takes_manifests(raw: bytes) -> None:
    """Read the manifest of an earlier run, and tell what it tells."""
    try:
        lines = manifest.read(_saved("manifest.jsonl", raw))
    except manifest.DamagedManifest as error:
        is_said(error)
        return
    for line in lines.values():
        entry = line.entry
        assert entry == manifest.entry_of(line.raw)
        assert line.files.keys() == {one.path for one in (*entry.outputs, *entry.stale)}
        assert isinstance(entry.is_settled, bool)
        for one in entry.outcome(with_left_out=True).findings:
            assert messages.message(one, "id")
        assert len(entry.outcome(with_left_out=False).findings) >= 0


def takes_baselines(raw: bytes) -> None:
    """Read the report of an earlier run, and hold an outcome against it."""
    with io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8") as stream:
        try:
            known = baseline.read(stream, "known.json", selection=Selection(), working="/srv/w")
        except baseline.UnusableBaseline as error:
            is_said(error)
            return
    told = known.applied(Outcome(path="a.json", findings=(finding("R202"),)))
    assert len(told.findings) + sum(told.known.values()) == 1
    assert known.gone >= 0


def takes_caches(raw: bytes) -> None:
    """Find a file in a cache that says anything of it, and tell that."""
    source = Source(str(_saved("cached.json", b"{}")), "json", above=0)
    line = sha256(b"{}").hexdigest().encode() + b"json" + raw
    folder = _scratch() / "cache"
    folder.mkdir(exist_ok=True)
    title = b"press-archive cache 1 " + sha256(line).hexdigest().encode() + b"\n"
    (folder / "made.cache").write_bytes(title + line)
    cached = Cache(folder, "made", largest=LARGEST)
    assert not cached.is_damaged
    if found := cached.earlier(source):
        for one in [told for outcome in found.outcomes() for told in outcome.findings]:
            assert messages.message(one, "id")


PACKED = "urn:x:1"
_SHARD = gzip.compress(b'{"a":1}\n{"b":2}\n', mtime=0)
INDEX = b"id\tversion\tshard\tjson\n" + b"".join(
    b"urn:x:1\t%d\t000000\t0,%d,%d,7\n" % (version, len(_SHARD), 8 * version - 8)
    for version in (1, 2)
)


@cache
def _pack() -> Path:
    folder = _scratch() / "pack"
    folder.mkdir()
    (folder / "000000.jsonl.gz").write_bytes(_SHARD)
    return folder


def takes_packs(raw: bytes) -> None:
    """Look a release up in an index that anybody may have written."""
    (_pack() / pack_index.INDEX).write_bytes(raw)
    for version in (None, 1, 2):
        try:
            pack_index.find(_pack(), PACKED, version, "json")
        except (pack_index.DamagedPack, pack_index.NoRelease, pack_index.NotPacked) as error:
            is_said(error)


def unpacks(suffix: str, raw: bytes) -> None:
    """Unpack a compressed file, whatever is in it; a few megabytes of it are enough."""
    name = f"x.json{suffix}"
    stream = unpacked(Source(name, "json", above=0), io.BytesIO(raw))
    try:
        for _ in range(16):
            if not stream.read(2**18):
                break
    except UnreadableSource as error:
        can_be_told(error.findings, b"")


def completes_attachments(raw: bytes) -> None:
    """Put what is known of files into a record, and once more: that changes nothing."""
    done = attachments.completed(raw, Files(folder=_scratch()), largest=LARGEST)
    can_be_told(done.findings, raw)
    if done.content is not None:
        again = attachments.completed(done.content, Files(folder=_scratch()), largest=LARGEST)
        assert again.content == done.content
        assert again.added == 0


SUFFIXES = (
    ".json", ".jsonl", ".ninjs.json", ".xml", ".jsonld", ".nq", ".nt", ".ttl", ".trig", ".rdf", ".txt",
)  # fmt: skip


def validates(raw: bytes) -> None:
    """Run ``validate`` on a file whose first byte chooses its suffix."""
    path = _saved("source" + SUFFIXES[raw[0] % len(SUFFIXES)] if raw else "source.json", raw[1:])
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        status = _status(["validate", "--lang", "id", str(path)])
    path.unlink()
    assert status in (0, 1), errors.getvalue()
    assert "internal error" not in errors.getvalue(), errors.getvalue()
    assert is_safe(out.getvalue() + errors.getvalue())
