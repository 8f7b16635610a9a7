"""RDF and JSON-LD judged: what is wrong with a file, whoever wrote it, and where."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.findings import MOST_TOLD, Finding, Position
from archive.judges import JUDGES
from archive.judges.rdf import datatypes, judge_without_shapes
from archive.parsing.rdf_syntax import FORMATS
from archive.release import build
from archive.vocabulary import EDTF, RDF, XSD
from archive.writers import WRITERS
from tests import strategies

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = tuple(FORMATS)
_BY_SUFFIX = {JUDGES[name].suffix: name for name in NAMES}
BAD = sorted(path for path in (SAMPLES / "bad").glob("G*.*") if path.is_file())
GOOD = sorted(path for suffix in _BY_SUFFIX for path in SAMPLES.glob(f"good/*/release{suffix}"))
S, P = "https://pers.example.go.id/12", "https://schema.org/dateline"
VOCAB = '{"@context": {"@vocab": "https://schema.org/"}, "@id": "https://a.example/1", '
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:s="https://schema.org/">\n'
)


def _judged(name: str, text: str | bytes, standards: Path | None = None) -> list[Finding]:
    raw = text.encode() if isinstance(text, str) else text
    return judge_without_shapes(name, standards).findings(raw)


def _told(name: str, text: str | bytes) -> list[tuple[str, int, int]]:
    found = _judged(name, text)
    return [(one.code, *_place(one)) for one in found]


def _place(found: Finding) -> tuple[int, int]:
    assert found.position
    return found.position.line, found.position.column


def _codes(name: str, text: str | bytes) -> list[str]:
    return [one.code for one in _judged(name, text)]


def _value(lexical: str, datatype: str) -> str:
    return f'<{S}> <{P}> "{lexical}"^^<{datatype}> .\n'


# our own files


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}{path.suffix}")
def test_nothing_is_wrong_with_our_own_files(path):
    assert _judged(_BY_SUFFIX[path.suffix], path.read_bytes()) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}{path.suffix}")
def test_each_term_of_our_files_is_in_the_vocabulary_of_schema_org(path, standards):
    assert _judged(_BY_SUFFIX[path.suffix], path.read_bytes(), standards) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.records())
def test_nothing_is_wrong_with_what_is_written_of_any_release(record):
    release = build(record)

    for name in NAMES:
        assert _judged(name, WRITERS[name].load().write(release)) == []


@pytest.mark.parametrize(
    "path", [one for one in BAD if "G015" not in one.name], ids=lambda p: p.name
)
def test_a_bad_sample_shows_its_code_and_nothing_else(path):
    found = _judged(_BY_SUFFIX[path.suffix], path.read_bytes())

    assert {one.code for one in found} == {path.name[:4]}


def test_a_pack_of_several_releases_is_judged_as_a_whole(samples):
    one, two = (samples / f"good/{name}/release.jsonld" for name in ("maktaba-ar", "kyushoku-ja"))

    assert _judged("jsonld", one.read_bytes() + two.read_bytes()) == []


def test_a_fault_in_a_pack_of_json_ld_stands_in_its_line():
    good, bad = VOCAB + '"name": "x"}\n', VOCAB + '"@foo": "x"}\n'

    assert _told("jsonld", good + bad + "\n" + '{"@id": ]}\n') == [
        ("G012", 2, len(VOCAB) + 1), ("J001", 4, 9)
    ]  # fmt: skip


# syntax


def test_each_line_of_n_quads_is_judged_by_itself():
    text = f'<{S}> <{P}> "a"\n<{S}> <{P}> "b" .\n<{S}> <p> "c" .\n<{S}> <{P}> d .\n'

    assert _told("nquads", text) == [("G001", 2, 1), ("G005", 3, 33), ("G001", 4, 63)]


def test_behind_a_fault_of_grammar_turtle_is_not_told_more_of_it():
    text = f'<{S}> <{P}> "a" "b" .\n<{S}> <{P}> "c" "d" .\n'

    assert _codes("turtle", text) == ["G001"]


def test_each_prefix_that_was_not_declared_is_told():
    text = f"<{S}> a s:Article .\n<{S}> s:name 5 ."

    assert _told("turtle", text) == [("G001", 1, 35), ("G001", 2, 33)]


def test_the_column_counts_characters_not_bytes():
    assert _told("ntriples", f'<{S}> <{P}> "éé" "x" .\n')[0] == ("G001", 1, 68)


def test_a_tag_of_turtle_is_as_strict_as_in_the_other_syntaxes():
    assert _told("turtle", f'<{S}> <{P}> "x"@indonesianlanguage .') == [("G004", 1, 67)]


def test_a_text_may_not_go_over_lines_in_n_triples():
    assert "G001" in _codes("ntriples", f'<{S}> <{P}> "a\nb" .\n')


def test_a_structure_that_rdf_xml_does_not_have_stands_at_its_tag():
    text = XML + '<rdf:Description rdf:about="https://a.example/1">\n <rdf:li/>\n' + (
        '</rdf:Description>\n<rdf:Description rdf:ID="5x"/></rdf:RDF>'
    )  # fmt: skip

    assert _told("rdfxml", text) == [("G001", 5, 1)]


def test_a_structure_that_json_ld_does_not_have_stands_at_its_key():
    text = VOCAB + '\n"a": [{"name": 1},\n {"b": {"@value": [1]}}]}'

    assert _told("jsonld", text) == [("G001", 3, 9)]


def test_of_very_many_faults_of_structure_some_stand_at_the_top():
    members = ",".join(f'"k{at}":{{"@value":"x","@type":"@id","@{at}":1}}' for at in range(3))
    values = ",\n".join(f'{{"@value": {{"x{at}": 1}}}}' for at in range(3))

    found = _judged("jsonld", f'{VOCAB}{members},"z":[{values}]}}')

    assert found
    assert all(one.position for one in found)


def test_a_keyword_with_a_value_it_cannot_have_is_told_at_the_keyword():
    assert _told("jsonld", VOCAB + '"name":\n {"@value": "x", "@language": 5}}') == [
        ("G001", 2, 18)
    ]


def test_a_quotation_mark_within_a_text_ends_it():
    assert "G001" in _codes("nquads", f'<{S}> <{P}> "a"é" .\n')


def test_a_value_alone_is_no_json_ld():
    assert _told("jsonld", '"x"') == [("G001", 1, 1)]


def test_json_ld_is_strict_json():
    assert _told("jsonld", '{"@id": "https://a.example/1", "@id": "https://a.example/2"}') == [
        ("J002", 1, 32)
    ]


# what the file is


@pytest.mark.parametrize(
    ("name", "text", "looks"),
    [
        ("ntriples", f'<{S}> <{P}> "a" <{S}/v1> .\n', "N-Quads"),
        ("turtle", f"@prefix a: <{S}> .\na:g {{ a:s a:p a:o }}\n", "TriG"),
        ("nquads", '{"@id": "https://a.example/1"}', "JSON-LD"),
        ("turtle", '[{"id": "x"}]', "JSON"),
        ("trig", f"{XML}</rdf:RDF>", "RDF/XML"),
        ("nquads", '<?xml version="1.0"?>\n<newsItem guid="x"><a/></newsItem>', "NewsML-G2"),
        ("rdfxml", "<!DOCTYPE html>\n<html><p>x</html>", "HTML"),
        ("turtle", "<note>x</note>", "XML"),
        ("rdfxml", f"# a note\n<{S}> <{P}> 5 .", "Turtle"),
        ("jsonld", f"<{S}> a <{P}> .", "Turtle"),
        ("jsonld", f"@prefix a: <{S}> .", "Turtle"),
        ("nquads", b"\x1f\x8b\x08\x00", "gzip"),
        ("turtle", b"%PDF-1.7\n", "PDF"),
    ],
)
def test_a_file_that_lies_about_its_suffix_is_told_what_it_looks_like(name, text, looks):
    found = _judged(name, text)

    assert [(one.code, one.params.get("looks")) for one in found] == [("G002", looks)]


def test_n_triples_are_turtle_trig_and_n_quads_too():
    text = f'<{S}> <{P}> "a" .\n'

    assert [_judged(name, text) for name in ("ntriples", "nquads", "turtle", "trig")] == [[]] * 4


@pytest.mark.parametrize("name", ["nquads", "ntriples", "turtle", "trig", "rdfxml"])
def test_bytes_that_are_no_text_are_told_once(name):
    assert _told(name, b"") == [("J010", 1, 1)]
    assert _told(name, b" \n") == [("J010", 1, 1)]
    assert _codes(name, "<a> é".encode("utf-16")) == ["J003"]
    assert _codes(name, "<a> é".encode("utf-16-le")) == ["J003"]
    assert _codes(name, "a é".encode("utf-16-le")) == ["J003"]
    assert _told(name, b"<a>\n <b> \xe9") == [("J003", 2, 6)]


def test_of_each_definition_in_a_context_the_first_unknown_key_is_told():
    context = '{"a": {"x": 1, "y": 2, "@id": "https://a.example/a"},\n "b": {"@id": "https://a.example/b", "z": null}}'

    found = _told("jsonld", f'{{"@context": [{context}], "@id": "https://a.example/1", "a": "1"}}')

    assert [one for one in found if one[0] == "G001"] == [("G001", 1, 22), ("G001", 2, 38)]


def test_a_byte_order_mark_is_told_and_passed_over():
    assert _told("nquads", f'\ufeff<{S}> <{P}> "a" .\n') == [("J005", 1, 1)]


def test_xml_in_another_encoding_than_utf_8_is_refused():
    text = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{XML}</rdf:RDF>'

    assert _told("rdfxml", text) == [("J003", 1, 31)]


def test_an_entity_of_xml_is_never_opened():
    text = '<?xml version="1.0"?><!-- x -->\n<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/hostname">]>\n<a>&b;</a>'

    assert _told("rdfxml", text) == [("G011", 2, 1)]


# values


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("integer", ["0", "-12", "+5", "007", "9" * 5000], ["", "1.0", " 1", "x", "1e3", "٣"]),
        ("positiveInteger", ["1", "9" * 5000], ["0", "-" + "9" * 5000]),
        ("nonPositiveInteger", ["0", "-3", "-" + "9" * 5000], ["1", "9" * 5000]),
        ("byte", ["-128", "127"], ["128", "x"]),
        ("boolean", ["true", "false", "1", "0"], ["True", "yes", ""]),
        ("decimal", ["1", "-1.50", ".5", "5."], ["1e3", "1,5", "."]),
        ("double", ["1", "1.5E-3", "INF", "NaN"], ["inf", "1,5"]),
        ("dateTime", ["2026-02-28T24:00:00", "-0044-03-15T12:00:00.5Z", "2024-02-29T00:00:00+14:00"],
         ["2026-02-29T00:00:00Z", "2026-02-28", "2026-02-28T10:00", "2026-02-28T10:00:00+15:00"]),
        ("dateTimeStamp", ["2026-02-28T10:00:00Z"], ["2026-02-28T10:00:00"]),
        ("date", ["2026-02-28", "12026-01-01Z"], ["2026-2-28", "2026-13-01", "2026-00-01", "x"]),
        ("time", ["23:59:59"], ["24:00:01"]),
        ("gYear", ["2026", "-0044"], ["26", "02026"]),
        ("gYearMonth", ["2026-12"], ["2026-13"]),
        ("gMonth", ["--12"], ["12"]),
        ("gDay", ["---31"], ["---32"]),
        ("gMonthDay", ["--02-29"], ["--02-30", "--13-01", "x"]),
        ("duration", ["P1Y2M3DT4H5M6.7S", "-PT5M", "P1D"], ["P", "PT", "1D", "P1H"]),
        ("dayTimeDuration", ["P1DT2H"], ["P1M"]),
        ("yearMonthDuration", ["P1Y2M"], ["P1D", "PT1M"]),
        ("hexBinary", ["", "0aF9"], ["0aF"]),
        ("base64Binary", ["", "YQ==", "YWI=", "YWJj"], ["YQ=", "*"]),
        ("anyURI", ["https://a.example/é", ""], ["a b", "<a>"]),
        ("language", ["id", "zh-Hant"], ["in_ID"]),
        ("normalizedString", ["a b "], ["a\\tb"]),
        ("token", ["a b"], [" a", "a  b", "a "]),
        ("NMTOKEN", ["-a.1"], ["a b"]),
        ("Name", ["a:b"], ["1a"]),
        ("NCName", ["ab"], ["a:b"]),
        ("string", ["anything"], []),
        ("QName", ["a:b"], []),
    ],
)  # fmt: skip
def test_a_value_has_a_spelling_of_its_datatype(datatype, right, wrong):
    for lexical in right:
        assert _codes("ntriples", _value(lexical, XSD + datatype)) == [], lexical
    for lexical in wrong:
        assert _codes("ntriples", _value(lexical, XSD + datatype)) == ["G003"], lexical


@pytest.mark.parametrize(
    "text",
    ["2026-02-28", "2026-02?", "197X", "2026-21", "2025-07-08/..", "../2020", "1984-06-02?/2004-08-08~",
     "2004-06-~01", "{1667,1668..1672}", "[..1760-12-03]", "Y17E8", "1950S2", "156X-12-25", "2026-02-28T10:00:00Z"],
)  # fmt: skip
def test_a_date_of_edtf_may_be_of_any_level(text):
    assert datatypes.is_fitting(text, EDTF)


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "2026-13", "last week", "x" * 300, "2026/02/28"]
)
def test_what_is_no_date_of_edtf_is_told(text):
    assert not datatypes.is_fitting(text, EDTF)


def test_a_json_literal_holds_json():
    assert datatypes.is_fitting('{"a": 1}', RDF + "JSON")
    assert not datatypes.is_fitting("{", RDF + "JSON")
    assert not datatypes.is_fitting("[" * 100_000, RDF + "JSON")


def test_a_datatype_of_somebody_else_takes_any_value():
    assert _codes("ntriples", _value("x", "https://a.example/type")) == []


def test_a_value_is_told_at_each_place_and_a_term_where_it_first_stands():
    line = _value("x", XSD + "date").replace(P, "https://w3id.org/press-archive/ns#x")

    assert [one[:2] for one in _told("ntriples", line * 2)] == [
        ("G008", 1), ("G003", 1), ("G003", 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("turtle", f"@prefix x: <{XSD}> .\n<{S}> <{P}> 'a', '''2026-\\u0030x'''^^x:date .", (2, 68)),
        ("turtle", f'PREFIX x: <{XSD}>\n<{S}> <{P}> """5"""@id, """a"b"""^^x:date .', (2, 75)),
        ("trig", f'# "x"^^<{XSD}date>\n<{S}/v1> {{ <{S}> <{P}> "x"^^<{XSD}date> }}', (2, 100)),
        ("jsonld", VOCAB + f'"a":\n {{"@value": "x", "@type": "{XSD}date"}}}}', (2, 13)),
        ("jsonld", VOCAB + f'"a":\n {{"@value": 5, "@type": "{XSD}date"}}}}', (2, 13)),
        ("rdfxml", XML + f'<!-- x --><rdf:Description rdf:about="{S}">\n<s:name rdf:datatype="{XSD}date">&#120;'
         "</s:name></rdf:Description></rdf:RDF>", (3, 62)),
        ("rdfxml", XML + f'<rdf:Description rdf:about="{S}">\n<s:name rdf:datatype="{XSD}date"><![CDATA[x]]>'
         "</s:name></rdf:Description></rdf:RDF>", (3, 71)),
    ],
)  # fmt: skip
def test_a_value_stands_where_its_spelling_does(name, text, place):
    found = _judged(name, text)

    assert [(one.code, _place(one)) for one in found] == [("G003", place)]


