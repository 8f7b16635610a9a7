"""NewsML-G2 packages: a ``newsMessage`` with the text, its files and what ties them together.

A release is a ``packageItem``, the ``newsItem`` that the format ``newsml-g2`` writes, and a
``newsItem`` for each file. What goes where is in ``docs/mapping-newsml-g2-package.md``; the text
is the full copy, and all that other items say of the record repeats it for news systems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.languages import is_right_to_left
from archive.newsml_g2 import TAIL, head, item, news_item, prefix
from archive.newsml_g2.xml import quoted, text
from archive.release import Attachment, Relation, Release, Rendition, Rights
from archive.vocabulary import NEWSML_G2
from archive.writers import Many, Writer

_ITEM_TYPE = "application/vnd.iptc.g2.newsitem+xml"
_CLASSES = {"photo": "picture", "video": "video", "audio": "audio", "document": "text"}
_CLASSES_BY_TYPE = {"image": "picture", "video": "video", "audio": "audio", "text": "text"}
"""Classes of files of the kind ``other``, by what their media type begins with."""
_SEEN = frozenset({"picture", "video"})
"""Classes whose largest form news systems look for as ``rnd:highRes``."""
_RENDITIONS = frozenset({"highRes", "web", "thumbnail", "print"})
_TRANSLATIONS = frozenset({"translation", "translationOf"})
_MADE = re.compile(rb"<versionCreated>([^<]*)<")


@dataclass(frozen=True, slots=True)
class _Work:
    """A release, and what all items about it say; the name of a part is ``node`` + local id."""

    release: Release
    node: str
    ids: str
    names: Mapping[str, str]
    """Local id → name of a person or an organisation, both escaped."""

    @classmethod
    def of(cls, release: Release) -> _Work:
        """Return it."""
        names = {one.id: text(one.name) for one in release.organisations}
        names |= {one.id: text(one.name) for one in release.people}
        return cls(release, f"{quoted(release.id)}#", prefix(release), names)

    @property
    def provider(self) -> str:
        """Return who manages the items, by name: what is known of them is in the text's item."""
        local = self.release.provider or self.release.issuers[0].ref
        return f'<provider uri="{self.node}{local}"><name>{self.names[local]}</name></provider>'

    def start(self, element: str, local: str) -> str:
        """Return the beginning of the item of a part."""
        tag = self.release.language
        direction = ' dir="rtl"' if is_right_to_left(tag) else ""
        return (
            f'<{element} xmlns="{NEWSML_G2}" standard="NewsML-G2" standardversion="2.35"'
            f' conformance="power" guid="{self.node}{local}" version="{self.release.version}"'
            f' xml:lang="{tag}"{direction}>\n{item.CATALOGUE}'
        )

    def item_meta(self, qcode: str, links: str = "") -> str:
        """Return the management of such an item: that of the text."""
        release = self.release
        return (
            f'<itemMeta>\n<itemClass qcode="{qcode}"/>\n{self.provider}\n'
            f"<versionCreated>{release.version_created}</versionCreated>\n"
            f"{item.usability(release)}"
            f'<generator versioninfo="{release.schema_version}">press-archive</generator>\n'
            f"{links}</itemMeta>\n"
        )

    def item_ref(self, guid: str, qcode: str, named: str) -> str:
        """Return the reference to an item of the message, and what a reader wants to know first."""
        status = item.PUB_STATUS.get(self.release.status, "withheld")
        return (
            f'<itemRef residref="{guid}" version="{self.release.version}"'
            f' contenttype="{_ITEM_TYPE}"><itemClass qcode="{qcode}"/>{self.provider}'
            f'<pubStatus qcode="stat:{status}"/>{named}</itemRef>\n'
        )


def _part(release: Release) -> bytes:
    """Return the items of a release: the package before what it holds."""
    work = _Work.of(release)
    return b"".join([_package(work), news_item(release), *_files(work)])


def _alone(part: bytes) -> bytes:
    """Return the items of a release as a message of their own."""
    made = _MADE.search(part)
    assert made is not None  # noqa: S101 (every item has one)
    return head(made[1].decode()) + part + TAIL


def write(release: Release) -> bytes:
    """Return the release as one ``newsMessage``."""
    return head(release.version_created) + _part(release) + TAIL


def _package(work: _Work) -> bytes:
    groups = list(_groups(work))
    start = f'<group id="{work.ids}group.'
    told = [
        work.start("packageItem", "package.1"),
        work.item_meta("ninat:composite"),
        f"<contentMeta>\n{_headline(work.release.headline)}\n</contentMeta>\n",
        f'<groupSet root="{work.ids}group.package">\n',
        f'{start}package" role="pa:package" mode="pgrmod:bag">',
        *(f'<groupRef idref="{work.ids}group.{name}"/>' for name, _ in groups),
        "</group>\n",
    ]
    for name, members in groups:
        told.append(f'{start}{name}" role="pa:{name}" mode="pgrmod:seq">\n')
        told += [*members, "</group>\n"]
    return "".join([*told, "</groupSet>\n</packageItem>\n"]).encode()


