"""Our own packages: the items beside the text, which repeat what its item says.

What they should say is worked out from the document, as the writer does, and compared with what
they say: every difference is told at the field that is repeated (L105).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.languages import is_right_to_left
from archive.readers.newsml_g2.names import CATALOG, G2, LANG, local
from archive.readers.newsml_g2.own import OwnDraft
from archive.readers.newsml_g2.own_copies import CATALOGUE
from archive.readers.newsml_g2.own_item import CONSTANTS, GENERATOR
from archive.readers.newsml_g2.own_meta import SHA256
from archive.readers.newsml_g2.walk import Element, attributes

_ITEM_TYPE = "application/vnd.iptc.g2.newsitem+xml"
_CODED = frozenset({"qcode", "rel", "role", "mode", "rendition"})
_CLASSES = {"photo": "picture", "video": "video", "audio": "audio", "document": "text"}
_CLASSES_BY_TYPE = {"image": "picture", "video": "video", "audio": "audio", "text": "text"}
_SEEN = frozenset({"picture", "video"})
_RENDITIONS = frozenset({"highRes", "web", "thumbnail", "print"})
_TRANSLATIONS = frozenset({"translation", "translationOf"})
_PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
Said = tuple[str, str]
"""What an attribute or a text should say, and the pointer of what it repeats."""


@dataclass(slots=True)
class Node:
    """An element as it should be."""

    name: str
    where: str
    """The pointer of what it repeats."""
    attributes: dict[str, Said] = field(default_factory=dict)
    text: Said | None = None
    children: list[Node] = field(default_factory=list)


def compare(draft: OwnDraft, companions: list[Element]) -> None:
    """Compare the package and the items of files with the document; what is missing is told."""
    work = _Work(draft)
    expected = {node.attributes["guid"][0]: node for node in work.items()}
    for item in companions:
        node = expected.pop(item.get("guid", ""), None)
        if node is None or G2 + node.name != item.tag:
            draft.left_out(item)
        else:
            _compare(item, node, draft)
    for guid, node in expected.items():
        draft.copy((draft.root, ""), None, guid, node.where)


def _compare(element: Element, node: Node, draft: OwnDraft) -> None:
    given = attributes(element)
    for name, (right, where) in node.attributes.items():
        found = given.pop(name, None)
        if found is not None and name in _CODED:
            found = draft.codes.canonical(found)
        draft.copy((element, name if found is not None else ""), found, right, where)
    draft.rest(element, given)
    if node.text is not None:
        draft.copy((element, ""), draft.text(element), *node.text)
        return
    waiting: dict[str, deque[Node]] = {}
    for one in node.children:
        waiting.setdefault(G2 + one.name, deque()).append(one)
    for child in draft.parts(element):
        if known := waiting.get(child.tag):
            _compare(child, known.popleft(), draft)
        elif child.tag != CATALOG:
            draft.left_out(child)
    for one in (one for rest in waiting.values() for one in rest):
        draft.copy((element, ""), None, one.name, one.where)


class _Work:
    """The items that stand beside the text of a work."""

    def __init__(self, draft: OwnDraft) -> None:
        self.document = draft.document
        self.node = draft.node
        self.prefix = draft.prefix
        self.version = str(draft.document.get("version", ""))
        self.names = {
            one["id"]: (str(one.get("name", "")), f"/{list_}/{number}/name")
            for list_ in ("organisations", "people")
            for number, one in enumerate(draft.document.get(list_, ()))
        }

    def items(self) -> Iterator[Node]:
        """Yield the package, and the item of each file that has one."""
        yield self._package()
        for number, one in enumerate(self.document.get("attachments", ())):
            class_ = _class(one)
            if class_ is not None:
                yield self._file(one, f"/attachments/{number}", class_)

    def _item(self, name: str, local_id: str, where: str) -> Node:
        language = self.document.get("language", "")
        said: dict[str, Said] = {key: (value, "") for key, value in CONSTANTS}
        said["guid"] = (self.node + local_id, where)
        said["version"] = (self.version, "/version")
        said[LANG] = (language, "/language")
        if is_right_to_left(language):
            said["dir"] = ("rtl", "/language")
        catalog = Node("catalogRef", "", {"href": (CATALOGUE, "")})
        return Node(name, where, said, children=[catalog])

    def _provider(self) -> Node:
        issuers = self.document.get("issuers") or [{}]
        where = "/provider" if "provider" in self.document else "/issuers/0/ref"
        ref = self.document.get("provider") or issuers[0].get("ref", "")
        name = Node("name", where, text=self.names.get(ref, ("", where)))
        return Node("provider", where, {"uri": (self.node + ref, where)}, children=[name])

    def _status(self) -> Node:
        status = _PUB_STATUS.get(self.document.get("status", ""), "withheld")
        return Node("pubStatus", "/status", {"qcode": (f"stat:{status}", "/status")})

    def _meta(self, class_: str, where: str) -> Node:
        version = (str(self.document.get("schemaVersion", "")), "/schemaVersion")
        made = (str(self.document.get("versionCreated", "")), "/versionCreated")
        children = [
            Node("itemClass", where, {"qcode": (f"ninat:{class_}", where)}),
            self._provider(),
            Node("versionCreated", "/versionCreated", text=made),
            self._status(),
            Node("generator", "", {"versioninfo": version}, text=(GENERATOR, "")),
        ]
        if "embargo" in self.document:
            until = self.document["embargo"].get("until", "")
            children.append(Node("embargoed", "/embargo", text=(until, "/embargo/until")))
        return Node("itemMeta", "", children=children)

    # the package

    def _package(self) -> Node:
        item = self._item("packageItem", "package.1", "/id")
        headline = Node("headline", "/headline", text=self._headline())
        groups = list(self._groups())
        top = f"{self.prefix}group.package"
        root = self._group("package", "bag")
        root.children = [
            Node("groupRef", one.where, {"idref": (one.attributes["id"][0], one.where)})
            for one in groups
        ]
        set_ = Node("groupSet", "", {"root": (top, "/id")}, children=[root, *groups])
        meta = self._meta("composite", "")
        item.children += [meta, Node("contentMeta", "/headline", children=[headline]), set_]
        return item

    def _headline(self) -> Said:
        return str(self.document.get("headline", "")), "/headline"

    def _group(self, name: str, mode: str) -> Node:
        return Node(
            "group",
            "/attachments" if name != "translation" else "/relations",
            {
                "id": (f"{self.prefix}group.{name}", "/id"),
                "role": (f"pa:{name}", ""),
                "mode": (f"pgrmod:{mode}", ""),
            },
        )

    def _groups(self) -> Iterator[Node]:
        main = self._group("main", "seq")
        main.children = [self._ref(self.node[:-1], "text", "/id", self._headline())]
        yield main
        files = list(enumerate(self.document.get("attachments", ())))
        for kind in dict.fromkeys(one.get("kind", "") for _, one in files):
            group = self._group(kind, "seq")
            group.children = [
                self._file_ref(one, f"/attachments/{number}")
                for number, one in files
                if one.get("kind", "") == kind
            ]
            yield group
        relations = list(enumerate(self.document.get("relations", ())))
        refs = [
            _translation(one, f"/relations/{number}")
            for number, one in relations
            if one.get("rel") in _TRANSLATIONS
        ]
        if refs:
            group = self._group("translation", "seq")
            group.children = refs
            yield group

    def _ref(self, guid: str, class_: str, where: str, title: Said | None) -> Node:
        said = {
            "residref": (guid, where),
            "version": (self.version, "/version"),
            "contenttype": (_ITEM_TYPE, ""),
        }
        kind = "/kind" if where.startswith("/attachments") else ""
        class_where = f"{where}{kind}" if kind else ""
        children = [
            Node("itemClass", class_where, {"qcode": (f"ninat:{class_}", class_where)}),
            self._provider(),
            self._status(),
        ]
        if title is not None:
            children.append(Node("headline", title[1], text=title))
        return Node("itemRef", where, said, children=children)

    def _file_ref(self, one: dict[str, Any], where: str) -> Node:
        class_ = _class(one)
        title = (one["title"], f"{where}/title") if "title" in one else None
        if class_ is not None:
            return self._ref(f"{self.node}{one.get('id')}", class_, f"{where}", title)
        said = _file_attributes(one, where, ("width", "height"))
        if title is not None:
            said["title"] = title
        return Node("itemRef", where, said)

    # a file

    def _file(self, one: dict[str, Any], where: str, class_: str) -> Node:
        item = self._item("newsItem", str(one.get("id")), f"{where}/id")
        if "rights" in one:
            item.children.append(self._rights(one["rights"], f"{where}/rights"))
        meta = self._meta(class_, f"{where}/kind")
        said = {
            "rel": ("irel:associatedWith", ""),
            "residref": (self.node[:-1], "/id"),
            "version": (self.version, "/version"),
            "contenttype": (_ITEM_TYPE, ""),
        }
        meta.children.append(Node("link", "/id", said))
        item.children.append(meta)
        if words := list(_words(one, where)):
            item.children.append(Node("contentMeta", where, children=words))
        item.children.append(self._content(one, where, class_))
        return item

    def _rights(self, held: dict[str, str], where: str) -> Node:
        node = Node("rightsInfo", where)
        if "holder" in held:
            name = Node("name", where, text=self.names.get(held["holder"], ("", where)))
            said = {"uri": (self.node + held["holder"], f"{where}/holder")}
            node.children.append(Node("copyrightHolder", where, said, children=[name]))
        if "notice" in held:
            said_text = (held["notice"], f"{where}/notice")
            node.children.append(Node("copyrightNotice", where, text=said_text))
        if "licence" in held:
            at = f"{where}/licence"
            said = {"rel": ("irel:rightspolicy", at), "href": (held["licence"], at)}
            node.children.append(Node("link", at, said))
        return node

    def _content(self, one: dict[str, Any], where: str, class_: str) -> Node:
        ids = f"{self.prefix}{one.get('id')}.file."
        renditions = one.get("renditions", ())
        names = {rendition.get("name") for rendition in renditions}
        is_largest = class_ in _SEEN and "highRes" not in names
        files = [_remote("rnd:highRes" if is_largest else "pa:original", one, f"{ids}1", where)]
        for number, rendition in enumerate(renditions):
            alias = "rnd" if rendition.get("name") in _RENDITIONS else "pa"
            name = f"{alias}:{rendition.get('name')}"
            place = f"{where}/renditions/{number}"
            files.append(_remote(name, rendition, f"{ids}{number + 2}", place))
        return Node("contentSet", where, {"original": (f"{ids}1", f"{where}/id")}, children=files)


def _words(one: dict[str, Any], where: str) -> Iterator[Node]:
    if "language" in one:
        at = f"{where}/language"
        yield Node("language", at, {"tag": (one["language"], at)})
    for name, key in (("headline", "title"), ("creditline", "credit")):
        if key in one:
            yield Node(name, f"{where}/{key}", text=(one[key], f"{where}/{key}"))
    for key, role in (("caption", "drol:caption"), ("alt", "pa:alt")):
        if key in one:
            at = f"{where}/{key}"
            yield Node("description", at, {"role": (role, at)}, text=(one[key], at))


def _remote(name: str, file: dict[str, Any], id_: str, where: str) -> Node:
    said = {"id": (id_, f"{where}/id"), "rendition": (name, where)}
    said |= _file_attributes(file, where)
    node = Node("remoteContent", where, said)
    if "sha256" in file:
        at = f"{where}/sha256"
        node.children = [Node("hash", at, {"hashtypeuri": (SHA256, at)}, text=(file["sha256"], at))]
    return node


def _file_attributes(
    file: dict[str, Any], where: str, without: tuple[str, ...] = ()
) -> dict[str, Said]:
    return {
        name: (str(file[key]), f"{where}/{key}")
        for name, key in (
            ("href", "href"), ("contenttype", "mediaType"), ("size", "bytes"),
            ("width", "width"), ("height", "height"),
        )
        if key in file and key not in without
    }  # fmt: skip


def _class(attachment: dict[str, Any]) -> str | None:
    """Return the class of a file's item; of a file of no known class there is no item."""
    if attachment.get("kind") == "other":
        return _CLASSES_BY_TYPE.get(attachment.get("mediaType", "").partition("/")[0])
    return _CLASSES.get(attachment.get("kind", ""))


def _translation(one: dict[str, str], where: str) -> Node:
    said = {
        "rel": (f"pa:{one['rel']}", f"{where}/rel"),
        "residref": (one.get("target", ""), f"{where}/target"),
        "contenttype": (_ITEM_TYPE, ""),
    }
    if "title" in one:
        said["title"] = (one["title"], f"{where}/title")
    children = [Node("itemClass", where, {"qcode": ("ninat:text", where)})]
    if "language" in one:
        at = f"{where}/language"
        children.append(Node("language", at, {"tag": (one["language"], at)}))
    return Node("itemRef", where, said, children=children)


def is_companion(item: Element) -> bool:
    """Return whether an item is of ours and repeats what another one says."""
    generator = item.findtext(f"{G2}itemMeta/{G2}generator")
    return generator == GENERATOR and "#" in item.get("guid", "") and local(item.tag) in (
        "newsItem", "packageItem",
    )  # fmt: skip
