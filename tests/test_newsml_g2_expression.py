"""The XSD as an expression: what it matches is valid by the XSD, whatever that says."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from archive.judges.newsml_g2 import expression, xsd
from archive.judges.newsml_g2.expression import Expression
from archive.judges.newsml_g2.values import Unclear
from archive.judges.newsml_g2.xsd import Xsd
from archive.vocabulary import NEWSML_G2

SAMPLES = Path(__file__).parent.parent / "samples" / "good"
NAME = "NewsML-G2_2.35-spec-All-Power.xsd"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def parsed(path: Path) -> etree._Element:
    return etree.parse(str(path)).getroot()


def items() -> list[bytes]:
    files = sorted(SAMPLES.glob("*/release.xml"))
    return [path.read_bytes().removeprefix(DECLARATION) for path in files]


# against the official XSD


@pytest.fixture(scope="module")
def official(standards):
    return Expression(parsed(standards / NAME))


@pytest.mark.standards
def test_it_matches_what_we_write_but_for_an_embargo_without_end(official):
    others = [one for one in items() if not official.matches(one)]
    assert len(items()) > 10
    assert [b"<![CDATA[" in one for one in others] == [True]


_ODD = [
    b"", b" ", b"\n", b"a", b"a:b", b":", b"1", b"-1", b"101", b"2026-02-30", b"2026-01-01",
    b"2026-01-01T24:00:00Z", b"http://[", b"https://a b", b"https://a/%zz", b"&#10;", b"&amp;",
    "“é\u2028".encode(), b"TRUE", b".5", b"x y", b"a:b c:d", b"en_US", b"\x7f", b"0000", b"<!---->",
    b"99999999999999999999",
]  # fmt: skip
_TAG, _ATTRIBUTE = re.compile(rb"<[^>]*>"), re.compile(rb' ([A-Za-z:]+)="([^"]*)"')


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """Yield items in which something small is otherwise, in one to three places."""
    chance = random.Random(seed)
    pool = items()
    for _ in range(count):
        item = chance.choice(pool)
        for _ in range(chance.randint(1, 3)):
            item = chance.choice(_WAYS)(item, chance.choice(pool), chance)
        yield item


def other_value(item: bytes, donor: bytes, chance: random.Random) -> bytes:
    here = chance.choice(list(_ATTRIBUTE.finditer(item)))
    value = chance.choice([*_ODD, *(one[2] for one in _ATTRIBUTE.finditer(donor))])
    if chance.random() < 0.5:
        at = chance.randrange(len(here[2]) + 1)
        value = here[2][:at] + value + here[2][at:]
    return item[: here.start(2)] + value + item[here.end(2) :]


def other_attribute(item: bytes, donor: bytes, chance: random.Random) -> bytes:
    here = chance.choice(list(_ATTRIBUTE.finditer(item)))
    there = chance.choice(list(_ATTRIBUTE.finditer(donor)))
    return item[: here.start(1)] + there[1] + item[here.end(1) :]


def less_or_more_attributes(item: bytes, donor: bytes, chance: random.Random) -> bytes:
    here = chance.choice(list(_ATTRIBUTE.finditer(item)))
    there = chance.choice(list(_ATTRIBUTE.finditer(donor)))[0]
    kept = chance.choice([b"", here[0] + there, there])
    return item[: here.start()] + kept + item[here.end() :]


def other_lines(item: bytes, donor: bytes, chance: random.Random) -> bytes:
    lines = item.split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    moved = lines.pop(at) if chance.random() < 0.5 else chance.choice(donor.split(b"\n"))
    if chance.random() < 0.7:
        lines.insert(to, moved)
    return b"\n".join(lines)


def more_inside(item: bytes, donor: bytes, chance: random.Random) -> bytes:
    at = chance.choice(list(_TAG.finditer(item))).end()
    empty = [one for one in _TAG.findall(donor) if one.endswith(b"/>")]
    return item[:at] + chance.choice([*_ODD, *empty]) + item[at:]


_WAYS = [other_value, other_attribute, less_or_more_attributes, other_lines, more_inside]


def unsound(judge: Expression, schema: etree.XMLSchema, count: int, seed: int) -> tuple[int, int]:
    """Return how many mutants are matched and can be parsed, and how many of these are invalid."""
    matched = invalid = 0
    for one in mutants(count, seed):
        if not (judge.matches(one) and xsd._have_own_ids(one)):
            continue
        try:
            tree = etree.fromstring(DECLARATION + one)
        except etree.XMLSyntaxError:
            continue
        matched += 1
        invalid += not schema.validate(tree)
    return matched, invalid


@pytest.mark.standards
@pytest.mark.parametrize("count", [6_000, pytest.param(300_000, marks=pytest.mark.slow)])
def test_what_it_matches_is_valid_by_the_official_xsd(official, standards, count):
    schema = etree.XMLSchema(etree.parse(str(standards / NAME)))
    matched, invalid = unsound(official, schema, count, seed=count)
    assert invalid == 0
    assert matched > count / 20


# against small ones, for each of which a document that is matched has to be valid, too

_HEAD = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NEWSML_G2}"
  targetNamespace="{NEWSML_G2}" elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>"""
