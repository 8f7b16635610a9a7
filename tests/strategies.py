"""Documents made up by Hypothesis from the schema itself: any field may be there, of any content.

``records`` gives complete records that the essential rules hold for, so that every one of them
becomes a release; ``mutated`` puts faults into them.
"""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from hypothesis import strategies as st

from archive.body import canonical_html, canonical_text, plain_text
from archive.validation import schema

_LINE_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\u2028\u2029\ufffe\uffff"
)
LINES = st.text(_LINE_CHARACTERS, min_size=1, max_size=12).filter(lambda text: text.strip())
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
MOMENTS = st.sampled_from(
    ["2026-03-02T09:00:00+07:00", "2026-03-02T02:00:00Z", "1999-12-31T23:59:59.999-11:30",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"]
)  # fmt: skip
DATES = st.sampled_from(
    ["2026", "2026-03", "2026-03-02", "2026~", "197X", "20XX", "2026-03-02?", "2025-07-07/2025-07-08",
     "2025-07-08/..", "../2020", "XXXX-12-25", "2026-XX", "2026-03-XX", "Y170000002", "-0044", "2026-21"]
)  # fmt: skip
IRIS = st.sampled_from(
    ["https://pers.example.go.id/a", "http://example.org/ü?q=a%20b&c='d'", "urn:newsml:x:20010714:1",
     "tag:x.example,2026:a", "mailto:a@example.org", "https://example.org/a;b,c(d)!$*+@~"]
)  # fmt: skip
WORKS = st.sampled_from(
    ["https://pers.example.go.id/id/release/x7", "urn:x:rilis:1", "tag:x.example,2026:r&d",
     "http://example.org/ü/'1'"]
)  # fmt: skip
LANGUAGES = st.sampled_from(["id", "en-GB", "ar", "zh-Hant", "jv-Java", "und", "sr-Latn-RS"])
LOCAL = st.from_regex(r"[a-u][a-z0-9-]{0,6}", fullmatch=True)
_FORMATS = {
    "date-time": MOMENTS, "date": st.sampled_from(["2026-12-31", "0001-01-01"]), "edtf": DATES,
    "iri": IRIS, "bcp47": LANGUAGES, "email": st.sampled_from(["a@example.org", "h.u+m@x.example"]),
    "json-pointer": st.just("/headline"),
}  # fmt: skip
_NAMED: dict[str, st.SearchStrategy[Any]] = {
    "line": LINES, "text": TEXTS, "localId": LOCAL, "workIri": WORKS,
    "mediaType": st.sampled_from(["image/jpeg", "application/vnd.iptc.g2.newsitem+xml"]),
    "position": st.sampled_from(["-7.9800", "0", "89.999999999999"]),
    "schemeName": st.sampled_from(["number", "doi", "https://doi.example.org/"]),
    "topicScheme": st.sampled_from(["medtop", "https://topics.example.org/t#", "urn:x:topic/"]),
    "sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
    "count": st.integers(0, 2**53 - 1),
}  # fmt: skip
EXTENSIONS = st.dictionaries(
    st.text(_LINE_CHARACTERS, max_size=6),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1)
        | st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: abs(x) < 2**53)
        | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LINES, inner, max_size=3),
        max_leaves=6,
    ),
    min_size=1, max_size=3,
)  # fmt: skip
_FILLER = ("p-1", "org-1", "pl-1")