def test_a_value_that_no_token_shows_stands_at_the_beginning():
    text = (
        XML
        + f'<rdf:Description rdf:about="{S}">\n<s:name rdf:datatype="{XSD}date"></s:name></rdf:Description></rdf:RDF>'
    )

    assert _told("rdfxml", text) == [("G003", 1, 1)]


# IRIs and tags


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("jsonld", VOCAB + '"url": {"@id": "../x"}}', [("G005", 1, len(VOCAB) + 16)]),
        ("jsonld", VOCAB + '"url": {"@id": "http://a b/"}}', [("G006", 1, len(VOCAB) + 16)]),
        ("jsonld", VOCAB + '"url": {"@value": "x", "@type": "xsd:date"}}', [("G007", 1, len(VOCAB) + 33)]),
        ("jsonld", VOCAB + '"url": {"@id": "https://a.example/%zz"}}', [("G006", 1, len(VOCAB) + 16)]),
        ("rdfxml", XML + '<rdf:Description rdf:about="x"/></rdf:RDF>', []),
        ("rdfxml", XML + '<s:Thing rdf:about="x"/></rdf:RDF>', [("G005", 2, 21)]),
        ("rdfxml", XML + '<s:Thing rdf:about="pa:x"><s:name xml:lang="in_ID">x</s:name></s:Thing></rdf:RDF>',
         [("G007", 2, 21), ("G004", 2, 45)]),
        ("turtle", f"<{S}> <{P}> <adms:status> .", [("G007", 1, 63)]),
        ("nquads", f"<{S}> <{P}> <http://a b/> .\n", [("G006", 1, 63)]),
        ("nquads", f'_:a <{P}> "x"@x-private .\n', []),
        ("nquads", f'<{S}> <{P}> "x"@i-klingon <urn:x:1> .\n', []),
        ("nquads", f"<{S}\\u0020x> <{P}> <urn:x:1> .\n", [("G006", 1, 1)]),
        ("nquads", f"<{S}\\u00e9> <{P}> <urn:x:1> .\n", []),
        ("ntriples", f"<{S}> <{P}> <<( <{S}> <{P}> <xsd:a> )>> .\n", [("G007", 1, 129)]),
    ],
)  # fmt: skip
def test_an_iri_or_tag_at_fault_stands_in_its_place(name, text, told):
    assert _told(name, text) == told


