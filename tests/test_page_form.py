"""The page form of JSON-LD: an article in terms of schema.org, right for readers without contexts."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from pyld import jsonld

from archive import edtf
from archive.graph.terms import PREFIXES
from archive.validation import built
from archive.validation.schema import REQUIRED
from archive.vocabulary import SCHEMA_ORG
from archive.writers import WRITERS
from tests import golden
from tests.every_field import every_field, every_field_text
from tests.losses import named, silent
from tests.schema_org import Vocabulary, objects, values
from tests.strategies import records

WRITER = WRITERS["jsonld-page"].load()
RELEASES = {name: golden.release(name) for name in golden.names()}
RELEASES |= {"every-field": built(every_field()), "every-field-text": built(every_field_text())}
BASE = "https://pers.example.go.id/id/release/every-field"
CLEAN = json.loads((golden.SAMPLES.parent / "tests" / "clean.json").read_bytes())
LEAST = {name: CLEAN[name] for name in ("schemaVersion", "id", "status", *REQUIRED)}
LEAST |= {"dates": {"issued": {"dateTime": "2026-03-02T09:00:00+07:00"}}}
LEAST |= {"body": {"format": "text", "text": "Rapat dibuka."}}
LEAST |= {"organisations": [{"id": "org-1", "name": "Dinas Contoh"}], "issuers": [{"ref": "org-1"}]}


def page(**fields):
    """Return the page form of the record that uses every field, with other ones."""
    return json.loads(WRITER.write(built(every_field() | fields)))


# schema.org says so


@pytest.fixture(scope="module")
def vocabulary(standards):
    return Vocabulary((standards / "schemaorg-30.0-all-https.nt").read_text("utf-8"))


@pytest.mark.standards
@pytest.mark.parametrize("name", RELEASES)
def test_every_class_and_property_exists_and_fits(vocabulary, name):
    for one in objects(json.loads(WRITER.write(RELEASES[name]))):
        if "@type" not in one:
            assert one.keys() in ({"@id"}, {"@language", "@value"})
            continue
        assert vocabulary.is_class(one["@type"]), one["@type"]
        for term in one.keys() - {"@context", "@type", "@id"}:
            assert vocabulary.is_property(term), term
            domains = vocabulary.said[term, "domainIncludes"]
            assert domains & vocabulary.above(one["@type"]), (one["@type"], term)


@pytest.mark.standards
@pytest.mark.parametrize("name", RELEASES)
def test_every_value_is_of_a_kind_that_its_property_takes(vocabulary, name):
    for one in objects(json.loads(WRITER.write(RELEASES[name]))):
        for term in one.keys() - {"@context", "@type", "@id", "@language", "@value"}:
            ranges = vocabulary.said[term, "rangeIncludes"]
            for value in values(one[term]):
                assert vocabulary.fits(value, ranges), (term, value)


def test_the_terms_that_schema_org_calls_pending_are_known():
    """A page that says more than a reader of today knows loses nothing by it; see the manual."""
    manual = (golden.SAMPLES.parent / "docs" / "mapping-jsonld.md").read_text("utf-8")
    (pending,) = re.findall(r"pending in schema\.org 30\.0: (.*?)\.\n", manual, re.DOTALL)

    assert set(re.findall(r"`(\w+)`", pending)) == PENDING


PENDING = {
    "abstract", "conditionsOfAccess", "copyrightNotice", "correction", "CorrectionComment",
    "creativeWorkStatus", "creditText", "DefinedTerm", "digitalSourceType", "jobTitle",
    "provider", "Quotation", "sha256", "spokenByCharacter", "termCode",
}  # fmt: skip
"""What in the page form is not part of the core of schema.org yet."""


@pytest.mark.standards
def test_the_list_of_pending_terms_is_that_of_the_official_file(vocabulary):
    used = set()
    for release in RELEASES.values():
        for one in objects(json.loads(WRITER.write(release))):
            used |= {*one} | {one.get("@type", "")}

    assert {
        one for one in used if "pending.schema.org" in vocabulary.said[one, "isPartOf"]
    } == PENDING


# JSON-LD says so


def _official(standards):
    return json.loads((standards / "schemaorg-30.0-context.jsonld").read_bytes())


def _stated(document):
    """Return what an article states, as it stands: subject, term and value as strings."""
    found = set()
    for one in objects(document):
        for term, held in one.items():
            if "@id" in one and term not in ("@context", "@id"):
                for value in values(held):
                    inner = isinstance(value, dict) and (value.get("@id") or value["@value"])
                    found.add((one["@id"], term, inner or value))
    return found


def _expanded(triples):
    """Return statements under the official context in the same way; it expands to http."""
    found = set()
    for triple in triples:
        term = re.sub("^http://schema.org/", "", triple.predicate.value)
        value = triple.object.value
        if term == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type":
            term, value = "@type", re.sub("^http://schema.org/", "", value)
        found.add((triple.subject.value, term, value))
    return found


@pytest.mark.standards
@pytest.mark.parametrize("name", RELEASES)
def test_the_official_context_expands_a_page_without_loss(standards, name):
    """In two processors; neither asks the network."""
    document = json.loads(WRITER.write(RELEASES[name]))

    def load(url, _options):
        assert url == "https://schema.org"
        return {
            "contextUrl": None, "documentUrl": url, "document": _official(standards),
            "contentType": "application/ld+json",
        }  # fmt: skip

    options = {"format": "application/n-quads", "documentLoader": load}
    by_pyld = ox.parse(jsonld.to_rdf(document, options).encode(), ox.RdfFormat.N_QUADS)
    inline = json.dumps(document | _official(standards)).encode()

    assert _expanded(by_pyld) == _stated(document)
    assert _expanded(ox.parse(inline, ox.RdfFormat.JSON_LD)) == _stated(document)


ADDED = {
    "creativeWorkStatus", "conditionsOfAccess", "dateModified", "description", "image", "url", "name",
}  # fmt: skip
"""Terms that the page form adds to the graph, some on some nodes only."""


@pytest.mark.parametrize("name", RELEASES)
def test_both_forms_say_the_same_graph(name):
    """What the archive form says of anything in terms of schema.org, the page says, too."""
    release = RELEASES[name]
    stated = _stated(json.loads(WRITER.write(release)))
    things = {subject for subject, _, _ in stated}
    hidden = {f"{release.id}#contacts.{number}" for number in range(9)} - things

    archived = set()
    for quad in ox.parse(WRITERS["ntriples"].load().write(release), ox.RdfFormat.N_TRIPLES):
        subject, value = quad.subject.value, quad.object.value
        term = quad.predicate.value.removeprefix(SCHEMA_ORG).replace(
            PREFIXES["rdf"] + "type", "@type"
        )
        is_told = ":" not in term and term != "position" and value not in hidden
        is_vague = getattr(getattr(quad.object, "datatype", None), "value", "").endswith("/EDTF")
        if subject in things and is_told and not is_vague:
            archived.add((subject, term, value.removeprefix(SCHEMA_ORG)))

    archived = {one for one in archived if one[1] != "@type" or ":" not in one[2]}
    assert archived - stated == set()
    assert {term for _, term, _ in stated - archived} <= ADDED


# search engines, which read no context


@pytest.mark.parametrize("name", RELEASES)
def test_what_search_engines_take_stands_there_as_plain_strings(name):
    release = RELEASES[name]
    said = json.loads(WRITER.write(release))
    issuer = {one.id: one.name for one in release.organisations}[release.issuers[0].ref]

    assert (said["@context"], said["@type"]) == ("https://schema.org", "NewsArticle")
    assert said["headline"] == release.headline
    assert said["inLanguage"] == release.language
    assert said["author"]["name"] == said["publisher"]["name"] == issuer
    assert said["author"]["@type"].endswith("Organization")
    assert isinstance(said["articleBody"], str)
    assert said.get("datePublished") == (
        release.dates.issued.date_time
        or (release.dates.issued.edtf if edtf.xsd_type(release.dates.issued.edtf) else None)
    )


def test_things_have_their_names_wherever_they_are_named():
    """So that nobody has to look up who a mere reference is."""
    said = page()

    assert said["hasPart"][0]["creator"] == {
        "@type": "Person", "@id": BASE + "#p-1", "name": "Siti Rahma",
    }  # fmt: skip
    assert said["locationCreated"]["name"] == "Surabaya"
    assert said["about"][0]["location"]["name"] == "Balai Kota"


def test_an_issuer_has_the_web_address_that_is_known():
    assert page()["publisher"]["url"] == "https://register.example.go.id/org/1"


def test_of_several_addresses_the_first_on_the_web_is_taken_and_none_is_made_up():
    same = ["urn:x:badan", "https://badan.example.go.id/", "https://www.example.org/badan"]
    organisations = every_field()["organisations"]
    organisations[0]["sameAs"] = same
    organisations[1]["sameAs"] = same[:1]
    said = page(organisations=organisations)

    assert said["publisher"]["url"] == same[1]
    assert "url" not in said["provider"]
    whole = {one["@id"]: one for one in said["mentions"]}
    assert (whole[BASE + "#org-1"]["url"], whole[BASE + "#org-1"]["sameAs"]) == (same[1], same)
    assert "url" not in whole[BASE + "#org-2"]


def test_photos_are_images_of_the_article():
    photo = {"id": "a-1", "kind": "photo", "href": "https://a.example/1.jpg"}
    video = {"id": "a-2", "kind": "video", "href": "https://a.example/2.mp4"}
    said = page(
        attachments=[photo, video, photo | {"id": "a-3", "href": "https://a.example/3.jpg"}]
    )

    assert said["image"] == ["https://a.example/1.jpg", "https://a.example/3.jpg"]
    assert [one["@type"] for one in said["associatedMedia"]] == [
        "ImageObject", "VideoObject", "ImageObject",
    ]  # fmt: skip


def test_a_topic_is_described_with_its_label():
    assert page()["about"][2] == {
        "@type": "DefinedTerm", "@id": "http://cv.iptc.org/newscodes/mediatopic/20000312",
        "termCode": "medtop:20000312", "name": "public relations",
    }  # fmt: skip


def test_a_topic_without_label_has_its_code():
    topic = page(subjects=[{"scheme": "medtop", "code": "20000312"}])["about"][-1]

    assert "name" not in topic
    assert topic["termCode"] == "medtop:20000312"


def test_a_date_that_no_iso_date_can_say_is_left_out_and_named_where_it_stands():
    dates = {"issued": {"edtf": "2026-03~"}, "created": {"edtf": "2026-02"}}
    events = [
        {"id": "ev-1", "name": "Satu", "start": "2026-02"},
        {"id": "ev-2", "name": "Dua", "start": "2026~"},
        {"id": "ev-3", "name": "Tiga", "start": "2027~"},
    ]
    record = every_field() | {"dates": dates, "events": events}
    said = json.loads(WRITER.write(built(record)))
    lost = {one.params["field"]: one.pointer for one in WRITER.left_out(built(record))}

    assert "datePublished" not in said
    assert said["dateCreated"] == "2026-02"
    assert ["startDate" in one for one in said["about"][:3]] == [True, False, False]
    assert lost["dates.issued.edtf"] == "/dates/issued/edtf"
    assert lost["events.start"] == "/events/1/start"
    assert "dates.created.edtf" not in lost


def test_a_release_that_says_no_date_of_modification_was_modified_when_its_last_edition_was_made():
    at = "2026-03-03T09:00:00+07:00"
    changes = [{"version": 3, "at": at, "kind": "correction"}]
    changes += [{"version": 2, "at": "2026-03-02T09:00:00+07:00", "kind": "minor"}]

    assert json.loads(WRITER.write(built(LEAST | {"changes": changes})))["dateModified"] == at
    assert "dateModified" not in json.loads(WRITER.write(built(LEAST)))
    assert page(changes=changes)["dateModified"] == every_field()["dates"]["modified"]["dateTime"]


# languages


@pytest.mark.parametrize("name", RELEASES)
def test_text_is_plain_and_has_no_direction(name):
    """A value with a direction is one that half of the readers refuse."""
    written = WRITER.write(RELEASES[name])

    assert b"@direction" not in written
    assert b'"@graph"' not in written
    for text in ("headline", "articleBody"):
        assert isinstance(json.loads(written)[text], str)


def test_a_headline_in_another_language_says_in_which():
    assert page()["alternativeHeadline"] == [
        "Dihadiri 120 orang", {"@language": "en-gb", "@value": "Big meeting opened"},
    ]  # fmt: skip


# state


@pytest.mark.parametrize(
    ("status", "said"),
    [("draft", "Draft"), ("scheduled", "Scheduled"), ("published", "Published"),
     ("withdrawn", "Withdrawn")],
)  # fmt: skip
def test_a_page_says_of_what_status_the_release_is(status, said):
    assert page(status=status)["creativeWorkStatus"] == said


@pytest.mark.parametrize(
    ("embargo", "said"),
    [({"until": "2026-03-02T06:00:00+07:00"}, "Embargoed until 2026-03-02T06:00:00+07:00"),
     ({}, "Embargoed until told")],
)  # fmt: skip
def test_a_page_says_until_when_the_release_is_held_back(embargo, said):
    assert page(embargo=embargo)["conditionsOfAccess"] == said


def test_a_release_that_is_free_has_no_condition():
    assert "conditionsOfAccess" not in json.loads(WRITER.write(RELEASES["taman-baca-id"]))


def test_a_restricted_contact_is_in_no_page_and_named():
    """Nothing in the page form could tell a reader that it is not for everybody."""
    contacts = [
        {"visibility": "public", "name": "Humas", "org": "org-1", "emails": ["humas@a.example"]},
        {"visibility": "restricted", "name": "Rudi", "org": "org-1", "phones": ["+62 1"]},
        {"visibility": "restricted", "name": "Sari", "org": "org-2"},
    ]
    release = built(every_field() | {"contacts": contacts})
    written = WRITER.write(release).decode()
    organisations = {one["@id"]: one for one in json.loads(written)["mentions"]}

    assert organisations[BASE + "#org-1"]["contactPoint"] == {
        "@type": "ContactPoint", "@id": BASE + "#contacts.1", "name": "Humas",
        "email": "humas@a.example",
    }  # fmt: skip
    assert "contactPoint" not in organisations[BASE + "#org-2"]
    assert not any(
        word in written for word in ("Rudi", "Sari", "+62 1", "contacts.2", "contacts.3")
    )
    lost = [one.pointer for one in WRITER.left_out(release) if one.params["field"] == "contacts"]
    assert lost == ["/contacts/1"]


def test_a_contact_of_no_organisation_is_named():
    contacts = [{"visibility": "public", "name": "Humas"}]

    assert "contacts" in named(WRITER, built(every_field() | {"contacts": contacts}))


def test_own_terms_and_those_of_others_are_left_out():
    said = page()

    assert not any(":" in term for one in objects(said) for term in one)
    assert said["correction"]["text"] == "Jumlah hadirin:\n120, bukan 12."


# in HTML


@pytest.mark.parametrize("words", ["</script>", "<!--<script>", "a \\</b> c", "<"])
def test_an_article_can_stand_in_a_script_element_as_it_is(words):
    written = WRITER.write(built(every_field() | {"headline": words}))

    assert b"<" not in written
    assert json.loads(written)["headline"] == words


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(records())
def test_whatever_a_record_says_is_an_article_that_a_script_element_can_hold(record):
    release = built(record)
    written = WRITER.write(release)
    said = json.loads(written)

    assert b"<" not in written
    assert (said["@type"], said["headline"]) == ("NewsArticle", release.headline)
    assert said["publisher"]["name"] == said["author"]["name"]
    assert not any(":" in term for one in objects(said) for term in one)


# losses


@pytest.mark.parametrize(
    "whole", [every_field, pytest.param(every_field_text, marks=pytest.mark.slow)]
)
def test_every_difference_of_a_record_is_written_or_named(whole):
    """A value changed, a part left out, added, moved: the page shows it, or an L201 tells."""
    assert list(silent(WRITER, whole())) == []


def test_a_record_that_says_only_what_a_page_holds_loses_the_moment_of_its_making():
    assert named(WRITER, built(LEAST)) == {"versionCreated"}


def test_a_post_that_is_known_by_person_title_and_body_is_not_lost():
    one = {"id": "p-1", "name": "Siti", "roles": [{"title": "Kepala", "org": "org-1"}]}
    two = one | {"roles": [{"title": "Kepala", "org": "org-1"}, {"title": "Anggota"}]}

    assert named(WRITER, built(LEAST | {"people": [one]})) == {"versionCreated"}
    assert named(WRITER, built(LEAST | {"people": [two]})) == {"versionCreated", "people.roles"}


def test_a_language_that_a_headline_need_not_say_is_named():
    headline = {"text": "Satu", "role": "sub", "language": "id"}
    record = LEAST | {"language": "id", "alternativeHeadlines": [headline]}
    foreign = LEAST | {"language": "en", "alternativeHeadlines": [headline]}

    assert "alternativeHeadlines.language" in named(WRITER, built(record))
    assert "alternativeHeadlines.language" not in named(WRITER, built(foreign))


# what no input can do


def test_a_topic_with_the_address_of_something_else_breaks_nothing():
    """Anybody can make up a scheme; the thing keeps its own name."""
    for code in ("a-2", "p-1", "subjects.1", "byline.1", "p-1.roles.1", "republisher.1"):
        subjects = [{"scheme": BASE + "#", "code": code, "label": "Lain"}]
        said = page(subjects=subjects)

        assert said["about"][-1]["@id"] == BASE + "#" + code
    assert page(subjects=[{"scheme": BASE[:-5], "code": BASE[-5:]}])["about"][-1] == {"@id": BASE}
    contact = page(subjects=[{"scheme": BASE + "#", "code": "contacts.1"}])["about"]
    assert [one["@type"] for one in contact] == ["Event", "Event"]


def test_a_chain_of_five_hundred_places_is_no_deep_document():
    places = [
        {"id": f"pl-{number}", "name": "Tempat", "kind": "other", "within": f"pl-{number + 1}"}
        for number in range(500)
    ] + [{"id": "pl-500", "name": "Tempat", "kind": "other"}]

    written = WRITER.write(built(every_field_text() | {"places": places}))

    assert len(json.loads(written)["contentLocation"]) == 501
    assert written.count(b'"containedInPlace"') == 500


def test_of_many_names_of_one_thing_the_page_grows_no_faster_than_the_record():
    def size(count):
        quotes = [
            {"id": f"q-{number}", "kind": "direct", "span": [0, 5], "speaker": "p-1"}
            for number in range(count)
        ]
        return len(WRITER.write(built(every_field_text() | {"quotes": quotes})))

    assert size(4000) - size(2000) < 1.1 * (size(2000) - size(1)) + 20_000
