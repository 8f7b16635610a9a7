"""Single faults, put into good renditions one at a time: what judges are judged by.

``mutants`` yields one file per fault, the same in every run. Each fault is put wherever files of
the format differ: at the first element, property or statement of every kind.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from typing import Any, NamedTuple

from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Mutant(NamedTuple):
    """A file with one fault."""

    kind: str
    where: str
    raw: bytes


Mutants = Iterator[Mutant]

# what is wrong with a value

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_IRI = re.compile(r"(https?://[^/]+)(/\S*)?")
_CODES = frozenset({"qcode", "rel", "role", "type", "why", "how", "rendition", "mode"})
_REFERENCES = frozenset({"idrefs", "original", "root", "idref"})
_LANGUAGES = frozenset({XML_LANG, "lang", "tag", "language", "@language", "inLanguage"})
_NUMBERS = frozenset({"version", "rank", "size", "width", "height", "urgency"})


def changed(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the faults that a value of this name can have, each with the faulty value."""
    if MOMENT.fullmatch(value):
        yield from _moments(value)
    elif name in _CODES and ":" in value and "//" not in value:
        yield from _codes(value)
    elif match := _IRI.fullmatch(value):
        yield from _iris(match)
    elif name in _LANGUAGES:
        yield from [("a language tag of another form", f"{value}_ID")]
        yield from [
            ("a language code that is out of date", "in"),
            ("a language that is none", "qq-zzzzzzzz"),
        ]
    elif name in _REFERENCES:
        yield "a reference to nothing", f"{value}9"
    elif name in _NUMBERS and value.isdigit():
        yield from [
            ("a number below all", "-1"),
            ("a number in words", "two"),
            ("another number", f"{value}0"),
        ]


def _moments(value: str) -> Iterator[tuple[str, str]]:
    yield "a moment without zone", value[:19]
    yield "a zone without colon", f"{value[:19]}+0700"
    yield "a moment of 24 o'clock", f"{value[:11]}24:00:00{value[19:]}"
    yield "a moment in small letters", value.replace("T", "t")
    yield "a day that is not in the calendar", f"2026-02-30{value[10:]}"
    yield "a day instead of a moment", value[:10]
    yield "a date in words", "yesterday"
    yield "another moment", f"2027{value[4:]}"


def _codes(value: str) -> Iterator[tuple[str, str]]:
    alias, _, code = value.partition(":")
    yield "a code without alias", code
    yield "an alias that is not declared", f"zzz:{code}"
    yield "a code that is not in its list", f"{value}zzz"
    yield "a code with a space", f"{alias}: {code}"