_XML = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang"
  type="xs:language"/></xs:schema>"""
_ANYTHING = '<xs:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'


def item_of(content: str) -> str:
    return f'<xs:element name="newsItem"><xs:complexType>{content}</xs:complexType></xs:element>'


def small(tmp_path: Path, parts: str) -> tuple[Expression, etree.XMLSchema]:
    """Return an XSD of some parts, as an expression and as it is."""
    (tmp_path / "xml.xsd").write_text(_XML)
    path = tmp_path / "small.xsd"
    path.write_text(f"{_HEAD}{parts}</xs:schema>")
    return Expression(parsed(path)), etree.XMLSchema(etree.parse(str(path)))


def said(inside: str, attributes: str = "") -> bytes:
    end = f">{inside}</newsItem>" if inside else "/>"
    return f'<newsItem xmlns="{NEWSML_G2}"{attributes}{end}'.encode()


def subject(of: str) -> str:
    return f'<xs:element name="itemMeta">{of}</xs:element>'


_ITEM = item_of('<xs:sequence><xs:element ref="itemMeta"/></xs:sequence>')
_PROVIDER = '<xs:element name="provider" type="xs:string" minOccurs="0"/>'
_PLAIN_TEXT = '<xs:element name="edNote" type="xs:string"/>'


def complex_of(content: str, more: str = "") -> str:
    return f"<xs:complexType{more}>{content}</xs:complexType>"


_CASES: dict[str, tuple[str, list[str], list[str]]] = {
    "a sequence": (
        _ITEM + subject(complex_of(f"<xs:sequence>{_PROVIDER}{_PLAIN_TEXT}</xs:sequence>")),
        ["<itemMeta><edNote/></itemMeta>", "<itemMeta><provider/>\n<edNote>é</edNote></itemMeta>"],
        ["<itemMeta/>", "<itemMeta><edNote/><provider/></itemMeta>", ""],
    ),
    "a choice, more than once": (
        _ITEM
        + subject(
            complex_of(
                f'<xs:choice minOccurs="1" maxOccurs="unbounded">{_PLAIN_TEXT}'
                '<xs:element name="provider" type="xs:date"/>'
                '<xs:element name="unheardOf" type="xs:string"/></xs:choice>'
            )
        ),
        ["<itemMeta><provider>2026-02-28</provider><edNote/><edNote/></itemMeta>"],
        ["<itemMeta/>", "<itemMeta><provider>2026-02-30</provider></itemMeta>"],
    ),
    "a group, and text between": (
        _ITEM
        + f'<xs:group name="some"><xs:sequence>{_PROVIDER}</xs:sequence></xs:group>'
        + subject(complex_of('<xs:group ref="some"/>', ' mixed="true"')),
        ["<itemMeta>a <provider>b</provider> c</itemMeta>", "<itemMeta/>"],
        ["<itemMeta><edNote/></itemMeta>"],
    ),
    "an extension": (
        _ITEM
        + f'<xs:complexType name="base"><xs:sequence>{_PROVIDER}</xs:sequence></xs:complexType>'
        + subject(
            complex_of(
                f'<xs:complexContent><xs:extension base="base"><xs:sequence>{_PLAIN_TEXT}'
                "</xs:sequence></xs:extension></xs:complexContent>"
            )
        ),
        ["<itemMeta><provider/><edNote/></itemMeta>", "<itemMeta><edNote/></itemMeta>"],
        ["<itemMeta><provider/></itemMeta>", "<itemMeta>a<edNote/></itemMeta>"],
    ),
    "an extension by attributes": (
        _ITEM
        + '<xs:complexType name="base" mixed="true"><xs:sequence/>'
        + '<xs:attributeGroup ref="all"/></xs:complexType>'
        + '<xs:attributeGroup name="all"><xs:attribute name="id" type="xs:ID"/></xs:attributeGroup>'
        + subject(complex_of('<xs:complexContent><xs:extension base="base"/></xs:complexContent>')),
        ["<itemMeta>text</itemMeta>", "<itemMeta/>"],
        ["<itemMeta><provider/></itemMeta>", '<itemMeta id="1"/>'],
    ),
    "a simple content": (
        _ITEM
        + '<xs:complexType name="base"><xs:simpleContent><xs:extension base="xs:gYear"/>'
        + "</xs:simpleContent></xs:complexType>"
        + subject(complex_of('<xs:simpleContent><xs:extension base="base"/></xs:simpleContent>')),
        ["<itemMeta>2026</itemMeta>"],
        ["<itemMeta/>", "<itemMeta>26</itemMeta>"],
    ),
    "whatever is declared": (
        _ITEM.replace('ref="itemMeta"', 'ref="assert"')
        + f'<xs:element name="assert">{complex_of(f"<xs:sequence>{_ANYTHING}</xs:sequence>")}'
        + '</xs:element><xs:element name="name" type="xs:string"/>'
        + '<xs:element name="type" type="xs:duration"/>',
        ["<assert><name>a</name><name/></assert>", "<assert/>"],
        ["<assert><type>x</type></assert>", "<assert><name><name/></name></assert>"],
    ),
    "no more than so many, which may be none": (
        _ITEM
        + subject(
            complex_of(
                '<xs:sequence><xs:element name="provider" type="xs:string" minOccurs="0" '
                'maxOccurs="3"/></xs:sequence>'
            )
        ),
        ["<itemMeta/>"],
        [],
    ),
    "nothing in it": (_ITEM + subject(complex_of("")), ["<itemMeta/>"], ["<itemMeta>a</itemMeta>"]),
}


@pytest.mark.parametrize("case", _CASES)
def test_what_may_stand_where_comes_from_the_xsd(tmp_path, case):
    parts, good, bad = _CASES[case]
    judge, schema = small(tmp_path, parts)
    for one in map(said, good):
        assert judge.matches(one)
        assert schema.validate(etree.fromstring(one))
    for one in map(said, bad):
        assert not judge.matches(one)
        assert not schema.validate(etree.fromstring(one))


_ATTRIBUTES = [
    ('name="guid" type="xs:string"', ["a &amp; b", "é"], ["<"]),
    (
        'name="guid" type="xs:anyURI"',
        ["https://a.example/b#c", "urn:a:b", "https://a?b=1&amp;c"],
        [],
    ),
    (
        'name="guid" type="xs:dateTime"',
        ["2026-12-31T23:59:59.5+07:00"],
        ["2026-12-31", "2026-06-31T00:00:00Z"],
    ),
    ('name="guid" type="xs:IDREFS"', ["a", "a b"], ["1", "a,b"]),
    ('name="guid" type="kind"', ["5", "100"], ["101", "-1", "x"]),
    ('ref="xml:lang"', ["id-ID"], ["a_b"]),
]


@pytest.mark.parametrize(("attribute", "good", "bad"), _ATTRIBUTES)
def test_values_are_those_of_the_type(tmp_path, attribute, good, bad):
    kind = '<xs:simpleType name="kind"><xs:restriction base="xs:integer">'
    kind += '<xs:minInclusive value="0"/><xs:maxInclusive value="100"/></xs:restriction></xs:simpleType>'
    judge, schema = small(tmp_path, kind + item_of(f"<xs:attribute {attribute}/>"))
    name = "xml:lang" if "xml:lang" in attribute else "guid"
    for value in good:
        one = said("", f' {name}="{value}"')
        assert judge.matches(one)
        assert schema.validate(etree.fromstring(one))
    for value in bad:
        assert not judge.matches(said("", f' {name}="{value}"'))
    assert judge.matches(said(""))


_TYPES = {
    '<xs:restriction base="xs:NMTOKEN"><xs:enumeration value="a"/><xs:enumeration value="b"/></xs:restriction>': (
        ["a", "b"], ["c", "a b"],
    ),
    '<xs:restriction base="xs:string"><xs:pattern value="[0-9]+\\.[0-9]+"/></xs:restriction>': (
        ["2.35"], ["2", "a.b"],
    ),
    '<xs:restriction base="xs:string"><xs:pattern value="[\\S ]*"/></xs:restriction>': (
        ["a b", ""], ["a&#10;b"],
    ),
    '<xs:restriction base="xs:string"><xs:pattern value="[^\\s:]+:[^\\s]+"/></xs:restriction>': (
        ["a:b", "a:b/c"], ["a", "a: b"],
    ),
    '<xs:restriction base="xs:string"><xs:length value="0"/></xs:restriction>': ([""], ["a"]),
    '<xs:restriction base="xs:boolean"/>': (["true", "false"], ["yes"]),
    '<xs:list itemType="xs:gYear"/>': (["2026"], ["26"]),
    '<xs:union memberTypes="xs:gYear xs:duration"><xs:simpleType><xs:restriction base="xs:date"/></xs:simpleType></xs:union>': (
        ["2026", "2026-02-01"], ["26"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", _TYPES)
def test_types_are_made_of_types(tmp_path, kind):
    good, bad = _TYPES[kind]
    attribute = f'<xs:attribute name="guid"><xs:simpleType>{kind}</xs:simpleType></xs:attribute>'
    judge, schema = small(tmp_path, item_of(attribute))
    for value in good:
        one = said("", f' guid="{value}"')
        assert judge.matches(one)
        assert schema.validate(etree.fromstring(one))
    for value in bad:
        one = said("", f' guid="{value}"')
        assert not judge.matches(one)
        assert not schema.validate(etree.fromstring(one))


@pytest.mark.parametrize(
    "attribute",
    [
        'name="guid" type="xs:string" fixed="a"',
        'name="guid" type="xs:string" use="prohibited"',
        'name="guid" type="xs:duration"',
        'name="guid" type="unheardOf"',
        'name="guid"',
        'name="unheardOf" type="xs:string"',
        'name="guid" type="xs:ID"',
        'ref="xml:space"',
        'ref="xml:lang" fixed="id"',
        'name="guid" type="idLike"',
    ],
)
def test_an_attribute_that_is_not_understood_is_not_matched(attribute):
    ids = '<xs:simpleType name="idLike"><xs:restriction base="xs:ID"/></xs:simpleType>'
    item = item_of(f"<xs:attribute {attribute}/>")
    judge = Expression(etree.fromstring(f"{_HEAD}{ids}{item}</xs:schema>"))
    named = re.match('(?:name|ref)="([^"]+)"', attribute)
    assert named
    assert judge.matches(said(""))
    assert not judge.matches(said("", f' {named[1]}="en"'))


_UNCLEAR = {
    "another language": '<xs:simpleType name="a"/>',
    "a needed attribute that we do not write": item_of(
        '<xs:attribute name="unheardOf" type="xs:string" use="required"/>'
    ),
    "a needed attribute of an unknown kind": item_of(
        '<xs:attribute name="guid" type="xs:duration" use="required"/>'
    ),
    "an element that is needed and not written": item_of(
        '<xs:sequence><xs:element name="unheardOf" type="xs:string"/></xs:sequence>'
    ),
    "an element that is nowhere": item_of('<xs:sequence><xs:element ref="itemMeta"/></xs:sequence>'),
    "an abstract element": '<xs:element name="newsItem" abstract="true" type="xs:string"/>',
    "an abstract type": '<xs:element name="newsItem" type="a"/><xs:complexType name="a" abstract="true"/>',
    "no type": '<xs:element name="newsItem"/>',
    "a restriction": item_of('<xs:complexContent><xs:restriction base="a"/></xs:complexContent>'),
    "text somewhere": item_of(
        '<xs:complexContent mixed="true"><xs:extension base="a"/></xs:complexContent>'
    ),
    "text between the parts of an extension": (
        '<xs:complexType name="a" mixed="true"/>'
        + item_of(
            f'<xs:complexContent><xs:extension base="a"><xs:sequence>{_PROVIDER}</xs:sequence>'
            "</xs:extension></xs:complexContent>"
        )
    ),
    "two of them": item_of(
        '<xs:sequence><xs:element name="assert" type="xs:string" minOccurs="2" maxOccurs="2"/></xs:sequence>'
    ),
    "no choice": item_of(
        '<xs:choice><xs:element name="unheardOf" type="xs:string"/></xs:choice>'
    ),
    "a wildcard": item_of('<xs:sequence><xs:any namespace="##other" processContents="lax"/></xs:sequence>'),
    "an element in itself, again and again": item_of(
        '<xs:sequence><xs:element ref="itemMeta"/></xs:sequence>'
    )
    + subject(complex_of('<xs:sequence><xs:element ref="link"/></xs:sequence>'))
    + '<xs:element name="link">'
    + complex_of('<xs:sequence><xs:element ref="rightsInfo"/></xs:sequence>')
    + '</xs:element><xs:element name="rightsInfo">'
    + complex_of('<xs:sequence><xs:element ref="link"/></xs:sequence>')
    + "</xs:element>",
    "keys": item_of("") + '<xs:element name="a"><xs:key name="b"/></xs:element>',
}  # fmt: skip


@pytest.mark.parametrize("case", _UNCLEAR)
def test_of_an_xsd_that_is_not_understood_there_is_no_expression(case):
    with pytest.raises(Unclear):
        Expression(etree.fromstring(f"{_HEAD}{_UNCLEAR[case]}</xs:schema>"))


@pytest.mark.parametrize(
    "kind",
    [
        '<xs:union memberTypes="xs:duration"/>',
        '<xs:list/>',
        '<xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction>',
        '<xs:restriction base="xs:string"><xs:pattern value="a|b"/></xs:restriction>',
        '<xs:restriction base="xs:integer"><xs:minInclusive value="3"/><xs:maxInclusive value="4"/></xs:restriction>',
        '<xs:restriction base="xs:date"><xs:minInclusive value="2026-01-01"/></xs:restriction>',
    ],
)  # fmt: skip
def test_a_type_that_is_not_understood_has_no_expression(kind):
    attribute = '<xs:attribute name="guid" use="required">'
    attribute += f"<xs:simpleType>{kind}</xs:simpleType></xs:attribute>"
    with pytest.raises(Unclear):
        Expression(etree.fromstring(f"{_HEAD}{item_of(attribute)}</xs:schema>"))


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ('elementFormDefault="qualified"', ""),
        (f'xmlns="{NEWSML_G2}"', 'xmlns="http://www.w3.org/2001/XMLSchema"'),
        (
            'elementFormDefault="qualified"',
            'elementFormDefault="qualified" attributeFormDefault="qualified"',
        ),
    ],
)
def test_another_kind_of_xsd_has_no_expression(said, other):
    head = _HEAD.replace(said, other, 1)
    assert head != _HEAD
    with pytest.raises(Unclear):
        Expression(etree.fromstring(f"{head}{item_of('')}</xs:schema>"))


def test_an_expression_that_is_too_large_is_none(monkeypatch):
    monkeypatch.setattr(expression, "_LARGEST_BYTES", 10)
    with pytest.raises(Unclear):
        Expression(etree.fromstring(f"{_HEAD}{item_of('')}</xs:schema>"))


# in the judge


@pytest.fixture
def at_once(monkeypatch):
    """Let the judge derive the expression for the first item."""
    monkeypatch.setattr(xsd, "_MANY", 0)


@pytest.mark.standards
def test_the_judge_says_the_same_with_it(standards, at_once):
    judge, plain = Xsd(standards / NAME), Xsd(standards / NAME)
    some = [DECLARATION + one for one in (*items(), *mutants(400, seed=5))]
    assert judge.findings_of_each(some) == [plain.findings(one) for one in some]
    assert judge._expression is not None


@pytest.mark.standards
def test_now_and_then_the_xsd_itself_is_asked(standards, at_once, monkeypatch):
    asked = []
    judge = Xsd(standards / NAME)
    valid = judge._is_surely_valid
    monkeypatch.setattr(judge, "_is_surely_valid", lambda one: asked.append(one) or valid(one))
    good = [one for one in items() if b"CDATA" not in one]
    for _ in range(400):
        assert not any(judge.findings_of_each(good))
    assert 2 <= len(asked) <= 400 * len(good) / 1_000 + 2


@pytest.mark.standards
def test_an_expression_that_the_xsd_disagrees_with_is_asked_no_more(
    standards, at_once, monkeypatch
):
    monkeypatch.setattr(xsd, "_SPOT_CHECKS", 1)
    judge = Xsd(standards / NAME)
    monkeypatch.setattr(judge, "_are_known", lambda _: True)
    bad = items()[0].replace(b"<pubStatus ", b"<provider/><pubStatus ")
    assert [len(found) for found in judge.findings_of_each([bad])] == [1]
    assert judge._expression is None


def sample(name: str) -> bytes:
    return (SAMPLES / name / "release.xml").read_bytes().removeprefix(DECLARATION)


@pytest.mark.standards
def test_what_is_open_at_the_end_is_found(standards, at_once, official):
    bad = sample("foto-dermaga").replace(b"</p>", b"</q>", 1)
    assert official.matches(bad)
    found = Xsd(standards / NAME).findings_of_each([sample("maktaba-ar"), bad])
    assert [[(one.code, one.variant) for one in each] for each in found] == [
        [],
        [("X001", "syntax")],
    ]


@pytest.mark.standards
def test_ids_that_stand_twice_are_found(standards, at_once, official):
    item = sample("foto-dermaga")
    link = re.search(rb'<link id="([^"]*)"', item)
    assert link
    bad = re.sub(rb'(original|inlineXML id)="[^"]*"', rb'\1="' + link[1] + b'"', item)
    assert official.matches(bad)
    (found,) = Xsd(standards / NAME).findings_of_each([bad])
    assert [one.code for one in found] == ["X001"]


@pytest.mark.standards
def test_a_text_that_a_parser_may_refuse_is_left_to_the_xsd(standards, at_once, official):
    """With a text of ten million characters libxml2 builds no tree."""
    large = sample("maktaba-ar").replace(b"</p>", b"a" * 10_100_000 + b"</p>", 1)
    assert official.matches(large)
    judge = Xsd(standards / NAME)
    assert judge.findings_of_each([large]) == [judge.findings(large)]
    assert judge.findings(large)


def test_without_an_expression_the_xsd_is_asked(tmp_path, at_once):
    (tmp_path / "xml.xsd").write_text(_XML)
    path = tmp_path / "other.xsd"
    path.write_text(
        f'{_HEAD}<xs:element name="newsItem" nillable="true" type="xs:string"/></xs:schema>'
    )
    judge = Xsd(path)
    assert judge.findings_of_each([said("a")]) == [[]]
    assert judge._expression is None