def test_blank_nodes_and_other_bases_are_nobodys_fault():
    turtle = f"@base <https://a.example/> .\n<x> <{P}> [ <{P}> <y> ] ."
    document = '{"@context": {"@base": "https://a.example/", "@vocab": "https://a.example/"}, "@id": "x", "y": 1}'

    assert _judged("turtle", turtle) == []
    assert _judged("jsonld", document) == []


# terms


def test_a_term_of_ours_is_one_of_our_vocabulary():
    own = "https://w3id.org/press-archive/ns#"

    assert _codes("turtle", f"@prefix pa: <{own}> . <{S}> pa:status 'x', pa:stauts .") == ["G008"]
    assert _codes("turtle", f"<{S}> <{own.replace('https', 'http')}status> 'x' .") == ["G008"]


def test_a_term_of_schema_org_is_looked_up_where_its_vocabulary_is_at_hand(tmp_path):
    (tmp_path / "schemaorg-30.0-all-https.nt").write_text('<https://schema.org/name> <x:y> "x" .\n')
    text = "".join(
        f'<{S}> <{scheme}://schema.org/{name}> "x" .\n' for scheme in ("http", "https") for name in ("name", "nmae")
    )  # fmt: skip

    assert [_place(one) for one in _judged("nquads", text, tmp_path)] == [(2, 33), (4, 33)]
    assert _judged("nquads", text, tmp_path / "nowhere") == []
    assert _judged("nquads", text) == []


