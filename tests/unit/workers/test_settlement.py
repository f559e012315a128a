"""Settlement: what every answer of a provider means for the mail, the ledger, the humans and the door."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.outcomes import Accepted, Locked, Postponed, Refused, Unknown
from workers.settlement import LONGEST_REST, PROBE, SHORTEST_REST, settlement

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MACHINE = datetime(2026, 11, 2, 10, tzinfo=UTC)


def test_what_is_accepted_is_told_as_sent() -> None:
    found = settlement(Accepted("sg-1"), 1, NOW, MACHINE)

    assert (found.state, found.outcome, found.kind, found.provider_id) == ("accepted", "accepted", "sent", "sg-1")
    assert found.because == "accepted by the provider"
    assert (found.task, found.shut, found.due_at) == (None, None, None)


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (50, 60)])
def test_nobody_home_is_tried_again_ever_less_often(attempt: int, minutes: int) -> None:
    found = settlement(Postponed("nobody home"), attempt, NOW, MACHINE)

    assert (found.state, found.kind, found.due_at) == ("planned", "postponed", NOW + timedelta(minutes=minutes))


def test_a_rest_that_the_provider_wants_shuts_the_door_and_tells_the_ledger_nothing() -> None:
    until = MACHINE + timedelta(minutes=3)

    found = settlement(Postponed("429", until), 1, NOW, MACHINE)

    assert (found.state, found.kind, found.due_at) == ("planned", "", None)
    assert found.shut is not None
    assert found.shut.until == until


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_however_wrong_a_providers_clock_is_its_rest_has_bounds(shift: timedelta) -> None:
    found = settlement(Postponed("429", MACHINE + shift), 1, NOW, MACHINE)

    assert found.shut is not None
    assert MACHINE + SHORTEST_REST <= found.shut.until <= MACHINE + LONGEST_REST


def test_a_refused_key_shuts_the_door_and_asks_nobody_about_the_mail() -> None:
    found = settlement(Locked("403"), 1, NOW, MACHINE)

    assert (found.state, found.kind, found.task) == ("planned", "", None)
    assert found.shut is not None
    assert found.shut.until == MACHINE + PROBE


def test_a_refused_mail_ends_and_becomes_a_task() -> None:
    found = settlement(Refused("400: no such address"), 1, NOW, MACHINE)

    assert (found.state, found.kind, found.task) == ("refused", "refused", "mail-refused")
    assert found.because == "400: no such address"


def test_what_may_have_left_is_in_doubt_and_becomes_a_task() -> None:
    found = settlement(Unknown("no answer"), 1, NOW, MACHINE)

    assert (found.state, found.kind, found.task, found.due_at) == ("unknown", "unknown", "mail-unknown", None)
