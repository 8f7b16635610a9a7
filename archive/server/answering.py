"""The answer to a request: from values and the files of a folder to status, headers and body."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from archive.server import conditions, identities, paths
from archive.server.accepting import best
from archive.server.exchange import Request, Response, Slice
from archive.server.media_types import VARIANTS, Variant, media_type

METHODS = ("GET", "HEAD")
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
"""The search compiles WebAssembly, and may start a worker."""
_EXPOSED = "Accept-Ranges, Content-Location, Content-Range, ETag, Link, Location"
ALWAYS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", _EXPOSED),
    ("Cache-Control", "no-cache"),
    ("Content-Security-Policy", _POLICY),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
)
"""Headers of every answer."""
_PLAIN = "text/plain; charset=utf-8"
Headers = tuple[tuple[str, str], ...]


def answer(request: Request, folder: Path) -> Response:
    """Return the answer of a published folder; whoever has it closes it."""
    if request.method not in METHODS:
        return _text(HTTPStatus.METHOD_NOT_ALLOWED, headers=(("Allow", ", ".join(METHODS)),))
    response = _found(request, folder.resolve())
    if request.method == "GET":
        return response
    response.close()
    return Response(status=response.status, headers=response.headers)


def _found(request: Request, folder: Path) -> Response:
    """Return the answer to GET."""
    try:
        path, query = paths.split(request.target)
        names = paths.steps(path)
    except paths.BadTarget:
        return _text(HTTPStatus.BAD_REQUEST)
    if not paths.is_hidden(names):
        found = paths.inside(folder, names)
        if found is not None and found.is_dir():
            return _of_folder(request, folder, names, query)
        if found is not None and names[-1]:
            return _file(request, folder, found, ())
        if names[-1] and (variants := _variants(folder, "/".join(names))):
            return _negotiated(request, folder, names, variants)
    page = identities.page(folder, path, query)
    return _missing(folder) if page is None else _see_other(request, folder, path, page)


def _of_folder(request: Request, folder: Path, names: tuple[str, ...], query: str) -> Response:
    """Return the list that a folder has, or lead to it: relative links need the slash."""
    found = paths.inside(folder, (*names, "index.html"))
    if found is None or not found.is_file():
        return _missing(folder)
    if names[-1]:
        location = f"./{quote(names[-1])}/{query}"
        return _text(HTTPStatus.MOVED_PERMANENTLY, headers=(("Location", location),))
    return _file(request, folder, found, ())


def _variants(folder: Path, stem: str) -> list[Variant]:
    """Return the forms that there are of a thing."""
    return [one for one in VARIANTS if paths.is_file(folder, f"{stem}{one.suffix}")]


def _negotiated(
    request: Request, folder: Path, names: tuple[str, ...], variants: list[Variant]
) -> Response:
    """Return the form that the client likes best."""
    chosen = best(variants, request.headers.get("accept", ""))
    if chosen is None:
        return _not_acceptable(names[-1], variants)
    name = f"{names[-1]}{chosen.suffix}"
    found = paths.inside(folder, (*names[:-1], name))
    headers = (("Content-Location", quote(name)), ("Vary", "Accept"))
    return _missing(folder) if found is None else _file(request, folder, found, headers)


def _not_acceptable(name: str, variants: list[Variant]) -> Response:
    """Return the list of forms that there are (RFC 9110, section 15.5.7)."""
    lines = [f"{one.essence} {quote(name)}{one.suffix}" for one in variants]
    headers = (("Vary", "Accept"), ("Link", _links(name, variants)))
    said = "There is no form that you accept. There are:\n" + "\n".join(lines)
    return _text(HTTPStatus.NOT_ACCEPTABLE, said, headers=headers)


def _see_other(request: Request, folder: Path, path: str, page: str) -> Response:
    """Lead from the IRI of a release to what is known of it, in the form that is liked best."""
    variants = _variants(folder, page)
    chosen = best(variants, request.headers.get("accept", ""))
    if chosen is None:
        return _not_acceptable(page.rpartition("/")[2], variants)
    location = "../" * (path.count("/") - 1) + page + chosen.suffix
    return _text(HTTPStatus.SEE_OTHER, headers=(("Location", location), ("Vary", "Accept")))


def _missing(folder: Path) -> Response:
    """Return the page that says that there is nothing.

    It is shown at any depth, so its links begin with the address of the site; here they lead to
    the site that is looked at.
    """
    found = paths.inside(folder, ("404.html",))
    if found is None or not found.is_file():
        return _text(HTTPStatus.NOT_FOUND)
    headers = (("Content-Type", media_type("404.html")),)
    base = identities.base_url(folder) or "/"
    return _whole(HTTPStatus.NOT_FOUND, found.read_bytes().replace(base.encode(), b"/"), headers)


def _file(request: Request, folder: Path, found: Path, headers: Headers) -> Response:
    """Return a file or a part of it, or say that the client has it."""
    opened = _opened(found)
    if opened is None:
        return _missing(folder)
    facts = os.fstat(opened.fileno())
    path = found.relative_to(folder).as_posix()
    headers = (
        *headers,
        ("ETag", conditions.etag(facts)),
        ("Last-Modified", conditions.last_modified(facts)),
        *_alternates(folder, path),
    )
    if conditions.has_failed(request.headers, facts):
        opened.close()
        return _text(HTTPStatus.PRECONDITION_FAILED)
    if conditions.is_known(request.headers, facts):
        opened.close()
        return Response(status=HTTPStatus.NOT_MODIFIED, headers=(*ALWAYS, *headers))
    headers = (*headers, ("Accept-Ranges", "bytes"), ("Content-Type", media_type(path)))
    return _part(request, opened, facts, headers)


def _part(request: Request, file: BinaryIO, facts: os.stat_result, headers: Headers) -> Response:
    """Return the part of a file that was asked for, by GET only (RFC 9110, section 14.2)."""
    size = facts.st_size
    wanted = conditions.part(request.headers, facts) if request.method == "GET" else None
    if wanted is not None and not wanted:
        file.close()
        return _text(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers=(("Content-Range", f"bytes */{size}"),),
        )
    status = HTTPStatus.OK if wanted is None else HTTPStatus.PARTIAL_CONTENT
    if wanted is not None:
        span = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
        headers = (*headers, ("Content-Range", span))
    sent = range(size) if wanted is None else wanted
    return Response(
        status=status,
        headers=(*ALWAYS, *headers, ("Content-Length", str(len(sent)))),
        body=Slice(file=file, start=sent.start, size_bytes=len(sent)),
    )


def _opened(found: Path) -> BinaryIO | None:
    """Return an open file, or ``None`` for what is no file or may not be read."""
    try:
        is_file = stat.S_ISREG(found.stat().st_mode)  # a pipe would be waited for
        return found.open("rb") if is_file else None
    except OSError:
        return None


def _alternates(folder: Path, path: str) -> Headers:
    """Return the other forms of a thing whose page or form is given."""
    stem, dot, suffix = path.partition(".")
    if not path.startswith("r/") or not dot:
        return ()
    others = [one for one in _variants(folder, stem) if one.suffix != f".{suffix}"]
    return (("Link", _links(stem.rpartition("/")[2], others)),) if others else ()


def _links(name: str, variants: Iterable[Variant]) -> str:
    """Return the value of Link (RFC 8288)."""
    return ", ".join(
        f'<{quote(name)}{one.suffix}>; rel="alternate{" describedby" * one.is_description}"; '
        f'type="{one.essence}"'
        for one in variants
    )


def _text(status: HTTPStatus, said: str = "", *, headers: Headers = ()) -> Response:
    """Return an answer in words, for what is no file."""
    lines = f"{status.value} {status.phrase}\n" + (f"{said}\n" if said else "")
    return _whole(status, lines.encode(), (*headers, ("Content-Type", _PLAIN)))


def _whole(status: HTTPStatus, body: bytes, headers: Headers) -> Response:
    length = ("Content-Length", str(len(body)))
    return Response(status=status, headers=(*ALWAYS, *headers, length), body=body)