def test_terms_are_remembered_and_still_judged_in_the_next_file():
    judge = judge_without_shapes("nquads", None)
    good, bad = f'<{S}> <{P}> "x" .\n', f'<{S}> <https://w3id.org/press-archive/ns#x> "x" .\n'

    assert [len(judge.findings(text.encode())) for text in (good, bad, good, bad)] == [0, 1, 0, 1]


def test_a_very_long_term_is_not_remembered():
    judge = judge_without_shapes("nquads", None)

    judge.findings(f'<{S}> <{P}{"x" * 200}> "x" .\n'.encode())

    assert judge.vocabularies.known == set()


def test_what_was_passed_for_want_of_a_context_is_told_in_the_next_file():
    judge = judge_without_shapes("jsonld", None)
    partial = '{"@context": "https://a.example/c", "@id": "https://a.example/1", "x": 1}'

    found = [
        judge.findings(text.encode())
        for text in (partial, partial.replace('"https://a.example/c"', "{}"))
    ]

    assert [[one.code for one in each] for each in found] == [["G010"], ["G012"]]


# contexts


def test_our_own_context_is_at_hand_and_not_fetched():
    text = '{"@context": "https://w3id.org/press-archive/schema/1/context.jsonld", "@id": "https://a.example/1", "pa:x": 1}'

    assert [one.code for one in _judged("jsonld", text)] == ["G010", "G008"]
    assert [one.variant for one in _judged("jsonld", text)] == ["own", ""]


