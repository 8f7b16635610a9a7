"""JSON-LD for a web page: what search engines read of a release, in terms of schema.org only.

It is made of the nodes of the graph, so that both forms say the same; what the page leaves out or
adds stands in ``docs/mapping-jsonld.md``, and ``left_out`` names what is lost, path by path.
"""

from __future__ import annotations

from operator import attrgetter

import msgspec

from archive import edtf
from archive.release import Attachment, Embargo, Release
from archive.writers import Writer
from archive.writers.jsonld_page.losses import left_out
from archive.writers.jsonld_page.nodes import Members, Page, Urls

_encode = msgspec.json.Encoder().encode


def write(release: Release) -> bytes:
    r"""Return the release as one JSON-LD document in one line.

    It can stand in a script element of HTML as it is: no ``<`` is in it, only ``\u003c``.
    """
    return article(release, {}, {}) + b"\n"


def article(release: Release, said: Members, urls: Urls) -> bytes:
    """Return what ``write`` does, in no line, with more: what the page that it stands in knows.

    ``said`` takes the place of what the release says by the same terms. A thing that ``urls``
    has a page about, and that has no address of its own, gets that.
    """
    document = Page(release, urls).document({**_additions(release), **said})
    return document.replace(b"<", b"\\u003c")


def _additions(release: Release) -> dict[str, bytes]:
    """Return what the graph says in other terms, and search engines want in these."""
    said: dict[str, str | list[str]] = {"creativeWorkStatus": release.status.capitalize()}
    if release.changes:
        said["dateModified"] = _modified(release)
    if release.embargo is not None:
        said["conditionsOfAccess"] = _condition(release.embargo)
    if release.summary is not None:
        said["description"] = release.summary
    if photos := [one.href for one in release.attachments if _is_image(one)]:
        said["image"] = photos if len(photos) > 1 else photos[0]
    return {key: _encode(value) for key, value in said.items()}


def _is_image(attachment: Attachment) -> bool:
    """Return whether an attachment is a photo that a search engine can fetch."""
    return attachment.kind == "photo" and attachment.href.startswith(("https://", "http://"))


def _modified(release: Release) -> str:
    moment = release.dates.modified
    if moment is not None and moment.date_time is not None:
        return moment.date_time
    if moment is not None and moment.edtf is not None and edtf.xsd_type(moment.edtf):
        return moment.edtf
    return max(release.changes, key=attrgetter("version")).at


def _condition(embargo: Embargo) -> str:
    return f"Embargoed until {'told' if embargo.until is None else embargo.until}"


WRITER = Writer(media_type="application/ld+json", write=write, is_of_graph=True, left_out=left_out)
