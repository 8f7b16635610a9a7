"""What two documents say differently."""

from __future__ import annotations

import copy
import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.differences import ABSENT, Difference, differences
from tests.every_field import every_field
from tests.neighbours import neighbours


def found(a: Any, b: Any) -> list[tuple[str, Any, Any]]:
    """Return pointers and values of what differs."""
    return [(one.pointer, one.a, one.b) for one in differences(a, b)]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({"slug": "a"}, {"slug": "b"}, [("/slug", "a", "b")]),
        ({"slug": "a"}, {}, [("/slug", "a", ABSENT)]),
        ({}, {"slug": "b"}, [("/slug", ABSENT, "b")]),
        ({"slug": None}, {}, [("/slug", None, ABSENT)]),
        ({"acting": True}, {"acting": 1}, [("/acting", True, 1)]),
        ({"lat": 1}, {"lat": 1.0}, []),
        ({"body": {"text": "a"}}, {"body": "a"}, [("/body", {"text": "a"}, "a")]),
        ({"x/y": {"~": 1}}, {"x/y": {"~": 2}}, [("/x~1y/~0", 1, 2)]),
    ],
)
def test_each_value_that_differs_is_named(a, b, expected):
    assert found(a, b) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (["a", "b"], ["b", "c"], [("/0", "a", "c")]),
        (["a", "c"], ["a", "b", "c"], [("/1", ABSENT, "b")]),
        (["a", "b", "c"], ["a", "c"], [("/1", "b", ABSENT)]),
        (["a", "a"], ["a"], [("/1", "a", ABSENT)]),
        ([], ["a"], [("/0", ABSENT, "a")]),
    ],
)
def test_lists_are_laid_side_by_side_by_value(a, b, expected):
    assert found(a, b) == expected


def test_objects_with_an_id_are_compared_with_their_namesakes():
    a = [{"id": "p1", "name": "Ani"}, {"id": "p2", "name": "Budi"}]
    b = [{"id": "p2", "name": "Budi"}, {"id": "p1", "name": "Anni"}]

    named, order = differences(a, b)

    assert (named.pointer, named.pointer_b, named.b) == ("/0/name", "/1/name", "Anni")
    assert order == Difference("", a, b, "", is_order=True)


def test_a_changed_id_is_a_changed_id():
    a = [{"id": "q1", "span": [0, 9]}, {"id": "q2"}, {"id": "q3"}]
    b = [{"id": "q1", "span": [0, 9]}, {"id": "qx"}, {"id": "q3"}]

    assert found(a, b) == [("/1/id", "q2", "qx")]


def test_what_only_one_list_has_does_not_disturb_the_others():
    a = [{"id": "a"}, {"id": "b"}]
    b = [{"id": "x"}, {"id": "a"}, {"id": "y"}, {"id": "b"}]

    assert found(a, b) == [("/0", ABSENT, {"id": "x"}), ("/2", ABSENT, {"id": "y"})]


def test_a_record_differs_from_each_of_its_neighbours_in_the_fields_that_differ():
    record = every_field()
    for where, other in itertools.islice(neighbours(record), 0, None, 11):
        fields = {one.pointer.split("/")[1] for one in differences(record, other)}

        assert fields == {
            name for name in {*record, *other} if not _is_same(record.get(name), other.get(name))
        }, where


def _is_same(a: Any, b: Any) -> bool:
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "a", "b"]), inner, max_size=3)
    ),
)


@given(_JSON)
def test_nothing_differs_from_its_copy(value):
    assert found(value, copy.deepcopy(value)) == []


@given(_JSON, _JSON)
def test_something_differs_exactly_where_the_json_does(a, b):
    assert (found(a, b) == []) == _is_same(a, b)
