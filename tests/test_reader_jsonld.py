"""The reader of pages: a NewsArticle of schema.org in any shape gives one record, losses named."""

from __future__ import annotations

import copy
import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.body import plain_text
from archive.errors import UnreadableSource
from archive.findings import Finding, Position
from archive.places import NOWHERE
from archive.positions import JsonPlaces
from archive.readers import READERS, Reading
from archive.readers.jsonld import article_texts
from archive.readers.jsonld.article import documents
from archive.validation import built, validate
from archive.writers import WRITERS
from tests import golden, held
from tests.every_field import every_field, every_field_text
from tests.losses import named
from tests.strategies import records

PAGE = "https://pers.example.go.id/berita/1"
MADE = "2026-03-02T09:00:00+07:00"
LEAST: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": PAGE,
    "version": "1",
    "creativeWorkStatus": "Published",
    "inLanguage": "id",
    "headline": "Jalur dibuka",
    "articleBody": "Jalur dibuka Senin.",
    "datePublished": MADE,
    "sourceOrganization": {"@type": "Organization", "name": "Dinas Contoh"},
}
"""An article of which nothing is lost."""


def readings(value: Any) -> list[Reading]:
    """Return what a value gives."""
    return list(documents(value, NOWHERE))


def reading(**fields: Any) -> Reading:
    """Return what the least article with other fields gives; ``None`` takes a field out."""
    item = {name: value for name, value in (LEAST | fields).items() if value is not None}
    (one,) = readings(item)
    return one


def document(**fields: Any) -> dict[str, Any]:
    """Return the document of the least article with other fields."""
    made: dict[str, Any] = reading(**fields).document
    return made


def told(one: Reading) -> list[tuple[str, str]]:
    """Return code and pointer of the findings, in order; all but what is said as always."""
    said = [(found.code, found.pointer) for found in one.findings if found.code != "L107"]
    return [
        (code, place) for code, place in said if code != "L103" or "/datePublished" not in place
    ]


def only(one: Reading, code: str) -> Finding:
    """Return the one finding with a code."""
    (found,) = [found for found in one.findings if found.code == code]
    return found


def errors(one: Reading) -> list[str]:
    """Return the pointers of what keeps a document from being a record."""
    return [found.pointer for found in validate(one.document) if found.severity == "error"]


def test_of_the_least_article_nothing_is_lost_and_the_record_is_whole():
    one = reading()

    assert told(one) == []
    assert errors(one) == []


# real pages


@pytest.mark.parametrize(
    ("number", "lacks"),
    [(1, []), (2, ["/body"]), (3, []), (4, []), (5, []), (6, ["/dates/issued"]), (7, []), (8, []),
     (9, []), (10, [])],
)  # fmt: skip
def test_a_real_page_is_a_record_or_says_what_it_lacks(corpora, number, lacks):
    raw = (corpora / f"formats/jsonld_newsarticle/sample-{number:02}.json").read_bytes()

    (one,) = documents(json.loads(raw), JsonPlaces(raw))

    assert errors(one) == lacks
    assert all(found.position is not None for found in one.findings)


def test_every_type_and_context_of_real_pages_is_known(corpora):
    shapes = json.loads((corpora / "formats/jsonld_newsarticle/shapes.json").read_bytes())

    for said, _ in shapes["types"]:
        assert document(**{"@type": json.loads(said)}) == document()
    for said, _ in shapes["contexts"]:
        if not said.startswith("{"):
            assert document(**{"@context": json.loads(said)}) == document()


def test_every_shape_of_a_date_of_real_pages_is_read_or_told(corpora):
    shapes = json.loads((corpora / "formats/jsonld_newsarticle/shapes.json").read_bytes())
    made = {"9999-99-99": "2026-03-02", "99:99:99.999999": "09:00:00.000001",
            "99:99:99.999": "09:00:00.001", "99:99:99": "09:00:00", "99:99": "09:00"}  # fmt: skip

    for said, _ in shapes["date_shapes"]:
        shape = said.partition(" ")[2]
        for pattern, value in made.items():
            shape = shape.replace(pattern, value)
        one = reading(datePublished=shape.replace("+9999", "+0700").replace("-9999", "-0700"))

        assert "issued" in one.document.get("dates", {}) or ("L104", "/datePublished") in told(one)


def test_articles_are_read_from_files_one_in_all_or_one_in_each_line():
    read = READERS["jsonld"].load()
    line = json.dumps(LEAST).encode()
    page = (golden.SAMPLES / "good/foto-dermaga/release.page.jsonld").read_bytes()

    (one,) = read(BytesIO(line))
    lines = list(read(BytesIO(line + b"\n" + page)))

    assert one.document == document()
    assert [each.document["id"] for each in lines] == [PAGE, json.loads(page)["@id"]]


# shapes


RICH: dict[str, Any] = {
    **LEAST,
    "alternativeHeadline": "Warga senang",
    "description": "Ringkas.",
    "keywords": ["jalan", "sepeda"],
    "url": PAGE,
    "mainEntityOfPage": {"@type": "WebPage", "@id": PAGE},
    "dateModified": "2026-03-02T10:00:00+0700",
    "author": [{"@type": "Person", "name": "Siti"}, {"@type": "Person", "name": "Budi"}],
    "publisher": {"@type": "Organization", "name": "Dinas Contoh", "url": "https://a.example/"},
    "image": [{"@type": "ImageObject", "url": "https://a.example/1.jpg"},
              {"@type": "ImageObject", "url": "https://a.example/2.jpg", "width": 9}],
    "about": {"@type": "Thing", "name": "lalu lintas"},
    "mentions": [{"@type": "Person", "name": "Wati", "jobTitle": "Kepala",
                  "worksFor": {"@type": "Organization", "name": "Balai"}},
                 {"@type": "Thing", "name": "Sepeda"}],
    "contentLocation": {"@type": "Place", "name": "Contoh"},
    "identifier": {"@type": "PropertyValue", "propertyID": "nomor", "value": "SP-1"},
    "isPartOf": {"@type": "CreativeWork", "@id": "https://a.example/seri"},
    "copyrightHolder": {"@type": "Organization", "name": "Balai"},
    "license": "https://l.example/",
}  # fmt: skip
NAMED = {"author", "publisher", "about", "contentLocation", "copyrightHolder", "worksFor",
         "sourceOrganization", "mentions"}  # fmt: skip
"""Terms of things: an object that says only a name may be that name."""
CONTEXTS: list[Any] = [
    "https://schema.org", "http://schema.org", "http://schema.org/", "https://www.schema.org/",
    ["https://schema.org"], ["https://schema.org", {"x": "https://x.example/"}],
    {"@vocab": "http://schema.org/"}, {"@vocab": "https://schema.org"},
]  # fmt: skip


