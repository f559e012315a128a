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


@pytest.mark.parametrize("told", ["2027-02-30", "2027-13-01", "0000-01-01", "2027-03-01 10:00:00 +99:00", "9" * 5000])
def test_a_day_or_number_that_there_cannot_be_is_a_mistake_at_its_place(told: str) -> None:
    with pytest.raises(ExceptionGroup) as found:
        read_previews("x.yaml", f"a:\n  account:\n    name: 12:30\n    renewal_on: {told}\n", FIELDS)
    (mistake,) = found.value.exceptions
    assert isinstance(mistake, SyntaxError)
    assert (mistake.lineno, mistake.offset) == (4, 17)
    assert "there is no such day or number" in mistake.msg


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("usage: {active_days: many}", '"usage.active_days" is a number'),
        ("usage: {active_days: true}", '"usage.active_days" is a number'),
        ("usage: {feature_adoption: 40%}", '"usage.feature_adoption" is a share'),
        ("account: {trial: 1}", '"account.trial" is a yes or no'),
        ("account: {name: 12}", '"account.name" is text'),
        ("account: {renewal_on: soon}", '"account.renewal_on" is a date'),
        ("account: {name: null}", '"account.name" is never missing: give it a value'),
        ("checklist: {items: [a, b]}", '"checklist.items" is a list, and each item has done, link, title'),
        ("checklist: {items: [{title: a}]}", '"checklist.items" is a list, and each item has done, link, title'),
        ("links: {app: 12}", '"links.app" is a link'),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_a_mistake_with_its_line(told: str, wanted: str) -> None:
    with pytest.raises(ExceptionGroup) as found:
        read_previews("x.yaml", f"a: {{}}\nb:\n  {told}\n", FIELDS)
    (mistake,) = found.value.exceptions
    assert isinstance(mistake, SyntaxError)
    assert (mistake.lineno, mistake.msg) == (3, wanted)


@pytest.mark.parametrize("told", ["3", "[a]", "Ada"])
def test_a_person_of_whom_no_field_is_told_is_a_mistake_in_words(told: str) -> None:
    with pytest.raises(ExceptionGroup) as found:
        read_previews("x.yaml", f"a: {{}}\nb: {told}\n", FIELDS)
    (mistake,) = found.value.exceptions
    assert isinstance(mistake, SyntaxError)
    assert mistake.lineno == 2
    assert mistake.msg.startswith('"b" is a made-up person: below the name stand groups of fields')


def test_a_value_that_fits_is_in_order() -> None:
    told = "a: {account: {renewal_on: 2027-03-01, trial: true, seats: 3.5}, checklist: {items: []}}"
    assert read_previews("x.yaml", told, FIELDS)["a"]["account"]["trial"] is True
