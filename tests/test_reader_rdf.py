"""RDF read back: the same record from every syntax, and everything that differs is told."""

from __future__ import annotations

import io
import json
import random
import re
import time
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyld import jsonld as pyld

from archive.canonical import canonical
from archive.errors import UnreadableSource
from archive.findings import MOST_TOLD, Finding, Position
from archive.graph import reading, spelling
from archive.graph.documents import Graphs
from archive.readers import READERS, Reading
from archive.validation import build, built
from archive.writers import WRITERS
from tests.conftest import CHECKOUT
from tests.every_field import WORK, every_field, every_field_text
from tests.neighbours import content, neighbours
from tests.strategies import records

FORMATS = ("nquads", "ntriples", "turtle", "trig", "rdfxml", "jsonld")
BAD = sorted(path for path in (CHECKOUT / "samples" / "bad").glob("G0*.*") if path.is_file())
_BY_SUFFIX = {READERS[name].suffixes[0]: name for name in FORMATS}
W = f"<{WORK}>"
SCHEMA, DCTERMS, PA = (
    "https://schema.org/",
    "http://purl.org/dc/terms/",
    "https://w3id.org/press-archive/ns#",
)
CONFORMS = f"<{DCTERMS}conformsTo> <https://w3id.org/press-archive/schema/1>"


def _readings(name: str, raw: bytes | str, largest: int = 2**24) -> list[Reading]:
    raw = raw.encode() if isinstance(raw, str) else raw
    return list(READERS[name].load()(io.BytesIO(raw), largest=largest))


def _read(name: str, raw: bytes | str) -> Reading:
    (found,) = _readings(name, raw)
    return found


def _written(name: str, record: dict[str, Any]) -> bytes:
    return WRITERS[name].load().write(built(record))


def _told(found: Reading) -> list[tuple[str, str, str]]:
    return [(one.code, one.variant, one.pointer) for one in found.findings]


def _refused(name: str, raw: bytes | str) -> list[Finding]:
    with pytest.raises(UnreadableSource) as error:
        _readings(name, raw)
    return list(error.value.findings)


@pytest.fixture(scope="module")
def quads() -> str:
    """Return a record that uses every field, as N-Quads."""
    return _written("nquads", every_field()).decode()


# without loss


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_every_record_comes_back_from_every_syntax(record):
    said = canonical(_plain(record))
    for name in FORMATS:
        found = _read(name, _written(name, record))

        assert found.findings == ()
        assert canonical(found.document) == said


def _has_each_id_once(record: dict[str, Any]) -> bool:
    text = json.dumps({name: one for name, one in record.items() if name != "extensions"})
    ids = re.findall(r'"id": "([^"]*)"', text)
    return len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "step"), [(name, 7 if name == "nquads" else 80) for name in FORMATS]
)
def test_whatever_differs_in_a_record_comes_back(name, step):
    every = [("as it is", every_field()), ("text", every_field_text()), *neighbours(every_field())]
    assert len(every) > 3000

    for where, record in every[::step]:
        if _has_each_id_once(record):  # else it is no release, and a node is described once
            found = _read(name, _written(name, record))

            assert found.document == _plain(record) or content(found.document) == content(record), (
                where
            )
            assert found.findings == ()


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "$schema"}


@pytest.mark.parametrize("name", FORMATS)
def test_the_samples_come_back(samples, name):
    for path in sorted(samples.glob(f"good/*/release{WRITERS[name].suffix}")):
        record = json.loads((path.parent / "release.json").read_bytes())

        found = _read(name, path.read_bytes())

        assert (found.document, found.findings) == (_plain(record), ())


def test_each_predicate_that_is_written_has_a_field():
    """So that the tables of reading and the mapping cannot drift apart."""
    for record in (every_field(), every_field_text()):
        graphs = Graphs()
        for quad in ox.parse(_written("ntriples", record), ox.RdfFormat.N_TRIPLES):
            graphs.add(quad)
        (statements,) = graphs.named.values()
        (work,) = reading.works(statements)

        for subject, said in statements.items():
            assert said.keys() <= work.homes[subject].form.fields.keys()
        assert work.left == []


def test_a_draft_is_read_like_any_other(samples):
    found = _read("nquads", (samples / "good/konsep-taman-kota/release.nq").read_bytes())

    assert build(found.document).status == "draft"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("scheme", "code"),
    [(f"{WORK}#", "p-1"), (f"{WORK}#", "ev-1"), (f"{WORK}#", "s-1"), (f"{WORK}#", "changes.1"),
     (WORK.removesuffix("every-field"), "every-field"), (f"{WORK}/", "v3")],
)  # fmt: skip
def test_a_topic_may_have_the_address_of_anything_in_the_release(name, scheme, code):
    record = every_field() | {"subjects": [{"scheme": scheme, "code": code}]}

    found = _read(name, _written(name, record))

    assert (found.document, found.findings) == (_plain(record), ())


# in any order, with any prefix, in any shape


def _shuffled(text: str) -> str:
    lines = text.splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    return "".join(lines)


def test_the_order_of_statements_does_not_matter(quads):
    assert _read("nquads", _shuffled(quads)) != _read("nquads", quads)
    assert _read("nquads", _shuffled(quads)).document == _plain(every_field())
    assert _read("nquads", _shuffled(quads)).findings == ()


