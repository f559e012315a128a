"""Tasks about mails that only a human can settle: one for an account and a kind of question, with every such mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from journeys.schedule import work_days_later, zone_of
from journeys.window import Window
from models.mail_tasks import KEY, mails_in, open_or_add, unsettled, with_mail
from models.tables import CONTACT

TITLES = {
    "mail-unknown": ("Did this mail arrive?", "Did these mails arrive?"),
    "mail-refused": ("A mail was refused", "Mails were refused"),
}
SEVERAL = "each is named here, with what is settled by now; the latest: {}"
STEPS = {
    "mail-unknown": [
        "Look the send key up in the provider's activity, or ask the contact.",
        "If it did not arrive, write to the contact yourself. Tenure does not send it again.",
    ],
    "mail-refused": [
        "Read the reason and mend the address, or the mail and the theme it is made with.",
        "Write to the contact yourself if what the mail says still matters.",
    ],
}


def ask(
    connection: Connection,
    now: datetime,
    row: Row[Any],
    reason: str,
    because: str,
    account: Row[Any],
    window: Window,
    *,
    rehearsed: bool = False,
) -> None:
    """Ask a human about this touchpoint, in a task that is due when the account's next workday ends.

    Where the account has such a task already, that one names this mail, too, and is due when it was.
    """
    entry = {
        "mail": row.template, "to": _address(connection, row), "at": (row.opened_at or now).isoformat(),
        "step": f"{row.journey} / {row.step}", "why": because, KEY: row.key,
    }  # fmt: skip
    task = {
        "account_id": row.account_id,
        "contact_id": row.contact_id,
        "enrollment_id": row.enrollment_id,
        "reason": reason,
        "steps": STEPS[reason],
        "guidance": {},
        "priority": "medium",
        "journey": row.journey,
        "step": row.step,
        "state": "open",
        "rehearsed": rehearsed,
        "opened_at": now,
        "due_at": work_days_later(now, 1, window.in_country(account.country), zone_of(account.timezone)),
    }
    open_or_add(connection, task | _about(reason, {}, entry), lambda open_: _about(reason, open_.evidence, entry))


def _about(reason: str, evidence: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what the task says with this mail added to its evidence."""
    entries = with_mail(mails_in(evidence), entry)
    one, several = TITLES[reason]
    asks_of_one = len(unsettled(entries)) == 1
    return {
        "title": one if asks_of_one else several,
        "because": entry["why"] if asks_of_one else SEVERAL.format(entry["why"]),
        "evidence": entries,
    }


def _address(connection: Connection, row: Row[Any]) -> str:
    return connection.execute(select(CONTACT.c.email).where(CONTACT.c.id == row.contact_id)).scalar() or ""
