"""The NewsML-G2 reader and items of our own: whatever a record says comes back, copies included."""

from __future__ import annotations

import io
import json
import os
import re
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from archive.body import plain_text
from archive.canonical import canonical
from archive.canonical import write as canonical_record
from archive.edtf import instant
from archive.errors import UnreadableSource
from archive.findings import Position
from archive.languages import is_right_to_left
from archive.parsing.xml_index import Index
from archive.readers import Reading
from archive.readers.newsml_g2 import read
from archive.release import Release
from archive.validation import built, validate
from archive.vocabulary import PA
from archive.writers import WRITERS
from tests import golden
from tests.every_field import WORK, every_field, every_field_text
from tests.neighbours import neighbours
from tests.strategies import records

EXAMPLES = int(os.environ.get("PRESS_ARCHIVE_EXAMPLES", "60"))
"""How many made-up records are tried; more of them in a long run."""
FORMATS = ("newsml-g2", "newsml-g2-package")
GOOD = {name: golden.release(name) for name in golden.names()}
GOOD |= {
    "every field": built(every_field()),
    "every field as text": built(every_field_text() | {"id": f"{WORK}-as-text"}),
}


ITEM = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1">{}</newsItem>'


def readings(raw: bytes, **limits: int) -> list[Reading]:
    """Return what bytes give."""
    return list(read(io.BytesIO(raw), **limits))


def written(release: Release, output: str = "newsml-g2") -> bytes:
    """Return a release as our writer writes it."""
    return WRITERS[output].load().write(release)


def only(raw: bytes) -> Reading:
    """Return the one reading that bytes give."""
    (one,) = readings(raw)
    return one


def told(one: Reading) -> list[tuple[str, str]]:
    """Return code and pointer of what is told, in order."""
    return [(found.code, found.pointer) for found in one.findings]


def is_the_same(one: Reading, release: Release) -> bool:
    """Return whether a document says all that a release says, and no more."""
    return canonical(one.document) == canonical_record(release)


def refused(raw: bytes, **limits: int) -> list[tuple[str, str]]:
    """Return why a file is not read: code and variant."""
    with pytest.raises(UnreadableSource) as caught:
        readings(raw, **limits)
    assert all(found.position is not None for found in caught.value.findings)
    return [(found.code, found.variant) for found in caught.value.findings]


# nothing is lost


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("release", GOOD.values(), ids=GOOD)
def test_a_release_comes_back_and_nothing_is_to_be_told(output, release):
    one = only(written(release, output))

    assert is_the_same(one, release)
    assert one.findings == ()


