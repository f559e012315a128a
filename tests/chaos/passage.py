"""Letting time pass: from one moment with something to do to the next, each lived until all that is due is done."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.exc import OperationalError

from models.database import look
from models.tables import ACCOUNT, TOUCHPOINT
from tests.chaos.stage import Stage

A, T = ACCOUNT.c, TOUCHPOINT.c
NOW = bindparam("now", type_=A.wake_at.type)
OPEN = ((A.wake_at <= NOW), and_(T.state == "planned", T.due_at <= NOW), T.state == "sending")
IN_DOUBT = T.doubted_until.is_not(None)  # a human has those without
BUSY = select(or_(*(exists().where(what) for what in OPEN)))
TO_THE_END = select(or_(*(exists().where(what) for what in (*OPEN, IN_DOUBT))))
LEFT = select(*(select(func.count()).where(what).scalar_subquery() for what in (*OPEN, IN_DOUBT)))
NEXT = select(
    select(func.min(A.wake_at)).where(A.wake_at > NOW).scalar_subquery(),
    select(func.min(T.due_at)).where(T.state == "planned", T.due_at > NOW).scalar_subquery(),
)
POLL = 0.03
TRIES = 200  # at a database that is away
DOUBTFUL = 60.0  # seconds for which mails may be in doubt: by then a human has them


@dataclass
class Passage:
    """The way from `now` to an end. `patience` is for how long nothing may move before it is given up, in seconds."""

    stage: Stage
    now: datetime
    patience: float = 60.0
    grid: timedelta = timedelta(minutes=1)
    stuck: list[str] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)  # when, by this machine, time was moved

    def live_until(self, end: datetime) -> None:
        """Let time pass until there is nothing more to do before `end`; what cannot be done is told in `stuck`.

        What is in doubt is waited for in the end: it takes as long as events may take.
        """
        while not self.stuck:
            self.stage.move(self.now)
            self.moves.append(time.time())
            self._wait(BUSY, self.patience)
            after = self._next()
            if after is None or after > end:
                if not self._is_busy(TO_THE_END):
                    return
                self._wait(TO_THE_END, max(self.patience, DOUBTFUL))
                continue
            self.now = max(after, self.now + self.grid)

    def _wait(self, for_what: Select[*tuple[Any, ...]], patience: float) -> None:
        left, moved = self.left(), time.monotonic()
        while self._is_busy(for_what):
            time.sleep(POLL)
            if time.monotonic() - moved < patience / 4:
                continue
            before, left = left, self.left()
            if left != before:
                moved = time.monotonic()
            elif time.monotonic() - moved > patience:
                accounts, mails, abroad, doubted = left
                self.stuck.append(
                    f"stuck at {self.now:%d %b %H:%M}: {accounts} accounts to look at, {mails} mails to send, "
                    f"{abroad} being sent, {doubted} in doubt"
                )
                return

    def _is_busy(self, with_what: Select[*tuple[Any, ...]]) -> bool:
        return bool(self._ask(with_what)[0])

    def left(self) -> tuple[int, ...]:
        """Answer how many accounts are to be looked at, and mails to be sent, being sent, and in doubt."""
        return tuple(self._ask(LEFT))

    def _next(self) -> datetime | None:
        return min((at for at in self._ask(NEXT) if at is not None), default=None)

    def _ask(self, question: Select[*tuple[Any, ...]]) -> Row[*tuple[Any, ...]]:
        """Answer the one row; a database that is away comes back."""
        for _ in range(TRIES):
            try:
                with look(self.stage.engine) as connection:
                    return connection.execute(question, {"now": self.now}).one()
            except OperationalError:
                time.sleep(10 * POLL)
        raise TimeoutError("the database does not come back")
