"""The NewsML-G2 writer: valid by the XSD, every value in one place, quotations where they stand."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.body import canonical_text, plain_text
from archive.judges.newsml_g2.xsd import UnusableSchema, WellFormed, Xsd
from archive.newsml_g2 import prefix
from archive.release import Release, build
from archive.standards import XSD
from archive.validation import schema
from archive.writers.newsml_g2 import WRITER
from tests.every_field import every_field, every_field_text

G2 = "{http://iptc.org/std/nar/2006-10-01/}"
HTML = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CLEAN = json.loads((Path(__file__).parent / "clean.json").read_text(encoding="utf-8"))
QCODES = {"qcode", "type", "role", "rel", "how", "why", "hashtype", "rendition"}
"""Attributes that hold codes in what we write; ``type`` on ``altId`` too."""


def release(**changes: Any) -> Release:
    return build(copy.deepcopy(CLEAN) | changes)


def whole(document: dict[str, Any]) -> Release:
    return build({name: value for name, value in document.items() if name != "$schema"})


def item(written: Release) -> etree._Element:
    return etree.fromstring(WRITER.write(written))


def text_of(element: etree._Element, path: str) -> str | None:
    return element.findtext(path.replace("g:", G2))


@pytest.fixture(scope="module")
def xsd(standards) -> Xsd:
    return Xsd(standards / XSD)


@pytest.fixture(scope="module")
def aliases(standards) -> dict[str, str]:
    """Return the scheme aliases of the IPTC catalogue."""
    tree = etree.parse(standards / "catalog.IPTC-G2-Standards_41.xml")
    return {one.get("alias"): one.get("uri") for one in tree.iter(f"{G2}scheme")}


# validity


@pytest.mark.standards
@pytest.mark.parametrize("record", [every_field, every_field_text])
def test_a_record_with_every_field_is_valid_by_the_xsd(xsd, record):
    assert xsd.findings(WRITER.write(whole(record()))) == []


def _without_each_part(value: Any) -> Iterator[Any]:
    """Yield copies of a document that each lack one member or item, at any depth."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            for changed in _without_each_part(part):
                yield value | {name: changed}
    elif isinstance(value, list) and not all(isinstance(one, int) for one in value):
        for number, part in enumerate(value):
            yield value[:number] + value[number + 1 :]
            for changed in _without_each_part(part):
                yield [*value[:number], changed, *value[number + 1 :]]


@pytest.mark.standards
def test_a_record_that_lacks_any_one_optional_part_is_valid_by_the_xsd(xsd):
    tried = 0
    for document in _without_each_part(every_field()):
        if not (schema.accepts(document) and schema.is_complete(document)):
            continue  # that part is required
        tried += 1

        assert xsd.findings(WRITER.write(whole(document))) == []

    assert tried > 200


@pytest.mark.standards
@pytest.mark.parametrize(
    "date",
    ["2025", "2025-07", "2025-07-08", "0001", "0000", "0000-01-01", "9999-12-31", "-0044", "Y12345",
     "2025-21", "2025-XX", "197X", "2025-07~", "2025-07-08/..", "../2025", "XXXX-07-08",
     "2024-02-29"],
)  # fmt: skip
def test_every_kind_of_edtf_date_is_valid_wherever_a_date_may_stand(xsd, date):
    moment = {"edtf": date}
    written = release(
        dates=dict.fromkeys(("issued", "created", "modified", "scheduledFor", "expires"), moment)
        | {"mentions": [{"asWritten": "x", "value": date}]},
        organisations=[{"id": "org-1", "name": "x", "from": date, "to": date}],
        events=[
            {"id": "ev-1", "name": "x", "start": date, "end": "2031-07-09"},
            {"id": "ev-2", "name": "x", "start": "2031-07-08", "end": date},
        ],
        government={"ref": "org-1", "from": date, "to": date},
    )

    content = WRITER.write(written)

    assert xsd.findings(content) == []
    assert content.count(f">{date}<".encode()) + content.count(f'"{date}"'.encode()) == 12


