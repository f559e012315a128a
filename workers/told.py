"""Settling mails by what the provider told of them, whatever was believed before and in whatever order it came."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from journeys.window import Window
from models.doubts import close_questions, end_doubt, open_to_news, taken
from models.mail_tasks import settle_in_tasks
from models.outranked import let_others_speak
from models.provider_events import kinds_told
from workers.aftermath import tell
from workers.doubt import came_of
from workers.editions import Edition
from workers.gather import accounts_by_id
from workers.questions import ask

ACCEPTED = "the provider told of it, so it was accepted"
DROPPED = "the provider took it and dropped it, so nobody got it"
REFUSED = "mail-refused"  # the reason of the task about a mail that nobody got
SETTLED = "the provider told what became of the mail"


def settle_told(
    connection: Connection,
    edition: Edition | None,
    mails: Collection[int],
    now: datetime,
    machine: datetime,
    dropped: Collection[int] = (),
) -> set[int]:
    """Settle those of these mails of which something was told, and close what humans were asked; answer which.

    `dropped` are those that may be accepted and turn out to be dropped.
    """
    rows = open_to_news(connection, mails, dropped)
    ids = [row.id for row in rows]
    kinds, accepted = kinds_told(connection, ids), taken(connection, ids)
    found = {
        row.id: came_of(kinds.get(row.id, set()) | ({"processed"} if row.id in accepted else set())) for row in rows
    }
    news = [row for row in rows if found[row.id] not in ("", row.state)]
    for row in news:
        _end(connection, edition, row, found[row.id], now)
    held = {row.account_id for row in news if found[row.id] == "refused" and row.commercial}
    let_others_speak(connection, held, now)  # what was held for these mails is held for nothing
    close_questions(connection, now, machine, news, SETTLED)
    arrived = [row for row in news if row.state == "refused"]  # it turned out not to be dropped after all
    settle_in_tasks(connection, now, arrived, REFUSED, SETTLED)
    return {row.id for row in rows if found[row.id]}


def _end(connection: Connection, edition: Edition | None, row: Row[Any], state: str, now: datetime) -> None:
    because = ACCEPTED if state == "accepted" else DROPPED
    end_doubt(connection, row, state, because, now)
    tell(connection, row, "sent" if state == "accepted" else "refused", because, now)
    if state == "refused":
        account = accounts_by_id(connection, {row.account_id})[0]
        window = edition.book.program.window if edition else Window()
        ask(connection, now, row, REFUSED, because, account, window)
