"""The release this project was born from goes through the whole chain."""

from __future__ import annotations

import hashlib

import pytest

from archive.body import plain_text
from archive.release import Release
from archive.validation import build, validate
from archive.writers import WRITERS
from tests.seed import Seed, record


@pytest.fixture(scope="module")
def seed(corpora) -> Seed:
    """Return the text, proved to be the one the facts are about."""
    content = (corpora / "gold-dev" / "seed.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest().startswith("51b3173357270e88")
    return Seed(content.decode())


@pytest.fixture(scope="module")
def release(seed) -> Release:
    return build(record(seed))


def test_the_record_of_the_seed_has_no_error(seed):
    faults = [one for one in validate(record(seed)) if one.severity == "error"]

    assert faults == []


def test_the_lints_see_what_a_reader_of_the_seed_sees(seed):
    """Split decimals, no contact, a lower bound for a date, an account handle as the source."""
    codes = {one.code for one in validate(record(seed))}

    assert {"R202", "R204", "R207", "R211"} <= codes


def test_spans_of_the_body_stand_where_the_facts_say(seed, release):
    """The facts count in the file; both direct quotations, the event and a date are in them."""
    facts = {
        "quotes.0": ([1001, 1242], release.quotes[0].span),
        "quotes.1": ([4203, 4421], release.quotes[1].span),
        "events.0": ([331, 391], release.events[0].spans[0]),
        "mentions.1": ([1260, 1272], release.dates.mentions[1].spans[0]),
        "pulung": ([880, 894], release.people[0].spans[0]),
        "noor, again": ([2494, 2502], release.people[2].spans[1]),
        "hotel": ([469, 508], release.places[0].spans[0]),
    }

    for name, (in_file, in_body) in facts.items():
        assert seed.in_file(list(in_body)) == in_file, name


def test_every_span_of_the_seed_holds_the_words_it_stands_for(release):
    text = plain_text(release.body.format, release.body.text)

    def words(span):
        return text[span[0] : span[1]]

    for named in (*release.people, *release.places, *release.mentions):
        assert {words(span) for span in named.spans} <= {named.name}
    for person in release.people:
        for role in person.roles:
            assert [words(span) for span in role.spans] == [
                role.title or "dari Biro Humas Sekretariat Negara"
            ]
    for mention in release.dates.mentions:
        assert [words(span) for span in mention.spans] == [mention.as_written]
    for session in release.events[0].sessions[1:]:
        assert [words(span) for span in session.spans] == [session.title]
    for quote in release.quotes:
        assert text[quote.span[0] - 1] == '"'
        assert text[quote.span[1] : quote.span[1] + 2] == ',"'


def test_the_evidence_of_the_seed_points_at_its_words(seed, release):
    for evidence in release.provenance.evidence:
        assert seed.text[slice(*evidence.span)].strip('" ') == seed.text[slice(*evidence.span)]
    for removed in release.provenance.removed:
        assert seed.text[slice(*removed.span)] == removed.text == "Komentar"


@pytest.mark.parametrize("output", WRITERS)
def test_the_seed_is_written_in_every_format(output, release):
    """Its people, the talks and the speaker of each quotation are found in the full formats."""
    written = WRITERS[output].load().write(release).decode()

    assert "Satukan Langkah Kawal Narasi" in written
    if output not in {"text", "ninjs"}:
        for name in ("Pulung Chausar", "Faisal Fahmi", "Noor Iza", "Fahruddin Ali", "tutup"):
            assert name in written
        assert "Menjadi Pranata Humas Unggul Jawa Timur" in written