@pytest.mark.standards
@pytest.mark.parametrize(
    "line",
    [" a ", "a  b", "\u00a0", "a\u2028b", "\u3000", "\ufeff", "a\u200fb", "x" * 9000, "😀", "]]>",
     "&lt;", '"\'<>&', "وزارة", "日本語"],
)  # fmt: skip
def test_any_line_is_valid_and_stands_as_it_was_given(xsd, line):
    written = release(
        headline=line,
        keywords=[line],
        identifiers=[{"scheme": "number", "value": line}],
        byline=[{"name": line, "initials": line}],
        people=[{"id": "p-1", "name": line, "roles": [{"title": line}]}],
        contacts=[{"visibility": "public", "name": line, "phones": [line]}],
        rights={"notice": line},
        dateline={"text": line},
        source={"asWritten": line},
    )

    content = WRITER.write(written)
    tree = etree.fromstring(content)

    assert xsd.findings(content) == []
    for name in ("headline", "keyword", "altId", "dateline", "creditline"):
        assert text_of(tree, f"g:contentMeta/g:{name}") == line
    assert tree.find(f'.//{G2}related[@rel="pa:title"]').get("value") == line


@pytest.mark.standards
def test_local_ids_never_meet_the_ids_of_the_writer(xsd):
    text = CLEAN["body"]["text"]
    quotes = [{"id": "body", "kind": "direct", "span": [0, len(text)]}]
    quotes.append({"id": "q", "kind": "indirect", "span": [10, 20]})
    attachments = [
        {"id": name, "kind": "photo", "href": "https://a.example/"} for name in ("a", "b")
    ]

    content = WRITER.write(release(quotes=quotes, attachments=attachments))
    ids = etree.fromstring(content).xpath("//@id")

    assert xsd.findings(content) == []
    assert len(ids) == len(set(ids))


# codes and references


@pytest.mark.standards
@pytest.mark.parametrize("record", [every_field, every_field_text, lambda: CLEAN])
def test_every_alias_in_use_is_declared(aliases, record):
    tree = item(whole(record()))
    own = {one.get("alias") for one in tree.iter(f"{G2}scheme")}
    used = {
        value.partition(":")[0]
        for element in tree.iter(f"{G2}*")
        for name, value in element.attrib.items()
        if name in QCODES
    }

    assert own == {"pa", "pascheme"}
    assert used <= own | set(aliases)
    assert not own & set(aliases)


@pytest.mark.parametrize("record", [every_field, every_field_text])
def test_every_assert_is_named_elsewhere_and_every_local_reference_has_its_node(record):
    tree = item(whole(record()))
    work = tree.get("guid") + "#"
    asserted = [one.get("uri") for one in tree.iter(f"{G2}assert")]
    named = [
        one.get("uri")
        for one in tree.iter(f"{G2}*")
        if one.tag != f"{G2}assert" and one.get("uri", "").startswith(work)
    ]

    assert len(asserted) == len(set(asserted))
    assert set(asserted) <= set(named)
    assert {uri for uri in named if "." not in uri.removeprefix(work)} <= set(asserted)


def test_an_ampersand_in_the_identity_is_escaped_once_wherever_it_stands():
    """A part's IRI that is escaped twice names nothing."""
    document = every_field() | {"id": "https://pers.example.go.id/r?a=1&b='2'"}
    tree = item(whole(document))
    local = [uri for uri in tree.xpath("//@uri") if "pers.example.go.id/r?" in uri]

    assert tree.get("guid") == document["id"]
    assert {uri.partition("#")[0] for uri in local} == {document["id"]}
    assert tree.find(f"{G2}rightsInfo/{G2}copyrightHolder").get("uri") == document["id"] + "#org-1"
    assert len(local) > 60


@pytest.mark.parametrize("record", [every_field, every_field_text])
def test_every_idref_leads_to_an_id(record):
    tree = item(whole(record()))
    ids = set(tree.xpath("//@id"))
    references = [one for value in tree.xpath("//@idrefs") for one in value.split()]

    assert references
    assert {*references, *tree.xpath("//@original")} <= ids


# every value has one place