@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace("\n", "\r\n"), lambda text: f"# ours\n\n{text}\n# end",
     lambda text: text.replace(f"{W} <", f"{W} \t<"), lambda text: text.removesuffix("\n"),
     lambda text: f"\ufeff{text}", lambda text: re.sub(r" <[^ ]*> \.\n", " .\n", text),
     lambda text: text.replace("“", r"\u201C"), lambda text: text + text],
    ids=["CRLF", "comments", "tabs", "no last line break", "BOM", "no graph", "escapes", "twice"],
)  # fmt: skip
def test_how_n_quads_are_written_does_not_matter(quads, change):
    found = _read("nquads", change(quads))

    assert found.document == _plain(every_field())
    assert {one.code for one in found.findings} <= {"J005"}


def _serialized(name: str, quads: str) -> bytes:
    """Return the statements as pyoxigraph writes them, with other prefixes than ours."""
    parsed = list(ox.parse(quads, ox.RdfFormat.N_QUADS))
    has_graphs = name in ("nquads", "trig", "jsonld")
    output = io.BytesIO()
    form = {
        "nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD,
        "ntriples": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE, "rdfxml": ox.RdfFormat.RDF_XML,
    }[name]  # fmt: skip
    prefixes = {"k": SCHEMA, "dc": DCTERMS, "rilis": PA}
    ox.serialize(
        parsed if has_graphs else [one.triple for one in parsed], output, form, prefixes=prefixes
    )
    return output.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_what_others_write_of_the_same_graph_is_the_same_record(quads, name):
    found = _read(name, _serialized(name, _shuffled(quads)))

    assert (found.document, found.findings) == (_plain(every_field()), ())


