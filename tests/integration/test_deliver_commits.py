"""A commit whose outcome nobody knows: the line to the database is cut at any of them, before or after it holds."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from emails.outcomes import Postponed
from tests.meanwhile import Meanwhile, deliver, planned, the_sender_died
from tests.world import World


def cutting(engine: Engine, number: int, after: bool) -> Callable[[Any], None]:
    """Answer a commit that loses the one with this number: before the database has it, or only its answer."""
    commit, count = engine.dialect.do_commit, iter(range(1_000))

    def cut(connection: Any) -> None:
        mine = next(count) == number
        (connection.rollback if mine and not after else lambda: commit(connection))()
        if mine:
            raise engine.dialect.loaded_dbapi.OperationalError("the line was cut")

    return cut


@pytest.mark.parametrize("after", [False, True], ids=["not committed", "committed"])
@pytest.mark.parametrize("number", range(5))
def test_whichever_commit_is_lost_nothing_is_sent_twice_and_nothing_is_lost(
    world: World, number: int, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = planned(world, "acme", "zenith", "orbit")
    mailer = Meanwhile()

    with monkeypatch.context() as patch, suppress(DBAPIError):
        patch.setattr(world.engine.dialect, "do_commit", cutting(world.engine, number, after))
        deliver(world, mails, mailer)
    the_sender_died(world)
    deliver(world, mails, mailer)

    assert sorted(mailer.keys) == sorted(mail.key for mail in world.mails())
    assert {mail.state for mail in world.mails()} == {"accepted"}
    assert world.ledger().count("sent") == 3


def test_what_is_written_again_because_its_commit_was_in_doubt_is_told_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = planned(world)

    with monkeypatch.context() as patch:
        patch.setattr(world.engine.dialect, "do_commit", cutting(world.engine, 2, after=True))
        deliver(world, mails, Meanwhile(answer=Postponed("nobody home")))

    assert world.mails()[0].state == "planned"
    assert world.ledger().count("postponed") == 1
