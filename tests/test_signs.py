"""Signs: rules look at records with one of theirs alone, and miss nothing."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.findings import Finding, finding
from archive.validation import schema, validate
from archive.validation.rules import RULES, Context
from archive.validation.rules.signs import Watch, always, lacking, like, looks_where, there, unlike
from tests.every_field import every_field, every_field_text
from tests.neighbours import neighbours
from tests.strategies import mutated

CLEAN = json.loads((Path(__file__).parent / "clean.json").read_text("utf-8"))
WATCH = Watch(RULES)
ALWAYS = always(RULES)
QUICK = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
SLIPS = (
    *("4. 0 persen", "٤. ٠", "e-mail, email", "kerjasama dan kerja sama", "BPJSKU", "\u200b", "\t"),
    *("Senin, 4/3/2025", "Selasa ٤/٣/2025", "Minggu, 3 Maret 2025", "Minggu, ٣ Maret 2025"),
    "Monday, July ٨, 2025",
    *("baca juga: x", "Komentar (12)", "İklan", "\u212aomentar", "[kontak]", "{{nama}}", "XXXX"),
    *(
        "https://a.example/?utm_x=1",
        '"Ya" kata Budi',
        "“Ya",
        " ” ",
        "(kami, red)",
        "SURABAYAGubernur",
    ),
    *("â€œ", "Ã©", "\ufffd", "\u202e", "\ue000", " \n", "\n\n\n", "\n "),
)
"""What some rule tells of."""
HEADLINES = (
    "SEMUA HURUF BESAR DI SINI",
    "BMKG, BNPB, PLN",
    "Rapat “Kerja besar” dimulai",
    "[nama]",
)


def looking(document: dict[str, Any]) -> set[int]:
    """Return the numbers of the rules that look at a record."""
    context = Context(document, is_plain=schema.is_plain(document))
    return {*ALWAYS, *WATCH.called(context.view)}


def missed(document: dict[str, Any]) -> list[Finding]:
    """Return what rules that do not look at a record would find in it."""
    looks, context = looking(document), Context(document, is_plain=schema.is_plain(document))
    return [
        found for number, rule in enumerate(RULES) if number not in looks for found in rule(context)
    ]


def saying(text: str) -> Iterator[dict[str, Any]]:
    """Yield records with a text at the beginning, inside and at the end of the body."""
    for whole in (CLEAN, every_field_text()):
        for at in (0, whole["body"]["text"].index("\n") + 2, len(whole["body"]["text"])):
            record = copy.deepcopy(whole)
            body = record["body"]["text"]
            record["body"]["text"] = body[:at] + text + body[at:]
            yield record


def called(place: str, part: dict[str, Any] | None, record: dict[str, Any]) -> bool:
    """Return whether a rule with one sign is called to look at a record."""

    @looks_where(there(place, part))
    def rule(_: Context) -> list[Finding]:
        return [finding("R101")]

    return list(Watch([rule]).called({"record": record})) == [0]


@pytest.mark.parametrize("slip", SLIPS, ids=ascii)
def test_no_rule_misses_a_slip_of_the_text(slip):
    for record in saying(slip):
        assert missed(record) == []


@pytest.mark.parametrize("headline", HEADLINES)
def test_no_rule_misses_a_slip_of_the_headline(headline):
    assert missed(copy.deepcopy(CLEAN) | {"headline": headline}) == []


@pytest.mark.parametrize("name", sorted(every_field()))
def test_no_rule_misses_what_another_value_of_a_field_does(name):
    for _, record in neighbours(every_field(), name):
        if schema.accepts(record):
            assert missed(record) == []


@QUICK
@given(mutated(), st.sampled_from(SLIPS))
def test_no_rule_misses_anything_of_made_up_records(record, slip):
    if isinstance(record, dict) and schema.accepts(record):
        assert missed(record) == []
        if "headline" in record:
            assert missed(record | {"headline": slip.strip() or "x"}) == []


def test_few_rules_look_at_a_clean_record():
    """This is what signs are for."""
    assert len(looking(CLEAN)) < len(RULES) / 2


@pytest.mark.parametrize(
    ("place", "part", "member"),
    [
        ("record.people[].roles[].to", None, {"roles": [{"title": "camat"}, {"to": "2026"}]}),
        ("record.people[]", lacking("id"), {"name": "Siti"}),
        ("record.people[].name", like("^S"), {"id": "p-2", "name": "Siti"}),
        ("record.people[].name", unlike("[a-z]"), {"id": "p-2", "name": "SITI"}),
    ],
)
def test_a_rule_is_called_if_any_member_of_a_list_has_its_sign(place, part, member):
    usual = {"id": "p-1", "name": "Budi"}

    assert called(place, part, {"people": [usual, member, usual]})
    assert not called(place, part, {"people": [usual, usual], "persons": [member]})


def test_a_sign_may_be_of_the_whole():
    part = {"properties": {"record": {"required": ["embargo", "status"]}}}

    assert called("", part, {"embargo": {}, "status": "draft"})
    assert not called("", part, {"embargo": {}})


def test_a_rule_that_is_asked_says_the_same_without_a_sign():
    @looks_where(there("record.embargo"))
    def rule(_: Context) -> list[Finding]:
        """R110: held back."""
        return [finding("R110")]

    assert list(rule(Context(CLEAN))) == [finding("R110")]
    assert rule.__doc__ == "R110: held back."


def test_half_a_character_calls_every_rule():
    record = copy.deepcopy(CLEAN) | {"headline": "\ud800"}

    assert looking(record) == set(range(len(RULES)))


def test_threads_that_validate_at_the_same_time_do_not_mix_their_records():
    records = [record for slip in SLIPS for record in saying(slip)]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(validate, records))

    assert together == [validate(record) for record in records]