def test_a_context_of_schema_org_leaves_its_names_to_judge(standards):
    text = '{"@context": ["https://schema.org/", {"x": "https://a.example/x"}],\n "@id": "https://a.example/1", "x": 1, "nmae": 2}'

    assert [(one.code, _place(one)) for one in _judged("jsonld", text, standards)] == [
        ("G010", (1, 15)), ("G009", (2, 40))
    ]  # fmt: skip


def test_what_a_context_elsewhere_explains_is_not_judged():
    text = '{"@context": {"@import": "https://a.example/c"}, "@id": "x", "name": {"@id": "dct:y"}, "s": {"@context": "https://a.example/d"}}'

    assert [(one.code, one.params["address"]) for one in _judged("jsonld", text)] == [
        ("G010", "https://a.example/c"), ("G010", "https://a.example/d")
    ]  # fmt: skip


def test_contexts_that_multiply_are_refused():
    """Each object below a term with a context of its own would go through all of it again."""
    terms = ",".join(f'"t{at}":"http://a.example/{at}"' for at in range(3000))
    members = ",".join('{"p":1}' for _ in range(20_000))
    text = f'{{"@context":{{"p":{{"@id":"http://a.example/p","@context":{{{terms}}}}}}},"p":[{members}]}}'

    assert [(one.code, one.variant) for one in _judged("jsonld", text)] == [("G013", "contexts")]


