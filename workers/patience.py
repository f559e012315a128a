"""Not letting go of a fact because the database is away for a moment."""

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

log = logging.getLogger("tenure.database")

PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)  # seconds, the last one for ever after
TRIES = 120
HOPELESS = (DataError, IntegrityError, ProgrammingError)  # what was asked is wrong: asking again answers the same


def patiently(write: Callable[[], None]) -> None:
    """Run a transaction that may safely run twice until it commits; about ten minutes, then its error is raised.

    An error that no waiting mends is raised at once.
    """
    for number in range(TRIES):
        try:
            return write()
        except HOPELESS:
            raise
        except DBAPIError as error:
            log.warning("the database did not take it, trying again: %s", error.orig)
            time.sleep(PAUSES[min(number, len(PAUSES) - 1)])
    return write()
