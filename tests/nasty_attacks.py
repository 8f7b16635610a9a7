"""Attacks that the corpus of hostile files lacks: what is cheap to send and may be dear to take.

Each is a file below a megabyte: depth, length or number of one thing, in each syntax that is read.
All may be taken or refused; what counts is the time and the memory that it takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.program import record

_NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
_XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/"'
_ITEM = f'<newsItem {_NS} guid="urn:a:b" version="1" standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="id">'
_META = '<itemMeta><itemClass qcode="ninat:text"/><provider literal="x"/><versionCreated>2025-07-08T09:00:00+07:00</versionCreated></itemMeta>'


def attacks() -> Iterator[tuple[str, str]]:
    """Yield name and content of each file."""
    for name, fields in _records():
        yield f"{name}.json", json.dumps(record(**fields), ensure_ascii=False)
    yield from _json()
    yield from _newsml_g2()
    yield from _rdf()


def _records() -> Iterator[tuple[str, dict[str, object]]]:
    """Yield fields of records of ours."""
    bodies = {
        "ampersands": "&amp;" * 150_000,
        "paragraphs": "<p>x</p>" * 50_000,
        "angles": "<" * 500_000,
        "open": "<p>" * 200_000,
        "nested": "<ul><li>" * 30_000 + "x" + "</li></ul>" * 30_000,
        "attributes": "<p " + "a=b " * 200_000 + ">x</p>",
        "comments": "<!--" * 200_000,
    }
    for name, text in bodies.items():
        yield f"html-{name}", {"body": {"format": "html", "text": f"<p>{text}</p>"}}
    yield "marks", {"headline": "a" + "\u0301" * 300_000}
    yield "line-ends", {"body": {"format": "text", "text": "\n" * 400_000 + "x"}}
    yield "long-language", {"language": "a-" * 200_000 + "a"}
    yield "long-date", {"versionCreated": "2025-01-01T00:00:00." + "1" * 500_000 + "Z"}
    yield "edtf", {"dates": {"issued": {"edtf": "[" + "2025," * 100_000 + "2025]"}}}
    yield "people", {"people": [{"id": f"p{number}", "name": "A"} for number in range(20_000)]}
    yield "empty-people", {"people": [{}] * 200_000}
    yield "one-id", {"people": [{"id": "p1", "name": "A"}] * 30_000}
    yield "unknown-fields", {f"k{number}": 0 for number in range(60_000)}
    yield "nearly-known-fields", {"headlin" + "e" * number: 0 for number in range(2, 1_200)}
    yield "long-field", {"h" * 900_000: 0}
    yield "keywords", {"keywords": ["x"] * 150_000}


def _json() -> Iterator[tuple[str, str]]:
    yield "numbers.json", "[" + "1," * 400_000 + "1]"
    yield "empty-arrays.json", "[" + "[]," * 300_000 + "[]]"
    yield "empty-objects.json", "[" + "{}," * 2_000 + "{}]"
    yield "empty-objects.jsonl", "{}\n" * 2_000
    yield "blank-lines.jsonl", "\n" * 900_000
    yield "one-key.json", "{" + '"id":1,' * 120_000 + '"id":1}'
    yield "keys-of-numbers.json", json.dumps({str(number): number for number in range(60_000)})
    page = {"@context": "https://schema.org", "@type": "NewsArticle"}
    yield "authors.jsonld", json.dumps(page | {"author": [{"name": "A"}] * 40_000})
    yield "graph.jsonld", json.dumps({"@graph": [page] * 10_000})
    yield "types.jsonld", json.dumps(page | {"@type": ["NewsArticle"] * 50_000})
    yield "contexts.jsonld", json.dumps(page | {"@context": ["https://schema.org"] * 40_000})
    yield "bodies.ninjs.json", json.dumps({"uri": "urn:a", "bodies": [{"value": "x"}] * 40_000})
    yield "subjects.ninjs.json", json.dumps({"uri": "urn:a", "subjects": [{"uri": "u:a"}] * 40_000})


def _newsml_g2() -> Iterator[tuple[str, str]]:
    """Yield news items: many children, attributes, names, and texts cut into many pieces."""
    bodies = {
        "breaks": "<p>" + "a<br/>" * 100_000 + "</p>",
        "levels": ("<div>" * 200 + "x" + "</div>" * 200) * 300,
        "attributes": "<p " + " ".join(f'a{number}="1"' for number in range(50_000)) + "/>",
        "prefixes": "<p " + " ".join(f'xmlns:a{number}="u:{number}"' for number in range(20_000)) + "/>",
        "comments": "<p>x</p>" + "<!---->" * 100_000,
        "instructions": "<p>x</p>" + "<?a?>" * 150_000,
        "pieces": "<p>" + "<![CDATA[x]]>" * 60_000 + "</p>",
        "references": "<p>" + "&#65;" * 150_000 + "</p>",
        "scripts": "<script/>" * 90_000,
    }  # fmt: skip
    for name, body in bodies.items():
        yield f"g2-{name}.xml", _item(body=body)
    yield "g2-subjects.xml", _item(meta='<subject type="cpnat:person" qcode="a:p"/>' * 15_000)
    yield "g2-headlines.xml", _item(meta="<headline>x</headline>" * 35_000)
    yield "g2-catalogues.xml", _item(top='<catalogRef href="http://a.example/c"/>' * 20_000)
    schemes = (
        f'<scheme alias="a{number}" uri="http://a.example/{number}/"/>' for number in range(15_000)
    )
    yield "g2-schemes.xml", _item(top=f"<catalog>{''.join(schemes)}</catalog>")
    yield (
        "g2-items.xml",
        f"<newsMessage {_NS}><itemSet>{'<newsItem/>' * 20_000}</itemSet></newsMessage>",
    )
    declared = "<!ATTLIST newsItem a CDATA #IMPLIED>" * 20_000
    yield "g2-declarations.xml", f"<!DOCTYPE newsItem [{declared}]>" + _item()


def _item(*, top: str = "", meta: str = "", body: str = "<p>x</p>") -> str:
    html = f"<html {_XHTML}><head><title>t</title></head><body>{body}</body></html>"
    content = f'<contentSet><inlineXML contenttype="application/xhtml+xml">{html}</inlineXML></contentSet>'
    return f"{_ITEM}{top}{_META}<contentMeta><headline>h</headline>{meta}</contentMeta>{content}</newsItem>"


def _rdf() -> Iterator[tuple[str, str]]:
    """Yield graphs: nested nodes, lists, prefixes, chains of nodes without a name, long IRIs."""
    numbers = range(15_000)
    yield "nested.ttl", "<u:s> <u:p> " + "[ <u:p> " * 50_000 + "1" + " ]" * 50_000 + " ."
    yield "list.ttl", "<u:s> <u:p> " + "( " * 150_000 + ") " * 150_000 + "."
    yield "long-list.ttl", "<u:s> <u:p> ( " + "1 " * 200_000 + ") ."
    yield (
        "prefixes.ttl",
        "".join(f"@prefix p{one}: <http://e.example/{one}> .\n" for one in numbers),
    )
    yield "long-text.ttl", '<u:s> <u:p> """' + '"a' * 300_000 + '""" .'
    yield "graphs.trig", "".join(f"<u:g{one}> {{ <u:s> <u:p> 1 }}\n" for one in numbers)
    yield "chain.nt", "".join(f"_:b{one} <u:p> _:b{one + 1} .\n" for one in numbers)
    yield "ring.nt", "".join(f"_:b{one} <u:p> _:b{(one + 1) % 10_000} .\n" for one in range(10_000))
    yield "graphs.nq", "".join(f'<u:s> <u:p> "x" <u:g{one}> .\n' for one in numbers)
    yield "long-iri.nq", f"<u:{'a' * 900_000}> <u:p> <u:o> <u:g> .\n"
    yield (
        "nested.rdf",
        f"<rdf:RDF {_RDF}>" + "<e:a><e:b>" * 40_000 + "</e:b></e:a>" * 40_000 + "</rdf:RDF>",
    )
    yield "nodes.rdf", f"<rdf:RDF {_RDF}>" + "<e:a><e:b/></e:a>" * 30_000 + "</rdf:RDF>"