# bad input


@pytest.mark.parametrize(
    "text",
    [
        f"<{S}> <{P}> " + f"<<( <{S}> <{P}> " * 30_000 + '"1"' + ")>>" * 30_000 + " .\n",
        f"<{S}> <{P}> " + f"[ <{P}> " * 30_000 + '"1"' + "]" * 30_000 + " .\n",
        '{"http://a.example/b":' * 20_000 + "1" + "}" * 20_000,
        XML + "<rdf:Description><s:p>" * 2_000 + "</s:p></rdf:Description>" * 2_000 + "</rdf:RDF>",
        f'<{S}> <{P}> "' + "x" * 20_000_000 + '" .\n',
        "<<" * 200_000 + ">",
        "<\n" * 200_000,
        '"""\\' * 200_000,
        "a" * 400_000,
        '"' + "\\" * 400_001,
        "x:a x:b x:c .\n" * 11_000,
        "".join(_value(str(at), XSD + "date") for at in range(11_000)),
    ],
    ids=["statements", "brackets", "json", "xml", "long", "open", "lines", "quotes", "word", "backslashes",
         "prefixes", "values"],
)  # fmt: skip
def test_a_hostile_file_takes_bounded_time_in_each_syntax(text):
    for name in NAMES:
        start = time.process_time()

        found = _judged(name, text)

        assert time.process_time() - start < 20
        assert len(found) <= MOST_TOLD + 1
        assert all(one.position for one in found)


def test_one_part_of_json_ld_may_not_be_longer_than_pyoxigraph_takes():
    text = VOCAB + '"name": "' + "\\u0041" * 2_000_000 + '"}'

    assert {one.code for one in _judged("jsonld", text)} <= {"G013"}


def test_the_nasty_files_are_judged_in_each_syntax(corpora):
    files = [path for path in (corpora / "nasty").rglob("*") if path.is_file()]

    for path in files:
        raw = path.read_bytes()[: 2**14]
        for name in NAMES:
            assert all(one.position for one in _judged(name, raw)), path


@given(st.binary(max_size=300), st.sampled_from(NAMES))
def test_no_bytes_make_the_judge_stumble(raw, name):
    for found in _judged(name, raw):
        assert isinstance(found.position, Position)


@given(st.data())
def test_plain_lines_are_judged_as_strictly_as_any_others(data):
    """They go another way, which is quicker: it must not let pass what pyoxigraph refuses."""
    raw = bytearray((SAMPLES / "good/kyushoku-ja/release.nq").read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at : at + data.draw(st.integers(0, 2))] = data.draw(
        st.sampled_from([b'"', b"\\", b"<", b">", b" ", b"@", b"^^", b".", b"%", b":", b"#", b"\t", b"\n", b"_"])
    )  # fmt: skip

    accepted = _is_accepted(bytes(raw))

    assert accepted or _judged("nquads", bytes(raw))


def _is_accepted(raw: bytes) -> bool:
    try:
        list(pyoxigraph.parse(raw, pyoxigraph.RdfFormat.N_QUADS))
    except SyntaxError:
        return False
    return True


def test_the_command_judges_rdf_by_its_suffix(press_archive):
    shutil.copy(SAMPLES / "bad/G003-thirtieth-of-february.ttl", "release.ttl")

    done = press_archive("validate", "release.ttl")

    assert done.out.startswith("release.ttl:8:20: G003 ")
    assert done.status == 1
