"""Points at which a process can be made to die: before and after everything that outlives it."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from tests.chaos.rebinding import around, rebind

HERE = Path(__file__).parent
BEGIN = ("workers.", "console.webhooks.")  # whose transactions are known by name
DEATHS = "deaths"  # the file under the stage's home where whoever dies says so before

# Who passes the point, and its name: a transaction is named after the function that makes it.
CLOCK = (
    "tick._hint: before commit", "tick._hint: after commit", "the dead: found", "accounts: before hints",
    "accounts: after hints", "mails: before hints", "mails: after hints", "heartbeat.beat: before commit",
    "heartbeat.beat: after commit",
)  # fmt: skip
WORKER = (
    "accounts: locked", "round: recorded", "advance._advance: before commit", "advance._advance: after commit",
    "round: before hints", "round: after hints",
    "envelope.envelopes: before commit", "envelope.envelopes: after commit",
    "mail: opened", "mail: open for all to see", "mail: half written", "mail: written", "mail: answered",
    "mail: settled", "deliver._settle_and_give_back: before commit", "deliver._settle_and_give_back: after commit",
    "message: before ack", "message: after ack", "commit: within",
)  # fmt: skip
WEB = ("sendgrid._record: before commit", "sendgrid._record: after commit")
BY_ROLE = {"clock": CLOCK, "worker": WORKER, "web": WEB}
POINTS = {name: role for role, names in BY_ROLE.items() for name in names}


class Death:
    """Waits at one point for its `passage`th passage, by whatever thread."""

    def __init__(self, point: str, passage: int) -> None:
        self.point, self.left, self.lock = point, passage, threading.Lock()

    def at(self, point: str) -> None:
        """Die, if this is the point and the passage."""
        if point == self.point and self.is_the_one():
            die(point)

    def is_the_one(self) -> bool:
        """Answer whether this passage is the one; counts it."""
        with self.lock:
            self.left -= 1
            return self.left == 0

    def passing(self, point: str) -> Callable[[], None]:
        """Answer what passes that point."""
        return lambda: self.at(point)


def die(point: str) -> None:
    """Say where, and be gone as if the power had."""
    file = os.open(Path(os.environ["CHAOS_HOME"]) / DEATHS, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(file, f"{point}\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)  # the signal is on its way


def lie_in_wait(told: str) -> None:
    """Let this process die at `POINT;PASSAGE`."""
    point, _, passage = told.rpartition(";")
    death = Death(point, int(passage))
    _watch_transactions(death)
    match POINTS[point]:
        case "clock":
            _watch_clock(death)
        case "worker":
            _watch_worker(death)


def _watch_clock(death: Death) -> None:
    from workers import actors, expiry

    at = death.passing
    rebind(expiry.settle_the_dead, around(_nothing, expiry.settle_the_dead, at("the dead: found")))
    for name, function in (("accounts", actors.hint_accounts), ("mails", actors.hint_mails)):
        rebind(function, around(at(f"{name}: before hints"), function, at(f"{name}: after hints")))


def _watch_worker(death: Death) -> None:
    from dramatiq.brokers.redis import _RedisConsumer

    from emails.sendgrid_mailer import SendGridMailer
    from models import sending
    from workers import actors, advance, aftermath, deliver, record

    at = death.passing
    rebind(advance._claim, around(_nothing, advance._claim, at("accounts: locked")))
    rebind(record.record, around(_nothing, record.record, at("round: recorded")))
    rebind(actors.hint_mails, around(at("round: before hints"), actors.hint_mails, at("round: after hints")))
    rebind(sending.open_attempt, around(_nothing, sending.open_attempt, at("mail: opened")))
    rebind(aftermath.write, around(_nothing, aftermath.write, at("mail: settled")))
    opening = around(_nothing, deliver._settle_and_open, at("mail: open for all to see"))
    rebind(deliver._settle_and_open, opening)
    setattr(SendGridMailer, "send", around(_nothing, SendGridMailer.send, at("mail: answered")))  # noqa: B010
    acked = around(at("message: before ack"), _RedisConsumer.ack, at("message: after ack"))
    setattr(_RedisConsumer, "ack", acked)  # noqa: B010
    _watch_line(death)


def _watch_line(death: Death) -> None:
    """Die with half of a request on the line, or with all of it."""
    from emails.connection import Connection as Line

    write = Line._write

    def wrapped(self: Line, request: Any, body: bytes, deadline: float) -> None:
        if death.point == "mail: half written" and death.is_the_one():
            self._socket.send(b"POST /v3/mail/send HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n" + body[:50])
            die(death.point)
        write(self, request, body, deadline)
        death.at("mail: written")

    Line._write = wrapped  # type: ignore[method-assign]


def _watch_transactions(death: Death) -> None:
    """Take the place of `begin`, and of the commit itself."""
    from models import database

    old = database.begin

    @contextmanager
    def begin(engine: Engine) -> Iterator[Connection]:
        name = _whose()
        with engine.connect() as connection:
            with connection.begin():
                yield connection
                death.at(f"{name}: before commit")
                if death.point == "commit: within" and death.is_the_one():
                    _die_within()
            death.at(f"{name}: after commit")

    rebind(old, begin)


def _die_within() -> None:
    """Die in a moment, while the commit that begins now is under way."""
    threading.Timer(0.0004, die, ["commit: within"]).start()


def _whose() -> str:
    """Answer which function of the workers, or of the door for events, began the transaction: module.function."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(BEGIN):
            return f"{module.rpartition('.')[2]}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "nobody"


def _nothing() -> None:
    """Do nothing."""
