"""Values and names that are odd to read."""

from datetime import UTC, date, datetime

import pytest

from console.audience.names import odd_names
from console.audience.values import odd_values
from journeys.field import Field
from journeys.view import View

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def read(_view: View) -> object:
    return None


FIELDS = {
    "usage.feature_adoption": Field("usage.feature_adoption", "number", read, "", 0.4, "share"),
    "usage.login_change_week": Field("usage.login_change_week", "number", read, "", -0.4, "share"),
    "usage.seat_utilization": Field("usage.seat_utilization", "number", read, "", 0.8, "share"),
    "usage.active_days": Field("usage.active_days", "number", read, "", 12, "days"),
    "account.trial": Field("account.trial", "flag", read, "", False),
    "account.renewal_on": Field("account.renewal_on", "date", read, "", None),
    "account.plan": Field("account.plan", "text", read, "", "team"),
}


def kinds(name: str, value: object) -> list[str]:
    return [odd.kind for odd in odd_values(NOW, {name: value}, FIELDS)]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("usage.feature_adoption", 1.2, "share"),
        ("usage.feature_adoption", -0.1, "number"),
        ("usage.active_days", -1, "number"),
        ("usage.active_days", float("inf"), "number"),
        ("usage.active_days", float("nan"), "number"),
        ("usage.active_days", 10**12, "number"),
        ("account.renewal_on", date(1970, 1, 1), "date"),
        ("account.renewal_on", datetime(9999, 12, 31, tzinfo=UTC), "date"),
        ("account.plan", " ", "blank"),
        ("account.plan", "", "blank"),
    ],
)
def test_a_value_that_cannot_be_is_odd(name: str, value: object, kind: str) -> None:
    assert kinds(name, value) == [kind]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("usage.feature_adoption", 1),
        ("usage.login_change_week", -0.4),
        ("usage.login_change_week", 3.0),
        ("usage.seat_utilization", 1.2),
        ("usage.active_days", 0),
        ("account.trial", True),
        ("account.renewal_on", date(2027, 3, 1)),
        ("account.plan", "TEAM"),
        ("account.plan", None),
    ],
)
def test_a_value_that_can_be_is_not(name: str, value: object) -> None:
    assert kinds(name, value) == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("contact.first_name", "\u202eAda", ["unseen"]),
        ("contact.first_name", "\u202eN/A", ["unseen", "placeholder"]),
        ("contact.first_name", "\u202e", ["unseen", "blank"]),
        ("account.name", "Bright\u2066water", ["unseen"]),
        ("account.plan", "team\u0007", ["unseen"]),
        ("contact.first_name", "\u200fدانا", []),
        ("contact.first_name", "Ada\u200d", []),
    ],
)
def test_a_character_that_nobody_sees_is_odd_in_every_text_and_hides_nothing_else(
    name: str, value: str, told: list[str]
) -> None:
    assert kinds(name, value) == told


def named(field: str, value: str, company: str = "Brightwater Studio") -> list[str]:
    return [odd.kind for odd in odd_names(field, value, company)]


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        *[
            ("contact.first_name", word, "placeholder")
            for word in ("Test", "n/a", "NA", "-", "null", "None", "[First name]")
        ],
        *[
            ("contact.first_name", word, "placeholder")
            for word in ("xxx", "Test 1", "asdf", "firstname", "Unknown", "12")
        ],
        *[
            ("account.name", word, "placeholder")
            for word in ("Test Company", "your company", "Company name", "undefined", "Foo Bar")
        ],
        ("contact.first_name", "MARIA", "capitals"),
        ("account.name", "BRIGHTWATER STUDIO", "capitals"),
        ("contact.last_name", "a.b@c.example", "address"),
        ("contact.first_name", "brightwater studio", "company"),
        ("contact.first_name", "Acme GmbH", "company"),
        ("contact.first_name", "Ada99", "company"),
    ],
)
def test_a_name_that_is_none_is_odd(field: str, value: str, kind: str) -> None:
    assert named(field, value) == [kind]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[
            ("contact.first_name", word)
            for word in ("Ada", "JP", "Ana-Maria", "Zoë", "李", "محمد", "Nan Li", "Bar", "Coco")
        ],
        *[
            ("account.name", word)
            for word in ("IBM", "BASF", "Testronics", "3M", "Acme Ltd", "Company of Wolves", "Contoso")
        ],
        ("contact.last_name", "O'Brien"),
        ("contact.last_name", "Null-Smith"),
    ],
)
def test_a_name_that_somebody_has_is_not(field: str, value: str) -> None:
    assert named(field, value) == []
