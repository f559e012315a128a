"""Telling other systems: signed, once, again until it is known, and never into our own network by accident."""

import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.program_files import read_program
from models.calls import open_call
from models.database import begin
from models.sending import claim
from models.tables import ACCOUNT, ALARM, ATTEMPT, DECISION, TOUCHPOINT
from tests.receiver import Receiver, receiver
from tests.world import World
from workers.advance import advance_accounts
from workers.calls import deliver_calls
from workers.clocks import machine_time
from workers.settings import Settings

SECRET = "a secret of both"
ABOUT_OTHERS = ("journeys/definitions/", "journeys/playbooks/", "emails/templates/")
JOURNEY = """\
title: Tell the CRM
kind: service
for: account.segment == "smb"
starts: account.signed_up_at
priority: 50
late: {within: 2 days, otherwise: skip}
steps:
  - {id: crm, day: 0, when: account.seats >= 5, webhook: crm}
"""


@pytest.fixture(scope="module")
def _receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with receiver(tmp_path_factory.mktemp("receiver")) as place:
        yield place


@pytest.fixture
def crm(_receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """A receiver that we trust, and that heard nothing yet."""
    monkeypatch.setenv("SSL_CERT_FILE", str(_receiver.certificate))
    _receiver.heard.clear()
    _receiver.answers.clear()
    return _receiver


@pytest.fixture
def told(world: World, crm: Receiver) -> World:
    """A world in which one account is to be told of, whose machines may speak to themselves."""
    files = {path: text for path, text in read_program().items() if not path.startswith(ABOUT_OTHERS)}
    files["journeys/definitions/tell.yaml"] = JOURNEY
    files["journeys/program.yaml"] += f"\nwebhooks:\n  crm: {{url: '{crm.url}'}}\n"
    world.publish(files)
    settle(world, TENURE_WEBHOOK_SECRET=SECRET, TENURE_WEBHOOK_INSIDE=True)
    world.account("acme")
    return world


def settle(world: World, **words: object) -> None:
    """Give the world's processes these settings."""
    base: dict[str, Any] = {"TENURE_HOME": world.home, "TENURE_DEADLINE_SECONDS": 2}
    world.app = replace(world.app, settings=Settings(**base | words))


def test_another_system_is_told_once_what_was_decided_and_can_see_that_it_was_us(told: World, crm: Receiver) -> None:
    told.look()
    told.look()
    [(headers, body)] = crm.heard
    [touchpoint] = told.rows(TOUCHPOINT, channel="webhook")
    seconds, _, digest = headers["Tenure-Signature"].removeprefix("t=").partition(",v1=")
    assert digest == hmac.new(SECRET.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    assert json.loads(body) == {
        "id": touchpoint.key, "webhook": "crm", "account": {"id": "acme", "name": "Acme"}, "journey": "tell",
        "occurrence": "once", "step": "crm", "because": "account.seats is 10, so account.seats >= 5",
        "evidence": {"account.seats": 10, "account.seats >= 5": True}, "at": told.now.isoformat(),
    }  # fmt: skip
    assert headers["Idempotency-Key"] == touchpoint.key
    assert (touchpoint.state, touchpoint.contact_id, touchpoint.attempts) == ("accepted", None, 1)
    assert [line.kind for line in told.rows(DECISION, step="crm")] == ["call", "sent"]


def test_what_was_not_taken_is_told_again_in_the_same_words_with_growing_patience(told: World, crm: Receiver) -> None:
    crm.answers += [503, None]
    told.look()
    assert told.rows(TOUCHPOINT)[0].due_at == told.now + timedelta(minutes=1)
    for minutes in (1, 5):
        told.now += timedelta(minutes=minutes)
        told.deliver()
    assert len(crm.heard) == 3
    assert len({(headers["Idempotency-Key"], body) for headers, body in crm.heard}) == 1
    assert [attempt.outcome for attempt in told.rows(ATTEMPT)] == ["postponed", "postponed", "accepted"]


def test_a_redirect_is_not_followed_and_somebody_is_told(
    told: World, crm: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    crm.answers += [307]
    with caplog.at_level(logging.CRITICAL, "tenure.calls"):
        told.look()
    told.now += timedelta(days=1)
    told.deliver()
    [touchpoint] = told.rows(TOUCHPOINT)
    assert (len(crm.heard), touchpoint.state) == (1, "refused")
    assert "no redirect is followed" in touchpoint.because
    assert [(alarm.kind, alarm.subject) for alarm in told.rows(ALARM)] == [("webhook", "crm")]


def test_what_nobody_takes_for_days_is_given_up_and_somebody_is_told_until_it_works(
    told: World, crm: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    crm.answers += [500, 500]
    told.look()
    told.now += timedelta(days=3, minutes=1)
    with caplog.at_level(logging.CRITICAL, "tenure.calls"):
        told.deliver()
    [touchpoint] = told.rows(TOUCHPOINT)
    assert (touchpoint.state, touchpoint.because) == ("refused", "crm: given up after 3 days: it answered 500")
    told.account("bolt")
    told.look()
    assert [alarm.cleared_at for alarm in told.rows(ALARM)] == [told.now]


def test_nobody_is_told_inside_our_own_network_unless_we_say_so(told: World, crm: Receiver) -> None:
    settle(told, TENURE_WEBHOOK_SECRET=SECRET)
    told.look()
    [touchpoint] = told.rows(TOUCHPOINT)
    assert (crm.heard, touchpoint.state) == ([], "planned")
    assert "127.0.0.1 is inside our own network" in touchpoint.because


def test_without_a_secret_nothing_is_told_and_it_says_so(told: World, crm: Receiver) -> None:
    settle(told, TENURE_WEBHOOK_INSIDE=True)
    told.look()
    [touchpoint] = told.rows(TOUCHPOINT)
    assert (crm.heard, touchpoint.state, touchpoint.attempts) == ([], "planned", 0)
    assert "TENURE_WEBHOOK_SECRET" in touchpoint.because


def test_a_call_whose_caller_died_is_made_again(told: World, crm: Receiver) -> None:
    ids = advance_accounts(told.app, [row.id for row in told.rows(ACCOUNT)])
    with begin(told.engine) as connection:
        [row] = claim(connection, ids, told.now, machine_time(), timedelta(seconds=-1), "webhook")
        assert open_call(connection, row, machine_time()) == 1
    deliver_calls(told.app, ids)
    assert (len(crm.heard), told.rows(TOUCHPOINT)[0].state) == (1, "accepted")


def test_in_shadow_nobody_is_told_and_the_ledger_says_who_would_have_been(told: World, crm: Receiver) -> None:
    settle(told, TENURE_WEBHOOK_SECRET=SECRET, TENURE_WEBHOOK_INSIDE=True, TENURE_MODE="shadow")
    told.look()
    settle(told, TENURE_WEBHOOK_SECRET=SECRET, TENURE_WEBHOOK_INSIDE=True)
    told.look()

    [touchpoint] = told.rows(TOUCHPOINT, channel="webhook")
    assert crm.heard == []
    assert touchpoint.state == "shadowed"
    [line] = told.rows(DECISION, kind="shadowed")
    assert line.because == "crm: this installation is in shadow mode: it would have been told, and was not"
