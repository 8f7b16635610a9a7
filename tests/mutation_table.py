"""What finds single faults: the judge that a standard gives, ours, or nobody.

``python -m tests.mutation_table STANDARDS`` writes ``docs/judges-mutations.md``; the folder is that
of the official files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

from archive.findings import Finding
from archive.judges import JUDGES, rdf
from archive.judges.newsml_g2.profile import Profile
from archive.standards import XSD
from tests.mutations import MUTATORS, Mutant, mutants

CHECKOUT = Path(__file__).parent.parent
SAMPLE = CHECKOUT / "samples" / "good" / "koreksi-harga-beras"
PAGE = CHECKOUT / "docs" / "judges-mutations.md"
_MOST_OF_A_KIND = {"newsml-g2": 40, "ninjs": 15}
"""How many mutants of a kind are judged; of the others, which say one graph, four."""
_STANDARD = {
    "newsml-g2": "XSD", "ninjs": "JSON Schema", "jsonld": "pyoxigraph", "nquads": "pyoxigraph",
    "ntriples": "pyoxigraph", "turtle": "pyoxigraph", "trig": "pyoxigraph", "rdfxml": "pyoxigraph",
}  # fmt: skip
_NAMES = {
    "newsml-g2": "NewsML-G2", "ninjs": "ninjs", "jsonld": "JSON-LD", "nquads": "N-Quads",
    "ntriples": "N-Triples", "turtle": "Turtle", "trig": "TriG", "rdfxml": "RDF/XML",
}  # fmt: skip
_SYNTAXES = {
    "jsonld": ox.RdfFormat.JSON_LD, "nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip

_SECOND = {"newsml-g2": "profile"} | dict.fromkeys(_SYNTAXES, "shapes")

Refuses = Callable[[bytes], bool]
Says = Callable[[bytes], list[Finding]]


def standard_judge(name: str, standards: Path) -> Refuses:
    """Return whether the judge that comes with a standard has something against a file."""
    if name == "newsml-g2":
        return _xsd(standards)
    return _schema(standards) if name == "ninjs" else _syntax(name)


def _xsd(standards: Path) -> Refuses:
    schema = etree.XMLSchema(etree.parse(standards / XSD))

    def refuses(raw: bytes) -> bool:
        try:
            return not schema.validate(etree.fromstring(raw))
        except etree.XMLSyntaxError:
            return True

    return refuses


def _schema(standards: Path) -> Refuses:
    geojson = json.loads((standards / "GeoJSON-schema.json").read_bytes())
    registry = Registry().with_resource(
        "https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geojson)
    )
    contract = json.loads((standards / "ninjs-schema_3.1.json").read_bytes())
    validator = Draft202012Validator(contract, registry=registry)

    def refuses(raw: bytes) -> bool:
        try:
            return not validator.is_valid(json.loads(raw))
        except ValueError:
            return True

    return refuses


def _syntax(name: str) -> Refuses:
    def refuses(raw: bytes) -> bool:
        try:
            for _ in ox.parse(raw, _SYNTAXES[name]):
                pass
        except (SyntaxError, ValueError, OSError):
            return True
        return False

    return refuses


def own_judge(name: str, standards: Path) -> Says:
    """Return what our rules say of a file."""
    if name in _SYNTAXES:
        return rdf.judge_without_shapes(name, standards).findings
    return JUDGES[name].load(name, standards).findings


def second_judge(name: str, standards: Path) -> Says:
    """Return who is asked about files of which the rules say nothing: the profile, the shapes."""
    if name == "newsml-g2":
        return Profile().findings
    return JUDGES[name].load(name, standards).findings if name in _SYNTAXES else nobody


def nobody(_: bytes) -> list[Finding]:
    """Stand for a second judge where there is none, or where it would take long."""
    return []


@dataclass
class Row:
    """What became of the mutants of one kind; the names are those of their places."""

    found_by_standard: list[str] = field(default_factory=list)
    found_by_us: list[str] = field(default_factory=list)
    found_by_second: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    found_by_standard_alone: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    def of(self, is_found: bool, is_found_by_second: bool) -> list[str]:
        """Return the list that a mutant belongs to."""
        if is_found:
            return self.found_by_us
        return self.found_by_second if is_found_by_second else self.missed

    @property
    def total(self) -> int:
        """Return how many there were."""
        return len(self.found_by_us) + len(self.found_by_second) + len(self.missed)


def chosen(name: str) -> Iterator[Mutant]:
    """Yield the mutants of a format that are judged."""
    raw = (SAMPLE / f"release{JUDGES[name].suffix}").read_bytes()
    headline = json.loads((SAMPLE / "release.json").read_bytes())["headline"]
    counts: dict[str, int] = {}
    for mutant in mutants(name, raw, headline):
        counts[mutant.kind] = counts.get(mutant.kind, 0) + 1
        if counts[mutant.kind] <= _MOST_OF_A_KIND.get(name, 4):
            yield mutant


def judged(name: str, standards: Path, second: Says = nobody) -> dict[str, Row]:
    """Return what became of the mutants of a format, by kind.

    ``second`` is asked about those of which nothing else is said.
    """
    refuses, says = standard_judge(name, standards), own_judge(name, standards)
    raw = (SAMPLE / f"release{JUDGES[name].suffix}").read_bytes()
    before = {_said(one) for one in says(raw)}
    before_second = {_said(one) for one in second(raw)}
    rows: dict[str, Row] = {}
    for mutant in chosen(name):
        row = rows.setdefault(mutant.kind, Row())
        new = {_said(one) for one in says(mutant.raw)} - before
        more = set() if new else {_said(one) for one in second(mutant.raw)} - before_second
        row.of(bool(new), bool(more)).append(mutant.where)
        row.codes |= {code for code, _, _ in new | more}
        if refuses(mutant.raw):
            row.found_by_standard.append(mutant.where)
            row.found_by_standard_alone += [] if new else [mutant.where]
    return rows


def _said(found: Finding) -> tuple[str, str, str]:
    return found.code, found.variant, str(sorted(found.params.items()))


# why some faults are found by nobody

_ONLY_THE_RELEASE = "both may be meant: only the record, or its checksum, tells"
_NOT_ASKED_FOR = "need not be there, and nothing else in the file asks for it"
_SEVERAL = "there may be several of it"
_A_NAME = "an IRI is a name: what it leads to is not in the file"
_A_GRAPH = "a graph has no order, and says nothing twice"
_FREE = "the property takes values of either form"
REASONS: dict[str, str] = {
    "another word": _ONLY_THE_RELEASE,
    "a word is missing": _ONLY_THE_RELEASE,
    "letters read in a wrong encoding": "letters like others; the record is looked through for "
    "them before it is written (R236)",
    "another moment": _ONLY_THE_RELEASE,
    "another number": _ONLY_THE_RELEASE,
    "another IRI": _A_NAME,
    "an element is missing": _NOT_ASKED_FOR,
    "a property is missing": _NOT_ASKED_FOR,
    "a statement is missing": _NOT_ASKED_FOR,
    "an attribute is missing": _NOT_ASKED_FOR,
    "a term of the context is missing": _NOT_ASKED_FOR,
    "an element is empty": "may be empty, as what it held need not be there",
    "an empty value": "an empty text or list is one",
    "an element stands twice": _SEVERAL,
    "a member stands twice": _SEVERAL,
    "members in another order": _ONLY_THE_RELEASE,
    "a language that is none": "well-formed; no list of all languages is at hand",
    "a language code that is out of date": "well-formed, and once in use: not looked for here",
    "a day instead of a moment": "the element takes a day, too",
    "another encoding": "XML in UTF-16 is XML, and its mark counts for more than its declaration",
    "a code that is not in its list": "codes of identifiers are free: everyone has numbers of their own",
    "a number below all": "the format takes any text here",
    "a number in words": "the format takes any text here",
    "a moment in small letters": "the format allows it (RFC 3339, section 5.6)",
}
"""Kind of fault → why some of its mutants are found by nobody."""
REASONS_OF_GRAPHS: dict[str, str] = {
    "a statement stands twice": _A_GRAPH,
    "a member stands twice": _A_GRAPH,
    "an element stands twice": _A_GRAPH,
    "members in another order": _A_GRAPH,
    "two statements in the other order": _A_GRAPH,
    "two elements in the other order": _A_GRAPH,
    "a node without name as subject": "a node may have no name",
    "a statement in another graph": "a graph is named as one likes",
    "a statement in no graph": "statements outside of named graphs are N-Quads, too",
    "the end is missing": "cut at the end of a line, the rest is whole",
    "an IRI as text": _FREE,
    "a text as IRI": _FREE,
    "a text with a datatype": _FREE,
    "a text with a language": _FREE,
    "a text without its language": _FREE,
    "a value without its datatype": _FREE,
    "another datatype": _FREE,
    "another type": _FREE,
    "null": "JSON-LD leaves out what is null",
    "an attribute is missing": "the rest is RDF/XML, of another node or a plain text",
    "a language tag of another form": "a plain text here, which says no language to RDF",
    "a relative IRI": "a plain text here",
    "an IRI with a space": "a plain text here",
    "an IRI with a wrong percent sign": "a plain text here",
    "a moment without zone": "xsd:dateTime allows it: not looked for",
    "a moment of 24 o'clock": "xsd:dateTime allows it: not looked for",
    "a property that nobody knows": "its vocabulary is not closed, or not at hand",
    "a property of another name": "its vocabulary is not closed, or not at hand",
    "an element of another name": "its vocabulary is not closed, or not at hand",
    "a prefix of another namespace": "its vocabulary is not closed, or not at hand",
    "a term of the context means something else": "its vocabulary is not closed, or not at hand",
    "no context": "without context JSON-LD is an empty graph",
    "a number below all": "an integer may be below 0, and a text may be anything",
    "a number in words": "a plain text here",
    "a mark of direction that is not closed": "RDF takes all characters in a text; the record is "
    "looked through for them before it is written (R121)",
    "a byte-order mark inside": "RDF takes all characters in a text: not looked for",
}
"""The same for the formats of a graph; these count before those of all formats."""
_ANY_TEXT = "the field takes any text, or an address that is relative"
REASONS_OF_NINJS: dict[str, str] = {
    "a relative IRI": _ANY_TEXT,
    "an IRI with a space": _ANY_TEXT,
    "an IRI with a wrong percent sign": _ANY_TEXT,
    "a mark of direction that is not closed": "JSON takes all characters in a text; the record is "
    "looked through for them before it is written (R121)",
    "a byte-order mark inside": "JSON takes all characters in a text: not looked for",
}


def reason(name: str, kind: str) -> str:
    """Return why mutants of a kind are found by nobody; empty where nobody has said so."""
    special = {"newsml-g2": {}, "ninjs": REASONS_OF_NINJS}.get(name, REASONS_OF_GRAPHS)
    return special.get(kind) or REASONS.get(kind, "")


# the page

_TOLD = 3
_ABOUT = """Single faults, one for each file, were put into our own renditions of one sample
(`samples/good/koreksi-harga-beras`) by `tests/mutations.py`: at the first element, property or
statement of every kind, up to 40 of a kind of fault in NewsML-G2, 15 in ninjs, 4 in each format of
the graph. Each file was given to the judge that comes with the standard (the XSD by libxml2, the
JSON Schema by jsonschema without its checks of formats, the strict parser of pyoxigraph) and to
ours; a fault counts as found when something is said that is not said of the rendition without it.
Our rules are what `press-archive validate` judges by, the XSD and the JSON Schema among them; what
they say nothing of, a second judge looks at: NewsML-G2 is held against our own profile,
`schemas/newsml-g2.rng`, and a graph against its shapes, `schemas/release.shacl.ttl`. Whatever the
judge of the standard finds, our rules find, too (`tests/test_judge_mutations.py`).