class Reshaper:
    """Says the same in other shapes, as drawn."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self._apart: list[dict[str, Any]] = []
        """Objects that stand beside the article and are referred to."""

    def page(self, article: dict[str, Any]) -> Any:
        """Return a page that says what an article does."""
        context = self._one_of(CONTEXTS)
        bare = {name: value for name, value in article.items() if name != "@context"}
        shaped = self._object(bare, is_apart=False)
        parts = self._shuffled([shaped, *self._apart, {"@type": "WebSite", "name": "Situs"}])
        if not self._apart and self._one_of([True, False]):
            return {"@context": context} | shaped
        if self._one_of([True, False]):
            return {"@context": context, "@graph": parts}
        return [{"@context": context} | one for one in parts]

    def _one_of(self, values: list[Any]) -> Any:
        return self._data.draw(st.sampled_from(values))

    def _shuffled(self, values: list[Any]) -> list[Any]:
        return self._data.draw(st.permutations(values))

    def _object(self, value: dict[str, Any], *, is_apart: bool) -> Any:
        said = {
            self._key(name): self._value(name, part)
            for name, part in self._shuffled([*value.items()])
        }
        if self._one_of([True, False, False]):
            said["commentCount"] = None
        if is_apart and "@id" not in said and self._one_of([True, False, False]):
            name = f"_:b{len(self._apart)}"
            self._apart.append(said | {"@id": name})
            return {"@id": name}
        return said

    def _key(self, name: str) -> str:
        ways = ["", "schema:", "http://schema.org/", "https://schema.org/"]
        return name if name.startswith("@") else self._one_of(ways) + name

    def _value(self, name: str, value: Any) -> Any:
        if name == "@type":
            return self._one_of([value, [value], f"schema:{value}", f"https://schema.org/{value}"])
        if name.startswith("@"):
            return value
        if isinstance(value, list):
            return [self._single(name, one) for one in value]
        single = self._single(name, value)
        return self._one_of([single, [single], [None, single], {"@list": [single]}])

    def _single(self, name: str, value: Any) -> Any:
        if isinstance(value, dict):
            short = value.get("name") if name in NAMED else value.get("url")
            usual = {"Person": name == "author", "Thing": True, "Place": True}
            is_short = set(value) <= {"@type", "name", "url"} and len(value) == 2
            kind = value["@type"]
            if is_short and short and usual.get(kind, True) and self._one_of([True, False]):
                return short
            return self._object(value, is_apart=True)
        return self._one_of([value, {"@value": value}, {"@set": [value]}])


@settings(max_examples=80, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(st.data())
def test_shapes_do_not_matter(data):
    """String, object, list and null; ``@graph`` and ``@id``; spelling of context, keys and types."""
    expected = readings(RICH)[0].document

    found = [one.document for one in readings(Reshaper(data).page(RICH))]

    assert found == [expected]


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_context_of_schema_org_is_known_in_every_spelling(context):
    assert document(**{"@context": context}) == document()


def test_without_a_context_that_of_schema_org_is_inferred():
    one = reading(**{"@context": None})

    assert one.document == document()
    assert [dict(found.params) for found in one.findings if found.variant == "missing"] == [
        {"value": "https://schema.org", "source": "@context"}
    ]


@pytest.mark.parametrize(
    "context",
    [
        "https://x.example/context",
        ["https://schema.org", "https://x.example/context"],
        ["https://schema.org", {"a": "x:a"}, "https://x.example/context"],
    ],
)
def test_what_depends_on_a_context_from_elsewhere_is_nobodys_as_it_is_not_fetched(context):
    (one,) = readings(LEAST | {"@context": context})

    found = only(one, "L106")
    assert (one.document, found.variant) == (None, "context")
    assert found.params["context"] == "https://x.example/context"


def test_a_context_from_elsewhere_before_that_of_schema_org_is_named():
    one = reading(**{"@context": ["https://x.example/context", "https://schema.org"]})

    assert one.document == document()
    assert told(one) == [("L101", "/@context/0")]


def test_a_key_that_stands_twice_is_refused_since_nobody_knows_which_is_meant():
    raw = b'{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "a", "headline": "b"}'

    with pytest.raises(UnreadableSource) as caught:
        list(READERS["jsonld"].load()(BytesIO(raw)))

    assert [one.code for one in caught.value.findings] == ["J002"]


def test_names_that_a_context_gives_to_terms_are_read_as_those():
    article = {
        "@context": {"s": "http://schema.org/", "judul": "s:headline", "isi": {"@id": "s:articleBody"},
                     "jenis": "@type", "id": "@id", "x": {"@container": "@set"}},
        "jenis": "s:NewsArticle", "id": PAGE, "judul": "Jalur dibuka", "isi": "Jalur dibuka Senin.",
        "headline": "bukan", "s:url": "https://a.example/", "y:headline": "bukan",
    }  # fmt: skip

    (one,) = readings(article)

    assert (one.document["id"], one.document["headline"]) == (PAGE, "Jalur dibuka")
    assert [found.pointer for found in one.findings if found.code == "L101"] == [
        "/headline",
        "/y:headline",
    ]


def test_a_name_that_stands_for_the_id_is_not_the_language_of_that_name():
    context = ["https://schema.org", {"id": "@id"}]

    made = document(**{"@context": context, "citation": {"id": "urn:x:1"}})

    assert made["relations"] == [{"rel": "cites", "target": "urn:x:1"}]


def test_names_that_stand_for_each_other_in_a_circle_are_nobodys():
    (one,) = readings(LEAST | {"@context": [LEAST["@context"], {"headline": "a", "a": "headline"}]})

    assert "headline" in one.document


def test_the_language_of_the_context_is_that_of_the_article_unless_it_says_one():
    context = {"@vocab": "https://schema.org/", "@language": "en-gb"}

    one = reading(**{"@context": context, "inLanguage": None})

    assert one.document["language"] == "en-GB"
    assert ("L103", "") in told(one)
    assert document(**{"@context": context})["language"] == "id"


def test_a_vocabulary_of_others_takes_the_bare_names_away():
    (one,) = readings(LEAST | {"@context": {"@vocab": "https://x.example/"}})

    assert one.document is None


# what else is in a file


def test_other_things_of_a_file_are_named_as_left_out():
    value = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "WebSite", "name": "Situs"}, LEAST, 7, {"@type": "BreadcrumbList"}],
    }

    (one,) = readings(value)

    assert one.document == document()
    assert told(one) == [("L101", "/@graph/0"), ("L101", "/@graph/3"), ("L101", "/@graph/2")]


def test_what_an_article_refers_to_by_its_id_is_read_where_it_stands():
    organisation = {"@type": "Organization", "@id": "https://a.example/#org", "name": "Balai",
                    "logo": "x"}  # fmt: skip
    reference = {"@id": "https://a.example/#org"}
    for said in (reference, "https://a.example/#org"):
        article = LEAST | {"sourceOrganization": None, "publisher": said}

        (one,) = readings({"@context": "https://schema.org", "@graph": [article, organisation]})

        assert one.document["organisations"] == [
            {"id": "org-1", "name": "Balai", "sameAs": ["https://a.example/#org"]}
        ]
        assert one.document["issuers"] == [{"ref": "org-1", "certainty": "inferred"}]
        assert ("L101", "/@graph/1/logo") in told(one)


def test_of_two_descriptions_of_a_thing_the_fuller_one_is_read_and_what_differs_is_named():
    full = {"@type": "Person", "@id": "urn:x:1", "name": "Wati", "jobTitle": "Kepala"}
    short = {"@type": "Person", "@id": "urn:x:1", "name": "W."}

    one = reading(mentions=full, author=short)

    assert one.document["people"][0]["name"] == "Wati"
    assert one.document["byline"] == [{"name": "Wati"}]
    assert told(one) == [("L101", "/author/name")]


def test_each_article_of_a_file_is_a_document_and_what_is_left_out_is_told_with_the_first():
    second = LEAST | {"@id": "https://pers.example.go.id/berita/2"}

    first, other = readings([LEAST, second, {"@type": "WebPage"}])

    assert [first.document["id"], other.document["id"]] == [PAGE, second["@id"]]
    assert (told(first), told(other)) == ([("L101", "/2")], [])


def test_the_article_that_a_page_is_about_is_read():
    page = {"@context": "https://schema.org", "@type": "WebPage", "name": "Laman",
            "mainEntity": {"@context": "https://schema.org"} | LEAST}  # fmt: skip

    (one,) = readings(page)

    assert one.document == document()
    assert told(one) == [("L101", "")]


@pytest.mark.parametrize(
    ("value", "kind", "parts"),
    [({"@type": "WebPage", "name": "a"}, "WebPage", 2), ([], "array", 0), (7, "number", 1),
     ({"@type": "WebPage", "mainEntity": {"@type": "Product"}}, "WebPage", 2),
     ({"@graph": [{"@type": ["Person", "x:y"]}, {"@type": "Event"}]}, "Person, Event", 3)],
)  # fmt: skip
def test_a_file_without_an_article_is_no_press_release(value, kind, parts):
    (one,) = readings(value)

    assert one.document is None
    assert dict(only(one, "L106").params) == {"kind": kind, "parts": parts}


def test_warnings_are_told_with_the_first_reading():
    warning = Finding(code="J005")

    for value in ([LEAST, LEAST], {"@type": "WebPage"}):
        first, *others = documents(value, NOWHERE, (warning,))

        assert first.findings[0] == warning
        assert all(warning not in one.findings for one in others)


def test_findings_and_values_know_where_they_stand():
    raw = b'{"@graph": [\n {"@type": "NewsArticle", "@id": "urn:x:1",\n  "headline": "A", "x": 1}]}'

    (one,) = documents(json.loads(raw), JsonPlaces(raw))

    assert only(one, "L101").position == Position(3, 20)
    assert one.places.find("/headline") == Position(3, 3)
    assert one.places.find("/id") == Position(2, 27)


# identity and state


@pytest.mark.parametrize(
    ("fields", "work", "pointer"),
    [({"url": "https://a.example/1"}, "https://a.example/1", "/url"),
     ({"mainEntityOfPage": "https://a.example/2"}, "https://a.example/2", "/mainEntityOfPage"),
     ({"url": 7, "mainEntityOfPage": {"@id": "https://a.example/2"}}, "https://a.example/2",
      "/mainEntityOfPage")],
)  # fmt: skip
def test_without_an_id_of_its_own_an_article_is_known_by_its_address(fields, work, pointer):
    one = reading(**{"@id": PAGE + "#article"}, **fields)

    assert one.document["id"] == work
    assert ("L103", pointer) in told(one)
    assert ("L101", "/@id") in told(one)


@pytest.mark.parametrize("iri", [None, "no iri", "_:b0", PAGE + "#article", 7])
def test_an_article_that_nothing_names_lacks_its_id(iri):
    assert "/id" in errors(reading(**{"@id": iri, "sourceOrganization": "Dinas"}))


@pytest.mark.parametrize(("version", "read_as"), [("3", 3), (3, 3), ("007", 7)])
def test_a_version_is_a_number_or_its_digits(version, read_as):
    assert document(version=version)["version"] == read_as


@pytest.mark.parametrize("version", ["1.2", "0", -1, True, "9" * 16, {"a": 1}])
def test_a_version_that_is_no_count_is_told_and_not_guessed(version):
    one = reading(version=version)

    assert "version" not in one.document
    assert told(one) == [("L104", "/version")]


@pytest.mark.parametrize(
    ("language", "tag", "codes"),
    [("en-GB", "en-GB", []), ("EN_gb", "en-GB", ["L102"]), (7, "und", ["L104", "L103"]),
     ({"@type": "Language", "alternateName": "id"}, "id", []),
     ({"@type": "Language", "x": 1}, "und", ["L101", "L103"]), ("?", "und", ["L104", "L103"])],
)  # fmt: skip
def test_a_language_is_put_into_canonical_spelling(language, tag, codes):
    one = reading(inLanguage=language)

    assert one.document["language"] == tag
    assert [code for code, _ in told(one)] == codes


def test_what_an_article_does_not_say_of_itself_is_taken_and_told():
    one = reading(version=None, inLanguage=None, creativeWorkStatus=None)

    taken = [dict(found.params) for found in one.findings if found.variant == "missing"]

    assert taken == [
        {"value": 1, "source": "version"},
        {"value": "und", "source": "inLanguage"},
        {"value": "published", "source": "creativeWorkStatus"},
    ]


def test_a_status_that_is_not_known_is_not_taken_for_published():
    one = reading(creativeWorkStatus="Obsolete")

    assert "status" not in one.document
    assert told(one) == [("L104", "/creativeWorkStatus")]


@pytest.mark.parametrize(
    ("words", "embargo", "codes"),
    [("Embargoed until told", {}, []), (f"Embargoed until {MADE}", {"until": MADE}, []),
     ("Embargoed until noon", {}, ["L104"]), ("Subscribers only", None, ["L101"]),
     (["Embargoed until told", "Embargoed until told"], {}, ["L101"]), (7, None, ["L101"])],
)  # fmt: skip
def test_an_embargo_is_read_from_the_conditions_of_access(words, embargo, codes):
    one = reading(conditionsOfAccess=words)

    assert one.document.get("embargo") == embargo
    assert [code for code, _ in told(one)] == codes


def test_the_digital_source_is_an_iri():
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"

    for said in (source, {"@id": source}):
        assert document(digitalSourceType=said)["digitalSource"] == source
    assert told(reading(digitalSourceType=[source, "foto"])) == [("L104", "/digitalSourceType/1")]


def test_the_kind_is_that_of_the_genre_or_the_type():
    speech = "https://w3id.org/press-archive/ns#speech"

    assert document()["type"] == "other"
    assert document(**{"@type": "PressRelease"})["type"] == "press_release"
    assert document(genre=["Berita", {"@id": speech}])["type"] == "speech"
    assert told(reading(genre=["Berita", speech, speech])) == [
        ("L101", "/genre/0"), ("L101", "/genre/2"),
    ]  # fmt: skip


def test_a_kind_of_article_that_the_record_has_no_word_for_is_named():
    assert told(reading(**{"@type": ["NewsArticle", "BlogPosting"]})) == [("L101", "/@type/1")]


def test_further_names_of_the_work_are_identifiers():
    names = [
        "SP-1", 41, {"propertyID": "doi", "value": "10.5"}, {"name": "Nomor Surat", "value": 7},
        {"@type": "PropertyValue", "value": "x"}, {"propertyID": "a"}, {"propertyID": "№", "value": "1"},
    ]  # fmt: skip

    one = reading(identifier=names)

    assert one.document["identifiers"] == [
        {"scheme": "identifier", "value": "SP-1"},
        {"scheme": "identifier", "value": "41"},
        {"scheme": "doi", "value": "10.5"},
        {"scheme": "nomor-surat", "value": "7"},
        {"scheme": "identifier", "value": "x"},
    ]
    assert ("L101", "/identifier/5") in told(one)
    assert ("L104", "/identifier/6/propertyID") in told(one)


# dates


@pytest.mark.parametrize(
    ("said", "date", "codes"),
    [(MADE, {"dateTime": MADE}, []), ("2026-03", {"edtf": "2026-03"}, []),
     ("2026-03-02 09:00:00", {"edtf": "2026-03-02"}, ["L102"]),
     ("20260302T090000Z", {"dateTime": "2026-03-02T09:00:00Z"}, ["L102"]),
     ("2 Mar 2026 09:00 GMT", {"dateTime": "2026-03-02T09:00:00Z"}, ["L102"]),
     ("Mon, 02 Mar 2026 09:00:00 -0330", {"dateTime": "2026-03-02T09:00:00-03:30"}, ["L102"]),
     ("2 Max 2026 09:00 GMT", None, ["L104"]), ("2026-02-30 09:00", None, ["L104"]),
     ("Senin", None, ["L104"]), (20260302, None, ["L104"]),
     ({"@value": "2026-03-02", "@type": "xsd:date"}, {"edtf": "2026-03-02"}, [])],
)  # fmt: skip
def test_a_date_is_mended_where_that_needs_no_guess(said, date, codes):
    one = reading(dateCreated=said)

    assert one.document["dates"].get("created") == date
    assert [code for code, _ in told(one)] == codes


@pytest.mark.parametrize(
    ("fields", "source"),
    [({"dateModified": "2026-03-03T09:00:00Z"}, "dateModified"), ({}, "datePublished"),
     ({"dateModified": "2026-03-03"}, "datePublished"),
     ({"datePublished": "2026", "dateCreated": MADE}, "dateCreated")],
)  # fmt: skip
def test_when_the_edition_was_made_is_inferred_from_the_latest_date(fields, source):
    one = reading(**fields)

    assert one.document["versionCreated"] == (LEAST | fields)[source]
    assert ("L103", source) in [(found.code, found.params.get("source")) for found in one.findings]


def test_without_an_exact_date_the_record_lacks_when_it_was_made():
    assert errors(reading(datePublished="2026-03-02")) == ["/versionCreated"]
    assert set(errors(reading(datePublished=None))) == {"/versionCreated", "/dates"}


# texts


def test_the_headline_is_the_one_in_the_language_of_the_article():
    one = reading(headline={"en": "Lane open", "id": ["Jalur dibuka", "Jalur baru"]})

    assert one.document["headline"] == "Jalur dibuka"
    assert told(one) == [("L101", "/headline/en"), ("L101", "/headline/id/1")]


def test_a_name_that_is_the_headline_is_passed_over_and_another_one_named():
    assert told(reading(name="Jalur dibuka")) == []
    assert told(reading(name="Jalur dibuka - Situs")) == [("L101", "/name")]


def test_without_a_headline_the_name_is_it():
    one = reading(headline=None, name="Jalur")

    assert one.document["headline"] == "Jalur"
    assert told(one) == [("L103", "/name")]


@pytest.mark.parametrize("headline", [7.5, {"@type": "Thing", "name": "x"}, True])
def test_a_headline_that_is_no_text_is_told_and_missing(headline):
    one = reading(headline=headline)

    assert "headline" not in one.document
    assert [code for code, _ in told(one)] == ["L104"]


def test_tags_and_entities_of_a_headline_are_read():
    one = reading(headline='<p>Satu &amp; <a href="https://a.example/">dua</a></p>')

    assert one.document["headline"] == "Satu & dua"
    assert [code for code, _ in told(one)] == ["L102", "L101"]


def test_tags_of_a_headline_that_say_nothing_are_left_out():
    assert told(reading(headline="<p>Jalur <b>dibuka</b></p>")) == []


def test_entities_that_a_page_left_in_its_texts_are_mended():
    one = reading(articleBody="&amp;quot;A&amp;quot; &lt; B&#8217;s", description="x &amp; y",
                  author="A&nbsp;B", keywords="a &amp; b", alternativeHeadline="&eacute; &quot;",
                  image={"url": "https://a.example/1", "caption": "&mdash;"})  # fmt: skip

    made = one.document

    assert made["body"]["text"] == '"A" < B\u2019s'
    assert (made["summary"], made["byline"], made["keywords"]) == (
        "x & y", [{"name": "A\u00a0B"}], ["a & b"],
    )  # fmt: skip
    assert made["alternativeHeadlines"][0]["text"] == '&eacute; "'
    assert made["attachments"][0]["caption"] == "\u2014"
    assert [code for code, _ in told(one)].count("L102") == 6


def test_alternative_headlines_keep_their_language():
    one = reading(alternativeHeadline=[
        {"@value": "Lane open", "@language": "EN"}, {"@value": "Jalur", "@language": "id"},
        {"@value": "Baru", "@language": "!"}, 7,
    ])  # fmt: skip

    assert one.document["alternativeHeadlines"] == [
        {"text": "Lane open", "role": "sub", "language": "en"},
        {"text": "Jalur", "role": "sub"},
        {"text": "Baru", "role": "sub"},
    ]
    assert [code for code, _ in told(one)].count("L104") == 2


def test_the_abstract_comes_before_a_description_that_says_something_else():
    one = reading(abstract="Satu.", description=["Satu.", "Dua."])

    assert one.document["summary"] == "Satu."
    assert told(one) == [("L101", "/description/1")]
    assert "summary" not in document(description={"@type": "Thing"})


def test_a_single_text_may_hold_several_keywords():
    assert document(keywords="b, a,, b")["keywords"] == ["a", "b"]
    assert document(keywords=["b, a", "c"])["keywords"] == ["b, a", "c"]
    assert document(keywords=[{"@type": "DefinedTerm", "name": "x"}, 7])["keywords"] == ["7", "x"]
    assert "keywords" not in document(keywords=[True])


def test_a_text_with_tags_is_html_and_what_has_no_place_is_named():
    one = reading(articleBody='<p class="x">Satu</p><img src="y">')

    assert one.document["body"] == {"format": "html", "text": "<p>Satu</p>"}
    assert only(one, "L101").params["field"] == "articleBody: img[src], p[class]"
    assert told(reading(articleBody="<p>Satu</p>", wordCount=1)) == []


def test_texts_of_a_body_follow_each_other_and_lines_are_paragraphs():
    assert document(articleBody=["Satu.", "Dua.", "Satu."])["body"]["text"] == "Satu.\n\nDua."
    assert document(articleBody="Satu.\nDua.")["body"]["text"] == "Satu.\n\nDua."


@pytest.mark.parametrize("body", [7, "\u0001", "<p></p>", {"@type": "Thing"}, [[]], ""])
def test_a_body_that_says_nothing_is_missing(body):
    one = reading(articleBody=body)

    assert "body" not in one.document
    assert told(one) != [] or body in ([[]], "")


def test_a_count_of_words_that_is_wrong_is_named():
    assert told(reading(wordCount="3")) == []
    assert told(reading(wordCount=4)) == [("L101", "/wordCount")]


def test_the_place_of_the_dateline_is_one_of_the_places():
    made = document(dateline="SURABAYA -", locationCreated=["Surabaya", "Malang"])

    assert made["dateline"] == {"text": "SURABAYA -", "place": "pl-1"}
    assert [one["name"] for one in made["places"]] == ["Surabaya", "Malang"]
    assert "dateline" not in document(locationCreated="Surabaya")


def quotation(text: Any, **fields: Any) -> Reading:
    """Return the reading of an article with a quotation."""
    part = {"@type": "Quotation", "text": text} | fields
    return reading(articleBody="“Baik,” kata Wati. Wati pergi.", hasPart=part)


def test_a_quotation_is_found_in_the_text_and_its_marks_say_whether_it_is_direct():
    one = quotation("Baik", spokenByCharacter={"@type": "Person", "name": "Wati"}, creator="Wati")
    other = quotation(
        "pergi", creator=[{"@type": "Organization", "name": "Dinas"}, "Wati", {"x": 1}]
    )

    assert one.document["quotes"] == [
        {"id": "q-1", "kind": "direct", "span": [1, 5], "speaker": "p-1"}
    ]
    assert other.document["quotes"] == [
        {"id": "q-1", "kind": "indirect", "span": [24, 29], "speaker": "org-2"}
    ]
    assert ("L101", "/hasPart/creator/1") in told(other)


@pytest.mark.parametrize("text", ["Wati", "tidak ada", 7, None])
def test_a_quotation_that_does_not_stand_in_the_text_once_is_named(text):
    one = quotation(text)

    assert "quotes" not in one.document
    assert told(one) == [("L101", "/hasPart")]


def test_of_very_many_quotations_of_a_very_long_text_the_last_are_named_and_not_looked_for(
    monkeypatch,
):
    """Else a file of some megabytes would take hours."""
    monkeypatch.setattr(article_texts, "_MOST_LOOKED_THROUGH", 25)
    parts = [{"@type": "Quotation", "text": text} for text in ("Satu", "Dua", "Tiga")]

    one = reading(articleBody="Satu Dua Tiga", hasPart=parts)

    assert [quote["span"] for quote in one.document["quotes"]] == [[0, 4]]
    assert ("L101", "/hasPart/1") in told(one)


def test_any_other_part_of_an_article_is_named():
    assert told(reading(hasPart=["x", {"@type": "WebPageElement"}], articleBody=None)) == [
        ("L101", "/hasPart/0"), ("L101", "/hasPart/1"),
    ]  # fmt: skip


# who


@pytest.mark.parametrize(
    ("fields", "name", "certainty"),
    [({}, "Dinas Contoh", None),
     ({"sourceOrganization": None, "publisher": "Balai"}, "Balai", "inferred"),
     ({"sourceOrganization": None, "author": {"@type": "Organization", "name": "Badan"}}, "Badan",
      "inferred"),
     ({"sourceOrganization": {"@type": "Person", "name": "x"}}, "pers.example.go.id", "inferred"),
     ({"sourceOrganization": {"url": "https://a.example"}}, "pers.example.go.id", "inferred")],
)  # fmt: skip
def test_the_issuer_is_who_it_was_written_for_else_who_published_it(fields, name, certainty):
    made = document(**fields)

    names = {one["id"]: one["name"] for one in made["organisations"]}
    assert [(names[one["ref"]], one.get("certainty")) for one in made["issuers"]] == [
        (name, certainty)
    ]


def test_a_publisher_beside_the_issuer_is_named_unless_it_is_the_issuer():
    assert told(reading(publisher=["Dinas Contoh"])) == []
    assert told(reading(publisher=["Balai", {"x": 1}])) == [
        ("L101", "/publisher/0"), ("L101", "/publisher/1"),
    ]  # fmt: skip
    assert len(document(sourceOrganization=["A", "B", "A"])["issuers"]) == 2


def test_the_provider_is_one_of_the_organisations():
    made = document(provider=["Balai", "Badan", {"x": 1}])

    assert made["provider"] == "org-2"


def test_who_made_the_text_is_the_byline_and_a_person_of_whom_more_is_said_one_of_the_people():
    made = document(
        author=["Siti", {"@type": "Person", "name": "Budi", "url": "https://a.example/b"}],
        creator={"@type": "Person", "name": "Siti"},
        editor={"givenName": "Ani", "familyName": "Wijaya"},
        translator=[{"@type": "Person", "jobTitle": "x"}, {"@type": "Person"}, 7.5],
    )

    assert made["byline"] == [
        {"name": "Siti"}, {"name": "Budi"}, {"name": "Ani Wijaya", "role": "editor"},
    ]  # fmt: skip
    assert made["people"] == [
        {"id": "p-1", "name": "Budi", "sameAs": ["https://a.example/b"]},
        {"id": "p-2", "name": "Ani Wijaya"},
    ]


def test_an_organisation_that_made_the_text_is_in_the_byline_unless_it_is_the_issuer():
    dinas, balai = ({"@type": "Organization", "name": name} for name in ("Dinas Contoh", "Balai"))
    made = document(author=[dinas, balai])

    assert made["byline"] == [{"name": "Balai"}]
    assert [one["name"] for one in made["organisations"]] == ["Dinas Contoh", "Balai"]


def test_people_are_taken_with_their_posts():
    wati = {"@type": "Person", "name": "Wati", "alternateName": ["W", "W"], "jobTitle": "Kepala",
            "worksFor": "Balai", "sameAs": ["https://a.example/w", {"@id": "urn:x:w"}, "w"],
            "email": "x"}  # fmt: skip
    made = document(mentions=[wati, wati | {"name": "Ani", "jobTitle": ["A", "B"]}])

    assert made["people"] == [
        {"id": "p-1", "name": "Wati", "aliases": ["W"],
         "sameAs": ["https://a.example/w", "urn:x:w"], "roles": [{"title": "Kepala", "org": "org-2"}]},
        {"id": "p-2", "name": "Ani", "aliases": ["W"],
         "sameAs": ["https://a.example/w", "urn:x:w"],
         "roles": [{"title": "A"}, {"title": "B"}, {"org": "org-2"}]},
    ]  # fmt: skip
    assert ("L104", "/mentions/sameAs/2") in told(reading(mentions=wati))
    assert ("L101", "/mentions/email") in told(reading(mentions=wati))


def test_a_person_without_a_name_is_named_whole():
    nameless = {"@type": "Person", "givenName": " ", "familyName": " "}

    assert told(reading(mentions=nameless)) == [("L101", "/mentions")]


def test_an_object_without_an_id_is_no_address():
    one = reading(mentions={"@type": "Person", "name": "Wati", "sameAs": {"x": 1}})

    assert one.document["people"] == [{"id": "p-1", "name": "Wati"}]
    assert told(one) == [("L101", "/mentions/sameAs/x")]


def test_organisations_are_taken_with_whom_to_ask():
    balai = {
        "@type": ["NewsMediaOrganization", "GovernmentOrganization"], "name": "Balai",
        "legalName": "Balai Contoh", "foundingDate": "1998", "dissolutionDate": "kelak",
        "parentOrganization": ["Dinas Contoh", "Badan"],
        "contactPoint": [{"@type": "ContactPoint", "name": "Humas", "telephone": ["1", "2"]}, "x"],
    }  # fmt: skip
    one = reading(mentions=balai)

    assert one.document["organisations"][0] == {
        "id": "org-1", "name": "Balai", "type": "media", "aliases": ["Balai Contoh"],
        "parent": "org-2", "from": "1998",
    }  # fmt: skip
    assert one.document["contacts"] == [
        {"visibility": "public", "name": "Humas", "org": "org-1", "phones": ["1", "2"]}
    ]
    assert sorted(told(one)) == [
        ("L101", "/mentions/@type/1"), ("L101", "/mentions/dissolutionDate"),
        ("L101", "/mentions/parentOrganization"), ("L104", "/mentions/contactPoint/1"),
    ]  # fmt: skip


def test_places_are_taken_with_their_position():
    geo = {"@type": "GeoCoordinates", "latitude": -7.25, "longitude": "112.75", "elevation": 3}
    balai = {"@type": "City", "name": "Contoh", "geo": geo, "containedInPlace": "Jawa"}
    one = reading(contentLocation=[balai, {"name": "X", "latitude": "7 LS", "geo": "x"}])

    assert one.document["places"] == [
        {"id": "pl-1", "name": "Contoh", "kind": "city", "within": "pl-3", "lat": "-7.25",
         "lon": "112.75"},
        {"id": "pl-2", "name": "X", "kind": "other"},
        {"id": "pl-3", "name": "Jawa", "kind": "other"},
    ]  # fmt: skip
    assert [place for code, place in told(one) if code == "L101"] == [
        "/contentLocation/0/geo/elevation",
        "/contentLocation/1/geo",
        "/contentLocation/1/latitude",
    ]


def test_events_are_taken_with_their_programme():
    rapat = {
        "@type": "BusinessEvent", "name": "Rapat", "startDate": "2026-03-02", "endDate": MADE,
        "location": "Balai", "organizer": ["Dinas Contoh", "Dinas Contoh"],
        "subEvent": [{"@type": "Event", "@id": "urn:x:1", "performer": "Wati"}, "x"],
    }  # fmt: skip
    one = reading(about=rapat)

    assert one.document["events"] == [
        {"id": "ev-1", "name": "Rapat", "start": "2026-03-02", "place": "pl-1",
         "organisers": ["org-1"],
         "sessions": [{"id": "s-1", "kind": "other", "speakers": ["p-1"]}]},
    ]  # fmt: skip
    assert sorted(told(one)) == [
        ("L101", "/about/@type"), ("L101", "/about/endDate"), ("L101", "/about/subEvent/0/@id"),
        ("L101", "/about/subEvent/1"),
    ]  # fmt: skip


def test_what_an_article_is_about_is_a_topic_if_it_has_a_code_else_a_keyword():
    topics = "https://topik.example/"
    made = document(about=[
        "jalan", {"@type": "Thing", "name": "sepeda"},
        {"@type": "DefinedTerm", "@id": topics + "a", "name": "A"},
        {"@type": "DefinedTerm", "termCode": "b", "inDefinedTermSet": {"@id": topics}},
        {"@type": "DefinedTerm", "@id": topics + "kelas:c", "termCode": "kelas:c", "name": "c"},
        {"@type": "DefinedTerm", "@id": topics + "a"},
        {"@type": "DefinedTerm", "termCode": "d", "inDefinedTermSet": "Himpunan", "name": "d"},
        {"@type": "DefinedTerm", "termCode": "e", "inDefinedTermSet": "urn:x", "name": "e"},
        {"@type": "Person", "name": "Wati"}, 7.5,
    ])  # fmt: skip

    assert made["subjects"] == [
        {"scheme": topics, "code": "a", "label": "A"},
        {"scheme": topics, "code": "b"},
    ]
    assert made["keywords"] == ["c", "d", "e", "jalan", "sepeda"]
    assert made["people"] == [{"id": "p-1", "name": "Wati"}]


def test_other_names_are_mentions():
    one = reading(
        mentions=["Sepeda", {"@type": "Product", "name": "Becak"}, {"@type": "Thing"}, 7.5]
    )

    assert one.document["mentions"] == [{"name": "Sepeda"}, {"name": "Becak"}]
    assert told(one) == [
        ("L101", "/mentions/1/@type"), ("L101", "/mentions/2"), ("L104", "/mentions/3"),
    ]  # fmt: skip


# files, rights and other works


def test_files_are_attachments_with_their_words_and_rights():
    photo = {
        "@type": "ImageObject", "contentUrl": "https://a.example/1.jpg", "url": "https://a.example/1",
        "encodingFormat": "image/jpeg", "contentSize": "12", "width": "9px", "height": 8,
        "sha256": "ab" * 32, "name": "Judul", "caption": "Teks.", "inLanguage": "id",
        "author": ["Siti", {"@type": "Person", "name": "Siti"}], "copyrightNotice": "© Siti",
        "copyrightHolder": ["Balai", "Badan", {"x": 1}], "license": ["https://l.example/", "bebas"],
        "thumbnailUrl": ["https://a.example/k.jpg", "k"],
        "encoding": [{"contentUrl": "https://a.example/w.jpg", "name": "Web"}, {"name": "x"},
                     {"contentUrl": "https://a.example/y.jpg", "name": "asli"}],
        "thumbnail": {"@type": "ImageObject", "@id": "https://a.example/t.jpg"},
    }  # fmt: skip
    one = reading(image=photo)

    assert one.document["attachments"] == [{
        "id": "a-1", "kind": "photo", "href": "https://a.example/1.jpg", "mediaType": "image/jpeg",
        "bytes": 12, "width": 9, "height": 8, "sha256": "ab" * 32, "title": "Judul",
        "caption": "Teks.", "credit": "Siti", "language": "id",
        "rights": {"holder": "org-2", "notice": "© Siti", "licence": "https://l.example/"},
        "renditions": [
            {"name": "web", "href": "https://a.example/w.jpg"},
            {"name": "other", "href": "https://a.example/y.jpg"},
            {"name": "thumbnail", "href": "https://a.example/t.jpg"},
            {"name": "thumbnail", "href": "https://a.example/k.jpg"},
        ],
    }]  # fmt: skip
    assert {place for code, place in told(one) if code in ("L101", "L104")} == {
        "/image/url", "/image/copyrightHolder/1", "/image/copyrightHolder/2", "/image/license/1",
        "/image/thumbnailUrl/1", "/image/encoding/1", "/image/encoding/2/name",
    }  # fmt: skip


def test_what_is_wrong_with_a_file_is_told_and_the_file_kept():
    bad = {"@type": "ImageObject", "url": "https://a.example/1", "encodingFormat": "JPEG",
           "contentSize": "12px", "width": "lebar", "height": {"value": 3}, "sha256": "x",
           "inLanguage": "id_ID", "caption": 7, "license": {"@id": "x y"}}  # fmt: skip
    one = reading(image=bad)

    assert one.document["attachments"] == [
        {"id": "a-1", "kind": "photo", "href": "https://a.example/1"}
    ]
    assert len([code for code, _ in told(one) if code in ("L101", "L104")]) == 9


def test_a_file_that_two_terms_name_is_one_and_the_kind_is_that_of_its_type_or_term():
    one = reading(
        associatedMedia=[{"@id": "#x", "contentUrl": "https://a.example/1", "@type": "MediaObject"},
                         "https://a.example/2"],
        image=["https://a.example/1", {"url": "https://a.example/2"}, "foto.jpg"],
        video={"@type": "VideoObject", "name": "tanpa berkas"},
        audio={"contentUrl": "https://a.example/3"},
    )  # fmt: skip

    assert [(file["kind"], file["href"]) for file in one.document["attachments"]] == [
        ("other", "https://a.example/1"), ("other", "https://a.example/2"),
        ("audio", "https://a.example/3"),
    ]  # fmt: skip
    assert [known for known in told(one) if known[0] != "L103"] == [
        ("L104", "/associatedMedia/0/@id"), ("L101", "/image/1"), ("L104", "/image/2"),
        ("L101", "/video"),
    ]  # fmt: skip


def test_a_file_that_is_described_elsewhere_is_taken_once():
    file = {"@type": "ImageObject", "@id": "https://a.example/#foto", "url": "https://a.example/1",
            "caption": "Teks."}  # fmt: skip
    article = LEAST | {"image": [{"@id": file["@id"]}, {"@id": file["@id"]}]}

    (one,) = readings([article, file])

    assert len(one.document["attachments"]) == 1


def test_other_works_are_relations_each_once():
    one = reading(
        url=PAGE, mainEntityOfPage=[{"@type": "WebPage", "@id": PAGE, "url": PAGE}, True],
        isPartOf=[{"@id": PAGE}, {"@type": "Periodical", "url": "https://a.example/s", "name": "S",
                                  "inLanguage": "id"}],
        citation=["https://a.example/c", "Buku", {"@id": "https://a.example/c", "name": "C"},
                  {"@id": "https://a.example/c", "name": "D", "inLanguage": "i!"}],
        isBasedOn={"@id": "urn:x:1", "url": "https://a.example/d"},
    )  # fmt: skip

    assert one.document["relations"] == [
        {"rel": "cites", "target": "https://a.example/c", "title": "C"},
        {"rel": "page", "target": PAGE},
        {"rel": "partOf", "target": "https://a.example/s", "title": "S", "language": "id"},
        {"rel": "derivedFrom", "target": "urn:x:1"},
    ]
    assert {place for code, place in told(one) if code in ("L101", "L104")} == {
        "/mainEntityOfPage/1", "/citation/1", "/citation/3/name", "/citation/3/inLanguage",
        "/isPartOf/1/@type", "/isBasedOn/url",
    }  # fmt: skip


# value objects


def test_what_stands_beside_a_value_is_named():
    one = reading(headline={"@value": "Jalur dibuka", "@direction": "ltr", "@language": "en"},
                  dateline={"@value": ["x"]}, keywords={"@list": ["a"], "x": 1})  # fmt: skip

    assert one.document["headline"] == "Jalur dibuka"
    assert sorted(told(one)) == [
        ("L101", "/dateline/@value"), ("L101", "/headline/@direction"),
        ("L101", "/headline/@value"), ("L101", "/keywords/x"),
    ]  # fmt: skip


def test_equal_values_that_have_no_place_are_counted():
    several = reading(keywords=[{"@type": "DefinedTerm", "name": name, "x": 1} for name in "abc"])

    assert dict(only(several, "L101").params) == {"field": "keywords.x", "parts": 3}


# our own pages


WRITER = WRITERS["jsonld-page"].load()
RELEASES = {name: json.loads((golden.SAMPLES / "good" / name / "release.json").read_bytes())
            for name in golden.names()}  # fmt: skip
RELEASES |= {"every-field": every_field(), "every-field-text": every_field_text()}
NOT_OF_THE_PAGE = frozenset(
    {"$schema", "versionCreated", "issuers.certainty", "quotes.kind", "quotes.span", "changes"}
)
"""What a page does not say, and is inferred or missing; of a correction only its note is there."""


def own(record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a record and what its page gives, without what the page is said to lose."""
    release = built(record)
    (one,) = readings(json.loads(WRITER.write(release)))
    lost = {*named(WRITER, release), *NOT_OF_THE_PAGE}
    if "modified" not in record["dates"] or "dates.modified.edtf" in lost:
        lost.add("dates.modified")  # then it is that of the last change
    body = record["body"]
    text = plain_text(body["format"], body["text"])
    said = record | {
        "body": {"text": text},
        "issuers": [{"ref": ref} for ref in dict.fromkeys(one["ref"] for one in record["issuers"])],
    }
    lost.add("body.format")
    if "quotes" in record:
        said["quotes"] = [one for one in record["quotes"] if _stands_once(one, text)]
        if not said["quotes"]:
            del said["quotes"]
    return _ordered(said, lost), _ordered(one.document, lost)


