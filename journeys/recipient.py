"""Whom a step speaks to: the first person of a chain of roles, best role first."""

from collections.abc import Iterable, Iterator, Sequence

from journeys.behavior import Contact


def first_reachable(roles: Sequence[str], contacts: Iterable[Contact]) -> Contact | None:
    """The first contact along the chain whom we may write to, and who has an address."""
    return next((person for person in _in_order(roles, contacts) if person.email and not person.unreachable), None)


def first_present(roles: Sequence[str], contacts: Iterable[Contact]) -> Contact | None:
    """The first contact along the chain who has not left, reachable by mail or not: for what the product shows."""
    return next((person for person in _in_order(roles, contacts) if person.left_at is None), None)


def why_nobody(chain: str, roles: Sequence[str], contacts: Iterable[Contact]) -> str:
    """A sentence that says why nobody of the chain can be reached, by role and reason; names nobody."""
    hindrances = {f"{one.role}: {one.unreachable or 'no address'}": None for one in _in_order(roles, contacts)}
    reasons = "; ".join(hindrances) or f"nobody has the role {' or '.join(roles)}"
    return f"No reachable contact among {chain} ({reasons})"


def _in_order(roles: Sequence[str], contacts: Iterable[Contact]) -> Iterator[Contact]:
    return (person for role in roles for person in contacts if person.role == role)
