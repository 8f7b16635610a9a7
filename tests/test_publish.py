"""Publishing: sources become a folder, and further runs bring it up to what a new one would be."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from archive.batch.outputs import locked
from archive.publication import construction, partition, reading, standing
from archive.publication.index import Index
from archive.writers import WRITERS
from tests.program import CLEAN, files, record, save
from tests.published import (
    LEAN,
    URL,
    containing,
    edition,
    issued,
    page,
    pages,
    publish,
    release,
    stamps,
    tree,
    unpacked,
    with_restricted_contact,
    withdrawn,
)

PHONE = "+62 812 0000 0001"
EMBARGO = {"embargo": {"until": "2026-05-01T00:00:00+07:00"}}
TOPIC = [{"scheme": "medtop", "code": "20000018", "label": "mystery"}]


# brought up to date


def base() -> None:
    """Save the sources that the changes begin with."""
    save("src/1.json", release(1))
    save("src/2.json", release(2, **issued("2025-06-01")))
    save("src/3.jsonl", release(3), edition(3, 2), release(4, **issued("2026-01-05")))
    save("src/5.json", related(5, "6"))
    save("src/7.json", withdrawn(7))
    save("src/8.json", release(8, **EMBARGO))


def related(number: int, *targets: str, **fields: Any) -> dict[str, Any]:
    """Return a record that names other releases."""
    relations = [
        {"rel": "related", "target": f"https://pers.example.go.id/id/release/r{target}"}
        for target in targets
    ]
    return release(number, relations=relations, **fields)


def by_another_issuer(number: int) -> dict[str, Any]:
    """Return a record of which somebody else is the issuer."""
    record = release(number)
    return record | {"organisations": [record["organisations"][0] | {"name": "Dinas Pasar"}]}


def known_by_iri(number: int, name: str) -> dict[str, Any]:
    """Return a record whose issuer is known by an IRI, whatever its name."""
    record = release(number, **issued(f"2026-04-0{number}"))
    office = {"name": name, "sameAs": ["http://www.wikidata.org/entity/Q1"]}
    return record | {"organisations": [record["organisations"][0] | office]}


def with_other_words(number: int, **fields: Any) -> dict[str, Any]:
    return release(number, headline=f"Terminal Larangan dibuka lagi {number}", **fields)


def moved() -> None:
    Path("src/1.json").rename("src/0.json")


def split() -> None:
    """The editions of one work come to lie in two files."""
    save("src/3.jsonl", release(3), release(4, **issued("2026-01-05")))
    save("src/9.json", edition(3, 2))


CHANGES: dict[str, Callable[[], object]] = {
    "a release that is new": lambda: save("src/9.json", release(9)),
    "one that is the first of its year": lambda: save("src/9.json", release(9, **issued("2020-02-03"))),
    "one without topic, place and people": lambda: save(
        "src/9.json", release(9, **issued("2026-01-06"), subjects=None, places=None)
    ),
    "a further edition": lambda: save("src/9.json", edition(1, 2, headline="Terminal ditutup")),
    "an edition before the first": lambda: save("src/5.json", edition(5, 2), related(5, "6")),
    "an edition that is taken away": lambda: save("src/3.jsonl", release(3)),
    "a source that is gone": lambda: Path("src/1.json").unlink(),
    "all releases of a year that are gone": lambda: Path("src/2.json").unlink(),
    "a source that says something else": lambda: save("src/1.json", with_other_words(1)),
    "a source that holds another release": lambda: save("src/1.json", release(11)),
    "a source that was written again as it was": lambda: save("src/1.json", release(1)),
    "a source of another name": moved,
    "editions of a work that come to lie in two files": split,
    "a day that nobody knows": lambda: save(
        "src/1.json",
        release(1, **issued("2026-03-02") | {"dates": {"issued": {"edtf": "2024/2026", "certainty": "inferred"}}}),
    ),
    "a day that was corrected": lambda: save("src/1.json", release(1, **issued("2024-02-03"))),
    "a topic that was corrected": lambda: save("src/1.json", release(1, subjects=TOPIC)),
    "a language that was corrected": lambda: save("src/1.json", release(1, language="ms")),
    "a release that was withdrawn": lambda: save("src/9.json", withdrawn(1)),
    "one that was withdrawn and is published again": lambda: save("src/9.json", edition(7, 3)),
    "a withdrawal without the edition before": lambda: save(
        "src/3.jsonl", withdrawn(3), release(4, **issued("2026-01-05"))
    ),
    "the only release of a year that was withdrawn": lambda: save("src/9.json", withdrawn(2)),
    "a contact that is restricted now": lambda: save(
        "src/1.json", with_restricted_contact(release(1), PHONE)
    ),
    "a release under embargo now": lambda: save("src/1.json", release(1, **EMBARGO)),
    "a release that is closed now": lambda: save("src/1.json", release(1, access={"level": "closed"})),
    "one that was named before it was there": lambda: save("src/9.json", release(6)),
    "one that was named and has another headline": lambda: save("src/9.json", with_other_words(6)),
    "a successor that was named before it was there": lambda: save(
        "src/9.json",
        withdrawn(1, step={"replacedBy": "https://pers.example.go.id/id/release/r12"}),
    ) and save("src/12.json", release(12)),
    "a second issuer": lambda: save("src/9.json", by_another_issuer(9)),
    "a source that is broken": lambda: save("src/1.json", release(1, headline="")),
    "a source that says the same as another": lambda: save("src/9.json", release(1)),
    "one before it that says the same": lambda: save("src/0.json", release(1)),
    "one before it that says something else": lambda: save("src/0.json", with_other_words(1)),
}  # fmt: skip
"""What happens to the sources between two runs."""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_site_that_was_brought_up_to_date_is_as_one_that_was_made_anew(press_archive, change):
    """And so is what is told of the sources."""
    base()
    publish(press_archive)
    change()

    done = publish(press_archive)

    anew = publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")
    assert (done.out, done.status) == (anew.out, anew.status)


def test_a_successor_that_comes_later_is_named_on_the_page_of_what_was_withdrawn(press_archive):
    """It is named in the history of the status alone, not among the relations."""
    successor = "https://pers.example.go.id/id/release/r12"
    save("src/1.json", withdrawn(1, step={"replacedBy": successor}))
    save("src/2.json", release(2))
    publish(press_archive)
    save("src/12.json", with_other_words(12))

    publish(press_archive)

    assert "Terminal Larangan dibuka lagi 12" in page("r1").read_text("utf-8")
    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")


def test_an_organisation_that_most_works_come_to_call_otherwise_has_its_lists_made_anew(
    press_archive,
):
    save("src/1.jsonl", known_by_iri(1, "Zona Parkir"), release(9))
    publish(press_archive)
    save("src/2.jsonl", known_by_iri(2, "Badan Parkir"), known_by_iri(3, "Badan Parkir"))

    publish(press_archive)

    publish(press_archive, folder="anew")
    (listed,) = Path("public/org").glob("q1-*.html")
    assert "<title>Badan Parkir" in listed.read_text("utf-8")
    assert tree("public") == tree("anew")


def test_an_embargo_that_ends_needs_no_change_of_a_source(press_archive):
    base()
    held = publish(press_archive, "--as-of", "2026-04-30T00:00:00+07:00")

    done = publish(press_archive, "--as-of", "2026-05-01T00:00:00+07:00")

    publish(press_archive, "--as-of", "2026-05-01T00:00:00+07:00", folder="anew")
    assert held.codes.count("L301") == 1
    assert "L301" not in done.codes
    assert "r8" in pages()
    assert tree("public") == tree("anew")


def test_an_earlier_moment_holds_back_again_what_was_published(press_archive):
    base()
    publish(press_archive, "--as-of", "2026-05-01T00:00:00+07:00")

    publish(press_archive)

    publish(press_archive, folder="anew")
    assert "r8" not in pages()
    assert tree("public") == tree("anew")


SETTINGS = {
    "another title": 'title = "Arsip"\n',
    "another language": 'languages = ["en"]\n',
    "a publisher": '[publication.publisher]\nname = "Dinas Kominfo"\n',
    "another compression": 'compression = "gz"\n',
    "no files beside the pages": "renditions = []\n",
}


@pytest.mark.parametrize("said", SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_that_change_make_the_site_anew(press_archive, said):
    base()
    words = ("--base-url", URL, "--no-search", "--no-parquet", "-j", "1")
    press_archive("publish", "src", "-o", "public", *words)
    before = tree("public")
    Path("press-archive.toml").write_text(f"[publication]\n{said}", "utf-8")

    press_archive("publish", "src", "-o", "public", *words)

    press_archive("publish", "src", "-o", "anew", *words)
    assert tree("public") == tree("anew")
    assert tree("public") != before


def test_another_address_makes_the_site_anew(press_archive):
    base()
    publish(press_archive)

    publish(press_archive, "--base-url", "https://arsip.example.go.id/pers")

    publish(press_archive, "--base-url", "https://arsip.example.go.id/pers", folder="anew")
    assert tree("public") == tree("anew")
    assert containing(f"{URL}r/") == []


def test_a_run_that_finds_nothing_new_writes_nothing(press_archive):
    base()
    publish(press_archive)
    before = stamps("public")

    done = publish(press_archive)

    assert stamps("public") == before
    assert "nothing has changed" in done.err


def test_sources_that_were_only_touched_are_nothing_new(press_archive):
    """A checkout gives every file another time; its site stays as it is."""
    base()
    publish(press_archive)
    before = stamps("public")
    for path in Path("src").iterdir():
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)

    done = publish(press_archive)

    assert stamps("public") == before
    assert "nothing has changed" in done.err


def test_a_report_that_shows_releases_shows_them_in_a_run_that_finds_nothing_new(press_archive):
    base()
    publish(press_archive, "--report", "html=first.html")
    before = stamps("public")

    publish(press_archive)
    publish(press_archive, "--report", "html=second.html")

    shown = [
        Path(name).read_text("utf-8").count("Terminal Larangan")
        for name in ("first.html", "second.html")
    ]
    assert shown[0] == shown[1] > 0
    assert stamps("public") == before


def test_a_new_release_leaves_files_alone_that_do_not_depend_on_it(press_archive):
    base()
    publish(press_archive)
    before = stamps("public")
    save("src/9.json", release(9, **issued("2020-02-03")))

    publish(press_archive)

    after = stamps("public")
    same = {name for name in before if before[name] == after[name]}
    assert {name for name in before if name.startswith("r/")} <= same
    assert {name for name in before if name.startswith(("dump/releases", "person/siti"))} <= same


def test_the_same_sources_give_the_same_bytes(press_archive):
    base()

    publish(press_archive)
    publish(press_archive, folder="again")

    assert tree("public") == tree("again")


def test_the_order_of_the_sources_is_no_matter(press_archive):
    base()
    names = [path.as_posix() for path in sorted(Path("src").iterdir())]

    press_archive("publish", *names, "-o", "public", *LEAN)
    press_archive("publish", *reversed(names), "-o", "again", *LEAN)

    assert tree("public") == tree("again")


def test_releases_may_come_in_one_file_as_well(press_archive):
    base()
    records = [path.read_text("utf-8") for path in sorted(Path("src").iterdir())]
    Path("all.jsonl").write_text("".join(records), "utf-8")

    publish(press_archive)
    publish(press_archive, sources="all.jsonl", folder="again")

    assert tree("public") == tree("again")


@pytest.mark.slow
def test_several_processes_give_the_same_bytes(press_archive):
    base()
    publish(press_archive, "-j", "2", folder="again")
    save("src/1.jsonl", *many(150, 20), edition(1, 2), withdrawn(3, 3))

    publish(press_archive)
    publish(press_archive, "-j", "2", folder="again")

    assert tree("public") == tree("again")


def test_what_a_pack_holds_is_published_like_the_files_it_came_from(press_archive):
    base()
    press_archive(
        "convert", "src", "-t", "json", "-o", "packed", "--pack", "--as-of", "2026-06-01T00:00:00Z"
    )

    publish(press_archive, "--as-of", "2026-06-01T00:00:00Z")
    publish(press_archive, "--as-of", "2026-06-01T00:00:00Z", sources="packed", folder="again")

    assert tree("public") == tree("again")


def test_what_comes_on_standard_input_is_published(press_archive):
    record = save("1.json", release(1)).read_bytes()

    press_archive("publish", "-", "-o", "public", *LEAN, stdin=record)
    publish(press_archive, sources="1.json", folder="again")

    assert tree("public") == tree("again")


# many works


def many(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Return records of so many days."""
    days = [
        f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}" for number in range(first, first + count)
    ]
    return [release(number, **issued(day)) for number, day in enumerate(days, first)]


