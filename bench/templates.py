"""Bare templates, to measure against: what nobody could do faster in Python and still validate.

A script for one kind of record, as someone in a hurry would write it: msgspec reads, jsonschema-rs
accepts or refuses, f-strings write. It says the same as we do (``tests/test_bench.py``), but has
no rules, no messages and no look at what it wrote, and knows only the fields that
``bench.releases`` puts into its records.

Text is spelt as JSON once and stands so in four formats, since N-Quads and Turtle know the
escapes of JSON. Pieces are UTF-8 read as Latin-1: one curly mark would make a whole string of
Python twice as wide.
"""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import msgspec

from archive.validation import formats
from bench import templates_json, templates_newsml, templates_nquads, templates_turtle

FORMATS = ("newsml-g2", "ninjs", "jsonld", "nquads", "turtle")
"""What is written, in this order."""

Record = dict[str, Any]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Templates:
    """The validator, compiled once."""

    def __init__(self, schema: bytes) -> None:
        own = {name: formats.OWN[name] for name in ("edtf", "bcp47")}
        self._is_valid = jsonschema_rs.Draft202012Validator(
            json.loads(schema), validate_formats=True, formats=own
        ).is_valid

    def accepted(self, raw: bytes) -> Record | None:
        """Return the record that bytes hold if the schema accepts it."""
        try:
            record: Record = _decode(raw)
        except msgspec.DecodeError:
            return None
        return record if self._is_valid(record) else None

    def files(self, raw: bytes) -> tuple[bytes, ...] | None:
        """Return a record in all formats; ``None`` if it is not valid."""
        record = self.accepted(raw)
        return None if record is None else written(record)


def written(record: Record) -> tuple[bytes, ...]:
    """Return a record in all formats; its texts are no longer what they were."""
    item = templates_newsml.item(record)
    spell(record)
    return (
        item,
        templates_json.ninjs(record),
        templates_json.jsonld(record),
        templates_nquads.nquads(record),
        templates_turtle.turtle(record),
    )


def spell(record: Record) -> None:
    """Put the JSON spelling of each text in its place, quotation marks included."""
    text = record["body"]["text"]
    record["characters"] = len(text)
    for quote in record["quotes"]:
        start, end = quote["span"]
        quote["text"] = _json(text[start:end])
        quote["speakerAsWritten"] = _json(quote["speakerAsWritten"])
        quote["verb"] = _json(quote["verb"])
    record["body"]["text"] = _json(text)
    record["headline"] = _json(record["headline"])
    record["keywords"] = [_json(keyword) for keyword in record["keywords"]]
    record["dateline"]["text"] = _json(record["dateline"]["text"])
    for change in record["changes"]:
        change["note"] = _json(change["note"])
    for identifier in record["identifiers"]:
        identifier["value"] = _json(identifier["value"])
    for attachment in record["attachments"]:
        attachment["caption"] = _json(attachment["caption"])
    _spell_names(record)


def _spell_names(record: Record) -> None:
    for person in record["people"]:
        person["name"] = _json(person["name"])
        person["aliases"] = [_json(alias) for alias in person.get("aliases", ())]
        for role in person["roles"]:
            role["title"] = _json(role["title"])
    for organisation in record["organisations"]:
        organisation["name"] = _json(organisation["name"])
        organisation["aliases"] = [_json(alias) for alias in organisation.get("aliases", ())]
    for place in record["places"]:
        place["name"] = _json(place["name"])
    for event in record["events"]:
        event["name"] = _json(event["name"])
    for contact in record["contacts"]:
        contact["name"] = _json(contact["name"])
        contact["role"] = _json(contact["role"])
        contact["emails"] = [_json(address) for address in contact["emails"]]


def _json(text: str) -> str:
    return _encode(text).decode("latin-1")
