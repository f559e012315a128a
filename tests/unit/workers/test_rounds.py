"""One round of decisions for one account."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from journeys.behavior import Behavior, Usage
from journeys.decisions import Decline, Enter, Finish, Hold, Leave, Send, Wait
from journeys.definition import Journey
from tests.unit.journeys.stage import HEAD, MONDAY, account, book, journey
from tests.unit.workers.standings import enrollment, standing
from workers.gather import Standing
from workers.rounds import Stride, decide_round

ONBOARDING = book().journeys["onboarding"]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def decided(stands: Standing, now_plus: timedelta = timedelta(), journey: Journey | None = ONBOARDING) -> list[Stride]:
    def course(row: Any) -> tuple[Journey, str] | None:
        return (journey, row.step) if journey else None

    return decide_round(MONDAY + now_plus, stands, {"onboarding": ONBOARDING}, {"onboarding": 1}, course)


def kinds(stride: Stride) -> list[type]:
    return [type(decision) for decision in stride.decisions]


def old(days: int) -> Behavior:
    return account(MONDAY + days * DAY)


def test_who_is_new_enters_and_walks_at_once() -> None:
    stride = decided(standing(account(MONDAY)))[0]

    assert kinds(stride) == [Enter, Send, Wait]
    assert (stride.state, stride.step) == ("open", "core-workflow-tour")
    assert stride.wake_at is not None
    assert stride.wake_at > MONDAY


def test_who_is_under_way_walks_on_and_is_not_admitted_again() -> None:
    strides = decided(standing(old(3), enrollment("core-workflow-tour")), 3 * DAY)

    assert [kinds(stride)[-1] for stride in strides] == [Wait]
    assert Enter not in kinds(strides[0])


def test_who_is_through_is_left_alone() -> None:
    assert decided(standing(account(MONDAY), enrollment(state="finished"))) == []
    assert decided(standing(account(MONDAY), enrollment(state="left"))) == []


def test_who_is_declined_is_asked_again_within_a_day_even_if_nothing_happens() -> None:
    stride = decided(standing(old(201)), 201 * DAY)[0]

    assert stride.state == "declined"
    assert stride.wake_at is not None


def test_who_was_declined_is_asked_again() -> None:
    stride = decided(standing(account(MONDAY), enrollment(state="declined")))[0]

    assert kinds(stride)[0] is Enter


def test_who_leaves_is_woken_no_more() -> None:
    stride = decided(standing(account(MONDAY, churned=True), enrollment()))[0]

    assert kinds(stride) == [Leave]
    assert (stride.state, stride.wake_at) == ("away", None)


def test_who_is_in_a_journey_that_is_withdrawn_is_held_and_not_forgotten() -> None:
    stride = decided(standing(account(MONDAY), enrollment()), journey=None)[0]

    assert kinds(stride) == [Hold]
    assert (stride.state, stride.step, stride.wake_at) == ("open", "welcome", MONDAY + DAY)


def test_the_same_conclusion_is_no_news() -> None:
    first = decided(standing(old(3), enrollment("first-project")), 3 * DAY)[0]

    again = decided(standing(old(4), enrollment("first-project", standing=first.standing)), 4 * DAY)[0]

    assert kinds(first) == kinds(again) == [Wait]
    assert len(first.news) == 1
    assert again.news == []


def test_a_figure_that_moves_in_the_reason_for_keeping_out_is_no_news() -> None:
    first = decided(standing(old(200)), 200 * DAY)[0]

    again = decided(standing(old(201), enrollment(state="declined", standing=first.standing)), 201 * DAY)[0]

    assert kinds(first) == kinds(again) == [Decline]
    assert first.decisions[-1].because != again.decisions[-1].because
    assert again.news == []


AGAIN = journey(
    "- {id: mail, day: 0, email: onboarding/welcome}",
    HEAD.replace("starts: account.signed_up_at", "starts: {event: payment failed}") + "occurrence: each\n",
    "again",
)


def failing(at: datetime, now: datetime = MONDAY) -> Behavior:
    return replace(account(now), usage={"payment failed": Usage(2, at, at)})


def again(now: datetime, *rows: Any) -> list[Stride]:
    stands = standing(failing(MONDAY - HOUR, now), *rows)
    return decide_round(now, stands, {"again": AGAIN}, {"again": 1}, lambda row: (AGAIN, row.step))


def run(day: str, state: str, started_at: datetime) -> Any:
    row = enrollment("mail", state)
    row.journey, row.occurrence, row.started_at = "again", f"payment failed:{day}", started_at
    return row


def test_what_happens_again_is_a_run_of_its_own() -> None:
    strides = again(MONDAY, run("2026-01-01", "finished", MONDAY - 4 * DAY))

    assert [(stride.occurrence, kinds(stride)) for stride in strides] == [
        ("payment failed:2026-01-05", [Enter, Send, Finish])
    ]


def test_what_happens_twice_on_a_day_is_one_run() -> None:
    assert again(MONDAY, run("2026-01-05", "finished", MONDAY - 3 * HOUR)) == []


def test_what_happens_during_a_run_waits_until_it_is_over() -> None:
    under_way, over = (run("2026-01-04", "open", MONDAY - DAY) for _ in range(2))
    weekend = MONDAY - DAY - HOUR

    waits = decide_round(
        weekend,
        standing(failing(weekend, weekend), under_way),
        {"again": AGAIN},
        {"again": 1},
        lambda row: (AGAIN, row.step),
    )
    follows = again(MONDAY, over)

    assert [stride.occurrence for stride in waits] == ["payment failed:2026-01-04"]
    assert [(stride.occurrence, stride.state) for stride in follows] == [
        ("payment failed:2026-01-04", "finished"),
        ("payment failed:2026-01-05", "finished"),
    ]


def test_a_run_by_another_name_is_not_run_again() -> None:
    assert again(MONDAY, run("2026-01-06", "finished", MONDAY - HOUR)) == []
