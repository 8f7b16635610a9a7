"""The JSON-LD in pages: right for search engines, in the terms of schema.org, safe in HTML."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from archive.publication.catalogue_values import Collection, Dataset, Distribution
from archive.publication.embedded import embedded, safe
from archive.publication.embedded_collection import collection_embedded
from archive.publication.release_page import release_page
from archive.publication.site import Agent
from archive.validation import built
from tests.every_field import every_field, every_field_text
from tests.release_pages import NAMES, SITE, around, one, parsed, sample
from tests.rich_results import article_faults, article_gaps, dataset_faults, dataset_gaps
from tests.schema_org import Vocabulary, objects

RELEASES = {name: sample(name) for name in NAMES}
RELEASES |= {"every-field": built(every_field()), "every-field-text": built(every_field_text())}
PAGE = SITE.base_url + around(RELEASES["every-field"]).path


@pytest.fixture(scope="module")
def vocabulary(standards):
    return Vocabulary((standards / "schemaorg-30.0-all-https.nt").read_text("utf-8"))


def article(site=SITE, **fields):
    """Return what is embedded in the page of the record that uses every field, with other ones."""
    record = {key: value for key, value in (every_field() | fields).items() if value is not None}
    return embedded_in(built(record), site)


def embedded_in(release, site=SITE):
    """Return what is embedded in the page of a release, read out of the page."""
    here = around(release)
    page = parsed(release_page(release, site, here, embedded(release, site, here)))
    return json.loads(one(page, "//script").text)


# search engines and schema.org


@pytest.mark.parametrize("name", RELEASES)
def test_the_article_of_every_page_is_fit_for_rich_results(name):
    """What is recommended and not there is what the record does not say."""
    release = RELEASES[name]
    said = embedded_in(release)

    assert article_faults(said) == []
    gaps = article_gaps(said)
    assert ("image" in gaps) == (not any(one.kind == "photo" for one in release.attachments))
    assert gaps <= {"image", "dateModified", "datePublished"}


@pytest.mark.standards
@pytest.mark.parametrize("name", RELEASES)
def test_the_article_of_every_page_knows_only_what_schema_org_knows(vocabulary, name):
    assert list(vocabulary.faults(embedded_in(RELEASES[name]))) == []


@pytest.mark.parametrize(
    ("fields", "fault"),
    [({"@context": "https://example.org"}, "@context"), ({"@type": "Thing"}, "@type"),
     ({"headline": " "}, "headline"), ({"image": "photo.jpg"}, "image"),
     ({"datePublished": "2026-03-02T09:00:00"}, "datePublished"),
     ({"dateModified": "yesterday"}, "dateModified"),
     ({"author": {"@type": "Place", "name": "A"}}, "author.@type"),
     ({"author": {"@type": "Person", "name": "by A"}}, "author.name"),
     ({"publisher": {"@type": "Organization", "name": "A", "url": "a.html"}}, "publisher.url")],
)  # fmt: skip
def test_the_check_of_articles_finds_what_is_wrong(fields, fault):
    assert [path for path, _ in article_faults(article() | fields)] == [fault]


def test_the_check_of_articles_names_what_is_missing():
    said = article()
    del said["image"], said["author"]["url"]

    assert article_gaps(said) == {"image", "author.url"}


# what the page knows


def test_the_address_of_an_article_is_that_of_its_page_and_the_others_stay():
    pages = [
        {"rel": "page", "target": "https://a.example/1"},
        {"rel": "page", "target": PAGE},
        {"rel": "page", "target": "https://a.example/2"},
    ]
    said = article(relations=pages)

    assert (said["url"], said["mainEntityOfPage"]) == (PAGE, PAGE)
    assert said["sameAs"] == ["https://a.example/1", "https://a.example/2"]
    assert article(relations=pages[:1])["sameAs"] == "https://a.example/1"
    assert "sameAs" not in article(relations=pages[1:2])


def test_an_article_is_part_of_the_site_besides_what_its_record_says():
    whole = {"@type": "WebSite", "@id": SITE.base_url, "url": SITE.base_url}
    whole["name"] = SITE.title["id"]
    series = {"rel": "partOf", "target": "https://a.example/series"}

    assert article(relations=None)["isPartOf"] == whole
    assert article(relations=[series])["isPartOf"] == [{"@id": series["target"]}, whole]


def test_the_files_beside_a_page_are_told_with_form_and_size():
    said = article()["encoding"]

    assert [one["encodingFormat"] for one in said] == [
        "application/vnd.iptc.g2.newsitem+xml", "application/json", "text/plain; charset=utf-8",
    ]  # fmt: skip
    assert said[1] == {
        "@type": "MediaObject", "@id": PAGE.replace(".html", ".json"),
        "contentUrl": PAGE.replace(".html", ".json"),
        "encodingFormat": "application/json", "contentSize": "900",
    }  # fmt: skip


def test_without_files_beside_the_page_none_are_told():
    release = RELEASES["every-field"]

    assert "encoding" not in json.loads(embedded(release, SITE, around(release, downloads=())))


def test_the_licence_of_the_collection_holds_where_a_record_says_none():
    own = "https://creativecommons.org/publicdomain/zero/1.0/"

    assert article(rights=None)["license"] == SITE.licence
    assert article(rights={"notice": "© Dinas"})["license"] == SITE.licence
    assert article(rights={"licence": own})["license"] == own
    assert "license" not in article(replace(SITE, licence=""), rights=None)


def test_who_publishes_the_data_is_told_apart_from_who_publishes_the_release():
    said = article()
    iri = "https://register.example.go.id/1"
    named = article(replace(SITE, publisher=Agent(name="Pemkot", iri=iri)))

    assert said["publisher"]["name"] == said["author"]["name"] != SITE.publisher.name
    assert said["sdPublisher"] == {
        "@type": "Organization", "@id": SITE.base_url + "catalog.ttl#publisher",
        "name": SITE.publisher.name, "url": SITE.publisher.homepage,
    }  # fmt: skip
    assert named["sdPublisher"] == {"@type": "Organization", "@id": iri, "name": "Pemkot"}


def test_what_has_no_address_of_its_own_has_that_of_its_page_on_the_site():
    """Search engines want to know who an author is; an address in the record says it better."""
    organisations = every_field()["organisations"]
    own = organisations[0].pop("sameAs")
    here = around(RELEASES["every-field"]).value_paths

    without = article(organisations=organisations)
    with_own = article()

    assert without["author"]["url"] == SITE.base_url + here["org-1"]
    assert with_own["author"]["url"] in own
    things = {one["@id"].partition("#")[2]: one for one in without["mentions"] if "@id" in one}
    assert things["p-1"]["url"] == SITE.base_url + here["p-1"]
    assert without["contentLocation"][0]["url"] == SITE.base_url + here["pl-1"]


def test_a_topic_has_the_address_of_its_page():
    (topic,) = [one for one in article()["about"] if one["@type"] == "DefinedTerm"][:1]

    assert (
        topic["url"]
        == SITE.base_url + around(RELEASES["every-field"]).value_paths["medtop:20000312"]
    )


def test_a_page_whose_topic_has_none_gives_it_no_address():
    release = RELEASES["every-field"]
    said = json.loads(embedded(release, SITE, around(release, value_paths={})))

    assert all("url" not in one for one in said["about"])


def test_a_topic_with_the_address_of_a_body_does_not_take_its_page():
    """Anybody can make up a scheme."""
    start = RELEASES["every-field"].id + "#"
    organisations = [{"id": "org-1", "name": "Dinas"}, {"id": "org-2", "name": "Kota"}]
    for code in ("org-1", "republisher.1"):
        said = article(
            organisations=organisations, subjects=[{"scheme": start, "code": code}], provider=None
        )

        assert said["author"]["url"].startswith(SITE.base_url + "org/dinas-")
        assert all(isinstance(thing.get("url", ""), str) for thing in objects(said))


def test_a_later_edition_without_a_word_of_its_changes_was_changed_when_it_was_made():
    dates = {"issued": every_field()["dates"]["issued"]}
    made = "2026-04-01T08:00:00+07:00"

    def modified(**fields):
        return article(dates=dates, versionCreated=made, **fields).get("dateModified")

    assert modified(version=2, changes=None) == made
    assert modified(version=1, changes=None) is None
    told = [{"version": 2, "at": "2026-03-09T08:00:00+07:00", "kind": "minor"}]
    assert modified(version=2, changes=told) == told[0]["at"]


def test_a_photo_that_no_search_engine_can_fetch_is_no_image():
    photo = {"id": "a-1", "kind": "photo", "href": "https://a.example/1.jpg"}
    others = [photo | {"id": "a-2", "href": "javascript:alert(1)"}]
    others += [photo | {"id": "a-3", "href": "data:image/png;base64,AA"}]

    assert article(attachments=[*others, photo])["image"] == photo["href"]
    assert "image" not in article(attachments=others)


# in HTML


@pytest.mark.parametrize(
    "text",
    ["</script>", "<!--<script>", "</SCRIPT\t>", "<![CDATA[", "a\u2028b\u2029c", "“a”", "© ₨"],
)
def test_nothing_ends_the_script_that_an_article_stands_in(text):
    made = safe(json.dumps({"name": text}, ensure_ascii=False).encode()).decode()

    assert json.loads(made)["name"] == text
    assert not re.search("[<\u2028\u2029]", made)


# the collection


CSV = Distribution(kind="csv", path="dump/releases-2025.csv", size=1200, sha256="0f" * 32)
NQUADS = Distribution(kind="nquads", path="dump/releases-2025.nq.zst", size=900, sha256="f0" * 32)
YEAR = Dataset(
    year="2025", works=12, editions=14, issued="2025-01-02T08:00:00+07:00",
    modified="2025-12-30T08:00:00+07:00", languages=("en", "id"), distributions=(CSV, NQUADS),
)  # fmt: skip
UNDATED = replace(YEAR, year="undated", distributions=())


def catalogue(language="id", site=SITE, datasets=(YEAR, UNDATED)):
    return json.loads(collection_embedded(Collection(site=site, datasets=datasets), language))


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_year_of_a_collection_is_fit_for_the_search_for_data_sets(language):
    said = catalogue(language)

    assert said["@type"] == "DataCatalog"
    assert [dataset_faults(one) for one in said["dataset"]] == [[], []]
    assert [dataset_gaps(one) for one in said["dataset"]] == [set(), {"temporalCoverage"}]


@pytest.mark.standards
def test_the_collection_knows_only_what_schema_org_knows(vocabulary):
    assert list(vocabulary.faults(catalogue())) == []


@pytest.mark.parametrize(
    ("fields", "fault"),
    [({"name": ""}, "name"), ({"description": "Rilis."}, "description"),
     ({"license": "CC BY"}, "license"), ({"temporalCoverage": "dulu"}, "temporalCoverage"),
     ({"creator": {"@type": "Organization"}}, "creator.name"),
     ({"distribution": {"@type": "DataDownload"}}, "distribution")],
)  # fmt: skip
def test_the_check_of_data_sets_finds_what_is_wrong(fields, fault):
    assert [path for path, _ in dataset_faults(catalogue()["dataset"][0] | fields)] == [fault]


def test_a_file_of_a_data_set_has_address_form_size_and_digest():
    table, graph = catalogue()["dataset"][0]["distribution"]

    assert table == {
        "@type": "DataDownload", "@id": SITE.base_url + "catalog.ttl#releases-2025-csv",
        "name": "CSV", "contentUrl": SITE.base_url + CSV.path, "encodingFormat": "text/csv",
        "contentSize": "1200", "sha256": CSV.sha256,
    }  # fmt: skip
    assert graph["encodingFormat"] == ["application/n-quads", "application/zstd"]


def test_a_collection_speaks_the_language_of_its_page():
    said = catalogue("en")

    assert said["url"] == SITE.base_url + "en/index.html"
    assert said["dataset"][0]["url"] == SITE.base_url + "en/year/2025.html"
    assert said["name"] == SITE.title["en"]


def test_who_produces_the_data_is_its_creator():
    dinas = Agent(name="Dinas Kominfo")
    said = catalogue(site=replace(SITE, producer=dinas))["dataset"][0]
    same = catalogue(site=replace(SITE, producer=SITE.publisher))["dataset"][0]

    assert said["creator"]["@id"].endswith("#producer")
    assert (said["creator"]["name"], said["publisher"]["name"]) == (dinas.name, SITE.publisher.name)
    assert same["creator"] == same["publisher"]


def test_a_collection_without_a_licence_names_none():
    said = catalogue(site=replace(SITE, licence=""))

    assert "license" not in said
    assert "license" not in said["dataset"][0]
