"""Conditions in words: as one person would tell them to another, whatever a condition can say."""

import pytest

from journeys.saying import said_of
from tests.unit.journeys.stage import book

CATALOG = book().catalog


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("usage.feature_adoption < 20%", "feature adoption is below 20%"),
        ("health.score >= 80", "health score is at least 80"),
        ("account.arr > 15000", "annual revenue is above 15000"),
        ("50 > account.seats", "seats is below 50"),
        ("10 <= account.seats < 50", "seats is at least 10 and below 50"),
        ('account.segment == "smb"', "segment is “smb”"),
        ('account.country not in ["GB", "IE"]', "country is none of “GB”, “IE”"),
        ('account.renewal_on < "2027-03-01"', "renewal date is before 2027-03-01"),
        ("account.arr / account.seats > 300", "annual revenue divided by seats is above 300"),
        ("account.churned", "it has left"),
        ("account.churned == false", "it has not left"),
        ("not milestones.first_project", "not: the first project exists"),
        ("signals.login_drop", "logins fell by 40 % or more, three weeks running"),
        (
            "checklist.complete and (account.trial or account.churned)",
            "every getting-started item is done and (it is trying the product or it has left)",
        ),
        ('usage.count("task completed") >= 10', "“task completed” happened at least 10 times"),
        ('usage.count("task completed", 7 days) == 3', "“task completed” happened exactly 3 times in the last 7 days"),
        ('usage.count("task completed", 7 days) == 0', "“task completed” did not happen in the last 7 days"),
        ('usage.count("task completed") < 1', "“task completed” never happened"),
        ('usage.count("task completed") > 0', "“task completed” happened"),
        ('usage.days_since("signed in") > 14 days', "the time since “signed in” is above 14 days"),
        ('usage.falls("signed in", 7 days, 40%) >= 3', "how often “signed in” fell by 40% within 7 days is at least 3"),
        ("known(account.renewal_on)", "renewal date is known"),
        ("not known(account.renewal_on)", "renewal date is not known"),
        ("not account.trial", "it is not trying the product"),
        ("not (account.trial or account.churned)", "not: (it is trying the product or it has left)"),
        ('said("onboarding/welcome", 1 day)', "we said onboarding/welcome in the last day"),
        ("not signals.login_drop", "not: (logins fell by 40 % or more, three weeks running)"),
        (
            "signals.login_drop and account.trial",
            "logins fell by 40 % or more, three weeks running; and it is trying the product",
        ),
    ],
)
def test_a_condition_is_said_in_words(condition: str, words: str) -> None:
    assert said_of(condition, CATALOG) == words


def test_every_function_and_every_field_of_the_catalog_can_be_said() -> None:
    for function in CATALOG.functions.values():
        assert "usage." not in said_of(function.example, CATALOG)
    for name, field in CATALOG.fields.items():
        assert "_" not in said_of(name if field.type == "flag" else f"{name} == 1", CATALOG)


def test_every_condition_of_the_program_that_ships_can_be_said() -> None:
    rules = [signal.rule for signal in (*book().program.signals, *book().program.states)]
    assert all(said_of(rule, CATALOG) != " ".join(rule.split()) for rule in rules)


def test_what_cannot_be_read_is_told_as_it_is_written() -> None:
    assert said_of("account.seats >", CATALOG) == "account.seats >"