def _leaves(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, (*steps, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _leaves(part, (*steps, number))
    else:
        yield steps, value


def _with(document: dict[str, Any], steps: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    part: Any = changed
    for step in steps[:-1]:
        part = part[step]
    part[steps[-1]] = value
    return changed


FREE = {
    "note", "reason", "value", "text", "speakerAsWritten", "verb", "name", "initials", "asWritten",
    "title", "label", "caption", "alt", "credit", "file", "tool", "notice", "headline", "summary",
    "kemendagri", "iso3166-2", "geonames", "aliases", "who", "phones", "emails", "keywords", "slug",
}  # fmt: skip
"""Fields whose value may be any text."""


def _tokens() -> tuple[dict[str, Any], dict[str, tuple[Any, ...]]]:
    """Return a record with a word of its own in each free field, and which field has which word."""
    document = every_field()
    del document["$schema"]
    tokens = {}
    for steps, value in list(_leaves(document)):
        name = next(step for step in reversed(steps) if isinstance(step, str))
        if name not in FREE or not isinstance(value, str) or steps[:1] == ("extensions",):
            continue
        if steps == ("body", "text") or "renditions" in steps:
            continue  # the text is judged by itself; a rendition's name is from a list
        if name == "value" and steps[:2] == ("dates", "mentions"):
            continue  # a date
        token = f"zz{len(tokens):03d}zz"
        tokens[token] = steps
        document = _with(document, steps, token)
    return document, tokens


def _is_derived(element: etree._Element) -> bool:
    return any(one.get("how") == "pa:derived" for one in [element, *element.iterancestors()])


def test_every_free_text_stands_in_one_place_and_alone():
    """One home per value; what is repeated for other readers says ``how="pa:derived"``."""
    document, tokens = _tokens()
    tree = item(build(document))
    strings = [
        (element, string)
        for element in tree.iter("*")
        for string in [*element.attrib.values(), element.text or ""]
        if element.tag != f"{HTML}title" and not _is_derived(element)
    ]

    places = Counter(string for _, string in strings if string in tokens)
    crowded = [string for _, string in strings if len(re.findall(r"zz\d{3}zz", string)) > 1]
    inside = [one for _, one in strings if re.search(r"zz\d{3}zz", one) and one not in tokens]
    names = {tokens[token] for token, count in places.items() if count != 1}

    assert crowded == []
    assert inside == []
    # A subject and its assert both carry the name of a thing, as the standard wants it.
    assert all(steps[-1] == "name" and steps[0] in NAMED for steps in names)
    assert set(places) == set(tokens)


NAMED = {"people", "organisations", "places", "events"}


# the body


def _offsets(body: etree._Element, plain: str) -> dict[str, tuple[int, int]]:
    """Return where in the plain text each marked piece stands, found by walking the XHTML."""
    found: dict[str, tuple[int, int]] = {}
    place = 0

    def walk(element: etree._Element) -> None:
        nonlocal place
        start: int | None = None
        for string in _own_texts(element, walk):
            place = plain.index(string, place)
            start = place if start is None else start
            place += len(string)
        if element.get("id"):
            found[element.get("id")] = (place - len("".join(element.itertext())), place)

    walk(body)
    return found


def _own_texts(element: etree._Element, walk: Any) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        walk(child)
        if child.tail:
            yield child.tail


@pytest.mark.parametrize("record", [every_field, every_field_text, lambda: CLEAN])
def test_quotations_are_marked_where_their_spans_say(record):
    written = whole(record())
    tree = item(written)
    plain = plain_text(written.body.format, written.body.text)
    offsets = _offsets(tree.find(f".//{HTML}body"), plain)
    references = list(tree.iter(f"{G2}inlineRef"))

    assert len(references) == len(written.quotes)
    for quote, reference in zip(written.quotes, references, strict=True):
        pieces = [offsets[one] for one in reference.get("idrefs").split()]
        start, end = quote.span
        covered = {at for piece in pieces for at in range(*piece)}
        assert pieces[0][0] == start
        assert pieces[-1][1] == end
        assert not {plain[at] for at in set(range(start, end)) - covered} - set("\n\t")
        assert covered <= set(range(start, end))


@st.composite
def quoted_bodies(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a canonical text with up to twelve quotations, at any places, over each other."""
    text = canonical_text("a" + draw(st.text("ab “”\n", max_size=30)) + "b")
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places).map(sorted), max_size=12))
    quotes = [
        {"id": f"q-{number}", "kind": draw(st.sampled_from(["direct", "indirect"])), "span": span}
        for number, span in enumerate(spans)
        if text[slice(*span)].strip()
    ]
    return {"body": {"format": "text", "text": text}, "quotes": quotes}


@given(quoted_bodies())
@settings(max_examples=200, deadline=None)
def test_quotations_over_each_other_are_marked_exactly(changes):
    text = changes["body"]["text"]
    tree = item(release(**changes))
    offsets = _offsets(tree.find(f".//{HTML}body"), text)

    for quote, reference in zip(changes["quotes"], tree.iter(f"{G2}inlineRef"), strict=True):
        pieces = [offsets[one] for one in reference.get("idrefs").split()]
        marked = {at for piece in pieces for at in range(*piece)}
        assert marked == {at for at in range(*quote["span"]) if text[at] != "\n"}


def test_the_first_piece_of_a_quotation_has_its_own_id_and_further_ones_a_number():
    text = "Satu “dua\n\ntiga” empat."
    body = {"format": "text", "text": text}
    quotes = [{"id": "q-1", "kind": "direct", "span": [6, 15]}]
    written = release(body=body, quotes=quotes)
    start = prefix(written)

    content = WRITER.write(written).decode()

    assert (
        f'<p>Satu “<q id="{start}q-1">dua</q></p><p><q id="{start}q-1.2">tiga</q>” empat.</p>'
        in content
    )
    assert f'<inlineRef idrefs="{start}q-1 {start}q-1.2"/>' in content


@pytest.mark.parametrize(
    ("text", "spans", "marked"),
    [
        ("a & b", [[2, 3]], '<p>a <q id="q-0">&amp;</q> b</p>'),
        ("a\nb", [[0, 3]], '<p><q id="q-0">a</q><br/><q id="q-0.2">b</q></p>'),
        ("a\nb", [[0, 1], [2, 3]], '<p><q id="q-0">a</q><br/><q id="q-1">b</q></p>'),
        ("a\n\nb", [[0, 1], [3, 4]], '<p><q id="q-0">a</q></p><p><q id="q-1">b</q></p>'),
        ("abc", [[1, 2], [0, 1]], '<p><q id="q-1">a</q><q id="q-0">b</q>c</p>'),
        ("a\n\nb", [[0, 2]], '<p><q id="q-0">a</q></p><p>b</p>'),
        ("a\n\nb", [[2, 4]], '<p>a</p><p><q id="q-0">b</q></p>'),
        ("a\nb\n\nc", [[0, 3]], '<p><q id="q-0">a</q><br/><q id="q-0.2">b</q></p><p>c</p>'),
    ],
)
def test_quotations_are_marked_line_by_line(text, spans, marked):
    quotes = [
        {"id": f"q-{number}", "kind": "direct", "span": span} for number, span in enumerate(spans)
    ]
    written = release(body={"format": "text", "text": text}, quotes=quotes)

    content = WRITER.write(written).decode().replace(prefix(written), "")

    assert f"<body>{marked}</body>" in content


def test_overlapping_quotations_are_nested_properly():
    body = {"format": "text", "text": "abcdef"}
    quotes = [
        {"id": "q-2", "kind": "indirect", "span": [2, 6]},
        {"id": "q-1", "kind": "direct", "span": [0, 4], "speaker": "p-1"},
    ]
    written = release(body=body, quotes=quotes)
    start = prefix(written)

    content = WRITER.write(written).decode()

    assert (
        f'<q id="{start}q-1">ab<span id="{start}q-2">cd</span></q><span id="{start}q-2.2">ef</span>'
        in content
    )
    assert f'<inlineRef idrefs="{start}q-2 {start}q-2.2"/>' in content
    assert f'<inlineRef idrefs="{start}q-1" uri="{written.id}#p-1"/>' in content


@pytest.mark.standards
def test_a_thousand_overlapping_quotations_do_not_blow_up_the_file(xsd):
    """Each that ends splits all inside it: without a limit the marks would grow as the square."""
    count = 1000
    body = {"format": "text", "text": "x" * 2 * count}
    quotes = [
        {"id": f"q-{number}", "kind": "indirect", "span": [number, number + count]}
        for number in range(count)
    ]

    content = WRITER.write(release(body=body, quotes=quotes))
    tree = etree.fromstring(content)

    assert len(content) < 3_000_000
    assert len(tree.findall(f"{G2}inlineRef")) == count
    assert {*" ".join(tree.xpath("//@idrefs")).split()} <= set(tree.xpath("//@id"))
    assert "".join(tree.find(f".//{HTML}body").itertext()) == body["text"]


def test_a_text_body_has_a_p_for_each_paragraph_and_a_br_for_each_line_feed():
    body = {"format": "text", "text": "Satu & dua\nbaris\n\n<tiga>"}

    content = WRITER.write(release(body=body, quotes=[])).decode()

    assert "<body><p>Satu &amp; dua<br/>baris</p><p>&lt;tiga&gt;</p></body>" in content
    assert "pa:bodyFormat" not in content


def test_an_html_body_stands_as_it_is():
    html = '<h2>A</h2><ul><li>b <a href="https://a.example/?c=1&amp;d=2">&lt;e&gt;</a></li></ul>'
    body = {"format": "html", "text": html}

    content = WRITER.write(release(body=body, quotes=[])).decode()

    assert f"<body>{html}</body>" in content
    assert '<contentMetaExtProperty rel="pa:bodyFormat" value="html"/>' in content


@pytest.mark.parametrize("record", [every_field, every_field_text])
def test_the_children_of_the_item_and_of_its_two_metas_stand_in_lines_of_their_own(record):
    tree = item(whole(record()))
    metas = [tree, tree.find(f"{G2}itemMeta"), tree.find(f"{G2}contentMeta")]
    parents = [one for one in tree.iter(f"{G2}*") if (one.text or "x").isspace()]

    assert parents == metas
    assert {child.tail for parent in metas for child in parent} == {"\n"}
    assert {
        child.tail for parent in tree.iter(f"{G2}*") if parent not in metas for child in parent
    } == {None}


def test_there_is_no_white_space_of_the_writer_inside_inline_xml():
    content = WRITER.write(release()).decode()

    inline = content[content.index("<inlineXML") : content.index("</inlineXML>")]

    assert "\n" not in inline
    assert "> <" not in inline


@pytest.mark.parametrize(("tag", "direction"), [("ar", "rtl"), ("az-Arab", "rtl"), ("id", None)])
def test_right_to_left_languages_say_so_on_item_and_body(tag, direction):
    tree = item(release(language=tag))
    html = tree.find(f".//{HTML}html")

    assert tree.get("dir") == direction
    assert html.get("dir") == direction
    assert tree.get(LANG) == html.get(LANG) == html.get("lang") == tag
    assert tree.find(f".//{G2}language").get("tag") == tag


# state


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        ("draft", "stat:withheld", "draft"),
        ("scheduled", "stat:withheld", "scheduled"),
        ("published", "stat:usable", None),
        ("withdrawn", "stat:canceled", None),
    ],
)
def test_the_status_is_a_publication_status_and_where_that_is_coarser_an_extension(
    status, code, told
):
    tree = item(release(status=status))
    extension = tree.find(f'.//{G2}itemMetaExtProperty[@rel="pa:status"]')

    assert tree.find(f".//{G2}pubStatus").get("qcode") == code
    assert (None if extension is None else extension.get("value")) == told


def test_an_embargo_until_told_is_an_empty_element():
    tree = item(release(embargo={}))
    embargoed = tree.find(f".//{G2}embargoed")

    assert embargoed is not None
    assert not embargoed.text
    assert not len(embargoed)
    assert item(release()).find(f".//{G2}embargoed") is None


UNTIL = "2026-03-02T09:00:00+07:00"


@pytest.mark.parametrize(
    ("issued", "embargo", "is_stamped"),
    [
        ({"dateTime": "2026-03-02T09:00:00+07:00"}, None, True),
        ({"dateTime": "2026-03-02T09:00:00+07:00"}, {"until": UNTIL}, True),
        ({"dateTime": "2026-03-02T02:00:00.000Z"}, {"until": UNTIL}, True),
        ({"dateTime": "2026-03-02T08:59:59+07:00"}, {"until": UNTIL}, False),
        ({"dateTime": "2026-03-02T09:00:00+08:00"}, {"until": UNTIL}, False),
        ({"dateTime": "2030-01-01T00:00:00Z"}, {}, False),
        ({"edtf": "2026-03-02"}, None, True),
        ({"edtf": "2026-03-02"}, {"until": UNTIL}, False),
        ({"edtf": "2026-03-03"}, {"until": UNTIL}, True),
        ({"edtf": "2026"}, {"until": UNTIL}, False),
        ({"edtf": "2027"}, {"until": UNTIL}, True),
        ({"edtf": "2026-03-02/.."}, None, False),
    ],
)
def test_a_publication_date_is_a_timestamp_only_if_xsd_holds_it_and_no_embargo_ends_later(
    issued, embargo, is_stamped
):
    changes = {"dates": {"issued": issued}} | ({} if embargo is None else {"embargo": embargo})
    published = item(release(**changes)).find(f".//{G2}published")
    ((kind, said),) = issued.items()
    told = {one.get("rel"): one.get("value") for one in published.iter(f"{G2}publishedExtProperty")}

    assert published.get("qcode") == "pa:issued"
    assert published.findtext(f"{G2}timestamp") == (said if is_stamped else None)
    assert told == ({} if is_stamped else {f"pa:{kind}": said})


def test_a_provider_that_is_not_given_is_derived_from_the_first_issuer():
    assert item(release()).find(f".//{G2}provider").attrib == {
        "uri": f"{CLEAN['id']}#org-1",
        "how": "pa:derived",
    }
    assert "how" not in item(release(provider="org-1")).find(f".//{G2}provider").attrib


@pytest.mark.parametrize(
    ("version", "kind", "signal"),
    [(1, "major", None), (2, "correction", "sig:correction"), (2, "minor", "sig:update")],
)
def test_an_edition_signals_what_it_changes(version, kind, signal):
    at = "2026-03-03T10:00:00+07:00"
    changes = [{"version": version, "at": at, "kind": kind, "note": "Angka."}]
    found = item(release(version=version, changes=changes)).find(f".//{G2}signal")

    assert (None if found is None else found.get("qcode")) == signal


def test_an_editor_reads_what_this_edition_changed_and_no_earlier_one():
    """A copy for people; the home of all changes is an extension property."""
    at = "2026-03-03T10:00:00+07:00"
    changes = [
        {"version": version, "at": at, "kind": "correction", "note": f"Edisi {version}.\nAngka."}
        for version in (2, 3)
    ]
    tree = item(release(version=3, changes=changes, notes=[{"text": "Foto bebas."}]))
    notes = [(one.get("role"), one.get("how"), one.text) for one in tree.iter(f"{G2}edNote")]

    assert notes == [
        ("pa:notes", None, "Foto bebas."),
        ("pa:changes", "pa:derived", "Edisi 3.\nAngka."),
    ]


def test_an_organisation_in_which_a_person_holds_posts_is_one_affiliation():
    roles = [{"title": "Ketua", "org": "org-1"}, {"title": "Anggota"}, {"org": "org-1"}]
    people = [{"id": "p-1", "name": "Siti", "roles": roles}]
    tree = item(release(people=people))
    found = tree.findall(f".//{G2}personDetails/{G2}affiliation")

    assert [(one.get("uri"), one.get("how")) for one in found] == [
        (f"{CLEAN['id']}#org-1", "pa:derived")
    ]


def test_restricted_contacts_are_kept():
    contacts = [{"visibility": "restricted", "name": "Rudi", "phones": ["+62 1"]}]
    tree = item(release(contacts=contacts))

    assert text_of(tree, ".//g:personDetails/g:contactInfo/g:phone") == "+62 1"
    assert (
        tree.find(f'.//{G2}conceptExtProperty[@rel="pa:visibility"]').get("value") == "restricted"
    )


def test_a_contact_by_name_only_has_no_details():
    tree = item(
        release(contacts=[{"visibility": "public", "name": "Humas", "role": "juru bicara"}])
    )
    (contact,) = tree.xpath("//*[local-name()='assert'][contains(@uri, '#contacts.1')]")

    assert [etree.QName(one).localname for one in contact] == [
        "name",
        "conceptExtProperty",
        "conceptExtProperty",
    ]


def test_line_breaks_and_tabs_in_attributes_survive_parsing():
    evidence = [{"pointer": "/extensions/a\tb\nc\rd", "span": [0, 1]}]
    provenance = {"sha256": "0" * 64, "evidence": evidence}
    tree = item(release(provenance=provenance))

    pointer = tree.find(f'.//{G2}related[@rel="pa:pointer"]').get("value")

    assert pointer == evidence[0]["pointer"]


def test_extensions_are_one_property_that_holds_canonical_json():
    tree = item(whole(every_field()))
    (value,) = tree.xpath('//*[@rel="pa:extensions"]/@value')

    assert json.loads(value) == every_field()["extensions"]
    assert list(json.loads(value)) == ["org.example.desk", "\U0001f600", "\ue000"]


# many in one


@pytest.mark.standards
def test_many_items_are_one_valid_message(xsd):
    releases = [whole(every_field()), whole(every_field_text()), release(), release(version=2)]
    releases[1] = msgspec.structs.replace(releases[1], version=4)
    many = WRITER.many
    assert many is not None

    message = many.head("2026-03-03T10:00:00+07:00") + many.between.join(map(many.part, releases))
    message += many.tail
    tree = etree.fromstring(message)

    assert xsd.findings(message) == []
    assert text_of(tree, "g:header/g:sent") == "2026-03-03T10:00:00+07:00"
    assert len(tree.findall(f"{G2}itemSet/{G2}newsItem")) == 4
    assert message.count(b"<?xml") == 1


def test_the_same_release_gives_the_same_bytes():
    assert WRITER.write(whole(every_field())) == WRITER.write(whole(every_field()))


def test_items_that_are_written_together_are_those_that_are_written_alone():
    releases = [whole(every_field()), release(), whole(every_field_text()), release(version=2)]
    many = WRITER.many
    assert many is not None

    assert WRITER.each(WRITER.write)(releases) == [*map(WRITER.write, releases)]
    assert WRITER.each(many.part)(releases) == [*map(many.part, releases)]


# the judge


@pytest.mark.standards
def test_the_judge_says_where_and_why(xsd):
    content = WRITER.write(release()).replace(b'<itemClass qcode="ninat:text"/>\n', b"")

    (found,) = xsd.findings(content)

    assert found.code == "X001"
    assert found.position is not None
    line = content.decode().split("\n")[found.position.line - 1]
    assert "<provider" in line
    assert "itemClass" in str(found.params["reason"])
    assert "{http" not in str(found.params["reason"])


@pytest.mark.standards
@pytest.mark.parametrize(
    ("was", "now", "variant", "element"),
    [
        ("<keyword>", "<bogus/><keyword>", "place", "bogus"),
        ("<pubStatus ", "<provider/><pubStatus ", "place", "provider"),
        (' guid="', ' xml:space="', "missing", "newsItem"),
        (' conformance="power"', ' conformance="power" bogus="1"', "attribute", "newsItem"),
        (' version="1"', ' version="0"', "value", "newsItem"),
        ("ninat:text", "ninat text", "value", "itemClass"),
        ("+07:00</versionCreated>", "</versionCreated>x", "place", "itemMeta"),
    ],
)
def test_the_judge_sorts_faults_by_what_is_wrong(xsd, was, now, variant, element):
    content = WRITER.write(release(keywords=["x"])).decode()
    assert was in content

    found = xsd.findings(content.replace(was, now, 1).encode())

    assert (variant, element) in {(one.variant, one.params["element"]) for one in found}


@pytest.mark.standards
@pytest.mark.parametrize(
    ("was", "now"),
    [
        (' guid="', ' q:version="1" guid="'),
        (' guid="', ' q: ="1" guid="'),
        (' guid="', ' xmlns:xmlns="urn:x" guid="'),
        ("<head>", "<head><q:meta/>"),
        ("<head>", '<head><meta xmlns="http://www.w3.org/XML/1998/namespace"/>'),
        ("<head>", '<head><meta xml:id="x"/><meta xml:id="x"/>'),
        ("<head>", "<head><?a:b c?>"),
        ("<link ", '<link id="body"/><link id="body"/><link '),
        ("<link ", "<link id = 'body'/><link id=\"&#98;ody\"/><link "),
    ],
)
def test_faults_of_names_and_ids_that_only_a_tree_shows_are_found_too(xsd, was, now):
    content = WRITER.write(whole(every_field())).decode()
    assert was in content
    assert xsd.findings(content.encode()) == []

    assert xsd.findings(content.replace(was, now, 1).encode())


@pytest.mark.standards
@pytest.mark.parametrize(
    "words", ['say a:="b"', 'xmlns:x="1"', 'id="1", id="1"', "12: x = 'y'", "a" * 2**20]
)
def test_a_text_that_looks_like_odd_markup_is_valid(xsd, words):
    text = {"format": "text", "text": words}

    assert xsd.findings(WRITER.write(release(body=text))) == []


def test_a_file_that_is_no_xsd_is_told_to_whoever_runs_the_program(tmp_path):
    (tmp_path / XSD).write_text("<a/>")

    with pytest.raises(UnusableSchema, match=r"xml\.xsd must lie beside it"):
        Xsd(tmp_path / XSD)


@pytest.mark.standards
def test_an_xsd_without_the_file_it_imports_is_told(standards, tmp_path):
    shutil.copy(standards / XSD, tmp_path)

    with pytest.raises(UnusableSchema, match=r"xml\.xsd must lie beside it"):
        Xsd(tmp_path / XSD)


def test_an_xsd_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OSError, match=XSD):
        Xsd(tmp_path / XSD)


@pytest.mark.standards
def test_the_judge_names_every_fault(xsd):
    content = WRITER.write(release()).replace(b' guid="', b' id="x" bogus="')

    assert [found.code for found in xsd.findings(content)] == ["X001"] * 3


@pytest.mark.standards
def test_the_judge_refuses_an_id_that_is_used_twice(xsd):
    content = WRITER.write(release()).replace(b"<itemClass ", b'<itemClass id="x" ')

    found = xsd.findings(content.replace(b"<pubStatus ", b'<pubStatus id="x" '))

    assert xsd.findings(content) == []
    assert [(one.variant, one.params["element"]) for one in found] == [("value", "pubStatus")]


def numbered(number: int, **changes: Any) -> bytes:
    """Return the item of a work of its own."""
    return WRITER.write(release(id=f"https://a.example/{number}", **changes))


NAMESPACE = b' xmlns="http://iptc.org/std/nar/2006-10-01/"'
START, END = b"<newsItem" + NAMESPACE, b"</newsItem>\n"
REST = len(numbered(2)) - numbered(2).index(b"</body>")


@pytest.mark.standards
@pytest.mark.parametrize(
    "items",
    [
        [numbered(2), numbered(3).replace(b"<pubStatus ", b"<provider/><pubStatus ")],
        [numbered(2).replace(NAMESPACE, b"", 1), numbered(3)],
        [numbered(2).replace(b' guid="', b' q:version="1" guid="'), numbered(3)],
        [numbered(2), numbered(3) + numbered(4)[numbered(4).index(b"<newsItem") :]],
        [numbered(2) + b"<!-- -->", numbered(3).replace(b"<newsItem", b"x<newsItem")],
        [numbered(2)[:-REST], numbered(3) + numbered(2)[-REST:]],
        [numbered(2)[:-REST] + b"<!-- " + END, START + b" -->" + numbered(2)[-REST:]],
    ],
    ids=[
        "not valid",
        "no namespace",
        "no prefix",
        "two in one",
        "words between",
        "one in the other",
        "bounds in a comment",
    ],
)
def test_items_are_judged_together_as_each_is_alone(xsd, items):
    """Only together some would be well-formed, or in the namespace."""
    together = [numbered(1), *items, numbered(5)]

    found = xsd.findings_of_each(together)

    assert found == [xsd.findings(one) for one in together]
    assert any(found)
    assert not found[0]
    assert not found[-1]


@pytest.mark.standards
def test_a_fault_is_found_in_any_of_more_items_than_are_judged_at_once(xsd):
    text = {"format": "text", "text": "Harga turun. " * 3000}
    items = [numbered(number, body=text) for number in range(8)]
    items[6] = items[6].replace(b"<pubStatus ", b"<provider/><pubStatus ")

    assert [len(found) for found in xsd.findings_of_each(items)] == [0, 0, 0, 0, 0, 0, 1, 0]
    assert xsd.findings_of_each([]) == []


@pytest.mark.standards
@pytest.mark.parametrize("judge", ["xsd", "well formed"])
def test_what_cannot_be_parsed_is_one_finding_with_its_place(xsd, judge):
    used = xsd if judge == "xsd" else WellFormed()

    (found,) = used.findings(b"<newsItem>\n<a></b></newsItem>")

    assert found.code == "X001"
    assert found.position is not None
    assert found.position.line == 2


@pytest.mark.standards
def test_the_judge_opens_no_external_entity(xsd, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    content = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<a>&x;</a>'.encode()

    found = xsd.findings(content)

    assert found
    assert not any("secret" in str(one.params["reason"]) for one in found)


def test_well_formed_output_has_no_finding_without_the_xsd():
    assert WellFormed().findings(WRITER.write(release())) == []


# the page

PAGE = Path(__file__).parent.parent / "docs" / "mapping-newsml-g2.md"


def test_the_page_of_the_mapping_names_every_field_and_every_own_code():
    page = PAGE.read_text(encoding="utf-8")
    codes = set(re.findall(r"pa:[\w.-]+", WRITER.write(whole(every_field())).decode()))
    codes -= {f"pa:{relation['rel']}" for relation in every_field()["relations"]}

    fields = Release.__struct_encode_fields__

    assert [name for name in fields if not re.search(rf"`{name}[`.\[]", page)] == []
    assert {code for code in codes if code not in page} == set()


def test_the_example_of_the_page_is_what_is_written():
    page = PAGE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```xml\n(.*?)```", page, re.DOTALL)
    sample = PAGE.parent.parent / "samples" / "good" / "koreksi-harga-beras" / "release.json"
    content = WRITER.write(whole(json.loads(sample.read_bytes()))).decode()

    for part in example.split("…\n"):
        assert part.replace("\n", "") in content.replace("\n", "")