def test_long_lists_and_feeds_grow_at_their_newest_page(press_archive):
    """An archived page is written once, and once more when there is a next one to lead to."""
    save("src/1.jsonl", *many(301))
    publish(press_archive, "--renditions", "none")
    before = stamps("public")
    save("src/2.jsonl", *many(2, 301))

    publish(press_archive, "--renditions", "none")

    publish(press_archive, "--renditions", "none", folder="anew")
    same = {name for name, stamp in stamps("public").items() if before.get(name) == stamp}
    assert tree("public") == tree("anew")
    assert {"year/2026.1.html", "en/year/2026.2.html", "feed.1.atom", "feed.3.atom"} <= same
    assert not {"year/2026.html", "feed.atom"} & same


def test_lists_that_become_shorter_lose_their_last_page(press_archive):
    save("src/1.jsonl", *many(99))
    save("src/2.jsonl", *many(3, 99))
    publish(press_archive, "--renditions", "none")
    assert Path("public/feed.1.atom").exists()
    Path("src/2.jsonl").unlink()

    publish(press_archive, "--renditions", "none")

    publish(press_archive, "--renditions", "none", folder="anew")
    assert tree("public") == tree("anew")
    assert not Path("public/feed.1.atom").exists()


def test_files_of_a_year_are_the_same_in_however_many_parts_they_are_made(
    press_archive, monkeypatch
):
    save("src/1.jsonl", *many(30), edition(3, 2), withdrawn(4))
    publish(press_archive)
    whole = dict(unpacked("public"))
    monkeypatch.setattr(partition, "_ONE_IN", 2)

    publish(press_archive, folder="parted")

    parted = dict(unpacked("parted"))
    dumps = {name for name in whole if name.startswith("dump/releases")}
    assert {name: whole[name] for name in dumps} == {name: parted[name] for name in dumps}
    assert tree("public") != tree("parted")


