"""Messages inside the product: offered to whoever comes by, drawn by one browser alone, and what came of each told."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row

from emails.message import Content
from journeys.reserved import TENURE
from models.database import begin, look
from models.doors import look_at_doors
from models.facts import EventFacts
from models.intake import record_events
from models.prompts import SAID, TAKEN, Viewer, end_prompt, find_prompt, find_viewer, take_prompt, waiting_for
from models.turn import take_turn
from workers.aftermath import Desk, tell
from workers.boot import App
from workers.clocks import machine_time
from workers.compose import compose
from workers.prompt_ends import settle_prompt
from workers.recheck import Say
from workers.reconsider import reconsider

log = logging.getLogger("tenure.prompts")

PATIENCE = timedelta(minutes=10)  # from being taken to being seen: a browser does both within a second
SHADOW = "this installation is in shadow mode: it would have been shown, and was not"
SEEN = "shown inside the product"
WORDS = {"dismissed": "it was closed", "clicked": "it was followed"}

What = Literal["shown", "dismissed", "clicked"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message as this person reads it, in `language` (BCP 47); `key` names it for ever."""

    key: str
    language: str
    content: Content


def offer(app: App, account: str, contact: str) -> list[Prompt]:
    """Answer the messages that wait for this person and still fit, what matters most first; in shadow, none."""
    with look(app.engine) as connection:  # nearly always there is none, and then nothing is locked
        viewer = find_viewer(connection, account, contact, app.now())
        if viewer is None or not waiting_for(connection, viewer):
            return []
    with begin(app.engine) as connection:
        rows = waiting_for(connection, viewer)
        found = _fitting(app, connection, rows, app.now())
        if app.settings.shadow:
            _rehearse(connection, found[:1], app.now())
            return []
        return [prompt for _, _, prompt in found]


def show(app: App, account: str, contact: str, key: str) -> Prompt | None:
    """Let whoever asks draw this message; none if somebody else draws it or did, or if it does not fit any more."""
    now = app.now()
    with begin(app.engine) as connection:
        viewer = find_viewer(connection, account, contact, now)
        row = find_prompt(connection, viewer, key) if viewer else None
        if row is None or row.state != "pending":
            return None
        found = _fitting(app, connection, [row], now)
        if app.settings.shadow:
            _rehearse(connection, found, now)
            return None
        for desk, say, prompt in found:
            edition = say.template.name, say.template.variant, say.template.locale
            if take_prompt(connection, desk.row, now, machine_time(), PATIENCE, edition):
                return prompt
        return None


def report(app: App, account: str, contact: str, key: str, what: What) -> bool:
    """Record what came of a message that was drawn; answer whether this person was shown it. Twice is once."""
    now = app.now()
    with begin(app.engine) as connection:
        take_turn(connection, "together")  # first: nobody who tells of people waits for us while we wait for them
        viewer = find_viewer(connection, account, contact, now)
        row = find_prompt(connection, viewer, key) if viewer else None
        if viewer is None or row is None or row.state not in SAID:
            return False
        if end_prompt(connection, row, TAKEN, "accepted", SEEN, now):
            _tell(connection, viewer, row, "shown", now)
            tell(connection, row, "shown", SEEN, now)
        if what != "shown" and _tell(connection, viewer, row, what, now):
            tell(connection, row, what, WORDS[what], now)
        return True


def _rehearse(connection: Connection, found: Sequence[tuple[Desk, Say, Prompt]], now: datetime) -> None:
    """Write that whoever came by would have been shown this."""
    for desk, _, _ in found:
        if end_prompt(connection, desk.row, ["pending"], "shadowed", SHADOW, now):
            tell(connection, desk.row, "shadowed", SHADOW, now)


def _tell(connection: Connection, viewer: Viewer, row: Row[Any], what: What, now: datetime) -> bool:
    """Tell the event as any other; answer whether it is news."""
    told = EventFacts(
        f"in-app:{row.key}:{what}", f"in-app {what}", now, TENURE, viewer.account, viewer.contact,
        properties={"message": row.template, "journey": row.journey, "step": row.step},
        reserved=True, compare=False,
    )  # fmt: skip
    return record_events(connection, now, [told])[0].kind == "new"


def _fitting(
    app: App, connection: Connection, rows: Sequence[Row[Any]], now: datetime
) -> list[tuple[Desk, Say, Prompt]]:
    """Answer what may be shown, as it reads now; what does not fit any more is settled, with the reason."""
    edition, doors = app.editions.current(connection), look_at_doors(connection, machine_time())
    if edition is None or doors.stopped:
        return []
    found, rows = [], [row for row in rows if row.journey not in doors.paused]
    for desk, verdict in reconsider(connection, edition, rows, now):
        if not isinstance(verdict, Say):
            settle_prompt(connection, desk, verdict, now)
        elif prompt := _written(app, connection, desk, verdict, now):
            found.append((desk, verdict, prompt))
    ranks = {name: journey.priority for name, journey in edition.book.journeys.items()}
    return sorted(found, key=lambda each: (-ranks[each[0].row.journey], each[0].row.id))


def _written(app: App, connection: Connection, desk: Desk, say: Say, now: datetime) -> Prompt | None:
    row = desk.row
    try:
        content = compose(app, desk.edition, now, desk.standing, say.contact, say.template, row.key).content
    except Exception as error:  # one that cannot be written must not keep the others from being shown
        log.exception("message %s for account %s could not be written", say.template.edition, row.account_id)
        because = f"the message {say.template.edition} could not be written for this contact: {error}"
        if end_prompt(connection, row, ["pending"], "refused", because, now):
            tell(connection, row, "refused", because, now)
        return None
    return Prompt(row.key, say.template.language, content)
