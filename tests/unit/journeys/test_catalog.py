"""The catalog: what every field says of an account, and what a mail gets of it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import journeys
from journeys.behavior import Contact, Usage
from journeys.catalog import Catalog, context, unknowns
from journeys.needs import Counts
from journeys.reference import reference
from tests.unit.journeys.small_program import ALIVE, CATALOG, NOW, account, used, value_of
from tests.unit.journeys.stage import book

SILENT = ALIVE | {"product": NOW - timedelta(days=3)}
ADA = Contact(7, "ada@acme.example", "Ada", None, "admin")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("account.name", "Acme"), ("account.arr", 16000.0), ("account.plan", None), ("account.trial", False),
        ("account.churned", False), ("account.strategic", False), ("account.segment", "smb"),
        ("account.days_since_signup", 20), ("account.days_until_renewal", 99),
        ("account.signed_up_at", NOW - timedelta(20)),
        ("usage.feature_adoption", 0.5), ("usage.features_used", 2), ("usage.features_total", 4),
        ("usage.active_days", 1),
        ("milestones.first_project", True), ("milestones.first_value", False), ("checklist.done", 2),
        ("checklist.total", 2), ("checklist.complete", True), ("checklist.setup_complete", True),
        ("metrics.tasks_completed", 9), ("metrics.tasks_this_week", 0), ("product.name", "Cadence"),
        ("product.company", "Cadence Labs"), ("links.app", "https://app.cadence.example"),
        ("checklist.next_title", None),
    ],
)  # fmt: skip
def test_a_field_says_what_its_formula_says(name: str, value: object) -> None:
    usage = {
        "project created": used(1, NOW - timedelta(days=29)),
        "task completed": used(9, NOW - timedelta(days=10)),
        "board viewed": used(4, NOW - timedelta(days=31)),
        "signed in": used(3),
    }
    signed_up, renewal = NOW - timedelta(days=20), date(2027, 3, 1)
    behavior = account(usage, name="Acme", arr=16000.0, seats=5, signed_up_at=signed_up, renewal_on=renewal)

    assert value_of(name, behavior) == value


@pytest.mark.parametrize(
    ("traits", "segment"),
    [
        ({"arr": 100000, "seats": 5}, "enterprise"), ({"arr": 0, "seats": 500}, "enterprise"),
        ({"arr": 0, "seats": 5, "strategic": True}, "enterprise"), ({"arr": 25000, "seats": 5}, "mid_market"),
        ({"arr": 0, "seats": 50}, "mid_market"), ({"arr": 24999, "seats": 49}, "smb"), ({"arr": 100000}, "enterprise"),
        ({"arr": 50000}, "mid_market"), ({"seats": 5}, "smb"), ({}, "smb"), ({"arr": "much"}, None),
    ],
)  # fmt: skip
def test_the_segment_is_the_first_that_fits_and_unknown_if_that_cannot_be_told(
    traits: dict[str, Any], segment: str | None
) -> None:
    assert value_of("account.segment", account(**traits)) == segment


def test_days_are_those_of_the_accounts_calendar() -> None:
    midnight = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    behavior = account(
        timezone="America/New_York", signed_up_at=midnight - timedelta(hours=1), renewal_on=date(2026, 11, 22)
    )

    assert value_of("account.days_since_signup", behavior, midnight) == 0
    assert value_of("account.days_until_renewal", behavior, midnight) == 1


def test_the_checklist_names_the_next_item_in_its_order() -> None:
    behavior = account({"task completed": used(1)})

    items: Any = value_of("checklist.items", behavior)

    assert value_of("checklist.next_title", behavior) == "Create a project"
    assert [item["done"] for item in items] == [False, True]


def test_unused_features_come_with_what_a_mail_needs() -> None:
    behavior = account({name: used(1) for name in ("project created", "task completed", "board viewed")})

    assert value_of("usage.unused_features", behavior) == [
        {"title": "Invoices", "benefit": "Get paid", "link": "https://app.cadence.example"}
    ]


def test_days_told_ahead_of_time_are_not_counted() -> None:
    tomorrow = NOW.date() + timedelta(days=1)
    behavior = account({"task completed": Usage(5, NOW, NOW, ((NOW.date(), 2), (tomorrow, 3)))})

    assert value_of("metrics.tasks_this_week", behavior) == 2


def test_a_silent_feed_leaves_unknown_what_depends_on_it_and_nothing_else() -> None:
    behavior = account({"task completed": used(12)}, SILENT, arr=5)
    names = [
        "usage.unused_features",
        "checklist.items",
        "checklist.next_title",
        "milestones.first_value",
        "account.arr",
    ]

    assert [value_of(name, behavior) is None for name in names] == [True, True, True, False, False]


def test_programs_that_look_at_one_account_at_one_instant_answer_each_by_itself() -> None:
    shipped = book().program
    models = shipped.health
    assert models is not None
    patient = tuple(replace(feed, silent_after=timedelta(days=30)) for feed in shipped.feeds)
    other = replace(models, by_segment={}, otherwise=models.by_segment["enterprise"])
    impatient, trusting = Catalog(shipped), Catalog(replace(shipped, feeds=patient, health=other))
    silent = account({"task completed": used(12)}, SILENT, name="Acme", arr=5.0, signed_up_at=NOW - timedelta(200))

    found = [
        [catalog.value(NOW, silent, name) for name in ("checklist.done", "health.model", "milestones.first_project")]
        for catalog in (impatient, trusting, impatient, trusting)
    ]

    assert found[0] != found[1]
    assert [found[0][1], found[1][1]] == ["standard", "enterprise"]
    assert found[:2] == found[2:]


def test_only_fields_that_depend_on_a_feed_name_it() -> None:
    feeds = {name: CATALOG.fields[name].feed for name in ("usage.feature_adoption", "usage.active_days", "account.arr")}

    assert feeds == {"usage.feature_adoption": "product, billing", "usage.active_days": "product", "account.arr": ""}


def test_a_mail_gets_exactly_the_fields_it_names_as_plain_data() -> None:
    names = ["contact.first_name", "contact.last_name", "metrics.tasks_completed", "checklist.items", "links.app"]

    told = context(NOW, CATALOG, account({"task completed": used(3)}), ADA, names)

    assert told["contact"] == {"first_name": "Ada", "last_name": None}
    assert told["metrics"] == {"tasks_completed": 3}
    assert sorted(told) == ["checklist", "contact", "links", "metrics"]
    assert json.loads(json.dumps(told)) == told


def test_a_mail_without_a_contact_knows_nobody() -> None:
    assert context(NOW, CATALOG, account(), None, ["contact.email"]) == {"contact": {"email": None}}


def test_a_mail_waits_for_what_cannot_be_told_but_not_for_what_may_be_absent() -> None:
    names = ["contact.last_name", "account.plan", "metrics.tasks_completed", "links.app"]

    reasons = unknowns(NOW, CATALOG, account(feeds=SILENT), ADA, names)

    assert list(reasons) == ["metrics.tasks_completed"]
    assert reasons["metrics.tasks_completed"].startswith("the product feed has been silent since")


def test_nothing_is_next_once_the_checklist_is_complete_and_no_mail_waits_for_it() -> None:
    behavior = account({"project created": used(1), "task completed": used(1)})

    assert unknowns(NOW, CATALOG, behavior, ADA, ["checklist.next_title", "checklist.items"]) == {}


def test_the_catalog_says_what_must_be_gathered_for_a_mail() -> None:
    needs = CATALOG.needs(["metrics.tasks_this_week", "milestones.first_project", "links.app", "no.such_field"])

    assert needs == {Counts("task completed", 7), Counts("project created")}


def test_every_field_explains_itself() -> None:
    for name, field in CATALOG.fields.items():
        assert field.name == name
        assert field.formula
        assert field.example is not None


def test_every_fields_example_is_of_its_type() -> None:
    kinds: dict[str, Any] = {
        "text": str,
        "number": (int, float),
        "flag": bool,
        "date": date,
        "moment": datetime,
        "list": list,
    }

    assert [name for name, field in CATALOG.fields.items() if not isinstance(field.example, kinds[field.type])] == []


def test_the_reference_page_is_what_the_catalog_says() -> None:
    page = (Path(journeys.__file__).parent / "CATALOG.md").read_text("utf-8")

    assert page == reference(book().catalog), "write it again: tenure catalog --markdown > journeys/CATALOG.md"
