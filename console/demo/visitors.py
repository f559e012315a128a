"""The visitors: people of the book who come by in the product, and see there what Tenure has to say to them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from console.demo.dice import dice
from console.demo.stage import Stage
from models.database import look
from models.prompts import AWAITED
from models.tables import ACCOUNT, CONTACT, TOUCHPOINT
from workers.clocks import write_instant
from workers.prompt_ends import look_after
from workers.prompts import offer, report, show

A, C, T = ACCOUNT.c, CONTACT.c, TOUCHPOINT.c
CLICKS, CLOSES = 0.4, 0.85  # of what is shown: who follows it, and who does that or closes it


class Visitors:
    """Let people come by in the product, by the same doors as its pages do.

    Their clock is ahead of the workers': they come before anybody looks at that day's accounts.
    """

    def __init__(self, stage: Stage) -> None:
        """Let them come by on this stage."""
        self.clock = stage.home / "clock-of-visitors"
        self.app = stage.app(self.clock)

    def come(self, now: datetime, people: Collection[str]) -> None:
        """Let these people, by their keys, come by at `now`.

        First whatever has waited too long is ended, as the clock does: it asks again only after so many seconds of the
        machine's time, which the play does not wait.
        """
        write_instant(self.clock, now)
        with look(self.app.engine) as connection:
            over = connection.execute(select(T.id).where(AWAITED, T.due_at <= now).order_by(T.id)).scalars().all()
        look_after(self.app, over)
        self._come_by(people)

    def _come_by(self, people: Collection[str]) -> None:
        pending = (
            select(A.key.label("account"), C.key.label("contact"))
            .join(ACCOUNT, A.id == T.account_id)
            .join(CONTACT, C.id == T.contact_id)
            .where(AWAITED, T.state == "pending")
            .distinct()
        )
        with look(self.app.engine) as connection:
            waited = sorted(tuple(row) for row in connection.execute(pending) if row.contact in people)
        for account, contact in waited:
            self._look(account, contact)

    def _look(self, account: str, contact: str) -> None:
        """Let one person look at what matters most."""
        prompts = offer(self.app, account, contact)
        if not prompts or not show(self.app, account, contact, prompts[0].key):
            return
        key, fall = prompts[0].key, dice(account, contact, prompts[0].key).random()
        report(self.app, account, contact, key, "shown")
        if fall < CLOSES:
            report(self.app, account, contact, key, "clicked" if fall < CLICKS else "dismissed")
