"""What is in force, for whoever cannot do without it: the edition, or in one line why there is none."""

from sqlalchemy import Connection

from console.failures import CommandError
from workers.editions import Edition, Editions


def in_force(connection: Connection, so: str) -> Edition:
    """Answer the edition in force; `so` says what follows if nothing is published.

    Raises CommandError if nothing is, or if it cannot be read by this version of Tenure.
    """
    editions = Editions()
    edition = editions.current(connection)
    if edition is None:
        raise CommandError(editions.unreadable or f"nothing is published, so {so}: run `tenure publish`")
    return edition
