"""The pace of a program's mails, read from `send` in its file."""

from datetime import date

from journeys.days import whole_number
from journeys.section import Section
from journeys.send_pace import SendPace, WarmUp

PACE, WARM_UP = "pace", "warm_up"
FASTEST = 10_000_000
STEEPEST = 3.0
NO_DAY = "a day is written like 2026-12-01"
NO_END = "a warm-up grows until per_day is reached: say it under pace"
NOT_GROWING = (
    f"grow is how many times as many leave on the next day: more than 1, such as 1.5, and {STEEPEST:g} at most"
)


def read_pace(program: Section) -> SendPace:
    """Read `pace` and `warm_up` of `send`: how many mails may leave a minute and a day, and fewer at first."""
    send = program.section("send", required=False)
    pace = send.section(PACE, required=False) if send else None
    found = SendPace(_count(pace, "per_minute"), _count(pace, "per_day")) if pace else SendPace()
    if pace:
        pace.close()
    warm_up = send.section(WARM_UP, required=False) if send else None
    return SendPace(found.per_minute, found.per_day, _warm_up(warm_up, found.per_day)) if warm_up else found


def _count(section: Section, key: str) -> int | None:
    if key not in section:
        return None
    section.whole(key)
    count = whole_number(section, key)
    if count is not None and not 1 <= count <= FASTEST:
        section.mistake(key, f"{key} is a number of mails, from 1 to {FASTEST:,}; or leave it out")
        return None
    return count


def _warm_up(section: Section, per_day: int | None) -> WarmUp | None:
    since, start, grow = _day(section, "from"), section.whole("start"), section.number("grow")
    if start < 1:
        section.mistake("start", "start is the number of mails on the first day, 1 at least")
    if not 1 < grow <= STEEPEST:
        section.mistake("grow", NOT_GROWING)
    if per_day is None:
        section.mistakes.add(section.place, NO_END)
    elif start > per_day:
        section.mistake("start", f"the first day has more mails than per_day allows, which is {per_day:,}")
    section.close()
    sound = since is not None and start >= 1 and 1 < grow <= STEEPEST
    return WarmUp(since, start, grow) if since is not None and sound else None


def _day(section: Section, key: str) -> date | None:
    text = section.text(key)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        section.mistake(key, NO_DAY)
        return None
