"""What the provider tells of the mails it took, through the product's own door: it settles whatever is in doubt.

Of what was not taken nothing is told: that is proven by mails that are taken later and told of. So for as long as
anything is in doubt, somebody signs up from time to time whose one mail proves it: a witness.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

from sqlalchemy import exists, select
from sqlalchemy.exc import DBAPIError

from models.database import look
from models.tables import TOUCHPOINT
from tests.chaos.beside import beside
from tests.chaos.book import people, sign_up
from tests.chaos.program import WITNESSES
from tests.chaos.stage import Stage
from workers.clocks import read_instant

DOOR = "web"  # the member of the crew behind whose door events are heard
PLACE = "/webhooks/sendgrid"
EVERY = 0.2  # seconds between two rounds of telling
MINUTES = 0.2  # that events may take: some rounds, and the time until a witness has had a mail
PAUSE = 0.7  # seconds between two witnesses
IN_DOUBT = select(exists().where(TOUCHPOINT.c.doubted_until.is_not(None)))


@contextmanager
def tidings(found: Stage) -> Iterator[None]:
    """Let the provider tell what became of its mails for as long as the block lasts; its door joins the crew."""
    with reserved() as port:
        url = f"http://127.0.0.1:{port}{PLACE}"
        key = found.provider.tell_of_mails(url=url, every=EVERY)["public_key"]
        told = {"SENDGRID_WEBHOOK_KEY": key, "TENURE_EVENT_MINUTES": f"{MINUTES}", "CHAOS_WEB_PORT": f"{port}"}
        found.given = {**found.given, **told}
        found.join(DOOR, DOOR)
        with _witnesses(found):
            yield


@contextmanager
def reserved() -> Iterator[int]:
    """Answer a port that nobody else gets for as long as the block lasts, and that the doors may share."""
    with socket.socket() as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        place.bind(("127.0.0.1", 0))
        yield int(place.getsockname()[1])


@contextmanager
def _witnesses(found: Stage) -> Iterator[None]:
    def look_after(over: threading.Event) -> None:
        numbers = count()
        while not over.wait(PAUSE):
            with suppress(DBAPIError):  # the database is away, and comes back
                with look(found.engine) as connection:
                    doubted = connection.execute(IN_DOUBT).scalar_one()
                if doubted:
                    now = read_instant(found.clock)
                    sign_up(found.engine, now, people(1, now, f"witness{next(numbers)}x"), WITNESSES)

    with beside(look_after):
        yield