def _stands_once(quote: dict[str, Any], text: str) -> bool:
    """Return whether the words of a quotation tell where it stands: a page says nothing else."""
    if "span" not in quote:
        return True
    words = text[slice(*quote["span"])]
    return text.find(words, text.find(words) + 1) < 0


def _ordered(document: dict[str, Any], lost: set[str]) -> dict[str, Any]:
    """Return a document without some paths; once what a page says once, sorted what it sorts."""
    left: dict[str, Any] = held.without(document, lost)
    for name in ("relations", "contacts", "alternativeHeadlines"):
        if name in left:
            left[name] = sorted({json.dumps(one, sort_keys=True) for one in left[name]})
    if "byline" in left:
        left["byline"] = list(dict.fromkeys(json.dumps(one) for one in left["byline"]))
    return left


@pytest.mark.parametrize("name", RELEASES)
def test_what_a_page_of_our_own_holds_comes_back(name):
    record, again = own(RELEASES[name])

    assert held.differing(record, again) == []


@settings(max_examples=20, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(records())
def test_what_a_page_of_our_own_holds_comes_back_whatever_it_says(record):
    said, again = own(record)

    assert held.differing(said, again) == []


def test_a_page_of_our_own_comes_back_as_a_record_with_nothing_unnamed():
    page = json.loads(WRITER.write(built(RELEASES["festival-perahu-id"])))

    (one,) = readings(page)

    assert errors(one) == []
    assert {found.code for found in one.findings} <= {"L103", "L107"}


# hostile pages


BAD: list[Any] = [
    None, "", " ", 0, -1, 1.5, True, [], {}, "x", ["a"], [None], [[]], {"a": 1}, {"name": []}, [{}],
    {"@id": 7}, {"@type": []}, {"@type": {"x": 1}}, {"@value": {}}, {"@value": None}, {"@list": 3},
    {"@graph": []}, {"@context": 7}, {"@context": {"@vocab": 7, "a": {"@id": []}}}, "9" * 5000,
    {"id": "x", "en": ["y", {"z": 1}]}, {"en": "x"}, "a\u0000b", {"@id": PAGE}, PAGE, PAGE + "#x",
    {"@id": "_:b1", "name": "x"}, {"@type": "Person", "name": {"@value": "x", "@language": "!"}},
]  # fmt: skip


def _terms() -> list[str]:
    """Return all terms that the reader looks for."""
    return sorted({*RICH, "contributor", "creator", "editor", "provider", "video", "audio", "hasPart",
                   "associatedMedia", "encoding", "dateline", "locationCreated", "abstract", "text",
                   "conditionsOfAccess", "digitalSourceType", "genre", "wordCount", "expires",
                   "dateCreated", "citation", "isBasedOn", "name", "copyrightNotice",
                   "mainEntity", "@graph"})  # fmt: skip


@pytest.mark.parametrize("term", _terms())
def test_a_value_of_any_kind_under_any_term_never_raises(term):
    for bad in BAD:
        for value in (bad, [bad], {"@type": "Person", "name": "x", "k": bad}):
            for one in readings(RICH | {term: value}):
                validate(one.document)


def _holders(value: Any) -> list[tuple[Any, Any]]:
    """Return every place of a value, as the container and the step in it."""
    steps = list(value) if isinstance(value, dict) else range(len(value))
    found = []
    for step in steps:
        found.append((value, step))
        if isinstance(value[step], dict | list):
            found += _holders(value[step])
    return found


EVERY_PAGE = json.loads(WRITER.write(built(every_field())))


@pytest.mark.parametrize("value", [RICH, EVERY_PAGE], ids=["others", "ours"])
def test_a_value_of_any_kind_at_any_place_never_raises(value):
    for number in range(0, len(_holders(value)), 3):
        for bad in BAD[number % 4 :: 4]:
            changed = copy.deepcopy(value)
            holder, step = _holders(changed)[number]
            holder[step] = bad
            readings(changed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats(allow_nan=False, allow_infinity=False, width=16)
    | st.sampled_from(["", "x", MADE, PAGE, "<p>a<b>c", "Person", "NewsArticle", "_:b1", "a, b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*_terms(), "@type", "@id", "@value", "@list", "sameAs", "url", "contentUrl",
                         "jobTitle", "worksFor", "contactPoint", "geo", "latitude", "startDate",
                         "subEvent", "termCode", "inDefinedTermSet", "givenName", "familyName"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(_terms()), JSON, max_size=6), st.booleans())
def test_a_made_up_article_never_raises_and_is_read_the_same_twice(fields, is_listed):
    article = {"@type": "NewsArticle"} | fields
    value = [article, fields] if is_listed else article

    first, second = readings(value), readings(json.loads(json.dumps(value)))

    assert [(one.document, one.findings) for one in first] == [
        (one.document, one.findings) for one in second
    ]
    for one in first:
        validate(one.document)


def _many(count: int) -> dict[str, Any]:
    """Return an article with many members wherever there may be many."""
    numbers = range(count)
    return LEAST | {
        **{f"k{number}": number for number in numbers},
        "@context": ["https://schema.org", *({f"c{number}": "x:y"} for number in numbers)],
        "mentions": [{"@type": "Person", "name": "n", "@id": f"urn:x:{number}"} for number in numbers],
        "about": [{"@type": "Place", "name": f"n{number}", "@id": f"urn:y:{number}",
                   "containedInPlace": {"@id": f"urn:y:{number + 1}"}} for number in numbers],
        "author": [f"n{number}" for number in numbers],
        "keywords": [f"n{number}" for number in numbers],
        "image": [f"urn:z:{number}" for number in numbers],
        "citation": [f"urn:x:{number}" for number in numbers],
        "articleBody": [f"n{number}" for number in numbers],
    }  # fmt: skip


@pytest.mark.parametrize("count", [3_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_an_article_with_very_many_members_is_read(count):
    (one,) = readings(_many(count))

    assert len(one.document["people"]) == len(one.document["attachments"]) == count
    assert len(one.document["places"]) == count
