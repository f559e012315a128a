"""Tasks about a mail that only a human can settle."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from journeys.schedule import work_days_later, zone_of
from journeys.window import Window

TITLES = {
    "mail-unknown": "Did this mail arrive?",
    "mail-refused": "A mail was refused",
}
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


def mail_task(
    now: datetime, row: Row[Any], reason: str, because: str, account: Row[Any], window: Window
) -> dict[str, Any]:
    """Answer the task, as a row, that asks a human about this touchpoint; due when the account's next workday ends."""
    return {
        "account_id": row.account_id,
        "contact_id": row.contact_id,
        "enrollment_id": row.enrollment_id,
        "reason": reason,
        "title": TITLES[reason],
        "because": because,
        "evidence": {"mail": row.template, "send key": row.key, "step": f"{row.journey} / {row.step}"},
        "steps": STEPS[reason],
        "guidance": {},
        "priority": "medium",
        "journey": row.journey,
        "step": row.step,
        "state": "open",
        "opened_at": now,
        "due_at": work_days_later(now, 1, window.in_country(account.country), zone_of(account.timezone)),
    }
