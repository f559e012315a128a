"""The restraint: how much is enough, as transaction A asks for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

ANY_NUMBER = (2**31 - 1, timedelta(0))


@dataclass(frozen=True, slots=True)
class Restraint:
    """The least time between two commercial mails to an account or a person, and how many they get within a time."""

    gap: timedelta = timedelta(0)
    contact: tuple[int, timedelta] = ANY_NUMBER
    account: tuple[int, timedelta] = ANY_NUMBER

    def words(self, now: datetime) -> dict[str, Any]:
        """Answer what is asked with: since when what left counts, and how many of it are enough."""
        (theirs, lately), (most, within) = self.contact, self.account
        return {
            "gap_since": now - self.gap, "contact_since": now - lately, "contact_most": theirs,
            "account_since": now - within, "account_most": most,
        }  # fmt: skip


ANYTHING = Restraint()
