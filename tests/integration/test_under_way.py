"""Who is under way when a journey is published anew: told nothing twice, and not forgotten."""

from collections import Counter
from datetime import timedelta

import pytest

from console.program_files import read_program
from console.publishing import Act, release
from models.archive import files_of
from models.database import begin
from models.tables import ACCOUNT, DECISION, ENROLLMENT, TOUCHPOINT
from tests.meanwhile import planned
from tests.uncapped import uncapped
from tests.world import World

PATH = "journeys/definitions/onboarding.yaml"
OTHERS = ("journeys/definitions/", "journeys/playbooks/")
MAILS = "emails/templates/onboarding/"
HEAD = """\
title: A test
kind: onboarding
starts: account.signed_up_at
leave: account.churned
priority: 50
to: admins
late: {within: 4 days, otherwise: skip}
steps:
"""
Steps = tuple[tuple[str, int, str], ...]  # id, day, mail

A, B, C, D = (
    ("a", 0, "welcome"),
    ("b", 3, "keep-going"),
    ("c", 7, "create-your-first-project"),
    ("d", 10, "usage-milestone"),
)
X = ("x", 4, "setup-help")
FIRST: Steps = (A, B, C, D)
DAY = timedelta(days=1)


def publish(world: World, *steps: tuple[str, int, str], **mails: str) -> None:
    """Put a program in force whose only journey has these steps; `mails` are files that are called otherwise."""
    files = {path: text for path, text in uncapped(read_program()).items() if not path.startswith(OTHERS)}
    for old, new in mails.items():
        prefix = f"{MAILS}{old.replace('_', '-')}."
        files = {path.replace(prefix, f"{MAILS}{new}."): text for path, text in files.items()}
    lines = [f"  - {{id: {step}, day: {day}, email: onboarding/{mail}}}\n" for step, day, mail in steps]
    world.publish(files | ({PATH: HEAD + "".join(lines)} if lines else {}))  # which wakes everybody


def days_pass(world: World, days: int, account: str) -> None:
    for _ in range(days):
        world.now += DAY
        world.event(account, "signed in")
        world.look()


def said(world: World) -> list[str]:
    """Answer the mails that the provider accepted, in order, without the folder."""
    rows = world.rows(TOUCHPOINT, state="accepted")
    assert len(world.provider.accepted()) == len(rows)
    return [row.template.removeprefix("onboarding/") for row in rows]


def begun(world: World, *steps: tuple[str, int, str], days: int) -> None:
    """Let an account be that many days into a journey with these steps."""
    publish(world, *steps)
    world.account()
    world.look()
    days_pass(world, days, "acme")


FOUR = ["welcome", "keep-going", "create-your-first-project", "usage-milestone"]


@pytest.mark.parametrize(
    ("days", "then", "told"),
    [
        pytest.param(4, (A, B, ("c2", *C[1:]), D), FOUR, id="the step to come has another id"),
        pytest.param(4, (("a2", *A[1:]), ("b2", *B[1:]), C, D), FOUR, id="the steps behind have other ids"),
        pytest.param(
            4, (("a2", *A[1:]), ("b2", *B[1:]), ("c2", *C[1:]), ("d2", *D[1:])), FOUR, id="all have other ids"
        ),
        pytest.param(3, (A, B, X, C, D), [*FOUR[:2], "setup-help", *FOUR[2:]], id="a step comes before the next"),
        pytest.param(8, (A, B, X, C, D), FOUR, id="a step comes before one that is behind"),
        pytest.param(4, (A, B, C, (*X[:1], 8, *X[2:]), D), [*FOUR[:3], "setup-help", FOUR[3]], id="one comes after"),
        pytest.param(4, (A, B, D), [FOUR[0], FOUR[1], FOUR[3]], id="the step to come is gone"),
        pytest.param(4, (C, D), FOUR, id="the steps behind are gone"),
        pytest.param(4, (A, B), FOUR[:2], id="nothing is left to come"),
        pytest.param(4, (A, B, ("d", 6, D[2]), C), [*FOUR[:2], FOUR[3], FOUR[2]], id="the steps to come change places"),
        pytest.param(3, (("c", 2, C[2]), ("a", 6, A[2]), ("b", 7, B[2]), D), FOUR, id="all change places"),
        pytest.param(1, (X, D), ["welcome", "setup-help", "usage-milestone"], id="another journey by the same name"),
        pytest.param(8, (X, D), FOUR, id="another journey, of which a part is in the past"),
    ],
)
def test_nobody_is_told_twice_and_nobody_forgotten(world: World, days: int, then: Steps, told: list[str]) -> None:
    begun(world, *FIRST, days=days)

    publish(world, *then)
    world.look()
    days_pass(world, 14, "acme")

    assert said(world) == told
    assert [row.state for row in world.rows(ENROLLMENT)] == ["finished"]
    assert (
        max(Counter((row.step, row.kind) for row in world.rows(DECISION) if row.kind in ("send", "skip")).values()) == 1
    )


