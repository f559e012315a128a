"""The visitors: people of the book who come by in the product, and see there what Tenure has to say to them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from console.demo.dice import dice
from models.database import look
from models.prompts import AWAITED
from models.tables import ACCOUNT, CONTACT, TOUCHPOINT
from workers.boot import App
from workers.prompt_ends import look_after
from workers.prompts import offer, report, show

A, C, T = ACCOUNT.c, CONTACT.c, TOUCHPOINT.c
CLICKS, CLOSES = 0.4, 0.85  # of what is shown: who follows it, and who does that or closes it


@dataclass(frozen=True, slots=True)
class Visitors:
    """Let people come by in the product, by the same doors as its pages do."""

    app: App

    def come(self, people: Collection[str]) -> bool:
        """Let these people, by their keys, come by; answer whether anything came of it.

        First whatever has waited too long is ended, as the clock does: it asks again only after so many seconds of the
        machine's time, which the play does not wait.
        """
        now = self.app.now()
        with look(self.app.engine) as connection:
            over = connection.execute(select(T.id).where(AWAITED, T.due_at <= now).order_by(T.id)).scalars().all()
        look_after(self.app, over)
        return any([over, *self._come_by(people)])

    def _come_by(self, people: Collection[str]) -> list[bool]:
        pending = (
            select(A.key.label("account"), C.key.label("contact"))
            .join(ACCOUNT, A.id == T.account_id)
            .join(CONTACT, C.id == T.contact_id)
            .where(AWAITED, T.state == "pending")
            .distinct()
        )
        with look(self.app.engine) as connection:
            waited = sorted(tuple(row) for row in connection.execute(pending) if row.contact in people)
        return [self._look(account, contact) for account, contact in waited]

    def _look(self, account: str, contact: str) -> bool:
        """Let one person look at what matters most."""
        prompts = offer(self.app, account, contact)
        if not prompts or not show(self.app, account, contact, prompts[0].key):
            return False
        key, fall = prompts[0].key, dice(account, contact, prompts[0].key).random()
        report(self.app, account, contact, key, "shown")
        if fall < CLOSES:
            report(self.app, account, contact, key, "clicked" if fall < CLICKS else "dismissed")
        return True
