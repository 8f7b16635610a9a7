"""Nothing vanishes: each value of a JSON source that is taken out changes what the reader gives.

It changes the documents, or what is told of them. Where something is told does not count: places
move when something before them is taken out.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest

from archive.parsing.drafts import weight
from archive.places import NOWHERE
from archive.positions import pointer
from archive.readers import Reading
from archive.readers.jsonld.article import documents
from archive.readers.ninjs import read as read_ninjs
from archive.validation import built
from archive.writers import WRITERS
from tests.every_field import every_field, every_field_text

Given = tuple[Any, list[tuple[str, str, list[tuple[str, object]]]]]
Give = Callable[[Any], Iterable[Reading]]


def ninjs(value: Any) -> Iterator[Reading]:
    """Yield what the ninjs reader gives for a value."""
    return read_ninjs(BytesIO(json.dumps(value).encode()))


def page(value: Any) -> Iterator[Reading]:
    """Yield what the reader of pages gives for a value."""
    return documents(value, NOWHERE)


def given(value: Any, read: Give) -> list[Given]:
    """Return the documents that a value gives, and what is told, without the places."""
    return [
        (
            one.document,
            sorted((said.code, said.variant, sorted(said.params.items())) for said in one.findings),
        )
        for one in read(value)
    ]


def places(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the steps to each value that says something."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in parts:
        if weight(part):
            yield (*steps, step)
            if isinstance(part, dict | list):
                yield from places(part, (*steps, step))


def without(value: Any, steps: tuple[str | int, ...]) -> Any:
    """Return a value without the part that the steps lead to."""
    changed = copy.deepcopy(value)
    holder = changed
    for step in steps[:-1]:
        holder = holder[step]
    del holder[steps[-1]]
    return changed


def vanished(value: Any, read: Give) -> list[str]:
    """Return the pointers of what can be taken out and nobody hears of it."""
    before = given(value, read)
    return [
        pointer(steps) for steps in places(value) if given(without(value, steps), read) == before
    ]


NINJS = (
    "v1.4-businesswire-newsml-20130515006361", "v1.4-businesswire-newsml-20130605006126",
    "v1.4-businesswire-newsml-20130612006110", "v1.4-businesswire-newsml-20130731006140",
    "v1.4-ninjsExMediumText1", "v1.4-ninjsExSimplePhoto1", "v1.4-ninjsExSimpleText1",
    "v2.1-businesswire-newsml-20130605006126", "v2.1-businesswire-newsml-20130731006140",
    "v2.1-ninjsExSimpleText_2", "v2.1-ntb_text", "v2.1-tt_text_image_2",
    "v3.0-20231005-65-addb-event",
    "v3.0-20231008-anti-doping-measures-at-the-tour-down-under-will-be-the-toughest-ever-addb-ninjs-nitf",
    "v3.0-20231016-addb-example-press-conference", "v3.0-businesswire-newsml-20130605006126",
    "v3.0-businesswire-newsml-20130731006140", "v3.0-ninjsExSimpleText_3", "v3.0-ntb_text",
    "v3.0-simpleEvent", "v3.0-tt_event_pressconference_3.0", "v3.0-tt_text_image_3",
)  # fmt: skip


@pytest.mark.parametrize("name", NINJS)
def test_no_value_of_a_real_ninjs_file_vanishes(corpora, name):
    value = json.loads((corpora / "formats/ninjs" / f"{name}.json").read_bytes())

    assert len(list(places(value))) >= 7
    assert vanished(value, ninjs) == []


def test_all_real_ninjs_files_are_looked_at(corpora):
    found = sorted(path.stem for path in (corpora / "formats/ninjs").glob("*.json"))

    assert found == sorted(NINJS)


@pytest.mark.parametrize("number", range(1, 11))
def test_no_value_of_the_json_ld_of_a_real_page_vanishes(corpora, number):
    name = f"sample-{number:02}.json"
    value = json.loads((corpora / "formats/jsonld_newsarticle" / name).read_bytes())

    assert len(list(places(value))) >= 15
    assert vanished(value, page) == []


@pytest.mark.parametrize("name", ["graf-situs", "ferry-array", "laman-saja"])
def test_no_value_of_a_sample_of_a_page_vanishes(samples, name):
    value = json.loads((samples / "sources/jsonld" / name / "source.jsonld").read_bytes())

    assert vanished(value, page) == []


@pytest.mark.parametrize("writer", ["jsonld-page", "ninjs"])
@pytest.mark.parametrize("record", [every_field(), every_field_text()], ids=["html", "text"])
def test_no_value_of_what_we_wrote_ourselves_vanishes(writer, record):
    value = json.loads(WRITERS[writer].load().write(built(record)))

    assert vanished(value, page if writer == "jsonld-page" else ninjs) == []