@pytest.mark.parametrize(
    ("name", "form"), [("turtle", "longturtle"), ("rdfxml", "pretty-xml"), ("jsonld", "json-ld")]
)
def test_what_rdflib_writes_of_the_graph_is_the_same_record(name, form, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    graph = rdflib.Graph().parse(data=_written("ntriples", every_field()), format="nt")

    found = _read(name, graph.serialize(format=form))

    assert (found.document, found.findings) == (_plain(every_field()), ())


SHORT = {"s": SCHEMA, "d": DCTERMS, "x": PA}


@pytest.mark.parametrize(
    "change",
    [pyld.expand, pyld.flatten, lambda one: pyld.compact(one, SHORT), lambda one: pyld.flatten(one, SHORT),
     lambda one: pyld.frame(one, {"@context": SHORT, "@type": "s:NewsArticle"}),
     lambda one: [one], lambda one: {"@graph": [one], "@context": {}}],
    ids=["expanded", "flattened", "compacted", "flattened and compacted", "framed", "in an array", "in a graph"],
)  # fmt: skip
def test_the_shape_of_json_ld_does_not_matter(change):
    document = json.loads(_written("jsonld", every_field()))

    found = _read("jsonld", json.dumps(change(document), indent=1))

    assert (found.document, found.findings) == (_plain(every_field()), ())


# places


def _line(text: str, start: str) -> tuple[int, str]:
    """Return the number of the first line that begins so, and the line."""
    lines = text.split("\n")
    return next((number, line) for number, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize(
    ("pointer", "start"),
    [("/headline", f"{W} <{SCHEMA}headline> "), ("/version", f"{W} <{SCHEMA}version> "),
     ("/dates/issued/dateTime", f"{W} <{SCHEMA}datePublished> "), ("/dates", f"{W} <{SCHEMA}dateCreated> "),
     ("/people/0/name", f"<{WORK}#p-1> <{SCHEMA}name> "),
     ("/people/0/roles/1/title", f"<{WORK}#p-1.roles.2> <{PA}title> "),
     ("/body/text", f"{W} <{SCHEMA}articleBody> "), ("/versionCreated", f"<{WORK}/v3> <http://www.w3.org/ns/prov#gen"),
     ("/keywords/1", f'{W} <{SCHEMA}keywords> "rapat"'), ("/places/0/name", f"<{WORK}#pl-1> <{SCHEMA}name>"),
     ("/extensions/a/b", f"{W} <{PA}extensions> "), ("/people", f"{W} <{SCHEMA}mentions> "),
     ("/subjects/1/code", f"<{WORK}#subjects.2> <{PA}code> ")],
)  # fmt: skip
@pytest.mark.parametrize("change", [str, _shuffled], ids=["sorted", "shuffled"])
def test_a_value_stands_where_its_statement_has_it(quads, pointer, start, change):
    text = change(quads)
    found = _read("nquads", text)
    place = found.places.find(pointer)

    assert place
    line = text.split("\n")[place.line - 1]
    if change is str and pointer not in ("/dates", "/body/text"):
        assert place.line == _line(text, start)[0]
    assert line.split(" ")[:1] == start.split(" ")[:1]
    assert line[place.column - 1] in '<"'


@pytest.mark.parametrize("pointer", ["/people/0/sex", "/people/0", "/people/0/roles/7"])
def test_what_is_missing_stands_where_its_node_does(quads, pointer):
    found = _read("nquads", quads.replace(f"#p-1> <{SCHEMA}name>", f"#p-1> <{SCHEMA}nama>"))
    place = found.places.find(pointer)

    assert place
    assert quads.split("\n")[place.line - 1].startswith(f"<{WORK}#p-1> ")


PLACES = {
    "turtle": ("schema:headline", "schema:jobTitle", f"<{WORK}#p-1>\n"),
    "trig": ("schema:headline", "schema:jobTitle", f"<{WORK}#p-1>\n"),
    "rdfxml": ("schema:headline", "schema:jobTitle", f"{WORK}#p-1"),
    "jsonld": ('"headline"', '"jobTitle"', f'"{WORK}#p-1"'),
}


@pytest.mark.parametrize("name", PLACES)
def test_in_other_syntaxes_a_value_stands_where_its_predicate_does(name):
    text = _written(name, every_field()).decode()
    found = _read(name, text)
    lines = text.split("\n")

    place = found.places.find("/headline")

    assert place
    assert lines[place.line - 1][place.column - 1 :].startswith(PLACES[name][0])
    missing = found.places.find("/people/0/sex")
    assert missing
    assert lines[missing.line - 1][missing.column - 1 :].startswith(
        '{"@id":' if name == "jsonld" else PLACES[name][2].strip()
    )


def test_comments_and_blank_nodes_do_not_move_a_place():
    text = f"@prefix s: <{SCHEMA}> .\n# a\n{W} {CONFORMS} ; # b\n  s:name [ s:name 5 ] ;\n\n s:headline 'x'@id .\n"

    found = _read("turtle", text)

    assert found.places.find("/headline") == Position(6, 2)
    assert found.places.find("/urgency") == Position(3, 1)


def test_comments_in_rdf_xml_do_not_move_a_place():
    text = _written("rdfxml", every_field()).decode()
    text = text.replace(
        "<schema:headline", '<!-- <schema:headline rdf:about="a"/> --><schema:headline'
    )
    place = _read("rdfxml", text).places.find("/headline")

    assert place
    assert text.split("\n")[place.line - 1][place.column - 5 :].startswith("--><schema:headline")


# what was changed on the way


def _mutants(term: str) -> Iterator[str]:
    """Yield other values of the kind of one."""
    if term.startswith("<"):
        yield f"{term[:-1]}x>"
        return
    text, suffix = spelling.said(term), spelling.suffix(term)
    spelt = json.dumps(text, ensure_ascii=False)[1:-1]
    if suffix.endswith("JSON>"):
        yield rf'"{{\"a\":1}}"{suffix}'
    elif suffix.endswith("boolean>"):
        yield f'"{str(text != "true").lower()}"{suffix}'
    elif suffix.startswith("^"):
        yield f'"{re.sub("[0-9]", lambda digit: str(9 - int(digit[0])), text, count=4)}"{suffix}'
    else:
        yield f'"{spelt}x"{suffix}'
    if suffix.startswith("@"):
        yield f'"{spelt}"@en-x-a'


def _changed(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text with one value changed or one statement left out, and what was changed."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        mark = line.rfind(" <") if line.endswith("> .\n") and line.count("> <") > 2 else -1
        mark = line.rfind(" <")
        subject, predicate, term = line[:mark].split(" ", 2)
        rest = [*lines[:number], *lines[number + 1 :]]
        yield "".join(rest), line
        for other in _mutants(term):
            changed = f"{subject} {predicate} {other}{line[mark:]}"
            yield "".join([*lines[:number], changed, *lines[number + 1 :]]), changed


def test_no_change_of_a_statement_passes_unseen(quads):
    record = _plain(every_field())
    every = list(_changed(quads))
    assert len(every) > 900

    for text, line in every[::7]:
        found = _read("nquads", text)

        assert found.document != record or found.findings, line
        if found.document == record and f"/{WORK}" not in line:
            assert {one.code for one in found.findings} <= {"L101", "L102", "L105"}, line


@pytest.mark.parametrize(
    ("line", "right", "pointer"),
    [(f"{W} <{DCTERMS}title>", "", "/headline"), (f"{W} <{DCTERMS}identifier>", "", "/id"),
     (f"{W} <http://www.w3.org/ns/adms#status>", "", "/status"),
     (f"{W} <{DCTERMS}issued>", "2025-07-08", "/dates/issued/dateTime"),
     (f"{W} <{SCHEMA}author>", f"{WORK}#org-1", "/issuers/0/ref"),
     (f"{W} <{SCHEMA}correction>", f"{WORK}#changes.2", "/changes/1"),
     (f"{W} <{DCTERMS}isReplacedBy>", "", "/statusHistory"),
     (f"{W} <{SCHEMA}citation>", "", "/relations/7/target"),
     (f"{W} <http://www.w3.org/ns/prov#hadPrimarySource>", "", "/source/url"),
     (f"<{WORK}#p-1> <{SCHEMA}jobTitle>", "", "/people/0/roles/1/title"),
     (f"<{WORK}#q-1> <{SCHEMA}text>", "", "/quotes/0/span"),
     (f"<{WORK}#a-1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "", "/attachments/0/kind"),
     (f"<{WORK}/v3> <http://www.w3.org/ns/prov#wasRevisionOf>", "", "/version"),
     ("<https://topics.example.org/t#rapat> <https://schema.org/termCode>", "", "/subjects/1/code"),
     (f"<{WORK}#notes.1> <{SCHEMA}position>", "", "/notes/0")],
)  # fmt: skip
@pytest.mark.parametrize("is_there", [True, False], ids=["changed", "left out"])
def test_a_copy_that_disagrees_is_told_at_its_field(quads, line, right, pointer, is_there):
    number, _ = _line(quads, line)
    lines = quads.splitlines(keepends=True)
    subject, predicate, term = lines[number - 1].split(" ", 2)
    term = term[: term.rfind(" <")]
    other = next(_mutants(term)) if is_there else None
    end = lines[number - 1][lines[number - 1].rfind(" <") :]
    lines[number - 1] = f"{subject} {predicate} {other}{end}" if other else ""

    found = _read("nquads", "".join(lines))
    told = [one for one in found.findings if one.code == "L105"]

    assert found.document == _plain(every_field())
    assert [one.variant for one in found.findings] == ["" if is_there else "missing"]
    assert [one.pointer[: len(pointer)] for one in told] == [pointer]
    assert right in str(told[0].params["right"])
    if is_there:
        assert told[0].position
        assert told[0].position.line == number


def test_the_name_of_the_graph_is_a_copy_of_the_edition(quads):
    found = _read("nquads", quads.replace(f"{WORK}/v3> .", f"{WORK}/v4> ."))

    assert _told(found) == [("L105", "", "/version")]
    assert found.findings[0].params == {"found": f"{WORK}/v4", "right": f"{WORK}/v3"}


def test_a_value_in_another_spelling_is_mended_and_told(quads):
    found = _read("nquads", quads.replace('urgency> "4"', 'urgency> "04"'))

    assert found.document == _plain(every_field())
    assert [(one.code, one.pointer, one.params) for one in found.findings] == [
        ("L102", "/urgency", {"found": "04", "right": "4"})
    ]


def test_a_value_of_another_datatype_is_mended_and_told(quads):
    found = _read(
        "nquads",
        quads.replace('urgency> "4"^^<http://www.w3.org/2001/XMLSchema#integer>', 'urgency> "4"'),
    )

    assert _told(found) == [("L102", "", "/urgency")]


def test_a_tag_that_is_not_the_language_of_the_release_is_told(quads):
    found = _read("nquads", quads.replace('"@id <', '"@en <'))

    assert found.document == _plain(every_field())
    assert {one.code for one in found.findings} == {"L105"}
    assert "/headline" in {one.pointer for one in found.findings}


def test_nodes_of_any_name_are_read_and_told(quads):
    """Where others turned them into blank nodes; a person without an id is no person of ours."""
    text = re.sub(rf"<{WORK}#(changes|issuers|dates.mentions)\.([0-9]+)>", r"_:\1\2", quads)

    found = _read("nquads", text.replace("dates.mentions", "dm"))

    assert found.document == _plain(every_field())
    assert {one.code for one in found.findings} == {"L102"}
    assert {one.pointer for one in found.findings} >= {"/changes/0", "/issuers/1"}


def test_members_without_position_are_in_the_order_of_their_names(quads):
    text = re.sub(rf"<[^>]*> <{SCHEMA}position> .*\n", "", quads)

    found = _read("nquads", text)

    assert found.document is not None
    assert found.document["relations"] == every_field()["relations"]
    assert {(one.code, one.variant) for one in found.findings} == {("L105", "missing")}


def test_a_position_that_is_no_number_leaves_the_order_to_the_names(quads):
    found = _read("nquads", quads.replace('position> "2"', 'position> "kedua"'))

    assert found.document is not None
    assert found.document["relations"] == every_field()["relations"]
    assert {(one.code, one.variant) for one in found.findings} == {("L105", "")}


def test_a_set_with_values_of_two_kinds_is_taken_as_it_is(quads):
    found = _read("nquads", f'{quads}<{WORK}#org-1> <{PA}span> "awal" <{WORK}/v3> .\n')

    assert found.document is not None
    assert found.document["organisations"][0]["spans"] == [[0, 11], "awal"]


def test_statements_of_others_about_the_release_are_named(quads):
    more = f'{W} <http://example.org/p> "x" .\n<{WORK}#p-1> <http://example.org/q> <http://example.org/r> .\n'

    found = _read("ntriples", re.sub(r" <[^ ]*> \.\n", " .\n", quads) + more)

    assert found.document == _plain(every_field())
    assert [(one.code, one.params["field"], one.pointer) for one in found.findings] == [
        ("L101", "http://example.org/q", "/people/0"),
        ("L101", "http://example.org/p", ""),
    ]


def test_statements_about_other_things_are_named_once_for_each(quads):
    more = "".join(f"<http://example.org/{n % 2}> <http://example.org/p> {n} .\n" for n in range(5))

    found = _read("turtle", re.sub(r" <[^ ]*> \.\n", " .\n", quads) + more)

    assert [(one.params["field"], one.params["parts"]) for one in found.findings] == [
        ("http://example.org/0", 3),
        ("http://example.org/1", 2),
    ]


def test_what_is_said_of_a_part_of_a_topic_is_named(quads):
    end = f" <{WORK}/v3> .\n"
    more = f'<https://topics.example.org/t#rapat#x> <urn:p:q> "x"{end}'.replace("#rapat#x", "")

    found = _read("nquads", quads + more + more.replace("/t>", "/t#other>"))

    assert [one.params["field"] for one in found.findings] == [
        "https://topics.example.org/t#other",
        "https://topics.example.org/t",
    ]


def test_two_nodes_for_one_place_are_told_apart(quads):
    """A mention that lost its class, beside one of another name that takes its place."""
    node, end = f"<{WORK}#mentions.1>", f" <{WORK}/v3> .\n"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    text = re.sub(rf"{node} {kind} .*\n", "", quads)
    names = f'{W} <{SCHEMA}mentions> _:m{end}_:m {kind} <{SCHEMA}Thing>{end}_:m <{SCHEMA}name> "Lain"{end}'

    found = _read("nquads", text + names)

    assert found.document is not None
    assert {"name": "Lain"} in found.document["mentions"]
    assert {("L101", node[1:-1]), ("L101", "schema:mentions")} <= {
        (one.code, one.params.get("field")) for one in found.findings
    }


def test_a_topic_of_the_name_of_a_node_that_has_another_is_told():
    record = every_field() | {"subjects": [{"scheme": f"{WORK}#", "code": "mentions.1"}]}
    text = _written("nquads", record).decode()
    for said in (
        "schema.org/name",
        "schema.org/position",
        "ns#span",
        "ns#type> <https://schema.org/Thing",
    ):
        text = re.sub(rf"(?m)^<{WORK}#mentions.1>( <[^ ]*{said}>)", r"_:m\1", text)

    found = _read(
        "nquads", text.replace(f"{SCHEMA}mentions> <{WORK}#mentions.1>", f"{SCHEMA}mentions> _:m")
    )

    assert found.document == _plain(record)
    assert {one.code for one in found.findings} == {"L101", "L102", "L105"}


def test_a_second_value_is_left_out_and_named(quads):
    end = f" <{WORK}/v3> .\n"
    found = _read("nquads", f'{quads}{W} <{SCHEMA}headline> "Zeta"@id{end}')

    assert found.document == _plain(every_field())
    assert [(one.code, one.pointer, one.params) for one in found.findings] == [
        ("L101", "/headline", {"field": "schema:headline"})
    ]


def test_of_what_is_no_release_everything_that_was_not_read_is_named(quads):
    end = f" <{WORK}/v3> .\n"
    text = quads.replace(f"{W} <{SCHEMA}version>", f"{W} <{SCHEMA}edition>") + (
        f'{W} <{SCHEMA}headline> "Zeta"@id{end}<{WORK}#zz> <{SCHEMA}name> "a"{end}'
        f"{W} <{PA}access> <{WORK}#zz>{end}{W} <{SCHEMA}mentions> <{WORK}#s-1>{end}"
        f"{W} <{PA}note> <{WORK}#zz>{end}"
    )

    found = _read("nquads", text)

    assert found.document is not None
    assert "version" not in found.document
    assert sorted((one.params["field"], one.pointer) for one in found.findings) == [
        (f"{WORK}#zz", ""), ("pa:access", "/access"), ("pa:note", ""), ("schema:edition", ""),
        ("schema:headline", "/headline"), ("schema:mentions", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "pointer", "value"),
    [('urgency> "4"', 'urgency> "tiga"', "/urgency", "tiga"), ('political> "false"', 'political> "ya"', "/political", "ya"),
     ('"char=0,11"', '"0-11"', "/organisations/0/spans/0", "0-11"),
     (f"<{WORK}#org-1> <{WORK}", f"<https://a.example/#o> <{WORK}", "/issuers/0/ref", "https://a.example/#o"),
     (f"{SCHEMA}genre> <{PA}statement>", f"{SCHEMA}genre> <urn:x:y>", "/type", "urn:x:y")],
)  # fmt: skip
def test_a_value_that_the_record_does_not_have_stays_as_it_is(quads, old, new, pointer, value):
    """So that validation tells what is wrong with it, and where."""
    assert old in quads
    found = _read("nquads", quads.replace(old, new))

    here = found.document
    for step in pointer.split("/")[1:]:
        here = here[int(step)] if isinstance(here, list) else here[step]
    assert here == value


def test_a_statement_that_names_no_graph_is_in_another_one_than_the_release(quads):
    """Two blanks and no value: what would be the graph is the value."""
    text = f"{quads}{W} <{SCHEMA}dateline>  <{WORK}/v3> .\n"

    release, other = _readings("nquads", text)

    assert (release.document, release.findings) == (_plain(every_field()), ())
    assert _told(other) == [("L106", "graph", "")]
    assert "G001" in {one.code for one in _refused("ntriples", f"{W} <{SCHEMA}dateline>  .\n")}


def test_extensions_that_are_no_json_stay_a_text(quads):
    text = re.sub(r'extensions> ".*"\^', 'extensions> "{a}"^', quads)

    assert _read("nquads", text).document["extensions"] == "{a}"


# many in a file


NAMES = ("festival-perahu-en", "kyushoku-ja", "taman-baca-id")


@pytest.fixture
def releases(samples) -> dict[str, bytes]:
    """Return some releases, as N-Quads."""
    return {name: (samples / f"good/{name}/release.nq").read_bytes() for name in NAMES}


def _ids(found: list[Reading]) -> list[str]:
    return [one.document["id"] for one in found if one.document]


def _record(samples, name: str) -> dict[str, Any]:
    return _plain(json.loads((samples / f"good/{name}/release.json").read_bytes()))


@pytest.mark.parametrize("name", ["nquads", "ntriples", "trig", "jsonld", "turtle"])
def test_each_release_of_a_pack_is_read(samples, name):
    writer = WRITERS[name].load()
    assert writer.many
    records = [_record(samples, one) for one in NAMES]
    pack = writer.many.between.join(writer.many.part(built(one)) for one in records)

    found = _readings("trig" if name == "turtle" else name, pack)

    assert [(one.document, one.findings) for one in found] == [(one, ()) for one in records]
    assert all(one.places.find("/headline") for one in found)


def test_releases_in_one_graph_are_parted_by_their_names(samples):
    parts = [(samples / f"good/{name}/release.ttl").read_text() for name in NAMES]

    found = _readings("turtle", "".join(parts))

    assert [one.document for one in found] == [_record(samples, name) for name in NAMES]
    assert [one.findings for one in found] == [(), (), ()]


def test_graphs_may_be_mixed_up(samples, releases):
    found = _readings("nquads", _shuffled(b"".join(releases.values()).decode()))

    assert sorted(_ids(found)) == sorted(_record(samples, name)["id"] for name in NAMES)
    assert [one.findings for one in found] == [(), (), ()]


def test_a_bad_line_does_not_stop_the_other_releases_of_n_quads(releases):
    one, two, three = releases.values()
    lines = two.splitlines(keepends=True)
    lines[3] = lines[3].replace(b"> .", b"> ")

    found = _readings("nquads", one + b"".join(lines) + three)

    assert [one.document is None for one in found] == [False, True, False]
    assert [(told.code, told.position.line) for told in found[1].findings if told.position] == [
        ("G001", one.count(b"\n") + 5)
    ]


def test_a_bad_term_does_not_stop_the_other_releases_of_n_quads(releases):
    one, two, three = releases.values()

    found = _readings(
        "nquads", one + two.replace(b"<https://schema.org/headline>", b"<head>") + three
    )

    assert [one.document is None for one in found] == [False, True, False]
    assert {told.code for told in found[1].findings} == {"G005"}


def test_n_quads_of_any_size_are_read_graph_by_graph(samples, releases):
    """Memory holds one of them at a time; all of them may be larger."""
    one, two, three = releases.values()
    largest = max(map(len, releases.values())) + 100
    pack = b"# ours\n\n" + one + two.replace(b"\n", b" \n", 1) + three

    found = _readings("nquads", pack, largest)

    assert [one.document for one in found] == [_record(samples, name) for name in NAMES]
    assert [told.code for one in found for told in one.findings] == []
    place = found[2].places.find("")
    assert place
    assert place.line >= 3 + (one + two).count(b"\n")


def test_what_is_wrong_with_a_graph_does_not_stop_those_behind_it(releases):
    one, two, three = releases.values()
    largest = max(map(len, releases.values())) + 10
    line = b"<urn:a:b> <urn:p> <urn:q>" + two[two.rindex(b" <") :]
    too_large = line * (largest // len(line) + 1)
    broken = one.replace(b"schema.org/headline>", b"schema.org/head\xff>")
    pack = too_large + broken + three + b"<urn:a:b> <p> <urn:q> <urn:g> .\n"
    before = too_large.count(b"\n")

    found = _readings("nquads", pack, largest)

    assert [one.document is None for one in found] == [True, True, False, True]
    told = [(two.code, two.position) for one in found for two in one.findings]
    assert told[:3] == [
        ("J009", Position(1, 1)),
        ("J003", Position(before + _line_of(broken, b"\xff"), 72)),
        ("G005", Position(before + (broken + three).count(b"\n") + 1, 11)),
    ]


def _line_of(raw: bytes, part: bytes) -> int:
    return raw[: raw.index(part)].count(b"\n") + 1


def test_a_line_that_is_too_long_does_not_stop_those_behind_it(releases):
    one = releases["kyushoku-ja"]
    long = b'<urn:a:b> <urn:p> "%b" <urn:g> .\n' % (b"x" * 4 * len(one))

    found = _readings("nquads", b"\xef\xbb\xbf" + long + one, len(one) + 10)

    assert [[told.code for told in one.findings] for one in found] == [["J009"], []]
    assert found[1].document


def test_large_n_quads_that_are_something_else_are_refused_at_once():
    for raw in (b"PK\x03\x04" + b"x" * 400, b"@prefix a: <urn:a:> .\n" * 40):
        assert {one.code for one in _refused_small(raw)} <= {"G002"}


def _refused_small(raw: bytes) -> list[Finding]:
    with pytest.raises(UnreadableSource) as error:
        _readings("nquads", raw, 100)
    return list(error.value.findings)


def test_a_graph_that_comes_back_in_large_n_quads_is_not_whole(releases):
    one, two, _ = releases.values()
    lines = one.splitlines(keepends=True)

    found = _readings(
        "nquads", b"".join(lines[:40]) + two + b"".join(lines[40:]), len(one) + len(two) - 10
    )

    assert len(found) == 3
    assert any(told.code in ("L106", "L101") for one in found for told in one.findings)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "nquads"])
def test_a_file_that_is_too_large_is_refused(name):
    raw = _written(name, every_field())
    with pytest.raises(UnreadableSource) as error:
        _readings(name, raw, len(raw) - 1)

    assert [one.code for one in error.value.findings] == ["J009"]


def test_a_bad_line_does_not_stop_the_others_of_json_ld(samples):
    raw = (samples / "good/kyushoku-ja/release.jsonld").read_bytes()
    of_wrong_form = raw.replace(b'"headline":', b'"headline":{"@value":[1]},"name":', 1)

    found = _readings("jsonld", raw + b"{]}\n\n" + of_wrong_form + raw)

    assert [one.document is None for one in found] == [False, True, True, False]
    assert [(one.code, one.position.line) for two in found for one in two.findings if one.position] == [
        ("J001", 2), ("G001", 4)
    ]  # fmt: skip


def test_a_line_of_json_ld_that_is_too_large_does_not_stop_the_others(samples):
    raw = (samples / "good/kyushoku-ja/release.jsonld").read_bytes()
    large = b'{"@id": "urn:x:y", "a": "%b"}\n' % (b"x" * 2 * len(raw))

    found = _readings("jsonld", raw + large + raw + large.rstrip(), len(raw) + 10)

    assert [[told.code for told in one.findings] for one in found] == [[], ["J009"], [], ["J009"]]


def test_each_reading_says_about_how_large_it_is(releases):
    pack = b"".join(releases.values())

    assert [one.size for one in _readings("nquads", pack)] == [
        len(one) for one in releases.values()
    ]


# what is no release, or cannot be read


@pytest.mark.parametrize(
    ("name", "text"),
    [("turtle", "@prefix a: <urn:a:> . a:b a:c a:d, 5 ."), ("nquads", "<urn:a:b> <urn:c> <urn:d> .\n"),
     ("trig", "<urn:g> { <urn:a:b> <urn:c> <urn:d> }"), ("turtle", "# nothing"), ("ntriples", "# nothing\n"),
     ("rdfxml", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>')],
)  # fmt: skip
def test_a_graph_without_a_release_is_told(name, text):
    found = _read(name, text)

    assert found.document is None
    assert _told(found) == [("L106", "graph", "")]


def test_a_graph_beside_those_of_releases_is_told(releases):
    (raw,) = [one for name, one in releases.items() if name == "kyushoku-ja"]

    found = _readings("nquads", raw + b"<urn:a:b> <urn:p> <urn:q> <urn:g> .\n")

    assert [[told.code for told in one.findings] for one in found] == [[], ["L106"]]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_what_the_judge_says_of_syntax_the_reader_says_too(path):
    """Values and terms of others are another matter: the reader takes them as they are."""
    name = _BY_SUFFIX[path.suffix]
    try:
        found = [told for one in _readings(name, path.read_bytes()) for told in one.findings]
    except UnreadableSource as error:
        assert {one.code for one in error.findings} == {path.name[:4]}
        assert all(one.position for one in error.findings)
    else:
        assert name == "jsonld" or path.name[:4] not in ("G001", "G002", "G011", "G013")
        assert all(one.code[0] in "LJG" for one in found)


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [("turtle", "", "J010"), ("turtle", "<?xml version='1.0'?><a/>", "G002"), ("jsonld", "<a:b> <a:c> <a:d> .", "G002"),
     ("nquads", "@prefix a: <urn:a:> .\n", "G002"), ("nquads", b"\xff\xfea", "J003"), ("rdfxml", "{}", "G001"),
     ("jsonld", "{", "J001"), ("jsonld", "", "J010"), ("trig", b"\xffx", "J003"), ("ntriples", b"\x1f\x8b", "G002")],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(name, raw, code):
    assert [one.code for one in _refused(name, raw)][:1] == [code]


def test_nothing_hostile_makes_a_reader_raise_anything_else(corpora):
    paths = [path for path in sorted((corpora / "nasty").rglob("*")) if path.is_file()]
    assert len(paths) > 100
    for path in paths:
        with path.open("rb") as file:
            raw = file.read(2**17)
        for name in FORMATS:
            _read_anything(name, raw)


def _read_anything(name: str, raw: bytes) -> list[Reading]:
    try:
        return _readings(name, raw)
    except UnreadableSource as error:
        assert error.findings
        return []


_PIECES = st.sampled_from(
    ["", W, f"<{WORK}#p-1>", "_:b", CONFORMS, f"<{PA}change>", f"<{SCHEMA}mentions>", "<urn:x:y>", '"x"@id', '"1"',
     f"<{PA}span>", f"<{PA}extensions>", '"{}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>', ".", "\n", "<", '"',
     f"<{SCHEMA}position>", f"<{SCHEMA}about>", "\\", f"<{SCHEMA}subEvent>", '"\\uD800"', f"<{PA}embargoed>", "<urn:g>",
     f"<{DCTERMS}hasVersion>", f"<{SCHEMA}articleBody>", f"<{PA}bodyHtml>", f"<{PA}issuedNote>", "# \n"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_no_text_makes_a_reader_raise_anything_else(text):
    for name in ("nquads", "ntriples", "turtle"):
        _read_anything(name, text.encode())
        _read_anything(name, f"{W} {CONFORMS} <urn:g> .\n{text}".encode())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
@example(27763)
def test_no_statements_make_a_reader_raise_anything_else(seed):
    """Subjects, predicates and objects of a release, put together anew."""
    terms = [line.split(" ", 2) for line in _SPLIT]
    some = random.Random(seed)
    lines = {" ".join(some.choice(terms)[place] for place in range(3)) for _ in range(100)}
    lines = {line for line in lines if CONFORMS not in line}  # each would begin a release more

    found = _readings("ntriples", "\n".join(sorted({*_SPLIT[::3], *lines, f"{W} {CONFORMS} ."})))

    assert len(found) == 1
    assert found[0].places.find("/people/0/name")


_SPLIT = _written("ntriples", every_field()).decode().splitlines()


HOSTILE = {
    "values of one predicate": (lambda n: f'{W} <{SCHEMA}keywords> "{n}"@en .\n'),
    "unknown predicates": (lambda n: f'{W} <urn:p:{n}> "x" .\n'),
    "dangling nodes": (lambda n: f'<{WORK}#z{n}> <urn:p:a> "x" .\n'),
    "copies": (lambda n: f"{W} <{DCTERMS}relation> <urn:p:{n}> .\n"),
    "works with one node": (
        lambda n: (
            f"<urn:w:{n}> {CONFORMS} .\n<urn:w:{n}> <{PA}change> <urn:n:1> .\n<urn:n:1> <urn:p:{n}> 'x' .\n"
        )
    ),
    "works with one topic": (
        lambda n: (
            f"<urn:w:{n}> {CONFORMS} .\n<urn:w:{n}> <{PA}subject> <urn:w:{n}#s> .\n"
            f"<urn:w:{n}#s> <{SCHEMA}item> <urn:t:1> .\n<urn:t:1> <urn:p:{n}> 'x' .\n"
        )
    ),
    "one node as many": (lambda n: f"{W} <{PA}change> _:c .\n_:c <{PA}note> '{n}' .\n"),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_graph_costs_no_more_than_its_size(make):
    good = _written("ntriples", every_field()).decode()
    took = []
    for count in (1_000, 4_000):
        text = (good + "".join(map(make, range(count)))).replace("'", '"')
        start = time.process_time()

        found = _readings("ntriples", text)

        took.append(time.process_time() - start)
        assert sum(len(one.findings) for one in found) <= max(MOST_TOLD + 1, 2 * count)
    assert took[1] < 9 * took[0] + 1


def test_of_very_many_problems_ten_thousand_are_told():
    text = "".join(HOSTILE["unknown predicates"](n) for n in range(MOST_TOLD + 5))

    found = _read("ntriples", _written("ntriples", every_field()) + text.encode())

    assert len(found.findings) == MOST_TOLD + 1
    assert found.findings[-1].code == "J014"


# contexts


def test_our_own_context_is_at_hand():
    document = json.loads(_written("jsonld", every_field()))
    document["@context"] = ["https://w3id.org/press-archive/context.jsonld", {"@language": "id"}]

    found = _read("jsonld", json.dumps(document))

    assert found.document == _plain(every_field())
    assert _told(found) == [("G010", "own", "")]


def test_a_context_that_would_have_to_be_fetched_is_told():
    document = json.loads(_written("jsonld", every_field()))
    document["@context"] = [document["@context"], "https://contexts.example.org/more"]

    found = _read("jsonld", json.dumps(document))

    assert found.document == _plain(every_field())
    assert _told(found) == [("G010", "", "")]


def test_a_byte_order_mark_before_the_archive_form_is_told():
    found = _read("jsonld", b"\xef\xbb\xbf" + _written("jsonld", every_field()))

    assert found.document == _plain(every_field())
    assert _told(found) == [("J005", "", "")]


@pytest.mark.parametrize(
    "text", ["[]", "5", '{"@context": {"pa": "https://w3id.org/press-archive/ns#"}}']
)
def test_json_ld_without_an_article_is_no_release(text):
    found = _read("jsonld", text)

    assert found.document is None
    assert {one.code for one in found.findings} <= {"L106", "J011"}


def test_the_page_form_is_read_as_an_article(samples):
    found = _read("jsonld", (samples / "good/kyushoku-ja/release.page.jsonld").read_bytes())

    assert found.document is not None
    assert found.document["headline"] == _record(samples, "kyushoku-ja")["headline"]


# spelling


@pytest.mark.parametrize(
    ("term", "text"),
    [('"a"@id', "a"), ("<urn:x>", "urn:x"), ("_:b", "_:b"), (r'"a\u00e9\n"', "aé\n"), (r"""'a\'b'""", r"""'a\'b'"""),
     (r'"a\'b"', "a'b"), ('"', ""), ("", "")],
)  # fmt: skip
def test_a_term_says_what_is_between_its_marks(term, text):
    assert spelling.said(term) == text


def test_terms_are_named_as_in_the_page_of_the_mapping():
    assert spelling.named(f"{PA}slug") == "pa:slug"
    assert spelling.named("urn:x:y") == "urn:x:y"
