"""What earlier runs have left in the folder of a pack and the present one did not make."""

from __future__ import annotations

import hashlib
import re

import msgspec

from archive.batch.layouts import RECEIPTS, Receipt
from archive.batch.outputs import Folder
from archive.batch.shards import COMPRESSIONS, INDEX, SUFFIXES

SUMS = "SHA256SUMS"
"""The checksums of a pack, as ``sha256sum -c`` reads them."""
Files = dict[str, str]
"""Name below the folder → SHA-256; empty where it is not known."""

_SHARD = "|".join(map(re.escape, SUFFIXES.values()))
_OURS = re.compile(rf"\d{{6,}}(?:{_SHARD})\.(?:{'|'.join(COMPRESSIONS)})|{RECEIPTS}/\d{{6,}}\.json")


def is_of_pack(name: str) -> bool:
    """Return whether a name below the folder of a pack is that of a file of the pack itself."""
    return name in (SUMS, INDEX) or _OURS.fullmatch(name) is not None


def listed(pack: Folder) -> Files:
    """Return the files that a pack lists; nothing where there is none."""
    try:
        lines = pack.read(SUMS).decode().splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition("  ") for line in lines)
    return {name: sha256 for sha256, _, name in pairs if _OURS.fullmatch(name)}


def left_over(pack: Folder, before: Files) -> Files:
    """Return the shards and receipts that a pack does not list; ``before`` is what it once did."""
    now = listed(pack)
    found = {
        name: before.get(name, "")
        for name in pack.names(RECEIPTS)
        if _OURS.fullmatch(name) and name not in now
    }
    for name in [name for name in found if name.startswith(RECEIPTS)]:
        found |= {one: sha256 for one, sha256 in _said(pack, name).items() if one in found}
    return dict(sorted(found.items()))


def _said(pack: Folder, name: str) -> Files:
    """Return the shards that a receipt is for, and the receipt itself, if it is one."""
    try:
        raw = pack.read(name)
        said = msgspec.json.decode(raw, type=Receipt)
    except (OSError, ValueError, RecursionError):  # msgspec.DecodeError is one, and no UTF-8
        return {}
    return {file.path: file.sha256 for file in said.done.files} | {
        name: hashlib.sha256(raw).hexdigest()
    }
