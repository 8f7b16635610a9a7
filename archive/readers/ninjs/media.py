"""Associated items: pictures and recordings become attachments, others are relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args, get_type_hints

from archive.languages import canonical, is_well_formed
from archive.parsing.drafts import Draft, Item, Where, members
from archive.parsing.drafts_things import MEDIA_TYPE
from archive.positions import pointer
from archive.readers.ninjs import names, texts
from archive.readers.ninjs.item import is_iri
from archive.release import Relation
from archive.vocabulary import PA

_KINDS = {"picture": "photo", "photo": "photo", "video": "video", "audio": "audio"}
_NAMES = {"highres": "highRes", "web": "web", "thumbnail": "thumbnail", "print": "print",
          "other": "other"}  # fmt: skip
_RELATIONS = {PA + word: word for word in get_args(get_type_hints(Relation)["rel"])}
"""What our own items say of an associated work, and the word of the record for it."""


@dataclass(frozen=True, slots=True)
class File:
    """A rendition: what the record holds of it, its name and where that stands."""

    said: dict[str, Any]
    href_at: Where
    name: Any
    named_at: Where

    def rank(self, kind: str) -> tuple[bool, int, int, int]:
        """Return what sorts the most important file first: right kind, original, largest."""
        major = self.said.get("mediaType", "").partition("/")[0]
        wanted = {"photo": "image", "video": "video", "audio": "audio"}.get(kind, major)
        place = {"original": 0, "highres": 1, "thumbnail": 3}.get(str(self.name).lower(), 2)
        area = self.said.get("width", 0) * self.said.get("height", 0)
        return major != wanted, place, -area, -self.said.get("bytes", 0)

    def word(self, draft: Draft) -> str:
        """Return the record's word for a rendition; a name that it has no word for is named."""
        word = _NAMES.get(str(self.name).lower())
        if word is None:
            draft.unused_name(self.name, self.named_at)
        elif word == "other":
            draft.passed(self.name, self.named_at)
        return word or "other"


def associations(item: Item, draft: Draft) -> None:
    """Take associated pictures and recordings as attachments, other items as relations."""
    value, where = item.take("associations")
    for one, place in members(value, where, draft):
        rel, at = one.take("rel")
        if isinstance(rel, str) and rel in _RELATIONS:
            _relation(one, place, _RELATIONS[rel], draft)
            continue
        if rel is not None:
            draft.unused(rel, at)
        kind, at = one.take("type")
        is_file = kind in ("graphic", "component") or kind is None
        if isinstance(kind, str) and kind in _KINDS:
            _attachment(one, place, _KINDS[kind], draft)
            continue
        draft.unused_unless(kind, at, is_known=draft.is_own and kind == "component")
        if is_file and one.take("renditions")[0] is not None:
            _attachment(one, place, "other", draft)
        else:
            _related(one, place, draft, {"rel": "related"})


def _relation(one: Item, where: Where, word: str, draft: Draft) -> None:
    """Take what our own writer made of a relation."""
    name, at = one.take("name")
    if name == word:
        draft.passed(name, at)
    else:
        draft.unused_name(name, at)
    kind, at = one.take("type")
    draft.unused_unless(kind, at, is_known=kind == "text")
    tag, _ = _language(one, draft)
    _related(one, where, draft, {"rel": word} | ({"language": tag} if tag else {}))


def _related(one: Item, where: Where, draft: Draft, said: dict[str, str]) -> None:
    uri, _ = one.take("uri")
    if not is_iri(uri):
        draft.unused(one.value, where)
        return
    title, at = _title(one, draft)
    added = draft.add("relations", said | {"target": uri} | title, where)
    draft.moved[f"{added}/title"] = pointer(at)
    names.file_fields(one, draft)
    draft.rest_of(one)


def _title(one: Item, draft: Draft) -> tuple[dict[str, str], Where]:
    """Return the headline of an associated item as its title; other headlines are named."""
    main, others = texts.heads(one, draft)
    for other in others:
        other.leave_out(draft)
    if main is None:
        return {}, ()
    main.name_rest(draft)
    line = draft.line(main.plain, main.at)
    return ({"title": line} if line else {}), main.at


