"""A day of the daybook in words: one line per journey, what was due and what became of it."""

from collections.abc import Iterable, Iterator

from models.reckoning import AnyRow

WORDS = {"unknown": "for want of data", "late": "too late"}  # of reasons that would be taken for something else


def busy(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Answer the journeys that had or did anything on a day."""
    return [row for row in rows if row.due or row.sent or row.held or row.failed or row.skipped or row.missing]


def day_in_words(row: AnyRow) -> str:
    """Answer what was due that day, and what became of it as of the last count."""
    due = f"{_mails(row.due)} due when the day began" if row.due else "none was due when the day began"
    return f"{due}; so far {', '.join(_parts(row))}"


def _parts(row: AnyRow) -> Iterator[str]:
    yield f"{row.sent:,} sent"
    if row.skipped:
        reasons = ", ".join(f"{number:,} {WORDS.get(reason, reason)}" for reason, number in sorted(row.skipped.items()))
        yield f"{sum(row.skipped.values()):,} not said ({reasons})"
    for number, word in ((row.held, "held"), (row.failed, "failed or in doubt")):
        if number:
            yield f"{number:,} {word}"
    if row.missing:
        yield f"of {row.missing:,} nothing is on record"


def _mails(number: int) -> str:
    return f"{number:,} mail{'' if number == 1 else 's'}"
