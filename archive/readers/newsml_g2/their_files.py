"""Items of others: files that they refer to."""

from __future__ import annotations

import re
from typing import Any

from archive.parsing.drafts_things import MEDIA_TYPE
from archive.readers.newsml_g2.names import G2
from archive.readers.newsml_g2.their_content import last_part
from archive.readers.newsml_g2.theirs import TheirDraft, is_iri
from archive.readers.newsml_g2.walk import Attributes, Element, attributes

_KINDS = {"picture": "photo", "graphic": "photo", "video": "video", "audio": "audio"}
_MAJORS = {"image": "photo", "video": "video", "audio": "audio", "application": "document",
           "text": "document"}  # fmt: skip
_NAMES = {"highres": "highRes", "web": "web", "thumbnail": "thumbnail", "thumb": "thumbnail",
          "print": "print"}  # fmt: skip
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
_SHA256_NAMES = frozenset({"sha256", "sha-256"})


def remote_content(element: Element, draft: TheirDraft) -> None:
    """Take a file: one of a text by itself, one of a picture as a form of the picture."""
    given = attributes(element)
    href = given.get("href", "").strip()
    if not is_iri(href):
        if "href" in given:
            draft.unusable((element, "href"), given["href"])
        draft.left_out(element)
        return
    file: dict[str, Any] = {"href": href}
    del given["href"]
    _measures(element, given, file, draft)
    name = draft.codes.take(given, "rendition")
    draft.rest(element, given)
    draft.walk(element, {f"{G2}hash": _hash}, file)
    kind = _KINDS.get(last_part(draft.item_class)) or _kind(file)
    attachments = draft.document.get("attachments", [])
    word = _NAMES.get(last_part(name))
    if name is not None and word is None:
        draft.left_rendition(element)
    if last_part(draft.item_class) in _KINDS and attachments:
        _form(element, file, word, draft)
        return
    attachment = {"id": draft.local_id("files"), "kind": kind, **file}
    where = draft.add(draft.document, "attachments", attachment, element)
    draft.main_names[id(attachment)] = word
    if word not in (None, "highRes"):
        draft.inferred((element, "rendition"), href, "rendition", f"{where}/href")
    elif word is not None:
        draft.left_rendition(element)


def _kind(file: dict[str, Any]) -> str:
    return _MAJORS.get(file.get("mediaType", "").partition("/")[0], "other")


def _form(element: Element, file: dict[str, Any], word: str | None, draft: TheirDraft) -> None:
    """Take a further form of a picture; the greatest becomes the picture itself."""
    main = draft.document["attachments"][0]
    known = draft.main_names.get(id(main))
    if word == "highRes" and known != "highRes":
        held = {name: main.pop(name) for name in _FIELDS if name in main}
        main.update(file)
        draft.origins[id(draft.document["attachments"]), 0] = element
        draft.main_names[id(main)] = "highRes"
        file, word = held, known
        draft.left_rendition(element)
    draft.add(main, "renditions", {"name": word or "other", **file}, element)


_FIELDS = ("href", "mediaType", "bytes", "width", "height", "sha256")


def _measures(element: Element, given: Attributes, file: dict[str, Any], draft: TheirDraft) -> None:
    media_type = given.pop("contenttype", None)
    if media_type is not None and MEDIA_TYPE.fullmatch(media_type.strip()):
        file["mediaType"] = media_type.strip()
    elif media_type is not None:
        draft.unusable((element, "contenttype"), media_type)
    for name, field in (("size", "bytes"), ("width", "width"), ("height", "height")):
        said = given.pop(name, None)
        if said is not None and _NUMBER.fullmatch(said.strip()):
            file[field] = int(said)
        elif said is not None:
            draft.unusable((element, name), said)


def _hash(element: Element, draft: TheirDraft, file: dict[str, Any]) -> None:
    given = attributes(element)
    said = draft.text(element).strip()
    kind = draft.codes.take(given, "hashtype")
    if last_part(kind) in _SHA256_NAMES and _SHA256.fullmatch(said) and "sha256" not in file:
        file["sha256"] = said.lower()
        draft.rest(element, given)
    else:
        draft.left_out(element)


def take_picture(picture: TheirDraft, draft: TheirDraft) -> None:
    """Take what an item says of a picture as an attachment of a text; the item itself is named."""
    said = picture.document
    for file in said.get("attachments", ())[:1]:
        made = file | {"id": draft.local_id("files")}
        for name, field in (
            ("headline", "title"),
            ("summary", "caption"),
            ("language", "language"),
        ):
            if name in said and said[name] != "und":
                made[field] = said[name]
        credit = said.get("source", {}).get("asWritten")
        if credit is not None:
            made["credit"] = credit
        element = picture.origins[id(said["attachments"]), 0]
        draft.add(draft.document, "attachments", made, element)
