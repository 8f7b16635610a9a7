"""Files that belong to a release, as its page shows them."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from archive.publication.licences import licence_link
from archive.publication.markup import link, quoted, size
from archive.publication.release_view import View
from archive.release import Attachment, Rendition, Rights

_KINDS = {
    "image/jpeg": "JPEG", "image/svg+xml": "SVG", "image/tiff": "TIFF", "text/plain": "TXT",
    "audio/mpeg": "MP3", "video/mp4": "MP4", "application/msword": "DOC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.ms-excel": "XLS", "application/vnd.ms-powerpoint": "PPT",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
}  # fmt: skip
"""What people call media types whose last part is not it."""
_SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})
"""Pictures that every browser shows."""
_LONGEST_KIND = 12
_LONGEST_LICENCE = 200
"""Characters of the IRI of a licence whose link is remembered."""
_LARGEST_SHOWN = 10_000
"""Pixels of a side; what is said of larger ones is left out, that no page becomes that wide."""


def attachments(view: View) -> str:
    """Return the attachments, each with link, size, caption, credit and checksum."""
    files = "".join([_attachment(view, one) for one in view.release.attachments])
    return view.section("attachments", files and f'<ul class="files">\n{files}</ul>\n')


def _attachment(view: View, one: Attachment) -> str:
    title = one.title or _file_name(one.href) or view.words[f"attachment_{one.kind}"]
    language = f' hreflang="{quoted(one.language)}"' if one.language else ""
    picture = _picture(view, one)
    told = [view.paragraphs(one.caption)] if one.caption else []
    if one.alt and not picture:
        told.append(f"<p>{view.words['picture_shows']}: {view.text(one.alt)}</p>")
    if one.credit:
        told.append(f"<p>{view.words['credit']}: {view.bdi(one.credit)}</p>")
    if one.rights:
        told.append(f"<p>{rights_line(view, one.rights)}</p>")
    if one.renditions:
        forms = "".join(f"<li>{_rendition(view, form)}</li>" for form in one.renditions)
        told.append(f"<ul>{forms}</ul>")
    if one.sha256:
        told.append(_checksum(view, one.sha256))
    return (
        f'<li id="{quoted(one.id)}">{picture}<p class="file">'
        f"{_link(view, one, view.bdi(title), view.words[f'attachment_{one.kind}'], language)}</p>"
        f"{''.join(told)}</li>\n"
    )


def _link(
    view: View, file: Attachment | Rendition, name: str, kind: str, attributes: str = ""
) -> str:
    """Return a link that says what a reader gets: kind, size and dimensions."""
    facts = [kind_of(file.media_type) or kind]
    if file.bytes is not None:
        facts.append(size(file.bytes, view.words))
    if file.width and file.height:
        facts.append(view.say("pixels", width=file.width, height=file.height))
    if file.media_type:
        attributes += f' type="{quoted(file.media_type)}"'
    return link(file.href, f"{name} <small>({', '.join(facts)})</small>", attributes)


def kind_of(media_type: str | None) -> str:
    """Return what people call a media type: ``PDF``, ``JPEG``; nothing if there is no such name.

    >>> kind_of("application/pdf"), kind_of("application/vnd.ms-excel"), kind_of(None)
    ('PDF', 'XLS', '')
    """
    if media_type is None:
        return ""
    if media_type in _KINDS:
        return _KINDS[media_type]
    last = media_type.rpartition("/")[2].removeprefix("x-").rpartition("+")[2]
    return quoted(last.upper()) if len(last) <= _LONGEST_KIND and "." not in last else ""


def _file_name(address: str) -> str:
    last = address.partition("?")[0].partition("#")[0].rpartition("/")[2]
    return unquote(last, errors="ignore")


def _rendition(view: View, form: Rendition) -> str:
    name = view.words[f"rendition_{form.name}"]
    checksum = _checksum(view, form.sha256) if form.sha256 else ""
    return f"{_link(view, form, name, view.words['attachment_other'])}{checksum}"


def _checksum(view: View, sha256: str) -> str:
    summary = f"<summary>{view.words['checksum']}</summary>"
    return f"<details>{summary}<code>{quoted(sha256)}</code></details>"


def _picture(view: View, one: Attachment) -> str:
    """Return a picture that is known to lie on the site; of others there is only the link.

    A page asks no other host for anything, so that nobody but the site learns who reads it.
    """
    path = view.around.pictures.get(one.href)
    if path is None or one.media_type not in _SHOWN:
        return ""
    sides = ""
    if one.width and one.height and max(one.width, one.height) <= _LARGEST_SHOWN:
        sides = f' width="{one.width}" height="{one.height}"'
    alt = quoted(one.alt or "")
    return f'<img src="{quoted(view.to(path))}" alt="{alt}"{view.foreign}{sides} loading="lazy">'


def rights_line(view: View, rights: Rights) -> str:
    """Return holder, licence and notice in one line."""
    said = [f"© {view.named(rights.holder)}"] if rights.holder else []
    said += [_licence(rights.licence)] if rights.licence else []
    said += [view.text(rights.notice)] if rights.notice else []
    return " · ".join(said)


def _licence(iri: str) -> str:
    return _known_licence(iri) if len(iri) <= _LONGEST_LICENCE else licence_link(iri)


_known_licence = lru_cache(maxsize=64)(licence_link)
