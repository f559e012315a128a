"""What SendGrid's answer means for the mail."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from emails.connection import Answer
from emails.outcomes import Accepted, Locked, Outcome, Postponed, Refused, Unknown

LONGEST_DETAIL = 500


def outcome(answer: Answer) -> Outcome:
    """Answer what became of the mail. Only what is certain is said to be so: anything strange is `Unknown`."""
    match answer.status:
        case 202:
            return Accepted(answer.headers.get("x-message-id"))
        case 429:
            return Postponed(explanation(answer), rest_until(answer))
        case 401 | 403:
            return Locked(explanation(answer))
        case status if 400 <= status < 500:
            return Refused(explanation(answer))
        case _:
            return Unknown(explanation(answer))


def explanation(answer: Answer) -> str:
    """Answer SendGrid's own words, with the field each is about."""
    try:
        words = "; ".join(_mistake(mistake) for mistake in json.loads(answer.body)["errors"])
    except (ValueError, LookupError, TypeError, AttributeError):
        words = " ".join(answer.body.decode("utf-8", "replace").split())
    return f"{answer.status}: {words}"[:LONGEST_DETAIL] if words else f"{answer.status}"


def _mistake(mistake: dict[str, object]) -> str:
    field = mistake.get("field")
    return f"{mistake['message']} ({field})" if field and field != "null" else f"{mistake['message']}"


def rest_until(answer: Answer) -> datetime | None:
    """Answer until when SendGrid wants to be left alone, in real time (UTC); None if it does not say.

    Only the answer is looked at: a Retry-After in seconds counts from the answer's own Date.
    """
    readings: tuple[Callable[[Answer], datetime], ...] = (_reset, _retry_after_seconds, _retry_after_date)
    for reading in readings:
        with suppress(ValueError, LookupError, TypeError, OverflowError, OSError):
            return reading(answer).astimezone(UTC)
    return None


def _reset(answer: Answer) -> datetime:
    return datetime.fromtimestamp(int(answer.headers["x-ratelimit-reset"]), UTC)


def _retry_after_seconds(answer: Answer) -> datetime:
    wait = timedelta(seconds=int(answer.headers["retry-after"]))
    return parsedate_to_datetime(answer.headers["date"]) + wait


def _retry_after_date(answer: Answer) -> datetime:
    return parsedate_to_datetime(answer.headers["retry-after"])