def of(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return what makes up values of a part of the schema."""
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return _NAMED[name] if name in _NAMED else of(schema.document()["$defs"][name])
    if "enum" in part or "const" in part:
        return st.sampled_from(part.get("enum") or [part["const"]])
    kind = part.get("type")
    if kind == "array":
        return _array(part)
    if kind == "object":
        return _object(part)
    if kind == "integer":
        return st.integers(part["minimum"], part["maximum"])
    if kind == "boolean":
        return st.booleans()
    if "format" in part:
        return _FORMATS[part["format"]]
    return st.from_regex(part["pattern"], fullmatch=True) if "pattern" in part else LINES


def _array(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    items = of(part["items"])
    most = part.get("maxItems", 3)
    unique = json.dumps if part.get("uniqueItems") else None
    return st.lists(items, min_size=part.get("minItems", 0), max_size=most, unique_by=unique)


def _object(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "properties" not in part:
        return EXTENSIONS
    required = set(part.get("required", ()))
    fields = {name: of(inner) for name, inner in part["properties"].items() if name != "$schema"}
    if "dateTime" in fields and "edtf" in fields:
        exact = {name: one for name, one in fields.items() if name not in ("edtf", "dateTime")}
        return st.fixed_dictionaries({"dateTime": fields["dateTime"]}, optional=exact) | (
            st.fixed_dictionaries({"edtf": fields["edtf"]}, optional=exact)
        )
    always = {name: one for name, one in fields.items() if name in required}
    sometimes = {name: one for name, one in fields.items() if name not in required}
    made = st.fixed_dictionaries(always, optional=sometimes)
    needs = part.get("dependentRequired", {})
    return made.map(lambda value: _without_needs(value, needs)).filter(
        lambda value: len(value) >= part.get("minProperties", 0)
    )


def _without_needs(value: dict[str, Any], needs: dict[str, list[str]]) -> dict[str, Any]:
    """Leave out what would need something that is not there."""
    for name, others in needs.items():
        if name in value and any(other not in value for other in others):
            del value[name]
    return value


BODIES = st.lists(TEXTS.map(canonical_text).filter(bool), min_size=1, max_size=4).map(
    lambda paragraphs: {"format": "text", "text": canonical_text("\n\n".join(paragraphs))}
) | st.lists(
    st.tuples(
        st.sampled_from(["p", "h2", "li", "blockquote", "td", "em", "b", "div", "caption", "th"]),
        TEXTS,
    ),
    min_size=1, max_size=6,
).map(lambda parts: "".join(f"<{tag}>{_plain(text)}</{tag}>" for tag, text in parts)).map(
    canonical_html
).filter(bool).map(lambda html: {"format": "html", "text": html})  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Return complete records: ids unique, references resolved, sets sorted, spans in the text."""
    record: dict[str, Any] = draw(_object(schema.document()))
    for name in schema.REQUIRED:
        if name not in record:
            record[name] = draw(of(schema.document()["properties"][name]))
    record["body"] = draw(BODIES)
    if "issued" not in record["dates"]:
        record["dates"]["issued"] = {"edtf": "2026"}
    record["issuers"] = record["issuers"] or [{"ref": "org-1"}]
    settle(record)
    return record


def settle(record: dict[str, Any]) -> None:
    """Make the essential rules hold."""
    for kind, local, more in (
        ("people", "p-1", {}), ("organisations", "org-1", {}), ("places", "pl-1", {"kind": "other"}),
    ):  # fmt: skip
        record.setdefault(kind, []).insert(0, {"id": local, "name": "Nama"} | more)
    seen: set[str] = set()
    for holder in _holders(record):
        while holder["id"] in seen:
            holder["id"] = f"{holder['id'][:50]}-{len(seen)}"
        seen.add(holder["id"])
    text = plain_text(record["body"]["format"], record["body"]["text"])
    _walk(record, text)
    if "provenance" in record:
        for piece in record["provenance"].get("evidence", ()):
            piece["span"] = [0, 5]
        for piece in record["provenance"].get("removed", ()):
            piece["span"] = [5, 9]
    for quote in record.get("quotes", ()):
        if not text[slice(*quote["span"])].strip():
            quote["span"] = [0, len(text)]


def _holders(record: dict[str, Any]) -> list[dict[str, Any]]:
    kinds = ("people", "organisations", "places", "quotes", "events", "attachments")
    found = [member for kind in kinds for member in record.get(kind, ())]
    return found + [
        session for event in record.get("events", ()) for session in event.get("sessions", ())
    ]


_REFERENCES = {
    "speaker": "p-1", "speakers": "p-1", "holder": "org-1", "ref": "org-1", "org": "org-1",
    "provider": "org-1", "parent": "org-1", "predecessors": "org-1", "successors": "org-1",
    "organisers": "org-1", "within": "pl-1",
}  # fmt: skip


def _walk(value: Any, text: str) -> None:
    """Point references at members that are there, put spans into the text, sort sets."""
    if isinstance(value, list):
        for part in value:
            _walk(part, text)
    if not isinstance(value, dict):
        return
    own = value.get("id")
    for name, part in list(value.items()):
        if name == "extensions":
            continue
        if name in _REFERENCES or (name == "place" and isinstance(part, str)):
            target = _REFERENCES.get(name, "pl-1")
            if own in _FILLER and name in ("parent", "within"):
                del value[name]
            else:
                value[name] = [target] if isinstance(part, list) else target
        elif name == "span":
            value[name] = _inside(part, text)
        elif name == "spans":
            value[name] = sorted({tuple(_inside(one, text)) for one in part})
            value[name] = [list(one) for one in value[name]]
        elif isinstance(part, list) and part and isinstance(part[0], str):
            value[name] = sorted(set(part))
        else:
            _walk(part, text)


def _inside(span: list[int], text: str) -> list[int]:
    start = span[0] % len(text)
    return [start, start + 1 + span[1] % (len(text) - start)]


_FAULTS = (
    None, "", " ", "a\n", "x" * 70, 0, -1, 1.5, 2**53, True, [], {}, ["a", "a"], "2026-02-30", "id_ID",
    "http://a b", "https://a.example/#f", "A", "2026-03-02T24:00:00Z", "\x85", "ok",
)  # fmt: skip
_SEEDS = st.integers(0, 2**32)


def _broken(record: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return a copy with one fault, which may turn out to be none."""
    record = copy.deepcopy(record)
    holder: Any = record
    while holder:
        key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        inner = holder[key]
        if isinstance(inner, dict | list) and inner and random.random() < 0.5:
            holder = inner
            continue
        if isinstance(holder, dict) and random.random() < 0.25:
            del holder[key]
            holder[f"{key}x"] = inner
        else:
            holder[key] = copy.deepcopy(random.choice(_FAULTS))
        break
    return record


def mutated() -> st.SearchStrategy[dict[str, Any]]:
    """Return records with one fault, which may turn out to be none."""
    return st.builds(lambda record, seed: _broken(record, Random(seed)), records(), _SEEDS)


def mutations(count: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return so many records that are each one fault away from the same record."""

    def made(record: dict[str, Any], seed: int) -> list[dict[str, Any]]:
        random = Random(seed)
        return [_broken(record, random) for _ in range(count)]

    return st.builds(made, records(), _SEEDS)
