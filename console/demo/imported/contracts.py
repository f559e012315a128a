"""What an account's contracts say of it, day by day: only what had begun or ended by then is known."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from console.importing.subscriptions import Subscription, figures

Turn = tuple[date, Mapping[str, object]]


def turns(contracts: Collection[Subscription], since: date, until: date) -> Iterator[Turn]:
    """Answer every day on which they say something new, and the columns of the account from that day on."""
    day: date | None = since
    before: Mapping[str, object] = {}
    while day is not None and day <= until:
        known = [_as_known(each, day) for each in contracts if each.starts <= day]
        columns = figures(known, day) if known else {}
        if columns != before:
            yield day, columns
        before, day = columns, _next(contracts, columns, day)


def _as_known(contract: Subscription, day: date) -> Subscription:
    """The contract as far as it is known on a day: of an end that is still to come, nothing is."""
    ended = contract.ends is not None and contract.ends <= day
    return contract if ended else replace(contract, ends=None)


def _next(contracts: Collection[Subscription], columns: Mapping[str, object], day: date) -> date | None:
    """The next day on which one begins, ends or renews."""
    days = [each for contract in contracts for each in (contract.starts, contract.ends) if each]
    renewal = columns.get("renewal_on")
    days += [renewal] if isinstance(renewal, date) else []
    return min((each for each in days if each > day), default=None)
