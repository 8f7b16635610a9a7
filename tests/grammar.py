"""Documents made up from a RELAX NG grammar: whatever it allows may be there.

Structure comes from a seed, values from Hypothesis: a few for each pattern of the grammar, which
are used again and again, so that a document of a thousand elements stays within what it draws.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st
from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
_DEEPEST = 12
_USUAL = 39
"""How many values of a datatype are such as people write, for each that is odd or none."""
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_MOMENTS = st.sampled_from(
    ["2026-03-02T09:00:00+07:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999-11:30",
     "2024-02-29T12:00:00.5+14:00"]
)  # fmt: skip
_DAYS = st.sampled_from(["2026-12-31", "0001-01-01", "2024-02-29"])
_IRIS = st.sampled_from(
    ["https://pers.example.go.id/a", "http://example.org/ü?q=a%20b&c='d'", "urn:newsml:x:20010714:1",
     "tag:x.example,2026:a", "http://[2001:db8::1]:8080/a", "https://u:p@example.org:443/a;b(c)!*+@~"]
)  # fmt: skip
_ODD = {
    "dateTime": st.from_regex(r"[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T2[0-4]:00:00(Z|[+-]1[0-5]:00)", fullmatch=True),
    "date": st.from_regex(r"[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]", fullmatch=True),
}  # fmt: skip


def translated(pattern: str) -> str:
    r"""Return a pattern of XML Schema as Python has it; white space is of four kinds there.

    >>> translated(r"[\S ]+"), translated(r"[^\s#]")
    ('[^\\t\\n\\r]+', '[^ \\t\\n\\r#]')
    """
    for xsd, python in (
        (r"[\S ]", r"[^\t\n\r]"),
        (r"[\S\s]", r"(?s:.)"),
        (r"\s", r" \t\n\r"),
        (r"\S", r"[^ \t\n\r]"),
    ):
        pattern = pattern.replace(xsd, python)
    return pattern


def _values(data: etree._Element) -> st.SearchStrategy[str]:
    """Return what makes up values of a datatype; a few of them are none of it."""
    kind = data.get("type")
    pattern = translated(data.findtext(f"{RNG}param[@name='pattern']") or "(?s:.)+")
    made = st.from_regex(pattern, fullmatch=True, alphabet=_CHARACTERS)
    if kind == "anyURI":
        local = "#q-1" if pattern.endswith(r"#[a-z][a-z0-9.\-]*") else ""
        return _mostly(_IRIS.map(lambda iri: iri + local), made)
    if kind in _ODD:
        usual = _MOMENTS if kind == "dateTime" else _DAYS
        return _mostly(usual, _ODD[kind])
    return made


def _mostly(usual: st.SearchStrategy[str], odd: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.integers(1, _USUAL).flatmap(lambda number: odd if number == _USUAL // 2 else usual)


class _Maker:
    """Makes one document."""

    def __init__(
        self, grammar: etree._Element, random: Random, pools: dict[str, list[str]]
    ) -> None:
        self._defines = {one.get("name"): one for one in grammar.iter(f"{RNG}define")}
        self._namespace = grammar.get("ns")
        self._random = random
        self._pools = pools
        self._ids: list[str] = []
        self._references: list[tuple[etree._Element, str]] = []

    def document(self, grammar: etree._Element) -> etree._Element:
        """Return a document; what refers to an id refers to one that is there."""
        holder = etree.Element("holder")
        self._put(grammar.find(f"{RNG}start"), holder, 0)
        for element, name in self._references:
            element.set(name, self._random.choice(self._ids))
        return holder[0]

    def _put(self, pattern: etree._Element, holder: etree._Element, depth: int) -> None:
        """Put what a pattern stands for into an element."""
        name = etree.QName(pattern).localname
        times = {"optional": (0, 1), "zeroOrMore": (0, 2), "oneOrMore": (1, 2)}.get(name, (1, 1))
        for _ in range(self._random.randint(*times) if depth < _DEEPEST else times[0]):
            self._put_once(name, pattern, holder, depth)

    def _put_once(
        self, name: str, pattern: etree._Element, holder: etree._Element, depth: int
    ) -> None:
        if name == "element":
            element = etree.SubElement(holder, self._name(pattern, self._namespace))
            self._put_all(pattern, element, depth + 1)
        elif name == "attribute":
            holder.set(self._name(pattern, None), self._value(pattern[0], holder, pattern))
        elif name == "ref":
            self._put_all(self._defines[pattern.get("name")], holder, depth)
        elif name == "choice":
            self._put(self._random.choice(_patterns(pattern)), holder, depth)
        elif name == "text":
            self._say(holder, self._random.choice(["", "Belanja ", " & <tumbuh>"]))
        elif name in ("data", "value"):
            self._say(holder, self._value(pattern, holder, pattern))
        else:
            self._put_all(pattern, holder, depth)

    def _put_all(self, pattern: etree._Element, holder: etree._Element, depth: int) -> None:
        for inner in _patterns(pattern):
            self._put(inner, holder, depth)

    def _say(self, holder: etree._Element, said: str) -> None:
        if len(holder):
            holder[-1].tail = (holder[-1].tail or "") + said
        else:
            holder.text = (holder.text or "") + said

    def _name(self, pattern: etree._Element, namespace: str | None) -> str:
        prefix, found, local = pattern.get("name").rpartition(":")
        if found:
            known = pattern.nsmap | {"xml": "http://www.w3.org/XML/1998/namespace"}
            namespace = known[prefix]
        return f"{{{namespace}}}{local}" if namespace else local

    def _value(
        self, pattern: etree._Element, holder: etree._Element, attribute: etree._Element
    ) -> str:
        name = etree.QName(pattern).localname
        if name == "ref":
            return self._value(_patterns(self._defines[pattern.get("name")])[0], holder, attribute)
        if name == "choice":
            return self._value(self._random.choice(_patterns(pattern)), holder, attribute)
        if name == "value":
            return pattern.text
        if pattern.get("type") == "ID":
            self._ids.append(f"r00000000v1-x{len(self._ids)}")
            return self._ids[-1]
        if pattern.get("type", "").startswith("IDREF"):
            self._references.append((holder, attribute.get("name")))
            return ""
        return self._random.choice(self._pools[_key(pattern)])


def _patterns(holder: etree._Element) -> list[etree._Element]:
    """Return the patterns in a pattern, without notes and comments."""
    return [
        one for one in holder.iterchildren(f"{RNG}*") if not one.tag.endswith(("}param", "}except"))
    ]


def _key(data: etree._Element) -> str:
    return f"{data.get('type')} {data.findtext(f'{RNG}param')}"


def documents(grammar: etree._Element, count: int) -> st.SearchStrategy[list[bytes]]:
    """Return what makes up so many documents of a grammar, all of the same values.

    Values take most of the time; a few may be none of their datatype.
    """
    datatypes = {_key(one): one for one in grammar.iter(f"{RNG}data") if not _is_id(one)}
    pools = st.fixed_dictionaries(
        {key: st.lists(_values(one), min_size=1, max_size=2) for key, one in datatypes.items()}
    )

    def made(known: dict[str, list[str]], seed: int) -> list[bytes]:
        random = Random(seed)
        made = [_Maker(grammar, random, known).document(grammar) for _ in range(count)]
        return [etree.tostring(one, encoding="UTF-8") for one in made]

    return st.builds(made, pools, st.integers(0, 2**32))


def _is_id(data: etree._Element) -> bool:
    return data.get("type").startswith("ID") or data.getparent().tag == f"{RNG}except"
