"""How languages write values."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.filters import THEME_FILTERS
from emails.speech import filters_in


def written(language: str, name: str, *arguments: Any) -> str:
    return str(filters_in(language)[name].apply(*arguments)).replace("\u00a0", "~").replace("\u202f", "'")


@pytest.mark.parametrize(
    ("language", "name", "arguments", "expected"),
    [
        ("de", "number", (1234567,), "1.234.567"),
        ("de", "number", (1234.56,), "1.234,6"),
        ("de", "number", (3.0,), "3"),
        ("de", "percent", (0.185,), "19~%"),
        ("de", "money", (12400,), "12.400~$"),
        ("de", "money", (-3.6, "€"), "-4~€"),
        ("de", "date", (date(2027, 3, 1),), "1. März 2027"),
        ("de", "date", (datetime(2027, 3, 1, 23, tzinfo=UTC),), "1. März 2027"),
        ("de", "plural", (1, "Aufgabe", "Aufgaben"), "1 Aufgabe"),
        ("de", "plural", (1200, "Aufgabe", "Aufgaben"), "1.200 Aufgaben"),
        ("fr", "number", (1234567,), "1'234'567"),
        ("fr", "plural", (0, "tâche", "tâches"), "0 tâche"),
        ("pt-BR", "money", (12400, "R$"), "R$~12.400"),
        ("en-GB", "date", (date(2027, 3, 1),), "1 March 2027"),
        ("hi", "number", (1234567,), "12,34,567"),
        ("ja", "date", (date(2027, 3, 1),), "2027年3月1日"),
        ("de", "meter", (0.42,), "████░░░░░░"),
    ],
)
def test_each_language_has_its_own_way(language: str, name: str, arguments: tuple[Any, ...], expected: str) -> None:
    assert written(language, name, *arguments) == expected


def test_american_english_is_left_as_it_was() -> None:
    assert filters_in("en") is THEME_FILTERS
    assert filters_in("en-US") is THEME_FILTERS


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_no_language_tells_another_number(value: float) -> None:
    for name in ("number", "percent", "money"):
        english, german = written("en", name, value), written("de", name, value)
        assert float(re.sub(r"[^-\d,]", "", german).replace(",", ".")) == float(re.sub(r"[^-\d.]", "", english))
