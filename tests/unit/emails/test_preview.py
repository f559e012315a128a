"""The made-up people that mails are tried on."""

import pytest

from emails.preview import read_previews
from tests.unit.emails.catalog import FIELDS


def test_what_a_preview_does_not_say_is_the_catalogs_example() -> None:
    people = read_previews("x.yaml", "a: {contact: {first_name: Bo}}\nb: {}", FIELDS)
    assert people["a"]["contact"]["first_name"] == "Bo"
    assert people["b"]["contact"]["first_name"] == "Ada"
    assert people["a"]["links"]["unsubscribe"].startswith("https://")


def test_nothing_can_be_said_to_be_missing() -> None:
    assert read_previews("x.yaml", "a: {contact: {first_name: null}}", FIELDS)["a"]["contact"]["first_name"] is None


def test_a_field_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ExceptionGroup) as found:
        read_previews("x.yaml", "a:\n  contact:\n    first_nme: Bo\n", FIELDS)
    (mistake,) = found.value.exceptions
    assert isinstance(mistake, SyntaxError)
    assert (mistake.lineno, mistake.offset) == (3, 5)
    assert 'did you mean "contact.first_name"?' in mistake.msg


def test_what_is_not_yaml_is_a_mistake() -> None:
    with pytest.raises(ExceptionGroup):
        read_previews("x.yaml", "a: {", FIELDS)
