"""A pack in object storage: each shard is put whole, what vouches for the shards comes last.

A storage has no names that wait and no locks. A shard stands under its own name as soon as it is
made; before one is replaced by another, the receipt, the index and the checksums that spoke of it
are taken away. So ``SHA256SUMS`` is only there when all that it lists is.
"""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.batch.layouts import receipt_name
from archive.batch.leftovers import SUMS, is_of_pack
from archive.batch.outputs import Unwritable, naming
from archive.batch.shards import INDEX
from archive.cluster.objects import asking, storage
from archive.outcome import Change, Output


class ObjectFolder:
    """The objects below one prefix."""

    def __init__(self, name: str, *, is_dry_run: bool = False, is_forced: bool = False) -> None:
        self._name = name.rstrip("/")
        self.is_dry_run = is_dry_run
        self._is_forced = is_forced
        self._before: frozenset[str] = frozenset()
        """What was there before this run."""
        self._placed: dict[str, int] = {}
        """What this run leaves there, with its size."""

    def __getstate__(self) -> dict[str, object]:
        """Return what those need who only put objects."""
        return self.__dict__ | {"_before": frozenset(), "_placed": {}}

    def _full(self, name: str) -> str:
        return f"{self._name}/{name}"

    def prepare(self) -> None:
        """Find out whether the storage answers; there are no folders to make."""
        with naming(self._name):
            system, path = storage(self._name)
            with asking(self._name):
                system.info(path.partition("/")[0])

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Begin a run; nothing keeps others out."""
        with naming(self._name):
            self._before = frozenset(self.names(""))
        self._placed.clear()
        yield

    def stage(self, name: str, content: bytes) -> Output:
        """Put an object by one request, unless the one of its name holds these bytes already."""
        change = self._change(name, content)
        if not self.is_dry_run and (change != "unchanged" or self._is_forced):
            with naming(self._full(name)):
                if change == "changed":
                    self._disown(name)
                system, path = storage(self._full(name))
                with asking(self._full(name)):
                    system.pipe_file(path, content)
        sha256 = hashlib.sha256(content).hexdigest()
        return Output(path=name, sha256=sha256, size=len(content), change=change)

    def sync(self, outputs: Iterable[Output]) -> None:
        """Wait for nothing: what was put is kept."""

    def _change(self, name: str, content: bytes) -> Change:
        try:
            is_same = self._size(name) == len(content) and self.read(name) == content
        except FileNotFoundError:
            return "new"
        except OSError:
            return "changed"
        return "unchanged" if is_same else "changed"

    def _disown(self, name: str) -> None:
        """Take away what says how an object was, before it is another."""
        stem = name.rpartition("/")[2].partition(".")[0]
        for voucher in (receipt_name(stem), SUMS, INDEX):
            if voucher != name:
                self._delete(voucher)

    def _delete(self, name: str) -> None:
        system, path = storage(self._full(name))
        with asking(self._full(name)):
            if system.exists(path):
                system.rm_file(path)

    def place(self, output: Output) -> Output:
        """Take down that an object belongs to this run."""
        self._placed[output.path] = output.size
        return output

    def new_file(self, name: str) -> ObjectFile:
        """Open an object that is put when it is whole; the checksums, if all they list is there."""
        return ObjectFile(self, name)

    def put(self, name: str, local: Path) -> None:
        """Put a file of this machine, after what it speaks of was found to be there."""
        with naming(self._full(name)):
            if name == SUMS:
                self._settle()
            else:
                self._delete(SUMS)
            system, path = storage(self._full(name))
            with asking(self._full(name)):
                system.put_file(str(local), path)
        self._placed[name] = local.stat().st_size

    def _settle(self) -> None:
        """Delete what this run has put and does not count, and see that the rest is there.

        Shards come to nothing when all their releases turn out to stand elsewhere, too.
        """
        there = self._sizes()
        for name in there.keys() - self._placed.keys() - self._before:
            if is_of_pack(name):
                self._delete(name)
        for name, size in self._placed.items():
            if there.get(name) != size:
                reason = "it is not there as it was put; does another run write here, too?"
                raise Unwritable(self._full(name), OSError(errno.EBUSY, reason))

    def _sizes(self) -> dict[str, int]:
        system, path = storage(f"{self._name}/")
        with asking(self._name):
            found = system.find(path, detail=True)
        start = f"{path.rstrip('/')}/"
        return {
            one.removeprefix(start): about["size"]
            for one, about in found.items()
            if one.startswith(start)
        }

    def has(self, files: Iterable[tuple[str, int]]) -> bool:
        """Return whether there is an object of each relative name, of the size beside it.

        Their bytes are not read.
        """
        try:
            return all(self._size(name) == size for name, size in files)
        except OSError:
            return False

    def _size(self, name: str) -> int:
        system, path = storage(self._full(name))
        with asking(self._full(name)):
            return int(system.info(path)["size"])

    def holds(self, name: str) -> bool:
        """Return whether there is an object of a relative name."""
        system, path = storage(self._full(name))
        with asking(self._full(name)):
            return bool(system.isfile(path))

    def read(self, name: str) -> bytes:
        """Return the content of an object; raise OSError if that cannot be had."""
        system, path = storage(self._full(name))
        with asking(self._full(name)):
            return bytes(system.cat_file(path))

    def names(self, inner: str) -> list[str]:  # noqa: ARG002 (one request lists all)
        """Return the relative names of all objects."""
        try:
            return list(self._sizes())
        except FileNotFoundError:
            return []

    def remove(self, name: str, sha256: str) -> bool:
        """Delete an object that still holds what was written, and nothing else; return whether."""
        with naming(self._full(name)):
            if not self.holds(name) or hashlib.sha256(self.read(name)).hexdigest() != sha256:
                return False
            if not self.is_dry_run:
                self._delete(name)
        return True


class ObjectFile:
    """What becomes an object when it is whole; until then it is a file of this machine."""

    def __init__(self, folder: ObjectFolder, name: str) -> None:
        self._folder = folder
        self._name = name
        self._digest = hashlib.sha256()
        with naming(Path(tempfile.gettempdir())):
            self._stream = tempfile.NamedTemporaryFile(delete=False)  # noqa: SIM115 (closed below)

    @property
    def sha256(self) -> str:
        """Return the checksum of what was written so far."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> None:
        """Write more of it."""
        self._digest.update(content)
        with naming(Path(self._stream.name)):
            self._stream.write(content)

    def __enter__(self) -> ObjectFile:
        return self

    def __exit__(self, *error: object) -> None:
        local = Path(self._stream.name)
        try:
            with naming(local):
                self._stream.close()
            if error[0] is None:
                self._folder.put(self._name, local)
        finally:
            local.unlink(missing_ok=True)