def _attachment(one: Item, where: Where, kind: str, draft: Draft) -> None:
    value, at = one.take("renditions")
    files = [
        file for member, place in members(value, at, draft) if (file := _file(member, place, draft))
    ]
    if not files:
        draft.unused(one.value, where)
        return
    main = files[0] if draft.is_own else min(files, key=lambda file: file.rank(kind))
    said: dict[str, Any] = {"id": _local(one, files, draft), "kind": kind, **main.said}
    places = {"href": main.href_at}
    for field, text, place in _words(one, draft):
        said[field], places[field] = text, place
    renditions = [{"name": file.word(draft), **file.said} for file in files if file is not main]
    if renditions:
        said["renditions"] = renditions
    if str(main.name).lower() == "original":
        draft.passed(main.name, main.named_at)
    else:
        draft.unused_name(main.name, main.named_at)
    added = draft.add("attachments", said, where)
    names.rights(one, said, added, draft)
    for field, place in places.items():
        draft.moved[f"{added}/{field}"] = pointer(place)
    names.file_fields(one, draft)
    draft.rest_of(one)


def _local(one: Item, files: list[File], draft: Draft) -> str:
    """Return the local id of an attachment; other names that the source has for it are named."""
    uri, at = one.take("uri")
    local, is_own = draft.local_id("a", uri)
    is_known = is_own or any(file.said["href"] == uri for file in files)
    draft.unused_unless(uri, at, is_known=is_known)
    name, named_at = one.take("name")
    if name == local:
        draft.passed(name, named_at)
    else:
        draft.unused_name(name, named_at)
    return local


def _words(one: Item, draft: Draft) -> Iterator[tuple[str, str, Where]]:
    """Yield title, caption, alternative text, credit and language, each with its place."""
    title, at = _title(one, draft)
    yield from ((field, text, at) for field, text in title.items())
    said = texts.descriptions(one, draft)
    for field, some in (
        ("caption", [_of_role(text, draft) for text in said if text.role != "alt"]),
        ("alt", [replace(text, role=None) for text in said if text.role == "alt"]),
    ):
        text = texts.first(some, draft)
        if text is not None:
            yield field, text.plain, text.at
    credit, at = one.take("by", "byline")
    if line := draft.line(credit, at):
        yield "credit", line, at
    language, at = _language(one, draft)
    if language:
        yield "language", language, at


def _of_role(text: texts.Said, draft: Draft) -> texts.Said:
    """Return a text without its role, if that says that it is a caption."""
    if text.member is None or text.role != "caption":
        return text
    draft.passed(text.role, text.member.take("role")[1])
    return replace(text, role=None)


def _language(one: Item, draft: Draft) -> tuple[str, Where]:
    """Return the language of an associated item and where it stands; empty if there is none."""
    tag, at = one.take("language")
    if isinstance(tag, str) and is_well_formed(tag) and canonical(tag) == tag:
        return tag, at
    if tag is not None:
        draft.unusable(at, tag)
    return "", at


def _file(one: Item, where: Where, draft: Draft) -> File | None:
    href, at = one.take("href")
    if not is_iri(href):
        draft.unused(one.value, where)
        return None
    said: dict[str, Any] = {"href": href}
    media_type, place = one.take("contenttype", "mimetype")
    if isinstance(media_type, str) and MEDIA_TYPE.fullmatch(media_type):
        said["mediaType"] = media_type
    elif media_type is not None:
        draft.unusable(place, media_type)
    for field, name in (("bytes", "sizeinbytes"), ("width", "width"), ("height", "height")):
        value, place = one.take(name)
        if type(value) is int and value >= 0:
            said[field] = value
        elif value is not None:
            draft.unusable(place, value)
    name, named_at = one.take("name")
    draft.rest_of(one)
    return File(said, at, name, named_at)