Made by `python -m tests.mutation_table STANDARDS`, which needs pyshacl."""


def page(standards: Path) -> str:
    """Return the page, with a table for each format; the shapes need pyshacl."""
    tables = {name: judged(name, standards, second_judge(name, standards)) for name in MUTATORS}
    parts = ["# Judges: single faults", _ABOUT, _overview(tables)]
    for name, rows in tables.items():
        parts += [f"## {_NAMES[name]}", _table(name, rows)]
    return "\n\n".join(parts) + "\n"


def _overview(tables: dict[str, dict[str, Row]]) -> str:
    lines = [
        "| format | faults | the standard's judge | our rules | our second judge | nobody |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, rows in tables.items():
        standard, ours, more, missed = (
            sum(len(one) for one in lists)
            for lists in zip(
                *(
                    (row.found_by_standard, row.found_by_us, row.found_by_second, row.missed)
                    for row in rows.values()
                ),
                strict=True,
            )
        )
        lines.append(
            f"| {_NAMES[name]} | {ours + more + missed} | {standard} ({_STANDARD[name]}) | {ours} "
            f"| {f'{more} ({_SECOND[name]})' if name in _SECOND else ''} | {missed} |"
        )
    return "\n".join(lines)


def _table(name: str, rows: dict[str, Row]) -> str:
    heads = ["fault", "files", _STANDARD[name], "our rules", "found as", "nobody: where, and why"]
    if name in _SECOND:
        heads.insert(4, _SECOND[name])
    lines = [_row(heads), _row(["---"] * len(heads))]
    for kind, row in rows.items():
        cells = [kind, row.total, len(row.found_by_standard), len(row.found_by_us),
                 " ".join(sorted(row.codes)), _missed(name, kind, row)]  # fmt: skip
        if name in _SECOND:
            cells.insert(4, len(row.found_by_second))
        lines.append(_row(cells))
    return "\n".join(lines)


def _row(cells: Iterable[object]) -> str:
    return "".join(f"| {cell} " for cell in cells) + "|"


def _missed(name: str, kind: str, row: Row) -> str:
    if not row.missed:
        return ""
    places = [f"`{one}`".replace("|", "\\|") for one in row.missed[:_TOLD] if one]
    more = ["…"] if len(row.missed) > _TOLD else []
    where = ", ".join([*places, *more])
    return f"{where}: {reason(name, kind)}" if where else reason(name, kind)


if __name__ == "__main__":
    PAGE.write_text(page(Path(sys.argv[1])), encoding="utf-8")
