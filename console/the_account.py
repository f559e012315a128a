"""The one account that a person means."""

from sqlalchemy import Connection

from console.failures import CommandError
from models.story import AnyRow, find_accounts


def the_account(connection: Connection, said: str) -> AnyRow:
    """Answer the row of the account that is meant by its key, its name or a contact's address.

    Raises CommandError if there is none such, or more than one.
    """
    found = find_accounts(connection, said)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"there is no account {said!r}: give its key, its name or a contact's address")
    names = ", ".join(f"{account.key} ({account.name})" for account in found[:8])
    raise CommandError(f"{said!r} could be {len(found)} accounts, give the key: {names}")
