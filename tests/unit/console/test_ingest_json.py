"""JSON as it comes, bodies as they are packed: read only as far as is allowed, and no more strictly than needed."""

import json
import zlib
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.ingest.body import Gzip
from console.ingest.json_text import DEEPEST_KEPT, NoNumber, read_json
from console.ingest.keyring import key_of
from console.ingest.letter import sealed
from console.ingest.problem import Problem

scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(scalars | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)


@given(values)
def test_sound_json_is_read_as_it_is(value: Any) -> None:
    assert read_json(orjson.dumps(value)) == orjson.loads(orjson.dumps(value))


@given(values)
def test_json_beside_something_unsound_is_read_as_it_is(value: Any) -> None:
    told = read_json(b"[%s, NaN]" % json.dumps(value).encode())

    assert isinstance(told, list)
    assert told[0] == value
    assert isinstance(told[1], NoNumber)


@given(st.binary(max_size=60))
def test_anything_else_is_no_json(body: bytes) -> None:
    assert code_of(body) in {"", "invalid_json"}


@given(
    st.lists(st.sampled_from(["[", "]", '{"a":', "}", '"', "\\", "1", ","]), max_size=60).map("".join),
    st.integers(0, 60),
)
def test_brackets_that_do_not_fit_are_no_json(text: str, depth: int) -> None:
    assert code_of(b"[" * depth + text.encode()) in {"", "invalid_json"}


def code_of(body: bytes) -> str:
    """Answer how a body is refused, if it is."""
    try:
        read_json(body)
    except Problem as problem:
        return problem.code
    return ""


@pytest.mark.parametrize("depth", [DEEPEST_KEPT - 3, DEEPEST_KEPT, 1_000, 100_000])
def test_what_is_too_deep_leaves_its_neighbors_as_they_are(depth: int) -> None:
    deep = '{"a": [' * (depth // 2) + '"]}"' + "]}" * (depth // 2)

    told = read_json(f'[{{"a": "[["}}, {deep}, {{"b": "]]"}}]'.encode())

    assert isinstance(told, list)
    first, nested, last = told
    assert (first, last) == ({"a": "[["}, {"b": "]]"})
    assert sealed(0, nested).reasons == ["the message is nested deeper than 20"]


@pytest.mark.parametrize(("levels", "sound"), [(20, True), (21, False)])
def test_a_message_may_be_nested_twenty_deep(levels: int, sound: bool) -> None:
    message: Any = {}
    for _ in range(levels - 1):
        message = {"a": message}

    assert (sealed(0, message).reasons == []) is sound


@pytest.mark.parametrize(("text", "sound"), [("\0", False), ("\\u0000", True)])
def test_a_nul_is_told_from_its_name(text: str, sound: bool) -> None:
    assert (sealed(0, {"a": [text]}).reasons == []) is sound
    assert (sealed(0, {text: 1}).reasons == []) is sound


def test_a_bomb_is_unpacked_no_further_than_is_allowed() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(bytes(50_000_000)) + packer.flush()
    body = Gzip(1000)

    body.add(bomb)

    assert body.is_full
    assert len(body._content) == 1001


@pytest.mark.parametrize("header", [None, "", "Basic", "Basic !", "Bearer a2V5", "Basic /////w==", "Basic Og=="])
def test_a_header_without_a_key_has_none(header: str | None) -> None:
    assert key_of(header) is None
