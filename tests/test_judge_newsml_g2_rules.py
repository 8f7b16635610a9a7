"""The rules of NewsML-G2 that no XSD can say: what each tells, and what it lets pass."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from archive import messages
from archive.findings import Severity
from archive.judges.newsml_g2.catalogue import read, schemes, version
from archive.judges.newsml_g2.fixity import Bytes
from archive.judges.newsml_g2.judge import NewsmlG2
from archive.judges.newsml_g2.rules import MESSAGE_RULES, RULES
from archive.judges.newsml_g2.xsd import UnusableSchema
from tests.test_judge_newsml_g2 import (
    CATALOG,
    NAR,
    body,
    catalogued,
    content,
    found,
    item,
    meta,
    sample,
    told,
)

OWN = '<catalog><scheme alias="dinas" uri="https://kebersihan.example.go.id/cv/"/></catalog>'


def own(*changes: tuple[str, str]) -> str:
    """Return the item with a scheme of its own."""
    return item(("<itemMeta>", f"{OWN}\n<itemMeta>"), *changes)


def test_every_rule_of_an_item_or_a_message_is_in_a_table():
    elsewhere = {"X001", "X002", "X022", "X026"}

    codes = {f"X{number:03}" for number in range(1, 27)}
    assert set(RULES) | set(MESSAGE_RULES) | elsewhere == codes


# identity


@pytest.mark.parametrize(
    "guid", ["urn:newsml:a.example:20260302:1", "https://a.example/1", "tag:a,2026:1"]
)
def test_any_absolute_iri_is_a_guid(guid):
    assert told(item(("tag:kebersihan.example.go.id,2026:SP-7", guid))) == []


@pytest.mark.parametrize(("guid", "variant"), [("", "empty"), ("hello world", ""), ("/7", "")])
def test_a_guid_that_names_nothing_everywhere_is_told(guid, variant):
    assert told(item(("tag:kebersihan.example.go.id,2026:SP-7", guid))) == [("X003", variant)]


@pytest.mark.parametrize("change", [
    ("tag:kebersihan.example.go.id,2026:SP-7", "SP-7"),
    ('standard="NewsML-G2"', 'standard="NewsML"'),
    ('conformance="power"', 'conformance="core"'),
])  # fmt: skip
def test_a_habit_of_others_is_an_error_of_ours(change):
    text = item(change).encode()

    (theirs,) = NewsmlG2(None).findings(text)
    (ours,) = NewsmlG2(None, is_ours=True).findings(text)

    assert (theirs.severity, ours.severity) == (Severity.WARNING, Severity.ERROR)


def test_a_missing_conformance_is_told_at_the_item():
    (one,) = found(item((' conformance="power"', "")))

    assert (one.code, one.variant, one.position.column) == ("X005", "conformance", 1)


def test_core_was_a_conformance_up_to_2_24():
    early = item(('"power"', '"core"'), ('"2.35"', '"2.24"'))

    assert told(early) == []
    assert told(early.replace('"2.24"', '"2.25"')) == [("X005", "conformance")]


def test_what_has_no_standard_or_guid_is_left_to_the_xsd():
    text = item(
        (' standard="NewsML-G2"', ""), (' guid="tag:kebersihan.example.go.id,2026:SP-7"', "")
    )

    assert told(text) == []
    assert told(sample("X004").replace("guid", "gid")) == []


def test_two_versions_of_an_item_may_stand_in_one_message():
    first, _, second = sample("X004").rpartition('version="1"')

    assert told(f'{first}version="2"{second}') == []


def test_two_items_without_versions_are_the_same_edition():
    assert told(sample("X004").replace(' version="1"', "")) == [("X004", "")]


@pytest.mark.parametrize(
    ("root", "code", "is_told"),
    [
        ("newsItem", "ninat:picture", False),
        ("packageItem", "ninat:composite", False),
        ("packageItem", "ninat:text", True),
        ("conceptItem", "cinat:concept", False),
        ("knowledgeItem", "cinat:scheme", False),
        ("knowledgeItem", "cinat:concept", False),
        ("planningItem", "plinat:newscoverage", False),
        ("planningItem", "ninat:text", True),
        ("catalogItem", "catinat:catalog", False),
        ("newsItem", "dinas:text", False),
    ],
)
def test_an_item_class_fits_its_item(root, code, is_told):
    text = own(("ninat:text", code)).replace("newsItem", root)

    assert told(text) == ([("X009", "")] if is_told else [])


def test_an_item_class_may_be_an_iri():
    iri = "http://cv.iptc.org/newscodes/cinature/concept"

    (one,) = found(item(('qcode="ninat:text"', f'uri="{iri}"')))

    assert (one.code, one.params["value"]) == ("X009", iri)


def test_the_class_of_another_item_is_a_hint():
    assert (
        told(
            meta('<link rel="irel:seeAlso" href="b.xml"><itemClass qcode="cinat:concept"/></link>')
        )
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        item(('<itemClass qcode="ninat:text"/>', "<itemClass/>")),
        item(('<provider uri="https://kebersihan.example.go.id/id/dinas"/>', "<provider/>")),
        meta('<itemMetaExtProperty value="1"/>'),
        catalogued("<pubHistory><published/></pubHistory>"),
        meta("<hash>00</hash>"),
    ],
)
def test_what_must_have_an_identifier_is_told_without(text):
    assert told(text) == [("X010", "")]


def test_a_provider_may_be_a_word():
    assert told(item(('uri="https://kebersihan.example.go.id/id/dinas"', 'literal="Dinas"'))) == []


def test_an_id_of_xhtml_is_an_id_of_the_file():
    assert told(body('<span id="sp7-body">x</span>')) == [("X023", "")]


def test_a_partid_is_an_id_of_the_file():
    text = item(("<contentSet", '<partMeta partid="sp7-body"/>\n<contentSet'))

    assert told(text) == [("X023", "")]


# codes


def test_a_code_of_a_scheme_of_the_item_is_declared():
    assert told(own(("genre:Press_Release", "dinas:rilis"))) == []


def test_an_undeclared_alias_is_told_once():
    text = item(("genre:Press_Release", "x:1"), ("medtop:20000337", "x:2"))

    assert told(text) == [("X006", "")]


def test_an_alias_in_a_list_of_codes_must_be_declared_too():
    text = content('<keyword role="drol:summary x:2">sampah</keyword>')

    (one,) = found(text)

    assert (one.code, one.params["code"]) == ("X006", "x:2")


def test_a_word_is_no_code():
    """Two attributes named like codes hold words."""
    text = sample("X004").replace("sp7b-body", "b").replace("SP-7", "SP-8", 1)
    text = text.replace(
        "</sent>", '</sent><timestamp role="x:received">2026-03-02T09:00:00Z</timestamp>'
    )

    assert told(text) == []


@pytest.mark.parametrize(
    "href",
    [
        "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_99.xml",
        "https://a.example/cv.xml",
    ],
)
def test_a_catalogue_that_is_not_at_hand_may_declare_an_alias(href):
    text = catalogued(f'<catalogRef href="{href}"/>').replace("genre:Press_Release", "x:1")

    (one,) = found(text)

    assert (one.code, one.variant, one.severity) == ("X006", "elsewhere", Severity.INFO)
    assert one.params["where"] == href


def test_a_catalogue_that_is_not_at_hand_does_no_harm_where_no_alias_needs_it():
    assert told(catalogued('<catalogRef href="https://a.example/cv.xml"/>')) == []


def test_an_item_without_catalogues_declares_nothing():
    start, _, rest = item(("genre:", "genre:")).partition("<catalogRef")

    codes = told(start + rest.partition("/>")[2])

    assert codes
    assert set(codes) == {("X006", "")}


@pytest.mark.parametrize("schemes_", [
    '<scheme alias="a" uri="https://a.example/1/"/><scheme alias="a" uri="https://a.example/2/"/>',
    '<scheme alias="genre" uri="http://cv.iptc.org/genre/"/>',
])  # fmt: skip
def test_an_alias_stands_for_one_scheme(schemes_):
    assert told(catalogued(f"<catalog>{schemes_}</catalog>")) == [("X006", "two")]


def test_a_scheme_may_be_declared_twice_alike():
    one = '<scheme alias="genre" uri="http://cv.iptc.org/newscodes/genre/"/>'

    assert told(catalogued(f"<catalog>{one}{one}</catalog>")) == []


@pytest.mark.parametrize(
    ("was", "now", "variant"),
    [
        ("genre:Press_Release", "genre:Press-Release", "spelling"),
        ("genre:Press_Release", "genre:press_release", "spelling"),
        ("cpnat:abstract", "cpnat:Abstract", "spelling"),
        ("medtop:20000337", "medtop:99999999", "topic"),
        ("stat:usable", "stat:Usable", ""),
    ],
)
def test_a_code_that_does_not_exist_is_told(was, now, variant):
    assert told(item((was, now))) == [("X007", variant)]


def test_a_code_that_we_do_not_know_may_exist():
    assert told(item(("genre:Press_Release", "genre:Current"))) == []


def test_a_topic_is_known_by_its_iri_too():
    start = "http://cv.iptc.org/newscodes/mediatopic/"

    assert told(content(f'<subject uri="{start}20000337"/>')) == []
    assert told(content(f'<subject uri="{start}99999999"/>')) == [("X007", "topic")]
    assert told(content(f'<subject uri="{start}20000309"/>')) == [("X008", "")]
    assert told(content(f'<subject uri="{start}"/>')) == []


def test_a_retired_scheme_is_told_once():
    text = content('<headline role="ctrol:a"/><headline role="ctrol:b"/>')

    assert told(text) == [("X008", "scheme")]


def test_a_code_and_an_iri_that_agree_are_fine():
    text = own(
        (
            'qcode="genre:Press_Release"',
            'qcode="dinas:a" uri="https://kebersihan.example.go.id/cv/a"',
        )
    )

    assert told(text) == []
    assert told(text.replace("/cv/a", "/cv/b")) == [("X011", "")]


def test_a_code_of_an_unknown_scheme_agrees_with_any_iri():
    text = item(('qcode="genre:Press_Release"', 'qcode="x:a" uri="https://a.example/b"'))

    assert told(text) == [("X006", "")]


def test_twins_of_other_names_are_compared_and_lists_as_lists():
    start = "http://cv.iptc.org/newscodes/descriptionrole/"
    both = f'<keyword role="drol:summary drol:caption" roleuri="{start}summary {start}caption">a</keyword>'

    assert told(content(both)) == []
    assert told(content(both.replace(f"{start}caption", f"{start}teaser"))) == [("X011", "")]


def test_twins_are_found_among_many_that_have_an_iri_alone():
    start = "http://cv.iptc.org/newscodes/descriptionrole/"
    alone = f'<keyword roleuri="{start}summary">a</keyword>' * 3
    both = f'<keyword role="drol:summary" roleuri="{start}summary">b</keyword>'

    assert told(content(alone + both)) == []
    assert told(content(alone + both.replace(f"{start}s", f"{start}x"))) == [("X011", "")]
    assert (
        told(
            content(
                f'<keyword role="drol:summary">a</keyword><keyword roleuri="{start}teaser">b</keyword>'
            )
        )
        == []
    )


@pytest.mark.standards
def test_the_list_that_comes_with_the_program_is_the_official_catalogue(standards):
    assert schemes(None) == schemes(standards) == read((standards / CATALOG).read_bytes(), 41)


def test_the_newest_catalogue_of_a_folder_counts(tmp_path):
    for number in (9, 41):
        scheme = f'<scheme alias="a{number}" uri="urn:a:"/>'
        text = f'<catalog xmlns="{NAR}">{scheme}</catalog>'
        (tmp_path / CATALOG.replace("41", str(number))).write_text(text)

    assert schemes(tmp_path).uris == {"a41": "urn:a:"}


def test_a_catalogue_that_is_none_is_told_to_whoever_runs_the_program(tmp_path):
    (tmp_path / CATALOG).write_text("no markup")

    with pytest.raises(UnusableSchema, match=CATALOG):
        NewsmlG2(tmp_path)


def test_only_the_official_catalogue_has_a_number():
    assert version("https://a.example/catalog_7.xml") == 0
    assert version(f"catalog.IPTC-G2-Standards_{'9' * 5000}.xml") == 0


# dates


@pytest.mark.parametrize(
    ("moment", "variant"),
    [
        ("2026-03-02T09:00:00", "zone"),
        ("2026-03-02T24:00:00Z", "midnight"),
        ("12026-03-02T09:00:00Z", "year"),
        ("2026-03-02T09:00:00-00:00", "offset"),
    ],
)
def test_a_moment_that_readers_disagree_about_is_told(moment, variant):
    assert told(item(("2026-03-02T09:00:00+07:00", moment))) == [("X012", variant)]


@pytest.mark.parametrize(
    "date", ["2026-03-02", "2026-03", "2026-03-02T09:00:00.5-03:30", "2026-03-02Z", "kemarin", ""]
)
def test_a_date_need_not_have_a_zone(date):
    assert told(item(("2026-03-01T15:00:00+07:00", date))) == []


def test_a_moment_in_an_attribute_is_looked_at_too():
    text = content('<subject uri="https://a.example/" validfrom="2026-03-02T09:00:00"/>')

    (one,) = found(text)

    assert (one.code, one.variant) == ("X012", "zone")


@pytest.mark.parametrize(
    ("created", "modified", "is_told"),
    [
        ("2026-03-02T09:00:00+07:00", "2026-03-02T03:00:00Z", False),
        ("2026-03-02T09:00:00+07:00", "2026-03-02T01:00:00Z", True),
        ("2026-03-02", "2026-03-01", True),
        ("2026-03-02", "2026-03-01T23:00:00Z", False),
        ("2026-03", "2026-02", True),
        ("2026", "2025-12-31", True),
        ("2026-03-02", "kemarin", False),
        ("2026-03-02T09:00:00", "2026-03-02", False),
        ("0001-01-01T00:00:00+07:00", "2026", False),
    ],
)
def test_dates_are_compared_as_far_as_they_go(created, modified, is_told):
    text = item(
        ("<contentCreated>2026-03-01T15:00:00+07:00</contentCreated>",
         f"<contentCreated>{created}</contentCreated><contentModified>{modified}</contentModified>"),
    )  # fmt: skip

    assert ("X013", "") in told(text) if is_told else ("X013", "") not in told(text)


def knowledge(scheme: str, concepts: str) -> str:
    start = item(("newsItem", "knowledgeItem"), ("ninat:text", "cinat:scheme")).partition(
        "<contentSet"
    )[0]
    text = f"<conceptSet>{concepts}</conceptSet>{scheme}</knowledgeItem>"
    return (start + text).replace("<itemMeta>", f"{OWN}<itemMeta>", 1)


META = '<schemeMeta uri="https://kebersihan.example.go.id/cv/" {}/>'


@pytest.mark.parametrize(
    ("dates", "concept", "variant"),
    [
        ('schemecreated="2026-02-01"', 'qcode="dinas:a" created="2026-01-01"', "scheme"),
        (
            'schemecreated="2026-02-01"',
            'uri="https://kebersihan.example.go.id/cv/a" created="2026-01-01"',
            "scheme",
        ),
        ('schemecreated="2026-02-01"', 'qcode="dinas:a" created="2026-03-01"', None),
        ('schemecreated="2026-02-01"', 'qcode="stat:usable" created="2001-03-01"', None),
        ('schemeretired="2026-02-01"', 'qcode="dinas:a"', "retired"),
        ('schemeretired="2026-02-01"', 'qcode="dinas:a" retired="2026-02-01"', None),
        ("", 'qcode="dinas:a"', None),
    ],
)
def test_concepts_live_as_long_as_their_scheme(dates, concept, variant):
    text = knowledge(META.format(dates), f"<concept><conceptId {concept}/></concept>")

    assert told(text) == ([("X013", variant)] if variant else [])


def test_a_vocabulary_declares_its_own_alias():
    meta_ = '<schemeMeta uri="https://a.example/akses/" preferredalias="akses"/>'
    concepts = '<concept><conceptId qcode="akses:mudah"/></concept>'

    assert told(knowledge(meta_, concepts)) == []
    assert told(knowledge("", concepts)) == [("X006", "")]


def test_the_dates_of_a_scheme_may_stand_in_the_catalogue():
    text = knowledge("", '<concept><conceptId qcode="dinas:a"/></concept>')

    assert told(text.replace('alias="dinas"', 'alias="dinas" schemeretired="2026-02-01"')) == [
        ("X013", "retired")
    ]


@pytest.mark.parametrize(
    ("until", "published", "variant"),
    [
        ("2026-03-03T06:00:00+07:00", "2026-03-03T06:00:00+07:00", None),
        ("2026-03-03T06:00:00+07:00", "2026-03-02", None),
        ("2026-03-03T06:00:00+07:00", "2026-02", ""),
        ("", "2026-03-02", "open"),
        (None, "2026-03-02", None),
    ],
)
def test_nothing_is_published_before_the_end_of_its_embargo(until, published, variant):
    text = catalogued(
        f'<pubHistory><published uri="urn:a:b"><timestamp>{published}</timestamp></published></pubHistory>'
    )
    if until is not None:
        text = text.replace("<pubStatus", f"<embargoed>{until}</embargoed>\n<pubStatus", 1)

    assert told(text) == ([] if variant is None else [("X025", variant)])


def test_a_version_of_a_catalogue_needs_its_guid():
    own_guid = OWN.replace("<catalog>", '<catalog guid="urn:a:b" version="2">')

    assert told(catalogued(own_guid)) == []
    assert told(catalogued(own_guid.replace(' guid="urn:a:b"', ""))) == [("X025", "catalog")]


@pytest.mark.parametrize("signal", ['qcode="sig:correction"', 'qcode="sig:update"',
                                    'uri="http://cv.iptc.org/newscodes/signal/update"'])  # fmt: skip
def test_a_first_version_corrects_nothing(signal):
    text = meta(f"<signal {signal}/>")

    assert told(text) == [("X025", "first")]
    assert told(text.replace('version="1"', 'version="2"')) == []


def test_a_first_version_may_carry_other_signals():
    assert told(meta('<signal qcode="sig:atomic"/>')) == []


def test_a_signal_of_a_file_is_none_of_the_item():
    inner = '<remoteContent href="a.jpg"><signal qcode="sig:update"/></remoteContent></contentSet>'

    assert told(item(("</contentSet>", inner))) == []


# references


def test_a_reference_may_lead_into_the_text():
    text = item(("<contentSet", '<inlineRef idrefs="q1 q2" uri="urn:a:b"/>\n<contentSet'))

    assert told(text.replace("enam", '<q id="q1">enam</q>')) == [("X014", "")]
    assert told(text.replace("enam", '<q id="q1">enam</q><q id="q2">!</q>')) == []


@pytest.mark.parametrize(
    ("reference", "variant"), [("sp7-part", None), ("sp7-body", "partid"), ("q1", "partid")]
)
def test_rights_in_content_name_its_part(reference, variant):
    text = catalogued(f'<rightsInfo idrefs="{reference}"/>').replace("enam", '<q id="q1">enam</q>')
    text = text.replace("<contentSet", '<partMeta partid="sp7-part"/>\n<contentSet')

    assert told(text) == ([("X014", variant)] if variant else [])


def test_rights_in_what_is_not_there_dangle():
    assert told(catalogued('<rightsInfo idrefs="nothing"/>')) == [("X014", "")]


@pytest.mark.parametrize(
    ("asserted", "used"),
    [
        ('uri="urn:a:b"', '<subject uri="urn:a:b"/>'),
        ('qcode="dinas:b"', '<subject qcode="dinas:b"/>'),
        ('qcode="dinas:b"', '<subject uri="https://kebersihan.example.go.id/cv/b"/>'),
        ('uri="https://kebersihan.example.go.id/cv/b"', '<subject qcode="dinas:b"/>'),
        ('literal="Siti"', '<creator literal="Siti"/>'),
        ('qcode="dinas:b"', '<subject uri="urn:a:c" creator="dinas:b"/>'),
        ('uri="https://kebersihan.example.go.id/cv/b"', '<subject uri="urn:a:c" why="dinas:b"/>'),
        ('uri="urn:a:b"', '<contentMetaExtProperty rel="dinas:c" uri="urn:a:b"/>'),
    ],
)
def test_an_assert_is_about_what_is_named(asserted, used):
    text = own(("<contentSet", f"<assert {asserted}><name>x</name></assert>\n<contentSet"))

    assert told(text) == [("X015", "")]
    assert told(text.replace("<headline>", f"{used}\n<headline>")) == []


def test_an_assert_may_be_named_by_another():
    both = '<assert uri="urn:a:b"><related rel="dinas:c" uri="urn:a:c"/></assert><assert uri="urn:a:c"/>'
    text = own(
        ("<contentSet", f"{both}\n<contentSet"),
        ("<headline>", '<subject uri="urn:a:b"/><headline>'),
    )

    assert told(text) == []


def test_an_assert_about_nothing_is_left_to_the_xsd():
    assert told(item(("<contentSet", "<assert><name>x</name></assert>\n<contentSet"))) == []


def test_two_asserts_do_not_name_each_other_by_being_alike():
    text = item(
        (
            "<contentSet",
            '<assert qcode="stat:x"/><assert uri="http://cv.iptc.org/newscodes/pubstatusg2/x"/>\n<contentSet',
        )
    )

    assert [code for code, _ in told(text) if code == "X015"] == ["X015", "X015"]


# content

XHTML = '<html xmlns="http://www.w3.org/1999/xhtml">'


@pytest.mark.parametrize(
    ("was", "now", "variant"),
    [
        ('contenttype="application/xhtml+xml"', "", "missing"),
        ('contenttype="application/xhtml+xml"', 'contenttype="text/html"', "xhtml"),
        (
            'contenttype="application/xhtml+xml"',
            'contenttype="application/XHTML+xml; charset=utf-8"',
            None,
        ),
        (XHTML, '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">', ""),
    ],
)
def test_content_is_what_it_says(was, now, variant):
    text = item((was, now))
    text = text.replace("</html>", "</nitf>") if "<nitf" in text else text

    assert told(text) == ([] if variant is None else [("X016", variant)])


@pytest.mark.parametrize("inside", ["", '<events xmlns="urn:x"/>'])
def test_other_content_without_a_type_is_fine(inside):
    start, _, rest = item(('contenttype="application/xhtml+xml"', "")).partition("<html")

    assert told(start + inside + rest.partition("</html>")[2]) == []


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("<script>x()</script>", ""),
        ('<b onclick="x()">x</b>', "handler"),
        ('<b ONload="x()">x</b>', "handler"),
        ('<a href=" JavaScript:x()">x</a>', "address"),
        ('<img src="vbscript:x" alt=""/>', "address"),
        ("<bogus>x</bogus>", "unknown"),
        ("<span><p>x</p></span>", "nested"),
    ],
)
def test_xhtml_that_does_harm_is_told(text, variant):
    assert told(body(text)) == [("X017", variant)]


def test_what_is_not_xhtml_is_not_judged_as_it():
    assert told(body('<math xmlns="http://www.w3.org/1998/Math/MathML" onclick="x"/>')) == []


# wording


def test_a_source_may_have_a_role_that_says_more():
    text = own(("<language", '<infoSource role="dinas:translator" uri="urn:a:b"/>\n<language'))

    assert told(text) == []


def test_a_role_of_a_source_may_be_an_iri():
    text = item(
        (
            "<language",
            '<infoSource roleuri="https://a.example/originator" uri="urn:a:b"/>\n<language',
        )
    )

    assert told(text) == [("X018", "")]


@pytest.mark.parametrize(
    "text",
    [
        content('<subject uri="urn:a:b"><facet uri="urn:a:c"/></subject>'),
        content('<subject uri="urn:a:b" derivedfrom="stat:usable"/>'),
        meta('<link rel="irel:seeAlso" href="b" hreftype="text/html"/>'),
        content("<events><dates><confirmation qcode='stat:usable'/></dates></events>"),
        content("<organisationDetails><hasInstrument/></organisationDetails>"),
        catalogued(
            '<catalog><scheme alias="a" uri="urn:a:"><sameAs uri="urn:b:c"/></scheme></catalog>'
        ),
    ],
)
def test_what_is_deprecated_is_told(text):
    assert told(text) == [("X019", "")]


def test_the_same_name_elsewhere_is_not_deprecated():
    assert told(content('<subject uri="urn:a:b"><sameAs uri="urn:a:c"/></subject>')) == []


@pytest.mark.parametrize(
    ("tag", "variant"),
    [("id", None), ("zh-Hant-TW", None), ("ID-id", None), ("x-klingon", None), ("i-default", None),
     ("in", "old"), ("iw-IL", "old"), ("indonesian-", ""), ("id_ID", ""), ("", "empty")],
)  # fmt: skip
def test_a_language_is_a_tag_of_bcp_47(tag, variant):
    text = content(
        f'<headline xml:lang="{tag}">a</headline><headline xml:lang="{tag}">b</headline>'
    )

    assert told(text) == ([] if variant is None else [("X020", variant)])


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        (content('<subject uri="sampah"/>'), ""),
        (content('<subject uri=""/>'), ""),
        (content('<subject uri="urn:a:{b}"/>'), "signs"),
        (content('<keyword roleuri="urn:a:b c">x</keyword>'), ""),
        (meta('<link rel="irel:seeAlso" href="a b.xml"/>'), "signs"),
        (meta("<altRep>https://a.example/a|b</altRep>"), "signs"),
    ],
)
def test_an_iri_is_absolute_and_encoded(text, variant):
    assert told(text) == [("X024", variant)]


@pytest.mark.parametrize("text", [
    meta('<link rel="irel:seeAlso" href="foto/a%20b.jpg"/>'),
    meta("<altRep>https://a.example/é</altRep>"),
    meta("<origRep/>"),
    content('<keyword roleuri="urn:a:b urn:a:c">x</keyword>'),
])  # fmt: skip
def test_an_address_may_be_relative_and_an_iri_may_have_letters_of_any_script(text):
    assert told(text) == []


# characters


@pytest.mark.parametrize(
    ("inside", "variant"),
    [
        ("a\u2028b", ""),
        ("a&#xFEFF;b", ""),
        ("a\u0085b", ""),
        ("a\x7fb", ""),
        ("\u2067a", "direction"),
        ("a\u2069", "direction"),
        ("\u202aa\u2069", "direction"),
    ],
)
def test_what_nobody_sees_is_told(inside, variant):
    assert told(content(f"<slugline>{inside}</slugline>")) == [("X022", variant)]
    assert told(meta(f'<link rel="irel:seeAlso" href="b" title="{inside}"/>')) == [
        ("X022", variant)
    ]


@pytest.mark.parametrize(
    "inside", ["“a”", "\u2067a\u2069", "\u202ba\u2066b\u2069\u202c", "&#65;", "©", "\u200fa"]
)
def test_marks_that_are_seen_or_ended_are_fine(inside):
    assert told(content(f"<slugline>{inside}</slugline>")) == []


def test_a_byte_order_mark_at_the_start_is_fine():
    assert told(item().encode("utf-8-sig")) == []


def test_what_nobody_sees_is_found_in_every_encoding():
    text = content("<slugline>a\u2028b</slugline>").replace("UTF-8", "UTF-16")

    assert told(text.encode("utf-16")) == [("X022", "")]


# files beside the item

PHOTO = b"not really a photo"
DIGESTS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": hashlib.sha256(PHOTO),
    "http://www.w3.org/2000/09/xmldsig#sha1": hashlib.sha1(PHOTO),  # noqa: S324 (it is a format)
}


def beside(attributes: str, inside: str = "") -> list[tuple[str, str]]:
    text = item(
        (
            "</contentSet>",
            f'<remoteContent href="foto.jpg" {attributes}>{inside}</remoteContent></contentSet>',
        )
    )
    files = {"foto.jpg": Bytes(PHOTO)}
    found_ = NewsmlG2(None).differing_files(text.encode(), files.get)
    for one in found_:
        assert messages.message(one, "id")
    return [(one.code, one.variant) for one in found_]


@pytest.mark.parametrize("address", list(DIGESTS))
def test_a_file_that_is_the_one_meant_has_no_finding(address):
    size = f'size="{len(PHOTO)}"'
    for said in (
        DIGESTS[address].hexdigest().upper(),
        b64encode(DIGESTS[address].digest()).decode(),
    ):
        assert beside(size, f'<hash hashtypeuri="{address}">{said}</hash>') == []


def test_a_file_of_another_size_or_hash_is_told():
    address = "http://www.w3.org/2001/04/xmlenc#sha256"

    assert beside('size="1"') == [("X021", "size")]
    assert beside("", f'<hash hashtypeuri="{address}">00</hash>') == [("X021", "")]
    assert beside("", f'<hash hashtypeuri="{address}">é</hash>') == [("X021", "")]


@pytest.mark.parametrize(
    ("address", "size", "is_told"),
    [
        ("data:text/plain,a%20b", 3, False),
        ("data:text/plain,a%20b", 5, True),
        ("data:text/plain;base64,YWI=", 2, False),
        ("DATA:;base64,YWI=", 8, True),
        ("data:;base64,YWI", 2, False),
        ("data:nothing", 2, False),
    ],
)
def test_content_in_an_address_is_the_content_that_is_meant(address, size, is_told):
    content_ = f'<remoteContent href="{address}" size="{size}"/></contentSet>'

    assert told(item(("</contentSet>", content_))) == ([("X021", "size")] if is_told else [])


def test_beside_content_in_an_address_a_file_elsewhere_is_not_looked_for():
    both = '<remoteContent href="data:,ab" size="2"/><remoteContent href="b.jpg" size="1"/>'

    assert told(item(("</contentSet>", f"{both}</contentSet>"))) == []


def test_a_hash_of_a_kind_we_do_not_know_is_not_judged():
    assert beside("", '<hash hashtypeuri="urn:a:b">00</hash>') == []


def test_a_file_that_is_not_at_hand_is_not_judged():
    text = item(("</contentSet>", '<remoteContent href="b.jpg" size="1"/></contentSet>'))

    assert NewsmlG2(None).differing_files(text.encode(), {}.get) == []


def test_files_beside_what_cannot_be_parsed_are_not_judged():
    assert [one.code for one in NewsmlG2(None).differing_files(b"<a", {}.get)] == ["X001"]


# one judge, many items


def own_code(code: str) -> str:
    return own(("<headline>", f'<genre qcode="{code}"/>\n<headline>'))


def test_a_code_of_an_item_before_is_judged_by_the_catalogue_of_its_own_item():
    judge = NewsmlG2(None)

    declared = judge.findings(own_code("dinas:a").encode())
    undeclared = judge.findings(content('<genre qcode="dinas:a"/>').encode())

    assert declared == []
    assert [one.code for one in undeclared] == ["X006"]


def test_a_wrong_code_is_told_of_every_item_that_has_it():
    judge = NewsmlG2(None)
    wrong = content('<subject qcode="medtop:99999999"/>').encode()

    told_ = [[one.code for one in judge.findings(raw)] for raw in (wrong, item().encode(), wrong)]

    assert told_ == [["X007"], [], ["X007"]]


def test_a_code_that_is_right_in_one_attribute_is_judged_in_another():
    """Several codes may stand in a role, and only one in a qcode."""
    judge = NewsmlG2(None)
    role = content('<slugline role="ninat:text ninat:video"/>')
    qcode = own_code("stat:usable").replace("stat:usable", "stat:usable stat:withheld", 1)

    assert judge.findings(role.encode()) == []
    assert [one.code for one in judge.findings(qcode.encode())] == ["X007"]


def test_what_a_judge_remembers_of_codes_has_an_end():
    long = "dinas:" + "x" * 100
    many = "".join(f'<genre qcode="dinas:{number}"/>' for number in range(5_000))
    raw = own_code(long).replace("<headline>", f"{many}<headline>", 1).encode()
    judge = NewsmlG2(None)

    assert judge.findings(raw) == judge.findings(raw) == []
    assert [one.code for one in judge.findings(raw.replace(b"dinas:4999", b"lain:1"))] == ["X006"]


def test_an_empty_iri_elsewhere_is_no_name_of_what_is_asserted():
    text = item(("<contentSet", '<assert qcode="ninat:audio"/>\n<contentSet'))
    empty = text.replace("<headline>", '<headline roleuri="">', 1)

    assert ("X015", "") in told(empty)
