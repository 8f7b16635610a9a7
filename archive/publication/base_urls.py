"""The address that a site will be served at: what all its own addresses begin with."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from archive.errors import PhrasedError

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
_ADDRESS = re.compile(r"\[[0-9a-f:.]+\]")
_PATH = re.compile(
    r"(?:/(?!(?:\.|%2[Ee]){1,2}(?:/|$))(?:[A-Za-z0-9._~!$&()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*/?"
)
"""Segments without quotation marks, none of them empty, ``.`` or ``..``."""
_LONGEST = 1000


class UnusableBaseUrl(PhrasedError):  # noqa: N818 (says what is wrong)
    """No site can have this address."""


def base_url(text: str) -> str:
    """Return an address with a slash at its end, scheme and host in small letters.

    >>> base_url("HTTPS://Pers.Example.go.id/arsip")
    'https://pers.example.go.id/arsip/'

    Raises:
        UnusableBaseUrl: it is no address of a site, or has parts that cannot be kept.
    """
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > _LONGEST:
        raise UnusableBaseUrl("base_url_characters", url=text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UnusableBaseUrl("base_url_host", url=text) from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UnusableBaseUrl("base_url_scheme", url=text)
    if "@" in parts.netloc:
        raise UnusableBaseUrl("base_url_user")
    if "?" in text or "#" in text:
        raise UnusableBaseUrl("base_url_query", url=text)
    if not _PATH.fullmatch(parts.path):
        raise UnusableBaseUrl("base_url_path", url=text)
    return (
        f"{parts.scheme}://{_host(parts, text)}{'' if port is None else f':{port}'}{_slash(parts)}"
    )


def _host(parts: SplitResult, text: str) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    if not (_ADDRESS if host.startswith("[") else _HOST).fullmatch(host):
        raise UnusableBaseUrl("base_url_host", url=text)
    return host


def _slash(parts: SplitResult) -> str:
    return parts.path if parts.path.endswith("/") else f"{parts.path}/"
