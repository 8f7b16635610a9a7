"""The NewsML-G2 reader and items of others: read as far as they can be, and nothing vanishes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UnreadableSource
from archive.judges.newsml_g2.xsd import Xsd
from archive.readers import Reading
from archive.readers.newsml_g2 import read
from archive.standards import XSD
from archive.validation import built, validate
from archive.writers import WRITERS
from tests.accounting import account, files

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
MADE = "2026-03-02T09:00:00+07:00"
META = (
    '<itemClass qcode="ninat:text"/><provider uri="https://agency.example/"><name>Agency</name></provider>'
    f'<versionCreated>{MADE}</versionCreated><pubStatus qcode="stat:usable"/>'
)
HEADLINE = "<headline>Jalur dibuka</headline>"
TEXT = (
    '<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
    "<body><p>Jalur dibuka Senin.</p></body></html></inlineXML></contentSet>"
)
ALWAYS = {"L101", "L103"}


def item(
    meta: str = "",
    content: str = "",
    *,
    before: str = "",
    text: str = TEXT,
    root: str = "",
    headline: str = HEADLINE,
) -> str:
    """Return an item of somebody, with more in ``itemMeta`` and ``contentMeta``."""
    return (
        f'<newsItem xmlns="{NAMESPACE}" guid="urn:newsml:agency.example:20260302:1" version="3" xml:lang="id"'
        f"{root}>{before}<itemMeta>{META}{meta}</itemMeta><contentMeta>{content}{headline}</contentMeta>"
        f"{text}</newsItem>"
    )


def readings(raw: str) -> list[Reading]:
    """Return what a file gives; each finding has its place."""
    found = list(read(io.BytesIO(raw.encode())))
    assert all(told.position is not None for one in found for told in one.findings)
    return found


def only(raw: str) -> Reading:
    """Return the one reading that a file gives."""
    (one,) = readings(raw)
    return one


def document(raw: str) -> dict[str, Any]:
    """Return the one document that a file gives."""
    made: dict[str, Any] = only(raw).document
    return made


def told(one: Reading, *codes: str) -> list[tuple[str, str]]:
    """Return code and pointer of the findings with these codes."""
    return [(found.code, found.pointer) for found in one.findings if found.code in codes]


def left(one: Reading) -> dict[str, int]:
    """Return what was left out, and how many parts of it."""
    return {
        str(found.params["field"]): int(found.params["parts"])
        for found in one.findings
        if found.code == "L101"
    }


# the whole


def test_the_least_item_becomes_a_complete_release():
    one = only(item())

    assert one.document == {
        "schemaVersion": "1",
        "id": "urn:newsml:agency.example:20260302:1",
        "version": 3,
        "versionCreated": MADE,
        "type": "other",
        "language": "id",
        "status": "published",
        "headline": "Jalur dibuka",
        "body": {"format": "html", "text": "<p>Jalur dibuka Senin.</p>"},
        "dates": {"issued": {"dateTime": MADE, "certainty": "inferred"}},
        "organisations": [{"id": "org-1", "name": "Agency", "sameAs": ["https://agency.example/"]}],
        "provider": "org-1",
        "issuers": [{"ref": "org-1", "certainty": "inferred"}],
    }
    assert not [found for found in validate(one.document) if found.severity == "error"]


def test_each_inference_and_each_part_left_out_is_told():
    one = only(item())

    assert sorted(told(one, "L103")) == [
        ("L103", "/dates/issued"), ("L103", "/issuers/0"), ("L103", "/type"),
    ]  # fmt: skip
    assert left(one) == {"contentSet/inlineXML/@contenttype": 1}


# single values of itemMeta


@pytest.mark.parametrize(
    ("root", "field", "value", "code"),
    [
        ('guid="https://a.example/1"', "id", "https://a.example/1", None),
        ('guid=" https://a.example/1 "', "id", "https://a.example/1", "L102"),
        ('guid="https://a.example/1#x"', "id", None, "L104"),
        ('guid="1"', "id", None, "L104"),
        ("", "id", None, None),
        ('guid="urn:x:1" version="007"', "version", 7, "L102"),
        ('guid="urn:x:1" version="0"', "version", None, "L104"),
        ('guid="urn:x:1" version="9999999999999999"', "version", None, "L104"),
        ('guid="urn:x:1"', "version", 1, "L103"),
        ('guid="urn:x:1" xml:lang="en_GB"', "language", "en-GB", "L102"),
        ('guid="urn:x:1" xml:lang="IN"', "language", "id", "L102"),
        ('guid="urn:x:1" xml:lang="indonesian-"', "language", "und", "L104"),
        ('guid="urn:x:1"', "language", "und", "L103"),
    ],
)
def test_guid_version_and_language(root, field, value, code):
    one = only(f'<newsItem xmlns="{NAMESPACE}" {root}/>')

    assert one.document.get(field) == value
    assert code is None or code in {found.code for found in one.findings}


@pytest.mark.parametrize(
    ("qcode", "status", "codes"),
    [
        ("stat:usable", "published", []),
        ("stat:withheld", "scheduled", []),
        ("stat:canceled", "withdrawn", []),
        ("stat:cancelled", "withdrawn", []),
        ("stat:new", None, [("L104", "/status")]),
    ],
)
def test_the_status(qcode, status, codes):
    one = only(item().replace("stat:usable", qcode))

    assert one.document.get("status") == status
    assert told(one, "L104") == codes


def test_without_a_status_an_item_is_usable_which_is_told():
    one = only(item().replace('<pubStatus qcode="stat:usable"/>', ""))

    assert one.document["status"] == "published"
    assert ("L103", "/status") in told(one, "L103")


def test_a_second_status_is_left_out():
    one = only(item('<pubStatus qcode="stat:canceled"/>'))

    assert one.document["status"] == "published"
    assert left(one)["itemMeta/pubStatus"] == 2


@pytest.mark.parametrize(
    ("meta", "embargo", "codes"),
    [
        (f"<embargoed>{MADE}</embargoed>", {"until": MADE}, []),
        ("<embargoed/>", {}, []),
        ("<embargoed>2026-03-02T09:00:00+0700</embargoed>", {"until": MADE}, ["L102"]),
        ("<embargoed>soon</embargoed>", {}, ["L104"]),
        ("<embargoed/><embargoed>soon</embargoed>", {}, []),
    ],
)
def test_an_embargo_whose_end_cannot_be_read_lasts_until_told(meta, embargo, codes):
    one = only(item(meta))

    assert one.document["embargo"] == embargo
    assert set(codes) <= {found.code for found in one.findings}


@pytest.mark.parametrize(
    ("fragment", "field", "value"),
    [
        (
            "<edNote>Satu <br/>dua.\n\n Tiga\n empat</edNote>",
            "notes",
            [{"text": "Satu\ndua.\n\nTiga empat"}],
        ),
        ("<edNote/>", "notes", None),
        (
            '<link rel="irel:seeAlso" href="https://a.example/b" title="B"/>',
            "relations",
            [{"rel": "related", "target": "https://a.example/b", "title": "B"}],
        ),
        (
            '<link rel="irel:derivedFrom" residref="urn:x:2"><language tag="en"/><language tag="de"/></link>',
            "relations",
            [{"rel": "derivedFrom", "target": "urn:x:2", "language": "en"}],
        ),
        (
            '<link reluri="https://w3id.org/press-archive/ns#translation" href="https://a.example/b"><language/></link>',
            "relations",
            [{"rel": "translation", "target": "https://a.example/b"}],
        ),
        (
            '<link rel="x:y" href="https://a.example/b" title=" "/>',
            "relations",
            [{"rel": "related", "target": "https://a.example/b"}],
        ),
        (
            '<link reluri="https://a.example/rel" href="https://a.example/b"/>',
            "relations",
            [{"rel": "related", "target": "https://a.example/b"}],
        ),
        ('<link href="../b"/>', "relations", None),
        (
            "<expires>2030-01-01</expires>",
            "dates",
            {
                "expires": {"edtf": "2030-01-01"},
                "issued": {"dateTime": MADE, "certainty": "inferred"},
            },
        ),
        (
            "<expires>soon</expires><expires>2030</expires>",
            "dates",
            {"expires": {"edtf": "2030"}, "issued": {"dateTime": MADE, "certainty": "inferred"}},
        ),
        (
            "<expires>2029</expires><expires>2030</expires>",
            "dates",
            {"expires": {"edtf": "2029"}, "issued": {"dateTime": MADE, "certainty": "inferred"}},
        ),
        (
            "<firstCreated>2026-03-01</firstCreated>",
            "dates",
            {"issued": {"edtf": "2026-03-01", "certainty": "inferred"}},
        ),
        (
            "<firstCreated>soon</firstCreated>",
            "dates",
            {"issued": {"dateTime": MADE, "certainty": "inferred"}},
        ),
        (
            "<firstCreated>2026</firstCreated><firstCreated>2025</firstCreated>",
            "dates",
            {"issued": {"edtf": "2026", "certainty": "inferred"}},
        ),
        ("<versionCreated>2025</versionCreated>", "versionCreated", MADE),
        ("<title>Judul</title>", "headline", "Jalur dibuka"),
    ],
)
def test_item_meta(fragment, field, value):
    one = only(item(fragment))

    assert one.document.get(field) == value
    assert (
        sum(
            account(item(fragment).encode(), read).of(kind)[2]
            for kind in ("element", "attribute", "text")
        )
        == 0
    )


def test_a_second_provider_and_a_second_class_are_left_out():
    one = only(item('<provider><name>Other</name></provider><itemClass qcode="ninat:picture"/>'))

    assert one.document["provider"] == "org-1"
    assert left(one)["itemMeta/provider"] == 3
    assert left(one)["itemMeta/itemClass"] == 2


def test_without_a_headline_the_title_of_the_item_is_one():
    one = only(item("<title>Judul</title><title>Dua</title>", headline=""))

    assert one.document["headline"] == "Judul"
    assert ("L103", "/headline") in told(one, "L103")
    assert left(one)["itemMeta/title"] == 2


def test_without_a_class_an_item_is_a_text_which_is_told():
    one = only(item().replace('<itemClass qcode="ninat:text"/>', "<itemClass/>"))

    assert "ninat:text" in [found.params.get("value") for found in one.findings]


# history and rights


@pytest.mark.parametrize(
    ("history", "issued"),
    [
        (
            '<published qcode="x:y"><timestamp>2026-03-01</timestamp></published>',
            {"edtf": "2026-03-01", "certainty": "stated"},
        ),
        (
            f"<published><name>x</name><timestamp>{MADE}</timestamp></published><published/>",
            {"dateTime": MADE, "certainty": "stated"},
        ),
        (
            "<published><timestamp>soon</timestamp></published>",
            {"dateTime": MADE, "certainty": "inferred"},
        ),
        ("", {"dateTime": MADE, "certainty": "inferred"}),
    ],
)
def test_the_history_says_when_a_release_was_issued(history, issued):
    one = only(item(before=f"<pubHistory>{history}</pubHistory>"))

    assert one.document["dates"]["issued"] == issued


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        (
            "<copyrightHolder><name>Agency</name></copyrightHolder><copyrightNotice>© Agency</copyrightNotice>",
            {"holder": "org-1", "notice": "© Agency"},
        ),
        (
            '<copyrightHolder type="cpnat:person"><name>Siti</name></copyrightHolder><copyrightHolder literal="X"/>',
            {"holder": "p-1"},
        ),
        (
            '<usageTerms href="https://a.example/l">Terms</usageTerms><usageTerms href="https://a.example/m"/>',
            {"licence": "https://a.example/l"},
        ),
        (
            '<usageTerms href="https://a.example/l"/><link rel="irel:rightspolicy" href="https://a.example/p"/>',
            {"licence": "https://a.example/p"},
        ),
        (
            '<link rel="irel:rightspolicy" href="https://a.example/p"/><link rel="irel:other" href="https://a.example/q"/>',
            {"licence": "https://a.example/p"},
        ),
        (
            "<copyrightHolder/><copyrightNotice> </copyrightNotice><usageTerms>Free</usageTerms>",
            None,
        ),
    ],
)
def test_rights(rights, said):
    raw = item(before=f"<rightsInfo>{rights}</rightsInfo>")

    assert document(raw).get("rights") == said
    assert account(raw.encode(), read).vanished == []


def test_rights_in_a_part_and_a_second_set_of_rights_are_left_out():
    held = "<copyrightNotice>{}</copyrightNotice>"
    before = f'<rightsInfo scope="x:y">{held.format("a")}</rightsInfo><rightsInfo>{held.format("b")}</rightsInfo>'

    one = only(item(before=f"{before}<rightsInfo>{held.format('c')}</rightsInfo>"))

    assert one.document["rights"] == {"notice": "b"}
    assert left(one)["rightsInfo"] == 7


# contentMeta


NAMED = '<name xml:lang="en">Jane</name><name xml:lang="id">Yana</name><name role="x:y">J.</name><name/><name>Yana</name>'
CONTENT = [
    ("<urgency>4</urgency>", "urgency", 4),
    ("<urgency>0</urgency>", "urgency", None),
    ("<urgency>4</urgency><urgency>5</urgency>", "urgency", 4),
    ("<contentCreated>2026-03</contentCreated><contentCreated>2025</contentCreated>", "dates", {"created": {"edtf": "2026-03"}, "issued": {"dateTime": MADE, "certainty": "inferred"}}),
    ("<contentModified>2026-03-03T00:00:00Z</contentModified>", "dates", {"modified": {"dateTime": "2026-03-03T00:00:00Z"}, "issued": {"dateTime": MADE, "certainty": "inferred"}}),
    ("<contentModified>2026-03-01T00:00:00Z</contentModified>", "dates", {"issued": {"dateTime": MADE, "certainty": "inferred"}}),
    ("<contentModified>2026</contentModified>", "dates", {"modified": {"edtf": "2026"}, "issued": {"dateTime": MADE, "certainty": "inferred"}}),
    ("<contentCreated>2026-03-02T09:00:00+0700</contentCreated>", "dates", {"created": {"dateTime": MADE}, "issued": {"dateTime": MADE, "certainty": "inferred"}}),
    ("<contentCreated>2026-03-02Z</contentCreated>", "dates", {"created": {"edtf": "2026-03-02"}, "issued": {"dateTime": MADE, "certainty": "inferred"}}),
    ("<contentModified/>", "dates", {"issued": {"dateTime": MADE, "certainty": "inferred"}}),
    ('<digitalSourceType qcode="digsrctype:negativeFilm"><name>x</name></digitalSourceType><digitalSourceType uri="urn:x:y"/>', "digitalSource", "http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm"),
    ("<digitalSourceType/>", "digitalSource", None),
    ('<located><name>Jakarta</name></located><located type="x:y"><name>Bogor</name></located>', "places", [{"id": "pl-1", "name": "Jakarta", "kind": "other"}, {"id": "pl-2", "name": "Bogor", "kind": "other"}]),
    ("<located><name>Jakarta</name></located><dateline>JAKARTA –</dateline><dateline>BOGOR</dateline>", "dateline", {"text": "JAKARTA –", "place": "pl-1"}),
    ("<dateline/>", "dateline", None),
    ('<located qcode="x:y"/>', "places", None),
    ("<infoSource><name>Dinas</name></infoSource><infoSource><name>Dinas</name></infoSource>", "issuers", [{"ref": "org-2", "certainty": "inferred"}]),
    ("<infoSource/>", "issuers", [{"ref": "org-1", "certainty": "inferred"}]),
    ('<creator role="x:writer"><name>Siti</name></creator><contributor type="cpnat:person" uri="urn:x:p"><name>Budi</name></contributor>', "byline", [{"name": "Siti", "role": "writer"}, {"name": "Budi"}]),
    ('<creator type="cpnat:organisation"><name>Desk</name></creator>', "organisations", [{"id": "org-1", "name": "Agency", "sameAs": ["https://agency.example/"]}, {"id": "org-2", "name": "Desk"}]),
    ("<creator><name>Siti</name></creator><by>Siti</by><by>Oleh Siti</by><by/><creator/><contributor><name>Siti</name></contributor>", "byline", [{"name": "Siti"}, {"name": "Oleh Siti"}]),
    ('<altId type="pascheme:number">7</altId><altId type="pascheme:number">7</altId><altId/>', "identifiers", [{"scheme": "number", "value": "7"}]),
    ('<altId>7</altId><altId type="x:Y_Z">8</altId><altId type="x:é">9</altId>', "identifiers", [{"scheme": "altid", "value": "7"}, {"scheme": "y-z", "value": "8"}]),
    ('<altId typeuri="https://a.example/n/#a">8</altId>', "identifiers", [{"scheme": "https://a.example/n/#a", "value": "8"}]),
    ("<slugline>A-B</slugline><slugline/>", "identifiers", [{"scheme": "slugline", "value": "A-B"}]),
    ('<language tag="en"/>', "language", "en"),
    ('<language tag="id"/><language tag="en"/>', "language", "id"),
    ('<language tag="-"/><language/>', "language", "id"),
    ('<genre qcode="genre:Press_Release"/><genre qcode="pa:speech"/>', "type", "press_release"),
    ('<genre qcode="genre:Feature"/>', "type", "other"),
    ("<keyword>b</keyword><keyword>a</keyword><keyword>b</keyword><keyword/>", "keywords", ["a", "b"]),
    ('<subject qcode="medtop:20000312"><name>a</name><name>b</name><sameAs uri="urn:x:y"/></subject><subject uri="http://cv.iptc.org/newscodes/mediatopic/20000312"/>', "subjects", [{"scheme": "medtop", "code": "20000312", "label": "a"}]),
    ('<subject type="cpnat:abstract"><name>Banjir</name></subject><subject/><subject uri="urn:x:y" literal="Air"/>', "keywords", ["Air", "Banjir"]),
    (f'<subject type="cpnat:person" uri="urn:x:p" role="x:y">{NAMED}</subject>', "people", [{"id": "p-1", "name": "Yana", "sameAs": ["urn:x:p"], "aliases": ["J.", "Jane"]}]),
    ('<subject type="cpnat:person"><name>Siti</name></subject><subject type="cpnat:person" uri="urn:x:p"><name>Siti</name></subject>', "people", [{"id": "p-1", "name": "Siti", "sameAs": ["urn:x:p"]}]),
    ('<subject type="cpnat:person" uri="urn:x:p"><name>Siti</name></subject><subject type="cpnat:person" uri="urn:x:q"><name>Siti</name></subject>', "people", [{"id": "p-1", "name": "Siti", "sameAs": ["urn:x:p"]}, {"id": "p-2", "name": "Siti", "sameAs": ["urn:x:q"]}]),
    ('<subject type="cpnat:person" uri="urn:x:p"><name>Siti</name></subject><subject type="cpnat:person" uri="urn:x:p"><name>S. Rahma</name></subject>', "people", [{"id": "p-1", "name": "Siti", "sameAs": ["urn:x:p"], "aliases": ["S. Rahma"]}]),
    ('<subject type="cpnat:person" uri="urn:x:p" qcode="x:y"><name>Siti</name><sameAs uri="urn:x:p"/><sameAs uri="urn:x:q" z="1"><name>x</name></sameAs><sameAs/></subject>', "people", [{"id": "p-1", "name": "Siti", "sameAs": ["urn:x:p", "urn:x:q"]}]),
    ('<subject type="cpnat:person" uri="not an IRI" qcode="x:y"><name>Siti</name></subject>', "people", [{"id": "p-1", "name": "Siti"}]),
    ('<subject type="cpnat:poi"><name>Balai</name><name>Hall</name><POIDetails><position latitude="-7.25" longitude="112.75" z="1"/><position latitude="1" longitude="2"/><openHours>x</openHours></POIDetails></subject>', "places", [{"id": "pl-1", "name": "Balai", "kind": "venue", "lat": "-7.25", "lon": "112.75"}]),
    ('<subject type="cpnat:geoArea"><name>Laut</name><geoAreaDetails><position latitude="97" longitude="x"/></geoAreaDetails><geoAreaDetails/></subject>', "places", [{"id": "pl-1", "name": "Laut", "kind": "other"}]),
    ('<subject type="cpnat:geoArea"><name>Laut</name><geoAreaDetails><position latitude="97" longitude="1"/></geoAreaDetails></subject>', "places", [{"id": "pl-1", "name": "Laut", "kind": "other"}]),
    ('<subject type="cpnat:event"><name>Rapat</name><geoAreaDetails><position latitude="7" longitude="1"/></geoAreaDetails></subject>', "events", [{"id": "ev-1", "name": "Rapat"}]),
    ('<subject type="cpnat:geoArea"><name>L</name><geoAreaDetails><position latitude="1" longitude="1"/></geoAreaDetails></subject><subject type="cpnat:geoArea"><name>L</name><geoAreaDetails><position latitude="2" longitude="2"/></geoAreaDetails></subject>', "places", [{"id": "pl-1", "name": "L", "kind": "other", "lat": "1", "lon": "1"}]),
    ('<headline rank="2">Kedua</headline><headline role="x:kicker" xml:lang="en">Kicker</headline><headline role="x:other">Lain</headline><headline/>', "alternativeHeadlines", [{"text": "Kedua", "role": "sub"}, {"text": "Kicker", "role": "kicker", "language": "en"}]),
    ('<headline role="x:sub" xml:lang="-">Sub</headline>', "alternativeHeadlines", [{"text": "Sub", "role": "sub"}]),
    ('<headline xml:lang="en">Lane open</headline>', "headline", "Jalur dibuka"),
    ("<headline rank='x'>Satu <span class='a'>dua</span>\n tiga</headline>", "headline", "Satu dua tiga"),
    ("<creditline>Agency/Siti</creditline><creditline>Lain</creditline>", "source", {"asWritten": "Agency/Siti"}),
    ("<creditline/>", "source", None),
    ('<description role="drol:caption">Ringkas <b a="1">be<i>na</i>r</b>.<br b="2"/>Dua.</description><description>Lain</description><description role="x:y">Z</description>', "summary", "Ringkas benar.\nDua."),
    ("<description/>", "summary", None),
    ("<icon href='x'/><audience qcode='x:y'><name>z</name></audience>text", "headline", "Jalur dibuka"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fragment", "field", "value"), CONTENT, ids=[one[0][:70] for one in CONTENT]
)
def test_content_meta(fragment, field, value):
    raw = item(content=fragment)
    is_instead = fragment.startswith("<headline rank='x'>")
    raw = raw.replace(HEADLINE, "") if is_instead else raw

    assert document(raw).get(field) == value
    assert account(raw.encode(), read).vanished == []


# text and files


XHTML = '<html xmlns="http://www.w3.org/1999/xhtml">{}</html>'
NITF = '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">{}</nitf>'
TEXTS = [
    (f"<inlineXML>{XHTML.format('<head><title>x</title></head><body class=&quot;a&quot;><div><b>Satu</b></div><img src=&quot;x&quot; alt=&quot;&quot;/>dua &amp;lt; &amp;amp;<br/>tiga</body>'.replace('&quot;', chr(34)))}</inlineXML>", {"format": "html", "text": "<p><strong>Satu</strong></p><p>dua &amp;lt; &amp;amp;<br/>tiga</p>"}),
    (f"<inlineXML>{XHTML.format('<body/>')}</inlineXML>", None),
    (f"<inlineXML>{XHTML.format('')}</inlineXML>", None),
    ("<inlineXML/>", None),
    ("", None),
    ('<inlineXML contenttype="x/y"><sports xmlns="urn:x"><a/></sports></inlineXML>', None),
    (f"<inlineXML>{NITF.format('<head/><body><body.head><hedline><hl1>x</hl1></hedline></body.head><body.content><hl2>Sub</hl2><p>Satu <em>dua</em></p><media><media-caption>foto</media-caption></media><block><p a=&quot;1&quot;>Tiga</p></block></body.content></body>'.replace('&quot;', chr(34)))}</inlineXML>", {"format": "html", "text": "<h3>Sub</h3><p>Satu <em>dua</em></p><p>Tiga</p>"}),
    (f"<inlineXML>{NITF.format('<body/>')}</inlineXML>", None),
    ("<inlineData>Satu\nDua</inlineData>", {"format": "text", "text": "Satu\n\nDua"}),
    ('<inlineData contenttype="text/plain">Satu\n\nDua\nTiga</inlineData>', {"format": "text", "text": "Satu\n\nDua\nTiga"}),
    ('<inlineData contenttype="text/html">&lt;p>Satu&lt;/p></inlineData>', {"format": "html", "text": "<p>Satu</p>"}),
    ('<inlineData contenttype="application/rtf">x</inlineData><inlineData encoding="x:base64">eA==</inlineData><inlineData/>', None),
    (f"<inlineData>Satu</inlineData><inlineXML>{XHTML.format('<body><p>Satu</p></body>')}</inlineXML>", {"format": "html", "text": "<p>Satu</p>"}),
    (f"<inlineData>Lain</inlineData><inlineXML>{XHTML.format('<body><p>Satu</p></body>')}</inlineXML>", {"format": "text", "text": "Lain"}),
    ("<inlineData>Satu</inlineData><inlineData>Dua</inlineData>", {"format": "text", "text": "Satu"}),
]  # fmt: skip


@pytest.mark.parametrize(("content", "body"), TEXTS, ids=[one[0][:60] for one in TEXTS])
def test_the_text(content, body):
    raw = item(text=f"<contentSet>{content}</contentSet>")

    one = only(raw)

    assert one.document.get("body") == body
    assert (("L106", "") in told(one, "L106")) == (body is None)
    assert account(raw.encode(), read).vanished == []


SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FILES = [
    ("ninat:text", f'<remoteContent href="https://a.example/a.pdf" contenttype="application/pdf" size="12" rendition="rnd:print"><hash hashtype="hashtype:SHA-256">{SHA}</hash></remoteContent>', [{"id": "a-1", "kind": "document", "href": "https://a.example/a.pdf", "mediaType": "application/pdf", "bytes": 12, "sha256": SHA}]),
    ("ninat:text", '<remoteContent href="https://a.example/a.jpg" contenttype="image/jpeg" width="wide" size="big"><hash hashtype="hashtype:md5">x</hash><altId>x</altId></remoteContent><remoteContent href="https://a.example/b"/>', [{"id": "a-1", "kind": "photo", "href": "https://a.example/a.jpg", "mediaType": "image/jpeg"}, {"id": "a-2", "kind": "other", "href": "https://a.example/b"}]),
    ("ninat:text", '<remoteContent href="./a.jpg" contenttype="JPEG"/><remoteContent residref="urn:x:1"/>', None),
    ("ninat:picture", '<remoteContent href="https://a.example/w.jpg" rendition="rnd:web" width="640" height="480"/><remoteContent href="https://a.example/h.jpg" rendition="rnd:highRes"/><remoteContent href="https://a.example/t.gif" rendition="rnd:thumb"/><remoteContent href="https://a.example/x.gif" rendition="x:y"/>', [{"id": "a-1", "kind": "photo", "href": "https://a.example/h.jpg", "renditions": [{"name": "web", "href": "https://a.example/w.jpg", "width": 640, "height": 480}, {"name": "thumbnail", "href": "https://a.example/t.gif"}, {"name": "other", "href": "https://a.example/x.gif"}]}]),
    ("ninat:video", '<remoteContent href="https://a.example/h.mp4" rendition="rnd:highRes"/><remoteContent href="https://a.example/o.mp4" renditionuri="http://cv.iptc.org/newscodes/rendition/highRes"/>', [{"id": "a-1", "kind": "video", "href": "https://a.example/h.mp4", "renditions": [{"name": "highRes", "href": "https://a.example/o.mp4"}]}]),
    ("ninat:audio", '<remoteContent href="https://a.example/a.mp3" rendition="x:original" contenttype="A B"/>', [{"id": "a-1", "kind": "audio", "href": "https://a.example/a.mp3"}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("class_", "content", "attachments"), FILES, ids=[one[1][:60] for one in FILES]
)
def test_files(class_, content, attachments):
    raw = item(text=f"<contentSet>{content}</contentSet>").replace("ninat:text", class_)

    assert document(raw).get("attachments") == attachments
    assert account(raw.encode(), read).vanished == []


def test_an_assert_completes_what_the_item_names():
    about = '<assert uri="urn:x:p"><name>S. Rahma</name><type qcode="cpnat:person"/></assert><assert literal="x"><name>y</name></assert>'
    raw = item(content='<subject type="cpnat:person" uri="urn:x:p"><name>Siti</name></subject>')

    one = only(raw.replace("<contentSet>", f"{about}<contentSet>"))

    assert one.document["people"] == [
        {"id": "p-1", "name": "Siti", "sameAs": ["urn:x:p"], "aliases": ["S. Rahma"]}
    ]
    assert left(one)["assert"] == 4


# who issued it


def test_the_provider_issued_a_release_where_no_source_is_named():
    assert document(item())["issuers"] == [{"ref": "org-1", "certainty": "inferred"}]


@pytest.mark.parametrize(
    ("guid", "name"),
    [
        ("tag:agency.example,2026:1", "agency.example"), ("https://agency.example/1", "agency.example"),
        ("urn:x:1", None),
    ],
)  # fmt: skip
def test_who_gave_the_guid_issued_it_where_nobody_is_named(guid, name):
    raw = item().replace("urn:newsml:agency.example:20260302:1", guid)
    raw = raw.replace(
        '<provider uri="https://agency.example/"><name>Agency</name></provider>', "<provider/>"
    )

    said = document(raw)

    assert [one["name"] for one in said.get("organisations", ())] == ([name] if name else [])
    assert len(said.get("issuers", ())) == bool(name)


# codes


def test_codes_of_other_catalogues_are_understood():
    catalog = (
        '<catalog><scheme alias="s" uri="http://cv.iptc.org/newscodes/pubstatusg2/"/>'
        '<scheme alias="t" uri="http://cv.iptc.org/newscodes/mediatopic/"/>'
        '<scheme alias="me" uri="https://me.example/cv/"/><scheme alias="x"/></catalog>'
    )
    content = '<subject qcode="t:20000312"/><subject qcode="me:a"/><genre qcode="s x:y"/>'
    raw = item(content=content, before=catalog).replace("stat:usable", "s:withheld")

    said = document(raw)

    assert said["status"] == "scheduled"
    assert said["subjects"] == [
        {"scheme": "medtop", "code": "20000312"}, {"scheme": "https://me.example/cv/", "code": "a"},
    ]  # fmt: skip


# messages, packages, concepts


def message(*items: str, header: str = "<header><sent>2026</sent></header>") -> str:
    """Return a message of items."""
    return f'<newsMessage xmlns="{NAMESPACE}">{header}<itemSet>{"".join(items)}</itemSet></newsMessage>'


CONCEPT = (
    f'<conceptItem xmlns="{NAMESPACE}" guid="urn:x:c"><concept><conceptId uri="urn:x:p"/>'
    '<type qcode="cpnat:person"/><name>Siti Rahma</name><name>Bu Siti</name><sameAs uri="urn:x:q"/></concept>'
    "<concept/></conceptItem>"
)


def test_concepts_of_a_message_complete_its_news_items():
    subject = '<subject type="cpnat:person" uri="urn:x:p"/>'

    concept, text = readings(message(CONCEPT, item(content=subject)))

    assert (concept.document, told(concept, "L106")) == (None, [("L106", "")])
    assert text.document["people"] == [
        {
            "id": "p-1",
            "name": "Siti Rahma",
            "sameAs": ["urn:x:p", "urn:x:q"],
            "aliases": ["Bu Siti"],
        }
    ]


def test_what_the_item_says_itself_counts_before_the_concept():
    subject = '<subject type="cpnat:person" uri="urn:x:p"><name>Siti</name></subject>'
    nameless = CONCEPT.replace("<name>Siti Rahma</name><name>Bu Siti</name>", "")

    first = readings(message(CONCEPT, item(content=subject)))[1]
    second = readings(message(nameless, item(content=subject)))[1]

    assert first.document["people"][0]["name"] == "Siti"
    assert first.document["people"][0]["aliases"] == ["Bu Siti", "Siti Rahma"]
    assert second.document["people"][0] == {
        "id": "p-1",
        "name": "Siti",
        "sameAs": ["urn:x:p", "urn:x:q"],
    }


def test_the_head_of_a_message_is_named_with_its_last_item():
    first, second = readings(message(item(), item().replace(":1", ":2")))

    assert "header" not in left(first)
    assert left(second)["header"] == 3


@pytest.mark.parametrize("raw", [message(), f'<newsMessage xmlns="{NAMESPACE}"/>'])
def test_a_message_without_items_is_no_press_release(raw):
    one = only(raw)

    assert (one.document, told(one, "L106")) == (None, [("L106", "")])


PICTURE = item(
    text='<contentSet><remoteContent href="https://a.example/p.jpg" contenttype="image/jpeg"/></contentSet>',
    content="<creditline>Budi</creditline><description>Jalur itu</description>",
    headline="<headline>Jalur baru</headline>",
).replace(":20260302:1", ":20260302:2").replace("ninat:text", "ninat:picture")  # fmt: skip
PACKAGE = (
    f'<packageItem xmlns="{NAMESPACE}" guid="urn:x:pk"><groupSet root="G"><group id="G">'
    '<itemRef residref="urn:newsml:agency.example:20260302:1"/><itemRef residref="urn:newsml:agency.example:20260302:2"/>'
    '<itemRef href="https://a.example/z"/></group></groupSet></packageItem>'
)


@pytest.mark.parametrize("items", [(PACKAGE, item(), PICTURE), (PICTURE, PACKAGE, item())])
def test_the_pictures_of_a_package_are_attachments_of_its_text(items):
    one = only(message(*items))

    assert one.document["attachments"] == [
        {"id": "a-1", "kind": "photo", "href": "https://a.example/p.jpg", "mediaType": "image/jpeg",
         "title": "Jalur baru", "caption": "Jalur itu", "language": "id", "credit": "Budi"}
    ]  # fmt: skip
    assert {"newsMessage/itemSet/packageItem", "newsMessage/itemSet/newsItem"} <= set(left(one))
    assert account(message(*items).encode(), read).vanished == []


def test_a_picture_without_a_file_gives_no_attachment():
    bare = PICTURE.replace('href="https://a.example/p.jpg"', "").replace(
        "<creditline>Budi</creditline>", ""
    )

    assert "attachments" not in document(
        message(PACKAGE, item(), bare.replace(' xml:lang="id"', ""))
    )


def test_a_package_of_pictures_only_is_no_press_release():
    package, picture = readings(message(PACKAGE, PICTURE))

    assert (package.document, told(package, "L106")) == (None, [("L106", "")])
    assert picture.document["attachments"][0]["href"] == "https://a.example/p.jpg"
    assert told(picture, "L106") == [("L106", "")]


@pytest.mark.parametrize(
    "name",
    [
        "packageItem",
        "conceptItem",
        "knowledgeItem",
        "catalogItem",
        "planningItem",
        "catalog",
        "subject",
    ],
)
def test_other_items_are_named_with_the_number_of_their_parts(name):
    one = only(f'<{name} xmlns="{NAMESPACE}" guid="urn:x:1"><a>text</a></{name}>')

    assert one.document is None
    ((found),) = one.findings
    assert (found.code, dict(found.params)) == ("L106", {"kind": name, "parts": 4})
    assert one.places.find("/headline").line == 1


# nothing that is sent can do harm


def test_ten_thousand_strange_elements_are_few_findings():
    strange = "".join(f"<strange{number}/>" for number in range(10_000))

    one = only(item(strange))

    assert len(one.findings) < 600
    (more,) = [found for found in one.findings if found.variant == "more"]
    assert int(more.params["parts"]) > 9_000


def test_a_hundred_thousand_bad_dates_are_not_all_told():
    one = only(item(content="<keyword>\n a\n b</keyword>" * 20_000))

    assert len(one.findings) <= 10_001
    assert one.findings[-1].code == "J014"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_no_file_makes_the_reader_raise_anything_else(data):
    """Bytes of a good file cut, doubled and changed at random."""
    raw = (message(CONCEPT, PACKAGE, PICTURE, item(content=CONTENT[28][0]))).encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw) - 2))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        put = data.draw(
            st.sampled_from([b"", raw[start:end] * 2, b"<", b'"', b"x", b"<name/>", b"&amp;"])
        )
        raw = raw[:start] + put + raw[end:]
    try:
        found = list(read(io.BytesIO(raw), largest=data.draw(st.sampled_from([2**24, 2500]))))
    except UnreadableSource as error:
        assert error.findings
        return
    for one in found:
        validate(one.document)


# the files of the standard


@pytest.mark.corpora
def test_every_file_of_the_standard_is_read_or_refused_with_a_reason(corpora):
    for path in files(corpora):
        try:
            assert list(read(io.BytesIO(path.read_bytes()))), path.name
        except UnreadableSource as error:
            assert {found.code for found in error.findings} <= {"X001", "X002", "L106"}


@pytest.mark.standards
def test_complete_releases_of_others_are_written_as_valid_newsml_g2(standards, corpora):
    xsd = Xsd(standards / XSD)
    complete = 0
    for path in files(corpora):
        try:
            documents = [one.document for one in read(io.BytesIO(path.read_bytes()))]
        except UnreadableSource:
            continue
        for said in documents:
            if said is not None and not any(found.severity == "error" for found in validate(said)):
                complete += 1
                assert xsd.findings(WRITERS["newsml-g2"].load().write(built(said))) == [], path.name

    assert complete >= 5


def test_the_faults_of_agencies_are_mended_and_told(samples: Path):
    """The samples show the shapes of five agencies and tools."""
    for path in sorted((samples / "judged").glob("*.xml")):
        try:
            found = list(read(io.BytesIO(path.read_bytes())))
        except UnreadableSource as error:
            assert {one.code for one in error.findings} <= {"X001", "X002", "L106"}, path.name
            continue
        assert found, path.name
