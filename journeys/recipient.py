"""Whom a step speaks to: the first person of a chain of roles, best role first."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from journeys.behavior import Contact
from journeys.contact_fields import STARTER


def first_reachable(
    roles: Sequence[str], contacts: Iterable[Contact], starters: Collection[int] = (), *, expected: bool = False
) -> Contact | None:
    """The first contact along the chain whom we may write to, and who has an address; `starters` are ids of theirs.

    `expected`: what is written belongs to the contract itself, and goes to whoever ended all other mails, too.
    """
    chain = _in_order(roles, contacts, starters)
    return next((person for person in chain if person.hindrance(expected=expected) is None), None)


def first_present(roles: Sequence[str], contacts: Iterable[Contact], starters: Collection[int] = ()) -> Contact | None:
    """The first contact along the chain who has not left, reachable by mail or not: for what the product shows."""
    return next((person for person in _in_order(roles, contacts, starters) if person.left_at is None), None)


def why_nobody(chain: str, roles: Sequence[str], contacts: Iterable[Contact], *, expected: bool = False) -> str:
    """A sentence that says why nobody of the chain can be reached, by role and reason; names nobody."""
    people = _in_order(roles, contacts)
    hindrances = {f"{one.role}: {one.hindrance(expected=expected) or 'no address'}": None for one in people}
    reasons = "; ".join(hindrances) or f"nobody has the role {' or '.join(roles)}"
    return f"No reachable contact among {chain} ({reasons})"


def _in_order(roles: Sequence[str], contacts: Iterable[Contact], starters: Collection[int] = ()) -> Iterator[Contact]:
    for role in roles:
        yield from (one for one in contacts if (one.id in starters if role == STARTER else one.role == role))