def _iris(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    yield "a relative IRI", match[2] or "/"
    yield "an IRI with a space", f"{match[0]} x"
    yield "an IRI with a wrong percent sign", f"{match[1]}/%zz"
    yield "another IRI", f"{match[0]}9"


# what is wrong with any file


def of_bytes(raw: bytes) -> Mutants:
    """Yield files that are cut off or in another encoding."""
    yield Mutant("an empty file", "", b"")
    for part in (1, 2, 3):
        yield Mutant("the end is missing", f"{part}/4", raw[: len(raw) * part // 4 + 7])
    yield Mutant("another encoding", "UTF-16", raw.decode().encode("utf-16"))
    word = next(match for match in re.finditer(rb"[a-z]{5}", raw[len(raw) // 2 :]))
    at = len(raw) // 2 + word.start() + 2
    yield Mutant("a byte that is not UTF-8", "in the middle", raw[:at] + b"\xe9" + raw[at:])
    yield Mutant("a control character", "NUL in the middle", raw[:at] + b"\x00" + raw[at:])


def of_texts(raw: bytes, headline: str) -> Mutants:
    """Yield files that say something else than the release did."""
    text = headline.encode()
    assert text in raw, headline
    for kind, to in (
        ("another word", text.swapcase()),
        ("a word is missing", text.rpartition(b" ")[0] or text[:-1]),
        ("a mark of direction that is not closed", text[:2] + "\u202e".encode() + text[2:]),
        ("a byte-order mark inside", text[:2] + "\ufeff".encode() + text[2:]),
        ("letters read in a wrong encoding", text + "Ã©".encode()),
    ):
        yield Mutant(kind, "headline", raw.replace(text, to, 1))


# XML


def _parsed(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False))


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _short(name: str) -> str:
    return name.rpartition("}")[2]


def _signature(element: etree._Element) -> str:
    """Return what tells an element from others of its name, as XPath does."""
    shown = _short(element.tag)
    for name in ("rel", "role"):
        if name in element.attrib:
            shown += f"[@{name}='{element.get(name)}']"
    parent = element.getparent()
    return shown if parent is None else f"{_short(parent.tag)}/{shown}"


def _left_out(element: etree._Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _twice(element: etree._Element) -> None:
    element.addnext(copy.deepcopy(element))


def _emptied(element: etree._Element) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)


def _renamed(element: etree._Element) -> None:
    element.tag = f"{element.tag}x"


def _unknown_attribute(element: etree._Element) -> None:
    element.set("bogus", "1")


_ELEMENTS: dict[str, Callable[[etree._Element], None]] = {
    "an element is missing": _left_out,
    "an element stands twice": _twice,
    "an element is empty": _emptied,
    "an element of another name": _renamed,
    "an attribute that nobody knows": _unknown_attribute,
}


def _firsts(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the first element of every kind with its number."""
    seen = set()
    for number, element in enumerate(root.iter("*")):
        if _signature(element) not in seen:
            seen.add(_signature(element))
            yield number, element


def of_elements(raw: bytes) -> Mutants:
    """Yield XML files with an element less, more, or elsewhere."""
    root = _parsed(raw)
    for number, element in _firsts(root):
        if element is root:
            continue
        for kind, change in _ELEMENTS.items():
            if kind == "an element is empty" and not (len(element) or element.text):
                continue
            tree = copy.deepcopy(root)
            change(_numbered(tree, number))
            yield Mutant(kind, _signature(element), _written(tree))
    yield from _swapped(root)


def _numbered(root: etree._Element, number: int) -> etree._Element:
    return list(root.iter("*"))[number]


def _swapped(root: etree._Element) -> Mutants:
    elements = list(root.iter("*"))
    seen = set()
    for first, second in pairwise(elements):
        if second.getprevious() is not first or first.tag == second.tag:
            continue
        pair = (_signature(first), _signature(second))
        if pair in seen:
            continue
        seen.add(pair)
        tree = copy.deepcopy(root)
        one = _numbered(tree, elements.index(first))
        other = one.getnext()
        one.tail, other.tail = other.tail, one.tail
        one.addprevious(other)
        yield Mutant("two elements in the other order", " ".join(pair), _written(tree))


def of_attributes(raw: bytes) -> Mutants:
    """Yield XML files with an attribute less or with another value."""
    root = _parsed(raw)
    seen = set()
    for number, element in enumerate(root.iter("*")):
        for name, value in element.items():
            where = f"{_short(element.tag)}/@{_short(name)}"
            if where in seen:
                continue
            seen.add(where)
            faults = [("an attribute is empty", ""), *changed(name, value)]
            for kind, new in [("an attribute is missing", None), *faults]:
                tree = copy.deepcopy(root)
                target = _numbered(tree, number)
                if new is None:
                    del target.attrib[name]
                else:
                    target.set(name, new)
                yield Mutant(kind, where, _written(tree))


def of_element_texts(raw: bytes) -> Mutants:
    """Yield XML files with another value in an element."""
    root = _parsed(raw)
    for number, element in _firsts(root):
        for kind, new in changed(_short(element.tag), element.text or ""):
            tree = copy.deepcopy(root)
            _numbered(tree, number).text = new
            yield Mutant(kind, _signature(element), _written(tree))


def of_xml(raw: bytes) -> Mutants:
    """Yield XML files whose marks are wrong."""
    text = raw.decode()
    for kind, old, new in (
        ("a tag is not closed", "</", "<"),
        ("a bare ampersand", "</", " & </"),
        ("an entity that nobody declares", "</", "&nbsp;</"),
        ("a quotation mark is missing", '">', ">"),
        ("another encoding than declared", "UTF-8", "UTF-16"),
        ("another encoding that reads all bytes", "UTF-8", "ISO-8859-1"),
        ("a version of XML that is none", 'version="1.0"', 'version="3.0"'),
        ("another namespace", 'xmlns="http:', 'xmlns="https:'),
    ):
        head, found, rest = text.partition(old)
        if found:
            yield Mutant(kind, old, (head + new + rest).encode())


# JSON

Path = tuple[str | int, ...]


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a document; of lists the first member only."""
    if path:
        yield path, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(inner, (*path, name))
    elif isinstance(value, list) and value:
        yield from _walk(value[0], (*path, 0))


def _put(document: Any, path: Path, change: Callable[[Any, str | int], None]) -> bytes:
    """Return the document with a change of one member of one of its objects or lists."""
    new = copy.deepcopy(document)
    holder = new
    for step in path[:-1]:
        holder = holder[step]
    change(holder, path[-1])
    return json.dumps(new, ensure_ascii=False, separators=(",", ":")).encode()


def _to(value: Any) -> Callable[[Any, str | int], None]:
    def change(holder: Any, step: str | int) -> None:
        holder[step] = value

    return change


def _gone(holder: Any, step: str | int) -> None:
    del holder[step]


def _misspelt(holder: Any, step: str | int) -> None:
    holder[f"{step}x"] = holder.pop(step)


def _other_type(value: Any) -> Any:
    if isinstance(value, str):
        return 7
    if isinstance(value, list):
        return {"a": 1}
    return "7" if isinstance(value, (int, float, bool)) else "an object"


def of_json(raw: bytes, *, without: tuple[str, ...] = ()) -> Mutants:
    """Yield JSON files with a property less, more, or of another value."""
    document = json.loads(raw)
    for path, value in _walk(document):
        if path[0] in without:
            continue
        where = "/".join(map(str, path))
        yield Mutant("another type", where, _put(document, path, _to(_other_type(value))))
        yield Mutant("null", where, _put(document, path, _to(None)))
        if isinstance(path[-1], str):
            yield Mutant("a property is missing", where, _put(document, path, _gone))
            yield Mutant("a property of another name", where, _put(document, path, _misspelt))
        if isinstance(value, (str, list)):
            yield Mutant("an empty value", where, _put(document, path, _to(type(value)())))
        if isinstance(value, list):
            yield from _of_list(document, path, value)
        if isinstance(value, str):
            for kind, new in changed(str(path[-1]), value):
                yield Mutant(kind, where, _put(document, path, _to(new)))
    yield from _of_json_marks(raw.decode())


def _of_list(document: Any, path: Path, value: list[Any]) -> Mutants:
    where = "/".join(map(str, path))
    yield Mutant("a member stands twice", where, _put(document, path, _to([value[0], *value])))
    if len(value) > 1:
        yield Mutant("members in another order", where, _put(document, path, _to(value[::-1])))


def _of_json_marks(text: str) -> Mutants:
    for kind, new in (
        ("a property stands twice", text.replace("{", '{"uri":"urn:x:y",', 1)),
        ("a comma too many", text.rstrip().removesuffix("}") + ",}"),
        ("a quotation mark is missing", text.replace('":', ":", 1)),
        ("single quotation marks", text.replace('"', "'", 2)),
        ("not a number", text.rstrip().removesuffix("}") + ',"version":NaN}'),
        ("half a character", text.replace('":"', '":"\\ud800', 1)),
    ):
        yield Mutant(kind, "", new.encode())


# RDF, a statement in a line

_TERM = r"<[^>]*>|_:\S+|\"(?:[^\"\\]|\\.)*\"(?:@[\w-]+|\^\^<[^>]*>)?"
_LINE = re.compile(rf"(<[^>]*>|_:\S+) (<[^>]*>) ({_TERM})( <[^>]*>)? \.")
_LITERAL = re.compile(r"(\"(?:[^\"\\]|\\.)*\")(@[\w-]+|\^\^<[^>]*>)?")
_XSD = "http://www.w3.org/2001/XMLSchema#"


def of_lines(raw: bytes) -> Mutants:
    """Yield N-Triples or N-Quads with a statement less, more, or of another form."""
    lines = raw.decode().splitlines()
    seen = set()
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        assert match, line
        if match[2] in seen:
            continue
        seen.add(match[2])
        for kind, new in _of_line(match):
            changed_lines = [*lines[:number], *new, *lines[number + 1 :]]
            yield Mutant(kind, match[2], "".join(f"{one}\n" for one in changed_lines).encode())
    swapped = [lines[1], lines[0], *lines[2:]]
    yield Mutant("two statements in the other order", "", ("\n".join(swapped) + "\n").encode())


def _of_line(match: re.Match[str]) -> Iterator[tuple[str, list[str]]]:
    subject, predicate, said, graph = match[1], match[2], match[3], match[4] or ""

    def line(s: str = subject, p: str = predicate, o: str = said, g: str = graph) -> list[str]:
        return [f"{s} {p} {o}{g} ."]

    yield "a statement is missing", []
    yield "a statement stands twice", line() * 2
    yield "a full stop is missing", [line()[0][:-2]]
    yield "a property that nobody knows", line(p=predicate[:-1] + "Zzz>")
    yield "a literal as subject", line(s='"x"')
    yield "a node without name as subject", line(s="_:b1")
    if graph:
        yield "a statement in another graph", line(g=graph[:-1] + "9>")
        yield "a statement in no graph", line(g="")
    if said.startswith("<"):
        yield "an IRI as text", line(o=f'"{said[1:-1]}"')
        for kind, new in changed("", said[1:-1]):
            yield kind, line(o=f"<{new}>")
    elif literal := _LITERAL.fullmatch(said):
        for kind, new in _of_literal(literal[1], literal[2] or ""):
            yield kind, line(o=new)


def _of_literal(text: str, behind: str) -> Iterator[tuple[str, str]]:
    yield "a quotation mark is missing", text[:-1] + behind
    yield "an escape that is none", f'{text[:-1]}\\q"{behind}'
    yield "a text as IRI", "<https://pers.example.go.id/x>"
    if behind.startswith("@"):
        yield "a text without its language", text
        for kind, new in changed("lang", behind[1:]):
            yield kind, f"{text}@{new}"
    elif behind:
        yield "a value without its datatype", text
        yield "another datatype", f"{text}^^<{_XSD}boolean>"
        yield "a datatype that nobody knows", f"{text}^^<{_XSD}dateTimes>"
        yield "a value that its datatype does not have", f'"x{text[1:]}{behind}'
        for kind, new in changed("", text[1:-1]):
            yield kind, f'"{new}"{behind}'
    else:
        yield "a text with a datatype", f"{text}^^<{_XSD}integer>"
        yield "a text with a language", f"{text}@en"


# Turtle and TriG

_SAID = re.compile(r"([a-z]+:[A-Za-z]+) (\"(?:[^\"\\]|\\.)*\"(?:@[\w-]+|\^\^\S+)?|<[^>]*>) [;.]")


def of_turtle(raw: bytes) -> Mutants:
    """Yield Turtle or TriG with another value or another mark."""
    text = raw.decode()
    seen = set()
    for match in _SAID.finditer(text):
        if match[1] in seen:
            continue
        seen.add(match[1])
        for kind, new in _of_said(match):
            where = match[1]
            yield Mutant(kind, where, (text[: match.start()] + new + text[match.end() :]).encode())
    yield from _of_turtle_marks(text)


def _of_said(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    predicate, said, end = match[1], match[2], match[0][-1]
    yield "a mark between statements is missing", f"{predicate} {said}"
    yield "a property that nobody knows", f"{predicate}Zzz {said} {end}"
    yield "a prefix that is not declared", f"zzz{predicate} {said} {end}"
    if said.startswith("<"):
        faults = changed("", said[1:-1])
        yield from [(kind, f"{predicate} <{new}> {end}") for kind, new in faults]
        yield "an IRI as text", f'{predicate} "{said[1:-1]}" {end}'
    elif literal := re.fullmatch(r"(\"(?:[^\"\\]|\\.)*\")(.*)", said, re.DOTALL):
        behind = re.sub(r"\^\^xsd:(\w+)", rf"^^<{_XSD}\1>", literal[2])
        for kind, new in _of_literal(literal[1], behind):
            yield kind, f"{predicate} {new} {end}"


def _of_turtle_marks(text: str) -> Mutants:
    declarations = [line for line in text.splitlines() if line.startswith("@prefix")]
    for line in declarations:
        name = line.split()[1]
        yield Mutant("a prefix is not declared", name, text.replace(f"{line}\n", "", 1).encode())
        other = line.replace("http", "ftp", 1)
        yield Mutant("a prefix of another namespace", name, text.replace(line, other, 1).encode())
        half = line.removesuffix(" .")
        yield Mutant("a full stop is missing", name, text.replace(line, half, 1).encode())
    if "{" in text:
        yield Mutant("a brace is missing", "", text.replace("{", "", 1).encode())
        yield Mutant("a brace is missing", "the last", "".join(text.rsplit("}", 1)).encode())


# a format each

_WITHOUT_CONTEXT = ("@context",)


def _context(raw: bytes) -> Mutants:
    """Yield JSON-LD with another context."""
    document = json.loads(raw)
    for path, value in _walk(document["@context"]):
        where = "/".join(map(str, ("@context", *path)))
        if len(path) == 1:
            yield Mutant(
                "a term of the context is missing",
                where,
                _put(document, ("@context", *path), _gone),
            )
        if isinstance(value, str) and value.startswith("http"):
            other = _put(document, ("@context", *path), _to(f"{value}x"))
            yield Mutant("a term of the context means something else", where, other)
    address = "https://example.org/context.jsonld"
    yield Mutant("a context at an address", "@context", _put(document, ("@context",), _to(address)))
    yield Mutant("no context", "@context", _put(document, ("@context",), _gone))


MUTATORS: dict[str, tuple[Callable[[bytes], Mutants], ...]] = {
    "newsml-g2": (of_elements, of_attributes, of_element_texts, of_xml),
    "ninjs": (of_json,),
    "jsonld": (lambda raw: of_json(raw, without=_WITHOUT_CONTEXT), _context),
    "nquads": (of_lines,),
    "ntriples": (of_lines,),
    "turtle": (of_turtle,),
    "trig": (of_turtle,),
    "rdfxml": (of_elements, of_attributes, of_element_texts, of_xml),
}
"""Format → what puts faults into a rendition of it."""


def mutants(name: str, raw: bytes, headline: str) -> Mutants:
    """Yield all files with one fault of a rendition in the format of this name."""
    made = (mutator(raw) for mutator in MUTATORS[name])
    for mutant in chain(*made, of_bytes(raw), of_texts(raw, headline)):
        if mutant.raw != raw:
            yield mutant