def _groups(work: _Work) -> Iterator[tuple[str, list[str]]]:
    """Yield name and members of each group: the text, files by their kind, translations."""
    release = work.release
    guid = work.node.removesuffix("#")
    yield "main", [work.item_ref(guid, "ninat:text", _headline(release.headline))]
    for kind in dict.fromkeys(one.kind for one in release.attachments):
        yield kind, [_file_ref(one, work) for one in release.attachments if one.kind == kind]
    translations = [one for one in release.relations if one.rel in _TRANSLATIONS]
    if translations:
        yield "translation", [_translation_ref(one) for one in translations]


def _file_ref(attachment: Attachment, work: _Work) -> str:
    """Return the reference to the item of a file; one without an item is named by its address."""
    qcode = _class(attachment)
    if qcode is not None:
        return work.item_ref(work.node + attachment.id, qcode, _headline(attachment.title))
    where = f' href="{quoted(attachment.href)}"{_type_and_size(attachment)}'
    return f"<itemRef{where}{_title(attachment.title)}/>\n"


def _translation_ref(relation: Relation) -> str:
    """Return the reference to a translation: the latest version of another work."""
    tag = "" if relation.language is None else f'<language tag="{relation.language}"/>'
    return (
        f'<itemRef rel="pa:{relation.rel}" residref="{quoted(relation.target)}"'
        f' contenttype="{_ITEM_TYPE}"{_title(relation.title)}>'
        f'<itemClass qcode="ninat:text"/>{tag}</itemRef>\n'
    )


def _headline(title: str | None) -> str:
    return "" if title is None else f"<headline>{text(title)}</headline>"


def _title(title: str | None) -> str:
    return "" if title is None else f' title="{quoted(title)}"'


def _class(attachment: Attachment) -> str | None:
    """Return the class of a file's item; of a file of no known class there is no item."""
    if attachment.kind == "other":
        word = _CLASSES_BY_TYPE.get((attachment.media_type or "").partition("/")[0])
    else:
        word = _CLASSES[attachment.kind]
    return None if word is None else f"ninat:{word}"


def _files(work: _Work) -> Iterator[bytes]:
    """Yield the item of each file that has one."""
    for attachment in work.release.attachments:
        qcode = _class(attachment)
        if qcode is not None:
            yield _file(attachment, qcode, work).encode()


def _file(attachment: Attachment, qcode: str, work: _Work) -> str:
    back = (
        f'<link rel="irel:associatedWith" residref="{work.node.removesuffix("#")}"'
        f' version="{work.release.version}" contenttype="{_ITEM_TYPE}"/>\n'
    )
    return (
        f"{work.start('newsItem', attachment.id)}{_rights(attachment.rights, work)}"
        f"{work.item_meta(qcode, back)}{_content_meta(attachment)}"
        f"{_content_set(attachment, qcode, work.ids)}</newsItem>\n"
    )


def _rights(held: Rights | None, work: _Work) -> str:
    if held is None:
        return ""
    name = "" if held.holder is None else f"<name>{work.names[held.holder]}</name>"
    return f"{item.rights_info(held, work.node, f'>{name}</copyrightHolder>')}\n"


def _content_meta(attachment: Attachment) -> str:
    told = "" if attachment.language is None else f'<language tag="{attachment.language}"/>\n'
    if attachment.title is not None:
        told += f"{_headline(attachment.title)}\n"
    if attachment.credit is not None:
        told += f"<creditline>{text(attachment.credit)}</creditline>\n"
    if attachment.caption is not None:
        told += f'<description role="drol:caption">{text(attachment.caption)}</description>\n'
    if attachment.alt is not None:
        told += f'<description role="pa:alt">{text(attachment.alt)}</description>\n'
    return f"<contentMeta>\n{told}</contentMeta>\n" if told else ""


def _content_set(attachment: Attachment, qcode: str, prefix: str) -> str:
    """Return the renditions; the file itself comes first and is the one that others are made of."""
    ids = f"{prefix}{attachment.id}.file."
    names = {one.name for one in attachment.renditions}
    is_largest = qcode.removeprefix("ninat:") in _SEEN and "highRes" not in names
    told = _remote("rnd:highRes" if is_largest else "pa:original", attachment, f"{ids}1")
    for number, one in enumerate(attachment.renditions, 2):
        alias = "rnd" if one.name in _RENDITIONS else "pa"
        told += _remote(f"{alias}:{one.name}", one, f"{ids}{number}")
    return f'<contentSet original="{ids}1">\n{told}</contentSet>\n'


def _remote(name: str, file: Attachment | Rendition, id: str) -> str:
    size = _type_and_size(file)
    if file.width is not None:
        size += f' width="{file.width}"'
    if file.height is not None:
        size += f' height="{file.height}"'
    told = f'<remoteContent id="{id}" rendition="{name}" href="{quoted(file.href)}"{size}'
    if file.sha256 is None:
        return f"{told}/>\n"
    return f'{told}><hash hashtypeuri="{item.SHA256}">{file.sha256}</hash></remoteContent>\n'


def _type_and_size(file: Attachment | Rendition) -> str:
    told = "" if file.media_type is None else f' contenttype="{quoted(file.media_type)}"'
    return told if file.bytes is None else f'{told} size="{file.bytes}"'


WRITER = Writer(
    media_type="application/vnd.iptc.g2.newsmessage+xml",
    write=write,
    many=Many(part=_part, head=head, tail=TAIL, alone=_alone),
)
