"""One row on its way: what it was, what it is to become, and what stands in the way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from console.importing.convert import Converter, Facts
from console.importing.rows import Record
from models.facts import Outcome


@dataclass(slots=True)
class Row:
    """A record with its facts by converter; reasons and conflicts keep it, or part of it, out.

    `accounts` are those it speaks of; `portfolio` is the one whose subscription it tells of, if it does.
    """

    record: Record
    facts: list[tuple[Converter, Facts]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    portfolio: str = ""
    became: list[tuple[str, str]] = field(default_factory=list)

    def settle(self, noun: str, label: str, outcome: Outcome) -> None:
        """Take down what became of one fact."""
        if outcome.kind == "refused":
            self.reject(outcome.because)
        elif outcome.kind == "conflict" and noun == "events":
            self.conflicts.append(f"conflict with {outcome.because}: it has the same key and says something else")
        elif outcome.kind == "conflict":
            self.conflicts.append(f"conflict: {outcome.because}")
        else:
            self.became.append((label, outcome.kind))

    def reject(self, reason: str) -> None:
        """Take down a reason, once."""
        if reason not in self.reasons:
            self.reasons.append(reason)


def read_row(record: Record, converters: Sequence[Converter]) -> Row:
    """Answer a row with all of its facts, or with every reason why it is bad."""
    row = Row(record)
    if record.problem:
        row.reject(record.problem)
    else:
        _convert(row, converters)
    for converter in converters:
        account = converter.mentions(record.cells)
        if account:
            row.accounts.add(account)
        if account and converter.block.noun == "subscriptions":
            row.portfolio = account
    return row


def of_noun(rows: Iterable[Row], noun: str) -> Iterator[tuple[Row, str, Facts]]:
    """Answer the facts of one noun in rows that are still good, with their label."""
    for row in rows:
        for converter, fact in row.facts:
            if converter.block.noun == noun and not row.reasons:
                yield row, converter.block.label, fact


def _convert(row: Row, converters: Sequence[Converter]) -> None:
    reasons: list[str] = []
    for converter in converters:
        if converter.applies(row.record.cells):
            fact = converter.convert(row.record.line, row.record.cells, reasons)
            if fact is not None:
                row.facts.append((converter, fact))
    for reason in reasons:
        row.reject(reason)