def test_a_mail_that_got_another_name_goes_out_under_it(world: World) -> None:
    begun(world, *FIRST, days=4)

    publish(world, A, B, ("c", 7, "webinar"), D, create_your_first_project="webinar")
    days_pass(world, 14, "acme")

    assert said(world) == ["welcome", "keep-going", "webinar", "usage-milestone"]


def test_a_mail_that_waits_to_be_sent_goes_out_under_its_new_name(world: World) -> None:
    publish(world, *FIRST)
    mails = planned(world)

    publish(world, ("a", 0, "hello"), B, C, D, welcome="hello")
    world.deliver()

    assert [(row.id, row.state) for row in world.mails()] == [(mails[0], "accepted")]


def test_a_mail_that_waits_to_be_sent_is_stopped_by_the_rollback_of_its_step(world: World) -> None:
    publish(world, B)
    publish(world, A, B)
    planned(world)

    back_to(world, 2)
    world.deliver()

    assert [row.state for row in world.mails()] == ["skipped"]
    assert world.mails()[0].because == "This version of the journey has no step a"
    assert world.provider.accepted() == []


def back_to(world: World, number: int) -> None:
    with begin(world.engine) as connection:
        release(connection, world.now, files_of(connection, number), Act("a test", restores=number))


def test_a_rollback_in_the_middle_of_a_journey_repeats_nothing(world: World) -> None:
    begun(world, *FIRST, days=1)
    publish(world, ("a2", *A[1:]), ("b2", 2, B[2]), X, ("c", 8, C[2]), D)
    days_pass(world, 4, "acme")
    assert said(world) == ["welcome", "keep-going", "setup-help"]

    back_to(world, 2)
    days_pass(world, 14, "acme")

    assert said(world) == ["welcome", "keep-going", "setup-help", "create-your-first-project", "usage-milestone"]
    assert [row.state for row in world.rows(ENROLLMENT)] == ["finished"]


def test_who_is_in_a_journey_that_is_withdrawn_waits_for_it_to_come_back(world: World) -> None:
    begun(world, *FIRST, days=4)
    publish(world)
    days_pass(world, 2, "acme")
    held = world.rows(ENROLLMENT)[0]

    publish(world, *FIRST)
    days_pass(world, 10, "acme")

    assert (held.state, held.because) == (
        "open", "this journey is withdrawn: the account waits until it is published again"
    )  # fmt: skip
    assert world.ledger().count("hold") == 1
    assert said(world) == FOUR


def test_a_customer_who_begins_after_a_publication_gets_all_of_the_new_version(world: World) -> None:
    begun(world, *FIRST, days=4)

    publish(world, A, ("x", 1, "setup-help"))
    world.account("zenith")
    world.look()
    days_pass(world, 3, "zenith")

    zenith = world.rows(ACCOUNT, key="zenith")[0].id
    assert [row.step for row in world.rows(TOUCHPOINT, account_id=zenith)] == ["a", "x"]