def test_parts_that_stay_are_taken_from_the_files_that_are_there(press_archive, monkeypatch):
    monkeypatch.setattr(partition, "_ONE_IN", 2)
    save("src/1.jsonl", *many(30))
    words = ("--parquet",)
    publish(press_archive, *words)
    save("src/2.jsonl", *many(1, 30), edition(11, 2))

    publish(press_archive, *words)

    publish(press_archive, *words, folder="anew")
    assert tree("public") == tree("anew")


def digests(index: Index) -> list[bytes]:
    return [one.digest for one in partition.cuts(index, "2026")]


def test_one_more_work_changes_one_part_of_the_files_of_its_year_or_makes_two_of_it(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(partition, "_ONE_IN", 8)
    at = "2026-03-03T10:00:00+07:00"
    with Index(tmp_path / "index", is_new=True) as index:
        add = "INSERT INTO works (number, work, rank, digest, record, updated, year, is_withdrawn)"
        for number in range(200):
            before = digests(index)
            key = sha256(f"{number}".encode()).digest()

            index.database.execute(
                f"{add} VALUES (?, ?, ?, ?, 1000, ?, '2026', 0)", (number, key, key, key, at)
            )

            after = digests(index)
            assert len([one for one in after if one not in before]) <= 2
            assert len([one for one in before if one not in after]) <= 1
    assert len(after) > 10


DAYS = {
    "2026": "2026", "2026-03": "2026", "2026-03-01/2026-03-08": "2026", "2004-06~": "undated",
    "0001": "0001", "2004-02/2005": "undated", "198X": "undated", "../2004": "undated",
}  # fmt: skip


def test_a_work_is_listed_under_the_year_that_its_date_lies_in_if_it_is_one(press_archive):
    for number, day in enumerate(DAYS):
        fields = {"dates": {"issued": {"edtf": day, "certainty": "inferred"}}, "dateline": None}
        save(f"src/{number}.json", release(number, **fields))

    publish(press_archive)

    lists = {path.stem: path.read_text("utf-8") for path in Path("public/year").glob("*.html")}
    for number, year in enumerate(DAYS.values()):
        address = page(f"r{number}").relative_to("public").as_posix()
        found = {name for name, text in lists.items() if address in text}
        assert found == {year}


# what is held back


HELD = {
    "a draft": ("L302", {"status": "draft"}),
    "a release that is yet to come": (
        "L302",
        {
            "status": "scheduled",
            "statusHistory": [{"status": "scheduled", "at": "2026-03-03T10:00:00+07:00"}],
            "dates": CLEAN["dates"] | {"scheduledFor": {"dateTime": "2026-05-01T09:00:00+07:00"}},
        },
    ),
    "a release under embargo": ("L301", {"embargo": {"until": "2026-03-02T10:00:00+07:00"}}),
    "a closed release": ("L304", {"access": {"level": "closed"}}),
    "a release that is restricted for a time": (
        "L304",
        {"access": {"level": "restricted", "until": "2026-12-31"}},
    ),
}


@pytest.mark.parametrize(("code", "fields"), HELD.values(), ids=HELD.keys())
def test_what_is_not_for_the_public_is_nowhere_on_the_site_and_is_named(
    press_archive, code, fields
):
    save("src/1.json", release(1))
    save("src/2.json", release(2, headline="Rapat tertutup", **fields))

    done = publish(press_archive, "--renditions", "json,ninjs,jsonld,newsml-g2,turtle,nquads")

    assert done.status == 0
    assert code in done.codes
    assert pages() == ["r1"]
    assert containing("Rapat tertutup") == []
    assert containing("release/r2") == []


def test_access_that_is_restricted_until_a_day_is_free_on_the_next(press_archive):
    save("src/1.json", release(1))
    save("src/2.json", release(2, access={"level": "restricted", "until": "2026-12-31"}))

    publish(press_archive, "--as-of", "2026-12-31T23:00:00+07:00", folder="before")
    publish(press_archive, "--as-of", "2027-01-01T00:30:00+07:00", folder="after")

    assert pages("before") == ["r1"]
    assert pages("after") == ["r1", "r2"]


def test_a_later_edition_that_is_held_back_leaves_the_public_one_where_it_is(press_archive):
    save("src/1.json", release(1))
    save("src/2.json", edition(1, 2, headline="Rapat tertutup", **EMBARGO))

    publish(press_archive)

    assert CLEAN["headline"] in page("r1").read_text("utf-8")
    assert containing("Rapat tertutup") == []


def test_a_restricted_contact_is_nowhere_on_the_site_and_is_named(press_archive):
    """In no page, no file beside it, no dump, no table and no index of the search."""
    record = with_restricted_contact(release(1), PHONE)
    evidence = [
        {"pointer": "/contacts/0/phones/0", "span": [900, 917]},
        {"pointer": "/contacts/1/emails/0", "span": [930, 956]},
        {"pointer": "/headline", "span": [0, 42]},
    ]
    provenance = {"file": "rilis.html", "sha256": 64 * "0", "evidence": evidence}
    save("src/1.json", record | {"provenance": provenance})

    done = publish(press_archive, "--search", "--parquet", "--renditions", ",".join(WRITERS))

    assert done.codes.count("L305") == 1
    assert "/contacts/0: " in done.out
    for text in (PHONE, "Budi Rahasia", "Rahasia"):
        assert containing(text) == []
    published = json.loads(page("r1").with_suffix(".json").read_text("utf-8"))
    assert [one["pointer"] for one in published["provenance"]["evidence"]] == [
        "/contacts/0/emails/0", "/headline",
    ]  # fmt: skip


def test_a_record_whose_contacts_are_all_left_out_is_valid_as_it_is_published(press_archive):
    evidence = [
        {"pointer": "/contacts", "span": [900, 956]},
        {"pointer": "/contacts/0/phones", "span": [900, 917]},
        {"pointer": "/headline", "span": [0, 42]},
    ]
    provenance = {"file": "rilis.html", "sha256": 64 * "0", "evidence": evidence}
    contacts = [{"visibility": "restricted", "name": "Budi Rahasia", "phones": [PHONE]}]
    save("src/1.json", release(1, contacts=contacts, provenance=provenance))
    publish(press_archive)

    done = press_archive("validate", page("r1").with_suffix(".json").as_posix())

    assert done.status == 0
    assert "R124" not in done.codes


def test_a_release_that_was_withdrawn_keeps_its_page_and_leaves_the_dumps(press_archive):
    save("src/1.json", release(1))
    save("src/2.json", release(2, headline="Lomba perahu hias"))
    save("src/3.json", withdrawn(2, headline="Lomba perahu hias"))

    publish(press_archive, "--renditions", "json,ninjs")

    found = containing("release/r2")
    assert pages() == ["r1", "r2"]
    assert "Acara dibatalkan." in page("r2").read_text("utf-8")
    assert {"year/2026.html", "feed.atom"} <= set(containing("Lomba perahu hias"))
    assert not [name for name in found if name.startswith("dump/")]
    assert [name for name in found if name.endswith(".json") and name.startswith("r/")] == []
    assert 'change="deleted"' in Path("public/resourcesync/changelist.xml").read_text("utf-8")


# editions, and releases that could be taken for one another


def test_editions_of_a_work_share_a_page_and_all_of_them_are_in_the_dumps(press_archive):
    save("src/1.json", edition(1, 2, headline="Terminal Larangan dibuka"))
    save("src/2.json", release(1))

    publish(press_archive)

    dump = dict(unpacked("public"))["dump/releases-2026.jsonl.zst"].decode()
    assert pages() == ["r1"]
    assert "Terminal Larangan dibuka" in page("r1").read_text("utf-8")
    assert [json.loads(line)["version"] for line in dump.splitlines()] == [1, 2]


TWINS = {
    "ids that differ in the size of a letter": ("release/A1", "release/a1"),
    "ids that differ in an escape": ("release/a%2Fb", "release/a/b"),
    "ids of one slug": ("release/rilis", "arsip/rilis"),
    "long ids": ("release/" + 450 * "a" + "1", "release/" + 450 * "a" + "2"),
    "ids that look like a way out": ("release/%2e%2e", "release/..%2f..%2fetc"),
    "ids with signs of other scripts": ("release/%E0%A4%95", "release/ك"),
}


@pytest.mark.parametrize("ends", TWINS.values(), ids=TWINS.keys())
def test_releases_that_could_be_taken_for_one_another_have_pages_of_their_own(press_archive, ends):
    ids = [f"https://pers.example.go.id/{end}" for end in ends]
    save("src/1.jsonl", *(record(id=one) for one in ids))

    done = publish(press_archive)

    found = [path.name.lower() for path in Path("public/r").rglob("*.html")]
    assert done.status == 0
    assert len(set(found)) == 2
    assert max(map(len, found)) < 80


def test_of_two_records_that_say_other_things_of_one_edition_the_first_is_published(press_archive):
    save("src/1.json", release(1))
    save("src/2.json", with_other_words(1))

    done = publish(press_archive)

    assert (done.codes, done.status) == (["R128"], 1)
    assert CLEAN["headline"] in page("r1").read_text("utf-8")


# sources and what they lack


def test_a_source_with_errors_is_told_and_the_others_are_published(press_archive):
    save("src/1.json", release(1))
    save("src/2.json", release(2, headline=""))
    Path("src/3.json").write_text("{", "utf-8")

    done = publish(press_archive)

    assert done.status == 1
    assert {code[0] for code in done.codes} == {"S", "J"}
    assert pages() == ["r1"]


def test_without_anything_for_the_public_the_site_stays_as_it_is(press_archive):
    """Portals delete what a catalogue no longer names."""
    save("src/1.json", release(1))
    publish(press_archive)
    before = stamps("public")
    save("src/1.json", release(1, status="draft"))

    done = publish(press_archive)

    assert done.status == 2
    assert "no release is for the public" in done.err
    assert stamps("public") == before
    save("src/1.json", release(1))
    publish(press_archive)
    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")


def test_a_collection_of_which_all_was_withdrawn_is_not_published(press_archive):
    save("src/1.json", withdrawn(1))

    done = publish(press_archive)

    assert done.status == 2
    assert not Path("public").exists()


def test_a_folder_without_a_release_is_no_collection(press_archive):
    Path("src").mkdir()

    done = publish(press_archive, "--allow-empty")

    assert done.status == 2
    assert not Path("public").exists()


@pytest.mark.parametrize("public", ["src/public", "src/.public", "src/a/b/public"])
def test_a_site_may_lie_within_the_folder_of_its_sources(press_archive, public):
    base()
    Path(public).parent.mkdir(parents=True, exist_ok=True)
    publish(press_archive, folder=public)
    before = stamps(public)

    done = publish(press_archive, folder=public)

    assert (done.status, len(pages(public))) == (0, 6)
    assert stamps(public) == before


BAD_ADDRESSES = [
    "pers.example.go.id", "ftp://pers.example.go.id/", "https://", "https://pers.example.go.id/?a=1",
    "https://pers.example.go.id/a b/", "https://u:p@pers.example.go.id/", "javascript:alert(1)", "",
    "https://pers.example.go.id/../x/", "https://pers.example.go.id/#top",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_an_address_that_no_site_can_have_is_refused(press_archive, url):
    save("src/1.json", release(1))

    done = publish(press_archive, "--base-url", url)

    assert done.status == 2
    assert "press-archive: error: " in done.err
    assert files() == ["src/1.json"]


# the folder


def test_a_folder_that_holds_something_else_is_refused_and_untouched(press_archive):
    save("src/1.json", release(1))
    save("public/notes.json", release(2))
    before = stamps("public")

    done = publish(press_archive)

    assert done.status == 2
    assert "public holds something else" in done.err
    assert stamps("public") == before
    assert sorted(path.name for path in Path().iterdir()) == ["public", "src"]


def test_a_file_in_the_place_of_the_folder_is_refused(press_archive):
    save("src/1.json", release(1))
    Path("public").write_text("mine", "utf-8")

    done = publish(press_archive)

    assert done.status == 2
    assert Path("public").read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links take rights there")
def test_a_link_in_the_place_of_the_folder_is_refused(press_archive):
    save("src/1.json", release(1))
    Path("elsewhere").mkdir()
    Path("public").symlink_to("elsewhere")

    done = publish(press_archive)

    assert done.status == 2
    assert files("elsewhere") == []


def test_an_empty_folder_is_filled(press_archive):
    save("src/1.json", release(1))
    Path("public").mkdir()

    done = publish(press_archive)

    assert done.status == 0
    assert pages() == ["r1"]


def lose(index: Path) -> None:
    shutil.rmtree(index.parent)


def lose_stock(index: Path) -> None:
    (index.parent / "editions").unlink()


def shorten_stock(index: Path) -> None:
    os.truncate(index.parent / "editions", 100)


def damage(index: Path) -> None:
    index.write_bytes(b"SQLite format 3\0" + 5000 * b"x")


def cut_off(index: Path) -> None:
    os.truncate(index, 8192)


def empty(index: Path) -> None:
    index.write_bytes(b"")


def other_database(index: Path) -> None:
    index.unlink()
    database = sqlite3.connect(index)
    database.execute("CREATE TABLE meta (key TEXT)")
    database.close()


LOSSES = (lose, lose_stock, shorten_stock, damage, cut_off, empty, other_database)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_when_the_index_is_lost_or_damaged_the_site_is_made_anew(press_archive, loss):
    base()
    publish(press_archive)
    loss(Path(".public.press-archive/index"))
    save("src/9.json", release(9))

    done = publish(press_archive)

    publish(press_archive, folder="anew")
    assert done.status == 0
    assert tree("public") == tree("anew")


def test_a_site_that_was_put_back_from_a_copy_is_made_anew(press_archive):
    """The index then speaks of another state of it."""
    base()
    publish(press_archive)
    shutil.copytree("public", "copy")
    save("src/9.json", release(9))
    publish(press_archive)
    shutil.rmtree("public")
    Path("copy").rename("public")

    publish(press_archive)

    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")


def blank_pages(beside: Path) -> None:
    index = beside / "index"
    raw = index.read_bytes()
    index.write_bytes(raw[:8192] + bytes(4 * 4096) + raw[6 * 4096 :])


def blank_stock(beside: Path) -> None:
    stock = beside / "editions"
    stock.write_bytes(bytes(stock.stat().st_size))


def cut_off_dump(beside: Path) -> None:
    os.truncate(beside.parent / "public/dump/releases-2026.csv", 200)


def lose_dump(beside: Path) -> None:
    (beside.parent / "public/dump/releases-2026.jsonl.zst").unlink()


DAMAGES = (blank_pages, blank_stock, cut_off_dump, lose_dump)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_that_is_met_on_the_way_is_told_and_the_next_run_mends_it(
    press_archive, monkeypatch, damage
):
    monkeypatch.setattr(partition, "_ONE_IN", 2)
    save("src/1.jsonl", *many(40))
    publish(press_archive)
    damage(Path(".public.press-archive"))
    before = tree("public")
    save("src/2.json", *many(1, 40))

    done = publish(press_archive)

    assert done.status == 2
    assert "public or the index beside it is damaged" in done.err
    assert tree("public") == before
    publish(press_archive)
    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")


def lose_table(table: Path) -> None:
    table.unlink()


def cut_off_table(table: Path) -> None:
    os.truncate(table, 2000)


def blank_table(table: Path) -> None:
    raw = table.read_bytes()
    table.write_bytes(raw[:4] + bytes(2000) + raw[2004:])


@pytest.mark.parametrize("damage", [lose_table, cut_off_table, blank_table])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_table_that_is_not_what_it_was_is_told_and_the_next_run_makes_it_anew(
    press_archive, monkeypatch, damage, jobs
):
    monkeypatch.setattr(partition, "_ONE_IN", 2)
    monkeypatch.setattr(construction, "_LITTLE", 0)
    words = ("--parquet", "-j", jobs)
    save("src/1.jsonl", *many(40))
    publish(press_archive, *words)
    damage(Path("public/dump/releases-2026.parquet"))
    before = tree("public")
    save("src/2.json", *many(1, 40))

    done = publish(press_archive, *words)

    assert done.status == 2
    assert "public or the index beside it is damaged" in done.err
    assert tree("public") == before
    publish(press_archive, *words)
    publish(press_archive, *words, folder="anew")
    assert tree("public") == tree("anew")


def test_a_record_that_was_changed_beside_the_site_is_not_published(press_archive):
    save("src/1.jsonl", *many(40))
    publish(press_archive)
    stock = Path(".public.press-archive/editions")
    changed = re.sub(rb'"text":"[A-Za-z]', b'"text":"Q', stock.read_bytes())
    assert changed != stock.read_bytes()
    stock.write_bytes(changed)
    before = tree("public")
    save("src/2.json", *many(1, 40))

    done = publish(press_archive)

    assert done.status == 2
    assert "public or the index beside it is damaged" in done.err
    assert tree("public") == before


def test_of_two_runs_at_once_the_second_is_refused(press_archive):
    base()
    publish(press_archive)
    before = stamps("public")

    with locked(Path(".public.press-archive")):
        done = publish(press_archive)

    assert done.status == 2
    assert "another run" in done.err
    assert stamps("public") == before


def test_where_files_have_no_second_names_they_are_copied(press_archive, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    base()
    publish(press_archive)
    save("src/9.json", release(9))

    publish(press_archive)

    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")
    assert not Path(".public.press-archive/spare").exists()


def test_where_folders_cannot_change_places_at_once_they_do_so_in_two_steps(
    press_archive, monkeypatch
):
    monkeypatch.setattr(standing, "_exchanged", lambda *_: False)
    base()
    publish(press_archive)
    save("src/9.json", release(9))

    publish(press_archive)

    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")
    assert not Path(".public.press-archive/old").exists()


def test_the_folder_that_one_stands_in_cannot_be_replaced(press_archive, monkeypatch):
    save("src/1.json", release(1))
    Path("public").mkdir()
    monkeypatch.chdir("public")

    done = publish(press_archive, sources="../src", folder=".")

    assert done.status == 2
    assert "cannot write '.'" in done.err
    assert files() == []


def test_nothing_but_the_index_is_left_beside_the_folder(press_archive):
    base()
    publish(press_archive)
    save("src/9.json", release(9))

    publish(press_archive)

    assert sorted(path.name for path in Path().iterdir()) == [
        ".public.press-archive",
        "public",
        "src",
    ]
    beside = {path.name for path in Path(".public.press-archive").iterdir()}
    assert {"editions", "index"} <= beside <= {"editions", "index", "now", "spare"}


# what portals take


def test_the_list_of_digests_is_one_that_sha256sum_takes(press_archive):
    base()

    publish(press_archive, "--parquet")

    lines = Path("public/dump/SHA256SUMS").read_text("ascii").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    dumps = {name: content for name, content in tree("public/dump").items() if name != "SHA256SUMS"}
    assert sums == {name: sha256(content).hexdigest() for name, content in dumps.items()}


@pytest.mark.parametrize("suffix", ["nq.zst", "jsonl.zst"])
def test_a_dump_that_is_read_again_says_what_was_published(press_archive, suffix):
    base()
    save("src/9.json", with_restricted_contact(release(9), PHONE))
    publish(press_archive)

    press_archive("convert", f"public/dump/releases-2026.{suffix}", "-t", "json", "-o", "again")

    again = {json.loads(one)["id"]: one.rstrip() for one in tree("again").values()}
    published = [
        Path(name).read_bytes() for name in files() if re.search(r"public/r/[^.]*\.json$", name)
    ]
    records = {json.loads(one)["id"]: one for one in published}
    assert {name: records[name] for name in again} == again
    assert len(again) == 5


def test_a_dump_of_newsml_g2_is_valid_for_our_own_reader(press_archive):
    base()
    publish(press_archive)

    done = press_archive("validate", "public/dump/releases-2026.newsml.xml.zst")

    assert done.status == 0
    assert "5 releases" in done.err or "1 files checked, 1 valid" in done.err


def test_a_source_of_many_parts_is_spoken_of_again_without_a_look_into_it(
    press_archive, monkeypatch
):
    records = [release(number, headline="WALI KOTA MEMBUKA TAMAN") for number in range(150)]
    Path("src").mkdir()
    Path("src/all.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in records), "utf-8")
    publish(press_archive)  # in the moment in which the source was written, nobody trusts its time
    before = publish(press_archive)
    monkeypatch.setattr(reading, "in_order_with", None)

    again = publish(press_archive)

    assert (again.status, again.out, again.err) == (before.status, before.out, before.err)
    assert again.out.count("R201") == 150