@pytest.mark.parametrize("output", FORMATS)
@settings(
    max_examples=EXAMPLES // 2,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(records())
def test_any_record_comes_back(output, record):
    release = built(record)

    one = only(written(release, output))

    assert is_the_same(one, release)
    assert one.findings == ()


def _lost(record: dict[str, Any], step: int) -> list[str]:
    """Return where neighbours of a record differ that do not come back; of so many one is tried."""
    lost = []
    for where, other in islice(neighbours(record), 0, None, step):
        release = built(other)
        if not is_the_same(only(written(release)), release):
            lost.append(where)
    return lost


RECORDS = pytest.mark.parametrize(
    "record", [every_field(), every_field_text()], ids=["html", "text"]
)


@RECORDS
def test_a_value_changed_added_left_out_or_moved_comes_back(record):
    """What the schema allows, and no rule of ours: names that stand twice, quotations nowhere."""
    assert _lost(record, 7) == []


@pytest.mark.slow
@RECORDS
def test_each_value_changed_added_left_out_or_moved_comes_back(record):
    assert _lost(record, 1) == []


@pytest.mark.parametrize("output", FORMATS)
def test_many_releases_of_a_message_come_back_in_their_order(output):
    writer = WRITERS[output].load()
    releases = list(GOOD.values())
    latest = max((one.version_created for one in releases), key=instant)
    parts = writer.many.between.join(map(writer.many.part, releases))

    found = readings(writer.many.head(latest) + parts + writer.many.tail)

    assert len(found) == len(releases)
    assert all(map(is_the_same, found, releases))
    assert [told(one) for one in found] == [[]] * len(releases)


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("largest", [30_000, 60_000, 150_000])
def test_a_message_larger_than_memory_is_read_item_by_item(output, largest):
    """Its places are those of the whole, wherever the items were cut."""
    writer = WRITERS[output].load()
    releases = list(GOOD.values())
    latest = max((one.version_created for one in releases), key=instant)
    parts = b"  <!-- \xc3\xbc -->".join(map(writer.many.part, releases))
    raw = writer.many.head(latest) + parts + writer.many.tail
    assert len(raw) > largest

    found = readings(raw, largest=largest)

    assert all(map(is_the_same, found, releases))
    assert [told(one) for one in found] == [[]] * len(releases)
    for one, whole in zip(found, readings(raw), strict=True):
        assert one.places.find("/headline") == whole.places.find("/headline")
        assert one.places.find("") == whole.places.find("")


def test_what_is_told_of_a_large_message_is_told_of_a_small_one():
    item = ITEM.format("<itemMeta>text<!-- -->\n<a b='>'/></itemMeta>")
    empty = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:>"/>'
    items = "".join(item.replace("urn:x:1", f"urn:x:{number}") + empty for number in range(300))
    raw = f'<m:newsMessage xmlns:m="http://iptc.org/std/nar/2006-10-01/"><m:header/><m:itemSet>{items}</m:itemSet></m:newsMessage>'

    few, many = readings(raw.encode(), largest=3000), readings(raw.encode())

    assert [one.document for one in few] == [one.document for one in many]
    assert [one.findings for one in few] == [one.findings for one in many]


LARGE = {
    "one item": ITEM.format("x" * 5000),
    "a message without items": '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>' + " " * 5000 + "</itemSet></newsMessage>",
    "a message with a large item": '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>' + ITEM.format("x" * 200_000) + "</itemSet></newsMessage>",
    "a message with a large head": f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>{"x" * 200_000}',
}  # fmt: skip


@pytest.mark.parametrize("raw", LARGE.values(), ids=LARGE)
def test_what_cannot_be_cut_is_too_large(raw):
    assert refused(raw.encode(), largest=1000) == [("J009", "")]


def test_a_large_message_that_breaks_off_is_told_where_it_does():
    writer = WRITERS["newsml-g2"].load()
    part = writer.many.part(GOOD["every field"])
    raw = writer.many.head("2026-01-01T00:00:00Z") + part * 20

    with pytest.raises(UnreadableSource) as caught:
        readings(raw, largest=40_000)

    (found,) = caught.value.findings
    assert (found.code, found.variant) == ("X001", "syntax")
    assert found.position.line > 100


def test_an_item_of_a_large_message_that_wants_more_is_refused_where_it_does():
    bad = ITEM.format('<i:include xmlns:i="http://www.w3.org/2001/XInclude"/>')
    raw = LARGE["a message without items"].replace(" " * 5000, ITEM.format("") + "\n" * 3000 + bad)

    with pytest.raises(UnreadableSource) as caught:
        readings(raw.encode(), largest=1000)

    (found,) = caught.value.findings
    assert (found.code, found.position.line) == ("X026", 3001)


def test_a_head_of_a_large_message_that_wants_more_is_refused_where_it_stands():
    head = '<header><i:include xmlns:i="http://www.w3.org/2001/XInclude"/></header><itemSet>'
    raw = LARGE["a message without items"].replace("<itemSet>", f"\n{head}{ITEM.format('')}")

    with pytest.raises(UnreadableSource) as caught:
        readings(raw.encode(), largest=1000)

    (found,) = caught.value.findings
    assert (found.code, found.position) == ("X026", Position(2, 9))


def test_a_large_message_with_a_document_type_is_refused():
    raw = "<!DOCTYPE newsMessage>" + LARGE["a message with a large item"]

    assert refused(raw.encode(), largest=1000) == [("X026", "")]


def test_a_quotation_among_many_that_overlap_needs_no_mark_of_its_own_text():
    record = every_field_text()
    length = len(record["body"]["text"])
    record["quotes"] = [
        {"id": f"q-{number}", "kind": "indirect", "span": [number, length - number]}
        for number in range(30)
    ]
    release = built(record)

    one = only(written(release))

    assert is_the_same(one, release)
    assert one.findings == ()


# it does not matter how a file is written


def _outside_the_text(change: Any) -> Any:
    """Return what changes a file but for its XHTML."""

    def changed(raw: str) -> str:
        before, html, behind = re.split(r"(<html.*</html>)", raw, flags=re.DOTALL)
        return change(before) + html + change(behind)

    return changed


def _prefixed(part: str) -> str:
    part = re.sub(r"<(/?)([A-Za-z])", r"<\1n:\2", part)
    return part.replace("<n:newsItem xmlns=", "<n:newsItem xmlns:n=")


def _attributes_turned_round(part: str) -> str:
    def turned(tag: re.Match[str]) -> str:
        return tag[1] + "".join(reversed(re.findall(r'\s+[\w:]+="[^"]*"', tag[2]))) + tag[3]

    return re.sub(r'(<[\w:]+)((?:\s+[\w:]+="[^"]*")+)(\s*/?>)', turned, part)


def _twins(part: str) -> str:
    for name in ("rel", "role", "how"):
        part = re.sub(rf' {name}="pa:([^"]*)"', rf' {name}uri="{PA}\1"', part)
    return part.replace('qcode="stat:', 'uri="http://cv.iptc.org/newscodes/pubstatusg2/')


def _other_aliases(part: str) -> str:
    for alias in ("pa", "pascheme"):
        part = part.replace(f'alias="{alias}"', f'alias="x{alias}"')
        part = re.sub(rf'(\s(?:rel|role|how|qcode|type)=")({alias}:)', r"\1x\2", part)
    declared = '<scheme alias="s" uri="http://cv.iptc.org/newscodes/pubstatusg2/"/></catalog>'
    return part.replace('"stat:', '"s:').replace("</catalog>", declared)


def _free_order(raw: str) -> str:
    """Let groups of elements change places, where their order means nothing."""
    root = etree.fromstring(raw.encode())
    kinds: dict[str, list[etree._Element]] = {}
    for name in ("itemMeta", "contentMeta"):
        (meta,) = root.iterchildren(f"{{*}}{name}")
        for child in meta:
            kinds.setdefault(child.tag, []).append(child)
        for tag in sorted(kinds):
            meta.extend(kinds[tag])
        kinds.clear()
    for one in root.iter("{*}assert"):
        one.extend(sorted(one, key=lambda child: child.tag))
    return etree.tostring(root, encoding="unicode")


REWRITTEN = {
    "another prefix": _outside_the_text(_prefixed),
    "attributes in another order": _outside_the_text(_attributes_turned_round),
    "single quotes": _outside_the_text(lambda part: re.sub(r'="([^"\']*)"', r"='\1'", part)),
    "each element in a line": _outside_the_text(lambda part: part.replace("><", ">\n\t<")),
    "IRIs for codes": _outside_the_text(_twins),
    "groups in another order": _free_order,
    "comments": lambda raw: raw.replace("><", "><!-- x --><", 40).replace("</p>", "<?x?></p>"),
}


@pytest.mark.parametrize("change", REWRITTEN.values(), ids=REWRITTEN)
@pytest.mark.parametrize("release", GOOD.values(), ids=GOOD)
def test_what_xml_tools_may_change_says_nothing(change, release):
    raw = change(written(release).decode())

    one = only(raw.encode())

    assert is_the_same(one, release)
    assert told(one) == []


@pytest.mark.parametrize("release", GOOD.values(), ids=GOOD)
def test_the_aliases_of_codes_say_nothing_but_a_further_one_is_named(release):
    one = only(_outside_the_text(_other_aliases)(written(release).decode()).encode())

    assert is_the_same(one, release)
    assert set(told(one)) == {("L101", "")}


def test_a_file_in_utf_16_is_read_too():
    release = GOOD["every field"]
    raw = written(release).decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")

    assert is_the_same(only(raw), release)


# a copy that says something else


def _changed(release: Release, before: str, after: str, output: str = "newsml-g2") -> Reading:
    raw = written(release, output)
    assert raw.count(before.encode()) == 1, (before, raw.count(before.encode()))
    one = only(raw.replace(before.encode(), after.encode()))
    assert is_the_same(one, release)
    return one


W = "https://pers.example.go.id/id/release/every-field#"
COPIES = [
    # the item
    ('standard="NewsML-G2"', 'standard="NewsML-G3"', ""),
    ('conformance="power"', "", ""),
    ('<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="id"', '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="in"', "/language"),
    ('<language tag="id"/>\n<genre', '<language tag="in"/>\n<genre', "/language"),
    ('<language tag="id"/>\n<genre', "<genre", "/language"),
    ('guid="https://pers.example.go.id/id/release/every-field" version="3" xml:lang="id">', 'guid="https://pers.example.go.id/id/release/every-field" version="3" xml:lang="id" dir="rtl">', "/language"),
    ("<head><title>Rapat", "<head><title>Raat", "/headline"),
    ('<generator versioninfo="1">', '<generator versioninfo="2">', "/schemaVersion"),
    (">press-archive</generator>", ">press-archives</generator>", ""),
    (">https://w3id.org/press-archive/profile/release<", ">https://w3id.org/press-archive/profile/other<", ""),
    ('alias="pascheme"', 'alias="paskeme"', ""),
    ('<itemClass qcode="ninat:text"/>', '<itemClass qcode="ninat:picture"/>', ""),
    ('"sig:correction" how="pa:derived"', '"sig:update" how="pa:derived"', "/changes/1/kind"),
    ('<signal qcode="sig:correction" how="pa:derived"/>\n', "", "/changes/1/kind"),
    ('how="pa:derived">Jumlah', 'how="pa:derived">Jumla', "/changes/1/note"),
    ('<edNote role="pa:changes"', '<edNote role="pa:notes"', "/changes/1/note"),
    ('<edNote role="pa:changes" how="pa:derived">Jumlah hadirin:\n120, bukan 12.</edNote>\n', "", "/changes/1/note"),
    ('<edNote role="pa:notes"', '<edNote role="pa:other"', "/notes/0"),
    ('qcode="pa:issued"', 'qcode="pa:other"', "/dates/issued"),
    # headlines
    ('<headline rank="1"', '<headline rank="3"', "/headline"),
    ('rank="2" role="pa:sub"', 'rank="4" role="pa:sub"', "/alternativeHeadlines/0"),
    ("drol:summary", "drol:other", "/summary"),
    # names of parts
    (f'<located uri="{W}pl-2"/>', '<located uri="https://other.example/#pl-2"/>', "/dateline/place"),
    ("#byline.1", "#byline.2", "/byline/0"),
    ('<name role="pa:initials"', '<name role="pa:short"', "/byline/0/initials"),
    ("#mentions.1", "#mentions.7", "/mentions/0"),
    (f'type="cpnat:abstract" uri="{W}mentions', f'type="cpnat:person" uri="{W}mentions', "/mentions/0"),
    (f'rel="pa:contact" uri="{W}contacts.1"', f'rel="pa:contact" uri="{W}contacts.2"', "/contacts/0"),
    (f'<assert uri="{W}contacts.1"', f'<assert uri="{W}contacts.4"', "/contacts/0"),
    (f'rel="pa:quote" uri="{W}q-2"', f'rel="pa:quote" uri="{W}q-4"', "/quotes/1/id"),
    (f'<contentMetaExtProperty rel="pa:quote" uri="{W}q-3"/>\n', "", "/quotes/2/id"),
    (f'<contentMetaExtProperty rel="pa:attachment" uri="{W}a-1"/>', f'<contentMetaExtProperty rel="pa:attachment" uri="{W}a-3"/>', "/attachments/0/id"),
    (f'<assert uri="{W}a-1"', f'<assert uri="{W}a-3"', "/attachments/0/id"),
    (f'<assert uri="{W}p-1"', '<assert uri="https://other.example/#p-1"', "/people/0/id"),
    # topics
    ('type="cpnat:abstract" qcode="medtop', 'type="cpnat:person" qcode="medtop', "/subjects/0"),
    ('"https://topics.example.org/t#rapat" why="why:direct"', '"https://topics.example.org/t#rapat" why="why:ancestor"', "/subjects/1"),
    ('uri="https://topics.example.org/t#rapat"', 'uri="https://topics.example.org/u#rapat"', "/subjects/1/scheme"),
    # subjects and asserts
    (f'type="cpnat:person" uri="{W}p-1"', f'type="cpnat:event" uri="{W}p-1"', "/people/0"),
    (f'<subject type="cpnat:event" uri="{W}ev-2"', f'<subject type="cpnat:event" uri="{W}ev-9"', "/events/1/id"),
    (f'uri="{W}ev-2"><name>Rapat lanjutan</name></subject>', f'uri="{W}ev-2"><name>Rapat</name></subject>', "/events/1/name"),
    (f'<subject type="cpnat:event" uri="{W}ev-2"><name>Rapat lanjutan</name></subject>\n', "", "/events/1/id"),
    ('<type qcode="cpnat:poi"/>', '<type qcode="cpnat:geoArea"/>', "/places/0/kind"),
    ('<type qcode="cpnat:person"/>', "", "/people/0"),
    ('<name role="pa:alias">BC</name>', '<name role="pa:short">BC</name>', "/organisations/0/aliases/0"),
    (f'affiliation type="cpnat:organisation" uri="{W}org-1"', f'affiliation type="cpnat:organisation" uri="{W}org-3"', "/people/0/roles/0/org"),
    (f'<affiliation type="cpnat:organisation" uri="{W}org-1" how="pa:derived"/>', "", "/people/0/roles/0/org"),
    (f'<narrower uri="{W}s-1"/>', f'<narrower uri="{W}s-3"/>', "/events/0/sessions/0/id"),
    (f'<narrower uri="{W}s-2"/>', "", "/events/0/sessions/1/id"),
    (f'{W}s-1"><name>Pembukaan</name><type qcode="cpnat:event"/><broader uri="{W}ev-1"/>', f'{W}s-1"><name>Pembukaan</name><type qcode="cpnat:event"/><broader uri="{W}ev-2"/>', "/events/0/sessions/0"),
    # quotations
    ('idrefs="r5a5aa0ddv3-q-3"', 'idrefs="r5a5aa0ddv3-q-4"', "/quotes/2/id"),
    ('<inlineRef idrefs="r5a5aa0ddv3-q-3"/>\n', "", "/quotes/2/id"),
    ('<span id="r5a5aa0ddv3-q-3">Bagian dua</span>', '<q id="r5a5aa0ddv3-q-3">Bagian dua</q>', "/quotes/2/kind"),
    ('<span id="r5a5aa0ddv3-q-3">Bagian dua</span>', '<span id="r5a5aa0ddv3-q-3">Bagian</span> dua', "/quotes/2/span"),
    ('<span id="r5a5aa0ddv3-q-3">Bagian dua</span>', 'Bagian <span id="r5a5aa0ddv3-q-3">dua</span>', "/quotes/2/span"),
    ('<h3><span id="r5a5aa0ddv3-q-3">Bagian dua</span></h3><h4>Penutup</h4>', '<h3>Bagian dua</h3><h4><span id="r5a5aa0ddv3-q-3">Penutup</span></h4>', "/quotes/2/span"),
    ('<span id="r5a5aa0ddv3-q-3">Bagian dua</span>', '<span id="r5a5aa0ddv3-q-9">Bagian dua</span>', "/quotes/2/span"),
    ('contentSet original="r5a5aa0ddv3-body.1"', 'contentSet original="r5a5aa0ddv3-body.2"', ""),
    # files
    ('<link id="r5a5aa0ddv3-a-1" rel="pa:attachment"', '<link id="r5a5aa0ddv3-a-1" rel="pa:other"', "/attachments/0"),
    ('<link id="r5a5aa0ddv3-a-1"', '<link id="r5a5aa0ddv2-a-1"', "/attachments/0/id"),
    ('hashtypeuri="http://www.w3.org/2001/04/xmlenc#sha256">9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08</hash><language', 'hashtypeuri="http://www.w3.org/2001/04/xmlenc#sha512">9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08</hash><language', "/attachments/0/sha256"),
    ('<description role="drol:caption">Suasana', '<description role="drol:other">Suasana', "/attachments/0/caption"),
    ('rel="irel:rightspolicy" href="https://creativecommons.org/licenses/by/4.0/"', 'rel="irel:other" href="https://creativecommons.org/licenses/by/4.0/"', "/rights/licence"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "pointer"), COPIES, ids=[one[1][:60] or one[0][:60] for one in COPIES]
)
def test_a_copy_that_differs_is_told_at_the_field_it_repeats(before, after, pointer):
    """What it repeats is read from its home, as it was."""
    one = _changed(GOOD["every field"], before, after)

    assert {found.code for found in one.findings} == {"L105"}
    assert pointer in {found.pointer for found in one.findings}


def test_a_derived_provider_that_is_not_the_first_issuer_is_told():
    record = every_field()
    del record["provider"]

    one = _changed(
        built(record),
        f'{W}org-1" how="pa:derived"/>\n<versionCreated',
        f'{W}org-2" how="pa:derived"/>\n<versionCreated',
    )

    assert told(one) == [("L105", "/issuers/0/ref")]


def test_the_status_beside_that_of_a_draft_is_told():
    record = every_field() | {"status": "draft"}

    one = _changed(built(record), "stat:withheld", "stat:usable")

    assert told(one) == [("L105", "/status")]


PACKAGE_COPIES = [
    ("<sent>2025-07-12", "<sent>2025-07-13", "/versionCreated"),
    ("<header>\n<sent>2025-07-12T10:00:00.250+07:00</sent>\n", "<header>\n", "/versionCreated"),
    ('role="pa:photo" mode="pgrmod:seq"', 'role="pa:photo" mode="pgrmod:bag"', ""),
    ('href="https://pers.example.go.id/media/rapat-800.jpg" contenttype', 'href="https://pers.example.go.id/media/rapat-801.jpg" contenttype', "/attachments/0/renditions/0/href"),
    (' size="61002"', ' size="61003"', "/attachments/0/renditions/0/bytes"),
    ('rendition="rnd:web"', 'rendition="rnd:print"', "/attachments/0/renditions/0"),
    ("<headline>Suasana rapat</headline>\n", "<headline>Suasana</headline>\n", "/attachments/0/title"),
    ("<headline>Suasana rapat</headline>\n", "", "/attachments/0/title"),
    ("<headline>Suasana rapat</headline>\n", "<headline>Suasana rapat</headline>x", None),
    ("<headline>Suasana rapat</headline>\n", "<by>x</by><headline>Suasana rapat</headline>", None),
    (f'guid="{W}a-2"', f'guid="{W}a-3"', "/attachments/1/id"),
    ("<name>Siti Rahma</name></copyrightHolder>", "<name>Siti</name></copyrightHolder>", "/people/0/name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "pointer"), PACKAGE_COPIES, ids=[one[1][:60] for one in PACKAGE_COPIES]
)
def test_the_other_items_of_a_package_are_compared_with_the_text(before, after, pointer):
    one = _changed(GOOD["every field"], before, after, "newsml-g2-package")

    code = "L101" if pointer is None else "L105"
    assert (code, pointer or "") in told(one)


def test_a_package_without_its_text_is_no_press_release():
    release = GOOD["every field"]
    raw = written(release, "newsml-g2-package").decode()
    text = re.search(r'<newsItem [^>]*guid="[^"#]*".*?</newsItem>\n', raw, re.DOTALL)

    package, photo, document = readings(raw.replace(text[0], "").encode())

    assert (package.document, told(package)) == (None, [("L106", "")])
    assert photo.document["attachments"][0]["mediaType"] == "image/jpeg"
    assert ("L106", "") in told(photo)
    assert ("L106", "") in told(document)


# a value that cannot be used


UNUSABLE = [
    ("<urgency>4</urgency>", "<urgency>x</urgency>", "/urgency"),
    ('rel="pa:political" value="false"', 'rel="pa:political" value="no"', "/political"),
    (' size="183204"', ' size="large"', "/attachments/0/bytes"),
    ('version="3" xml:lang', 'version="3a" xml:lang', "/version"),
    ('<itemMetaExtProperty rel="pa:evidence" value="char=0,41">', '<itemMetaExtProperty rel="pa:evidence" value="char=0;41">', "/provenance/evidence/0/span"),
    ('rel="pa:extensions" value="{', 'rel="pa:extensions" value="', "/extensions"),
    ('qcode="stat:usable"', 'qcode="stat:other"', "/status"),
    ('rel="pa:width" value="1600"', 'rel="pa:width" value="wide"', "/attachments/0/width"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "pointer"), UNUSABLE, ids=[one[1] for one in UNUSABLE])
def test_a_value_that_is_none_is_told_and_the_document_lacks_it(before, after, pointer):
    raw = written(GOOD["every field"]).decode()
    assert raw.count(before) == 1

    one = only(raw.replace(before, after).encode())

    assert ("L104", pointer) in told(one)
    assert canonical(one.document) != canonical_record(GOOD["every field"])
    assert any(found.code == "S101" for found in validate(one.document)) or pointer != "/version"


# what others put into our items


STRANGE = [
    "newsItem", "pubHistory", "published", "rightsInfo", "itemMeta", "contentMeta", "assert",
    "contentSet", "personDetails", "catalog", "inlineXML", "itemMetaExtProperty", "related",
    "subject", "link", "contributor", "inlineRef", "conceptExtProperty", "headline", "definition",
    "html", "head", "eventDetails", "hash", "keyword", "catalogRef", "scheme", "sameAs",
]  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize(
    "end", [' strange="x"', "text", '<strange xmlns="urn:x" y="z">x<!-- --></strange>']
)
def test_what_somebody_put_into_our_item_is_named(name, end):
    """An attribute, a text or an element: the document is as it was, but for texts of texts."""
    root = etree.fromstring(written(GOOD["every field"]))
    element = next(root.iter(f"{{*}}{name}"))
    raw = etree.tostring(root).decode()
    tag = re.search(rf"<{name}\b[^>]*>", raw)[0]
    if end.startswith(" "):
        changed = tag.replace(f"<{name}", f"<{name}{end}")
    else:
        changed = f"{tag[:-2]}>{end}</{name}>" if tag.endswith("/>") else tag + end

    one = only(raw.replace(tag, changed, 1).encode())

    assert told(one) or (element.text and end == "text")
    if not (element.text and element.text.strip()):
        assert is_the_same(one, GOOD["every field"])
        assert "L101" in {found.code for found in one.findings}


REPEATED = [
    "versionCreated", "profile", "pubStatus", "generator", "signal", "urgency", "digitalSourceType",
    "located", "language", "genre", "headline", "description", "dateline", "creditline", "link",
    "inlineRef", "type", "founded", "hash", "provider", "published", "name", "definition",
]  # fmt: skip


@pytest.mark.parametrize("name", REPEATED)
def test_an_element_that_stands_twice_is_named_or_is_in_the_document(name):
    raw = written(GOOD["every field"]).decode()
    found = re.search(rf"<{name}\b(?:[^>]*/>|[^>]*>.*?</{name}>)", raw, re.DOTALL)

    one = only(raw.replace(found[0], found[0] * 2, 1).encode())

    assert one.findings or not is_the_same(one, GOOD["every field"])


@pytest.mark.parametrize(
    "rel", sorted(set(re.findall(r'rel="(pa:[\w.-]+)"', written(GOOD["every field"]).decode())))
)
def test_a_property_of_no_known_name_is_named(rel):
    raw = written(GOOD["every field"]).decode()

    one = only(raw.replace(f'rel="{rel}"', 'rel="pa:unheardOf"', 1).encode())

    assert {"L101", "L105"} & {found.code for found in one.findings} or not is_the_same(
        one, GOOD["every field"]
    )


@pytest.mark.parametrize(
    "attribute",
    [
        "uri",
        "value",
        "href",
        "tag",
        "title",
        "rel",
        "qcode",
        "role",
        "id",
        "latitude",
        "versioninfo",
        "guid",
        "version",
        "xml:lang",
    ],
)
def test_an_attribute_that_is_missing_is_never_a_fault_of_the_program(attribute):
    raw = written(GOOD["every field"]).decode()

    places = list(re.compile(rf' {attribute}="[^"]*"').finditer(raw, raw.index("<newsItem")))
    for place in places:
        one = only((raw[: place.start()] + raw[place.end() :]).encode())
        assert one.findings or not is_the_same(one, GOOD["every field"])
    assert places


def test_an_element_that_is_missing_is_told_or_the_document_lacks_something():
    root = etree.fromstring(written(GOOD["every field"]))
    silent = []
    for number, _ in enumerate(list(root.iter("*"))[1:], 1):
        again = etree.fromstring(written(GOOD["every field"]))
        element = list(again.iter("*"))[number]
        holder, tail = element.getparent(), element.tail or ""
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            holder.text = (holder.text or "") + tail
        holder.remove(element)
        one = only(etree.tostring(again))
        if not one.findings and is_the_same(one, GOOD["every field"]):
            silent.append(etree.QName(element).localname)

    assert silent == []


def test_texts_between_paragraphs_and_elements_that_are_none_are_named():
    release = GOOD["every field as text"]
    raw = written(release).decode()

    one = only(
        raw.replace("<body><p>", "<body>x<p a='1'>")
        .replace("</p></body>", "</p>y<div>z</div></body>")
        .encode()
    )

    assert one.document["body"]["text"] == release.body.text + "\n\nz"
    assert {"L101"} <= {found.code for found in one.findings}


def test_elements_of_other_namespaces_in_a_text_are_named():
    raw = written(GOOD["every field"]).decode()

    one = only(raw.replace("<body><h2", '<body><x xmlns="urn:x">y</x><h2').encode())

    assert is_the_same(one, GOOD["every field"])
    assert told(one) == [("L101", "")]


def test_an_empty_mark_behind_all_text_is_told():
    raw = (
        written(GOOD["every field"])
        .decode()
        .replace('<span id="r5a5aa0ddv3-q-3">Bagian dua</span>', "Bagian dua")
    )

    one = only(raw.replace("</p></body>", '</p><span id="r5a5aa0ddv3-q-3"/></body>').encode())

    assert is_the_same(one, GOOD["every field"])
    assert told(one) == [("L105", "/quotes/2/span")]


def test_an_html_body_without_quotations_comes_back():
    release = built({name: one for name, one in every_field().items() if name != "quotes"})

    assert is_the_same(only(written(release)), release)


def test_the_status_of_a_draft_that_is_not_repeated_is_told():
    raw = written(built(every_field() | {"status": "draft"}))

    one = only(raw.replace(b'<pubStatus qcode="stat:withheld"/>', b""))

    assert one.document["status"] == "draft"
    assert told(one) == [("L105", "/status")]


def test_an_assert_about_nothing_that_is_known_is_named():
    raw = written(GOOD["every field"]).decode()

    one = only(
        raw.replace(
            "<inlineRef", '<assert uri="urn:x:y"><definition>x</definition></assert><inlineRef', 1
        ).encode()
    )

    assert is_the_same(one, GOOD["every field"])
    assert told(one) == [("L101", "")]


def test_files_of_every_kind_come_back_from_a_package():
    file = {"href": "https://a.example/x", "kind": "other"}
    record = every_field()
    record["attachments"] = [
        file | {"id": "z-1", "mediaType": "application/zip", "title": "Semua", "bytes": 7},
        file | {"id": "z-2"},
        file | {"id": "z-3", "mediaType": "image/png", "rights": {"notice": "© Siti"}},
        file | {"id": "z-4", "kind": "video", "rights": {"licence": "https://a.example/l"}},
        file
        | {
            "id": "z-5",
            "kind": "photo",
            "renditions": [
                {"name": "other", "href": "https://a.example/y"},
                {"name": "highRes", "href": "https://a.example/z"},
            ],
        },
    ]
    del record["provenance"]["evidence"]
    release = built(record)

    one = only(written(release, "newsml-g2-package"))

    assert is_the_same(one, release)
    assert told(one) == []


def test_what_stands_in_the_head_of_our_message_is_named():
    raw = written(GOOD["every field"], "newsml-g2-package")

    one = only(raw.replace(b"</sent>", b"</sent><sender>x</sender>"))

    assert told(one) == [("L101", "")]


# where values stand


def _line(raw: bytes, words: str) -> int:
    return raw[: raw.index(words.encode())].count(b"\n") + 1


PLACES = {
    "": "<newsItem", "/id": "<newsItem", "/headline": "<headline rank", "/people/0/name": f'<assert uri="{W}p-1"',
    "/people/0/roles/1/title": f'<assert uri="{W}p-1"', "/attachments/0/href": "<link id=",
    "/relations/3": 'rel="pa:translationOf"', "/keywords/1": "<keyword>rapat", "/dates/issued/dateTime": "<pubHistory",
    "/body/text": "<inlineXML", "/extensions": "pa:extensions", "/none/at/all": "<newsItem", "/keywords/9": "<newsItem", "/keywords/x": "<newsItem",
    "/headline/0": "<headline rank", "/subjects/1/code": "t#rapat",
}  # fmt: skip


@pytest.mark.parametrize(("pointer", "words"), PLACES.items(), ids=PLACES)
def test_a_value_stands_where_its_element_does(pointer, words):
    raw = written(GOOD["every field"])

    one = only(raw)

    assert one.places.find(pointer).line == _line(raw, words)


def test_a_byline_without_a_role_has_none_where_the_item_was_touched_too():
    raw = written(built(every_field_text() | {"byline": [{"name": "Siti"}]}))

    one = only(raw.replace(b"<itemMeta>", b"<itemMeta><!-- -->"))

    assert one.document["byline"] == [{"name": "Siti"}]


def test_columns_count_characters():
    raw = written(GOOD["every field"])

    one = only(raw.replace(b"<headline rank", "<!-- ü \U0001f600 --><headline rank".encode()))

    assert one.places.find("/headline").column == len("<!-- ü \U0001f600 -->") + 1


def test_a_finding_stands_at_its_attribute():
    raw = written(GOOD["every field"]).replace(b"stat:usable", b"stat:withheld")

    one = only(raw.replace(b"<itemMeta>\n", b"<itemMeta>\n<!-- -->"))
    raw = written(GOOD["every field"]).replace(b'standard="NewsML-G2"', b'standard="x"')
    (found,) = only(raw).findings

    assert one.document.get("status") is None
    assert found.position == Position(2, raw.splitlines()[1].index(b'standard="x"') + 1)


def test_what_expat_cannot_read_stands_at_the_start():
    assert Index(b"<a><b></a>", None).position(7) == Position(1, 1)


def test_the_second_item_of_a_message_has_its_own_places():
    writer = WRITERS["newsml-g2"].load()
    releases = [GOOD["every field"], built(every_field() | {"id": "urn:x:2"})]
    raw = writer.many.head(releases[0].version_created)
    raw += b"".join(map(writer.many.part, releases)) + writer.many.tail

    first, second = readings(raw)

    assert first.places.find("/headline").line == _line(raw, "<headline rank")
    later = raw.index(b"<headline rank", raw.index(b"urn:x:2"))
    assert second.places.find("/headline").line == raw[:later].count(b"\n") + 1


# what is refused


REFUSED = {
    "no XML": ("hello", [("X001", "syntax")]),
    "nothing": ("", [("X001", "syntax")]),
    "entities": (
        '<!DOCTYPE newsItem [<!ENTITY x "y">]>' + ITEM.format("&x;"), [("X026", "")],
    ),
    "entities of a DTD elsewhere": (
        '<!DOCTYPE newsItem SYSTEM "http://a.example/x.dtd">' + ITEM.format("&x;"),
        [("X026", "entity")],
    ),
    "XInclude": (
        ITEM.format('<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'),
        [("X026", "include")],
    ),
    "another root": ("<a/>", [("X002", ""), ("L106", "")]),
    "NewsML 1": ("<NewsML/>", [("X002", "old"), ("L106", "")]),
    "another namespace": ("<newsItem/>", [("X002", "namespace"), ("L106", "")]),
    "a mark that says otherwise": (b"\xff\xfe" + '<?xml version="1.0" encoding="UTF-8"?><a/>'.encode("utf-16-le"), [("X001", "mark")]),
    "too many attributes": (ITEM.format("<a " + "".join(f'a{n}="" ' for n in range(1100)) + "/>"), [("X001", "wide")]),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "why"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_none_of_ours_or_wants_more_is_refused(raw, why):
    assert refused(raw if isinstance(raw, bytes) else raw.encode()) == why


def test_a_file_that_is_too_large_is_refused():
    raw = ITEM.format(" " * 1000).encode()

    assert refused(raw, largest=500) == [("J009", "")]
    assert readings(raw, largest=len(raw))


def test_a_document_type_that_declares_nothing_is_passed_over():
    raw = "<!DOCTYPE newsItem>" + ITEM.format("")

    assert only(raw.encode()).document["id"] == "urn:x:1"


def test_direction_and_language_of_arabic_come_back():
    """So that the test above on ``dir`` does not hold only because nothing has one."""
    release = next(one for one in GOOD.values() if is_right_to_left(one.language))
    raw = written(release)

    assert raw.count(b'dir="rtl"') >= 2
    one = only(raw.replace(b' dir="rtl"', b"", 1))
    assert told(one) == [("L105", "/language")]


def test_the_plain_text_of_marks_is_that_of_the_body():
    release = GOOD["every field"]

    assert plain_text("html", only(written(release)).document["body"]["text"]) == plain_text(
        release.body.format, release.body.text
    )
    assert json.loads(canonical(only(written(release)).document))["body"]["format"] == "html"
