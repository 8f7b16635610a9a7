"""What a release is tied to: one key for one thing, and what is said of it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from archive.publication import addresses
from archive.publication.cards import Tie
from archive.publication.ties import named_by, ties, value_paths
from archive.release import build
from tests.strategies import records

OFFICE = "Dinas Contoh\norg"
RECORD: dict[str, Any] = {
    "schemaVersion": "1",
    "id": "https://pers.contoh.go.id/id/release/x1",
    "version": 1,
    "versionCreated": "2026-09-05T09:00:00+07:00",
    "type": "press_release",
    "language": "id",
    "status": "published",
    "headline": "Kabar",
    "dates": {"issued": {"edtf": "2026-09-05"}},
    "issuers": [{"ref": "o1"}],
    "body": {"format": "text", "text": "Kabar."},
    "organisations": [{"id": "o1", "name": "Dinas Contoh"}],
}


def tied(**fields: Any) -> list[Tie]:
    """Return what a release with these fields is tied to, its issuer aside."""
    return [tie for tie in ties(build(RECORD | deepcopy(fields))) if tie.role != "issuer"]


def keys(**fields: Any) -> list[str]:
    return [tie.key for tie in tied(**fields)]


def test_a_topic_is_known_by_its_iri_and_called_as_the_release_calls_it():
    subjects = [
        {"scheme": "medtop", "code": "20000312", "label": "kehumasan"},
        {"scheme": "https://topics.example.org/t#", "code": "air"},
    ]

    assert tied(subjects=subjects) == [
        Tie("topic", "http://cv.iptc.org/newscodes/mediatopic/20000312", "kehumasan"),
        Tie("topic", "https://topics.example.org/t#air", "air"),
    ]


def test_a_media_topic_without_a_label_has_the_one_of_its_list():
    (topic,) = tied(subjects=[{"scheme": "medtop", "code": "20000312"}])

    assert topic.label == "public relations"


def test_a_media_topic_that_the_list_lacks_is_called_by_its_code():
    (topic,) = tied(subjects=[{"scheme": "medtop", "code": "99999999"}])

    assert topic.label == "99999999"


@pytest.mark.parametrize(
    "iri",
    [
        "https://www.wikidata.org/wiki/Q3586", "http://www.wikidata.org/entity/Q3586",
        "https://m.wikidata.org/wiki/Q3586",
    ],
)  # fmt: skip
def test_all_addresses_of_an_entry_of_wikidata_are_one_key(iri):
    person = {"id": "p1", "name": "Siti", "sameAs": ["https://a.example/siti", iri]}

    assert keys(people=[person]) == ["http://www.wikidata.org/entity/Q3586"]


def test_of_other_authorities_the_first_by_spelling_is_the_key():
    person = {"id": "p1", "name": "Siti", "sameAs": ["https://b.example/1", "https://a.example/1"]}

    assert keys(people=[person]) == ["https://a.example/1"]


def test_two_people_of_one_name_whom_two_offices_name_stay_two():
    ours = keys(people=[{"id": "p1", "name": "Siti Rahma"}])
    theirs = keys(
        people=[{"id": "p1", "name": "Siti Rahma"}],
        organisations=[{"id": "o1", "name": "Badan Contoh"}],
    )

    assert ours == [f"Siti Rahma\n{OFFICE}"]
    assert theirs == ["Siti Rahma\nBadan Contoh\norg"]


def test_a_name_is_known_within_the_iri_of_the_office_if_it_has_one():
    office = {"id": "o1", "name": "Dinas Contoh", "sameAs": ["https://contoh.go.id/"]}

    assert keys(organisations=[office], people=[{"id": "p1", "name": "Siti"}]) == [
        "Siti\nhttps://contoh.go.id/"
    ]


def test_spaces_and_composed_letters_make_no_second_person():
    people = [{"id": "p1", "name": "Jose\u0301  Contoh"}]

    assert keys(people=people) == [f"José Contoh\n{OFFICE}"]


def test_a_name_may_be_long():
    assert keys(people=[{"id": "p1", "name": "Siti  " * 1000}]) == [
        f"{('Siti ' * 1000).strip()}\n{OFFICE}"
    ]


def test_two_people_of_one_name_in_one_release_are_known_by_that_release():
    people = [
        {"id": "p1", "name": "Siti"},
        {"id": "p2", "name": "Siti"},
        {"id": "p3", "name": "Tono"},
    ]

    assert keys(people=people) == [
        f"Siti\n{OFFICE}\nhttps://pers.contoh.go.id/id/release/x1#p1",
        f"Siti\n{OFFICE}\nhttps://pers.contoh.go.id/id/release/x1#p2",
        f"Tono\n{OFFICE}",
    ]


def test_one_iri_under_two_local_ids_is_one_thing_with_two_names():
    people = [
        {"id": "p1", "name": "Siti", "sameAs": ["https://a.example/1"]},
        {"id": "p2", "name": "Siti R.", "sameAs": ["https://a.example/1"], "aliases": ["Rahma"]},
        {"id": "p3", "name": "Siti", "sameAs": ["https://a.example/1"]},
    ]
    quotes = [{"id": "q1", "kind": "direct", "span": [0, 5], "speaker": "p2"}]

    (person,) = tied(people=people, quotes=quotes)

    assert person.label == "Siti"
    assert person.role == "speaker"
    assert person.facts == (
        ("sameAs", "https://a.example/1"), ("also", "Rahma"), ("also", "Siti R."),
    )  # fmt: skip


def test_one_iri_for_things_of_two_kinds_keeps_them_apart():
    same = ["https://a.example/1"]

    found = tied(
        people=[{"id": "p1", "name": "Siti", "sameAs": same}],
        places=[{"id": "l1", "name": "Rumah Siti", "kind": "venue", "sameAs": same}],
    )

    assert [(tie.facet, tie.label) for tie in found] == [
        ("person", "Siti"),
        ("place", "Rumah Siti"),
    ]


def test_a_place_without_an_authority_is_known_by_its_code():
    places = [
        {
            "id": "l1",
            "name": "Malang",
            "kind": "city",
            "codes": {"kemendagri": "35.73", "geonames": "1636722"},
        },
        {"id": "l2", "name": "Jawa Timur", "kind": "province", "codes": {"iso3166-2": "ID-JI"}},
        {"id": "l3", "name": "Cardiff", "kind": "city", "codes": {"geonames": "2653822"}},
        {"id": "l4", "name": "Aula", "kind": "venue"},
    ]

    assert keys(places=places) == [
        "kemendagri:35.73", "iso3166-2:ID-JI", "geonames:2653822", f"Aula\n{OFFICE}",
    ]  # fmt: skip


def test_events_that_are_called_alike_are_told_apart_by_their_start():
    events = [
        {"id": "e1", "name": "Rapat", "start": "2026-09-05"},
        {"id": "e2", "name": "Rapat", "start": "2026-10-05"},
        {"id": "e3", "name": "Rapat"},
    ]

    assert keys(events=events) == [
        f"Rapat\n2026-09-05\n{OFFICE}", f"Rapat\n2026-10-05\n{OFFICE}", f"Rapat\n{OFFICE}",
    ]  # fmt: skip


def test_the_issuers_and_speakers_of_a_release_are_marked():
    release = build(
        RECORD
        | {
            "organisations": [{"id": "o1", "name": "Dinas"}, {"id": "o2", "name": "Badan"}],
            "people": [{"id": "p1", "name": "Siti"}, {"id": "p2", "name": "Tono"}],
            "quotes": [{"id": "q1", "kind": "direct", "span": [0, 5], "speaker": "p2"}],
        }
    )

    assert [(tie.label, tie.role) for tie in ties(release)] == [
        ("Dinas", "issuer"), ("Badan", ""), ("Siti", ""), ("Tono", "speaker"),
    ]  # fmt: skip


def test_a_person_brings_posts_with_their_organisation_and_times():
    person = {
        "id": "p1",
        "name": "Siti",
        "aliases": ["Rahma"],
        "sameAs": ["https://a.example/1"],
        "roles": [
            {"title": "Kepala", "org": "o1", "relation": "post", "acting": True, "asOf": "2026-09"},
            {"title": "Dosen", "from": "2010", "to": "2020"},
        ],
    }

    (tie,) = tied(people=[person])

    assert tie.facts == (
        ("also", "Rahma"),
        ("post", f"Kepala\tDinas Contoh\t{OFFICE}\tpost\tacting\t\t\t2026-09"),
        ("post", "Dosen\t\t\t\t\t2010\t2020\t"),
        ("sameAs", "https://a.example/1"),
    )


def test_an_organisation_brings_its_kind_and_its_ties_to_others():
    organisations = [
        {"id": "o1", "name": "Dinas Contoh"},
        {
            "id": "o2", "name": "Badan", "aliases": ["BC"], "type": "agency", "parent": "o1",
            "predecessors": ["o3"], "successors": ["o1"], "from": "2001", "to": "2020",
            "sameAs": ["https://badan.example/"],
        },
        {"id": "o3", "name": "Biro"},
    ]  # fmt: skip

    badan = next(tie for tie in tied(organisations=organisations) if tie.label == "Badan")

    assert badan.facts == (
        ("also", "BC"), ("type", "agency"), ("parent", f"Dinas Contoh\t{OFFICE}"),
        ("predecessor", f"Biro\tBiro\n{OFFICE}"), ("successor", f"Dinas Contoh\t{OFFICE}"),
        ("from", "2001"), ("to", "2020"), ("sameAs", "https://badan.example/"),
    )  # fmt: skip


def test_a_place_brings_where_it_lies():
    places = [
        {
            "id": "l1",
            "name": "Aula",
            "kind": "venue",
            "within": "l2",
            "lat": "-7.25",
            "lon": "112.75",
        },
        {
            "id": "l2",
            "name": "Malang",
            "kind": "city",
            "codes": {"kemendagri": "35.73"},
            "sameAs": ["urn:x:1"],
        },
    ]

    assert [tie.facts for tie in tied(places=places)] == [
        (("kind", "venue"), ("within", "Malang\tkemendagri:35.73"), ("position", "-7.25\t112.75")),
        (("kind", "city"), ("code", "kemendagri\t35.73"), ("sameAs", "urn:x:1")),
    ]


def test_an_event_brings_when_and_where_it_was_and_who_spoke():
    event = {
        "id": "e1", "name": "Rapat", "start": "2026-09-05", "end": "2026-09-06", "place": "l1",
        "organisers": ["o1"], "sameAs": ["https://a.example/e"],
        "sessions": [
            {"id": "s1", "kind": "opening"},
            {"id": "s2", "kind": "talk", "title": "Air", "speakers": ["p1", "o1"]},
        ],
    }  # fmt: skip

    (_, _, tie) = tied(
        events=[event],
        places=[{"id": "l1", "name": "Aula", "kind": "venue"}],
        people=[{"id": "p1", "name": "Siti"}],
    )

    assert tie.facts == (
        ("start", "2026-09-05"), ("end", "2026-09-06"), ("place", f"Aula\tAula\n{OFFICE}"),
        ("organiser", f"Dinas Contoh\t{OFFICE}"), ("session", "opening\t"),
        ("session", f"talk\tAir\tperson\tSiti\tSiti\n{OFFICE}\torg\tDinas Contoh\t{OFFICE}"),
        ("sameAs", "https://a.example/e"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("https://a.example/1", ("", "")), ("kemendagri:35.73", ("", "")), (OFFICE, ("", "")),
        (f"{OFFICE}\nhttps://x#o1", ("", "")), (f"Siti\n{OFFICE}", ("", OFFICE)),
        (f"Siti\n{OFFICE}\nhttps://x#p1", ("", OFFICE)), ("Siti\nhttps://a.example/", ("", "https://a.example/")),
        ("Siti\nhttps://a.example/\nhttps://x#p1", ("", "https://a.example/")),
        (f"Rapat\n2026-09\n{OFFICE}", ("2026-09", OFFICE)),
        ("Rapat\n2026-09-05T09:00:00+07:00\nhttps://a.example/", ("2026-09-05T09:00:00+07:00", "https://a.example/")),
        ("Rapat\n2026\norg", ("", "2026\norg")),
    ],
)  # fmt: skip
def test_a_key_tells_whose_word_a_name_is(key, told):
    assert named_by(key) == told


def test_each_thing_that_a_release_names_has_a_page():
    release = build(
        RECORD
        | {
            "subjects": [{"scheme": "medtop", "code": "20000312"}],
            "people": [{"id": "p1", "name": "Siti"}],
        }
    )

    assert value_paths(release) == {
        "medtop:20000312": "topic/20000312-nujsc4udd4.html",
        "o1": f"{addresses.value('org', OFFICE)}.html",
        "p1": f"{addresses.value('person', f'Siti{chr(10)}{OFFICE}')}.html",
    }


@settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(records())
def test_whatever_a_release_names_its_pages_are_those_of_its_ties(record):
    release = build(record)

    found, paths = ties(release), value_paths(release)

    assert len({(tie.facet, tie.key) for tie in found}) == len(found)
    assert set(paths.values()) == {f"{addresses.value(tie.facet, tie.key)}.html" for tie in found}
