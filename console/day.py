"""A day of the daybook in words: one line per journey, what was due and what became of it."""

from collections.abc import Iterable, Iterator

from models.reckoning import AnyRow


def busy(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Answer the journeys that had or did anything on a day."""
    return [row for row in rows if row.due or row.sent or row.held or row.failed or row.skipped or row.missing]


def day_in_words(row: AnyRow) -> str:
    """Answer what was due that day, and what became of it as of the last count."""
    return f"{_mails(row.due or 0)} due: {', '.join(_parts(row)) or 'nothing yet'}"


def _parts(row: AnyRow) -> Iterator[str]:
    yield f"{row.sent:,} sent"
    if row.skipped:
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(row.skipped.items()))
        yield f"{sum(row.skipped.values()):,} not said ({reasons})"
    for number, word in ((row.held, "held"), (row.failed, "failed or in doubt")):
        if number:
            yield f"{number:,} {word}"
    if row.missing:
        yield f"of {row.missing:,} nothing is on record"


def _mails(number: int) -> str:
    return f"{number:,} mail{'' if number == 1 else 's'}"
