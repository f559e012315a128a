"""Trials: what each variant of a mail came to, counted only where that can be known by now."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from console.odds import Share
from emails.library import TEMPLATES, Library
from emails.lot import ORIGINAL
from emails.mail import Mail
from emails.trial import USUAL, Goal
from journeys.behavior import Return
from journeys.success import Feed
from models.results import AnyRow, Question, Replies, appeared, read_replies, tried
from workers.gather_feeds import feeds_heard, returns_of


@dataclass(frozen=True, slots=True)
class Arm:
    """What one variant came to.

    `mails` that were accepted, and the `accounts` they reached. Of these some are counted: `did` is how many of them
    did what the mail is for in time. The time of those `waiting` is not over, and of those `untold` it cannot be told,
    because what they did was not heard in that time. `unsubscribed`: who wanted no more, of all mails.
    """

    variant: str
    mails: int
    accounts: int
    did: Share
    waiting: int
    untold: int
    unsubscribed: Share


@dataclass(frozen=True, slots=True)
class Trial:
    """A mail's variants side by side. `left_out` are mails by state; `outside` were sent without a variant."""

    mail: str
    goal: Goal | None
    arms: tuple[Arm, ...]
    left_out: Mapping[str, int]
    outside: int


def read_trials(
    connection: Connection, library: Library, feeds: Sequence[Feed], now: datetime, name: str = ""
) -> list[Trial]:
    """Answer the trials of a mail, or of all mails that have a goal or variants; in a constant number of queries."""
    tested = tried(connection, [*library])
    mails = [library.mail(one) for one in ([name] if name else sorted(library))]
    wanted = [mail for mail in mails if name or mail.goal or mail.shares or mail.name in tested]
    since = appeared(connection, {path for mail in wanted for path in _variants(mail)})
    replies = read_replies(connection, {mail.name: _question(mail, tested, since) for mail in wanted})
    told, gaps = feeds_heard(connection, feeds), returns_of(connection, feeds)
    horizons = {mail.name: _horizon(mail, feeds, told, gaps, now) for mail in wanted}
    return [_trial(mail, replies, horizons[mail.name]) for mail in wanted]


def _variants(mail: Mail) -> list[str]:
    return [f"{TEMPLATES}{name}.md" for name in mail.templates if name.variant and not name.locale]


def _question(mail: Mail, tested: Collection[str], since: Mapping[str, datetime]) -> Question:
    """A trial begins when the last of its variants came: who got another text under the same letter does not count."""
    began = max((since[path] for path in _variants(mail) if path in since), default=None)
    goal = mail.goal.event if mail.goal else ""
    return Question(mail.original.topic, goal, bool(mail.shares) or mail.name in tested, began)


@dataclass(frozen=True, slots=True)
class _Horizon:
    """Up to when it is known what accounts did, and when it was not."""

    until: datetime
    gaps: tuple[Return, ...]
    within: timedelta

    def knows(self, at: datetime) -> bool:
        end = at + self.within
        return not any(gap.silent_from < end and at < gap.resumed_at for gap in self.gaps)


def _horizon(
    mail: Mail,
    feeds: Iterable[Feed],
    told: Mapping[str, datetime],
    gaps: Mapping[str, tuple[Return, ...]],
    now: datetime,
) -> _Horizon:
    bringing = [feed for feed in feeds if mail.goal and feed.silent_after and feed.brings(mail.goal.event)]
    nothing = datetime.min.replace(tzinfo=now.tzinfo)
    until = min((told.get(feed.name, nothing) for feed in bringing), default=now)
    missed = tuple(gap for feed in bringing for gap in gaps.get(feed.name, ()))
    return _Horizon(min(until, now), missed, mail.goal.within if mail.goal else USUAL)


def _trial(mail: Mail, replies: Replies, horizon: _Horizon) -> Trial:
    counts: Counter[tuple[str, str]] = Counter()
    for row in replies.counts:
        if row.template == mail.name:
            counts[row.variant, row.state] += row.number
    letters = {variant for variant, _ in counts if variant} | set(mail.shares)
    variants = sorted(letters | {ORIGINAL}) if letters else [""]
    arms = tuple(_arm(mail.name, variant, counts[variant, "accepted"], replies, horizon) for variant in variants)
    left_out: Counter[str] = Counter()
    for (_, state), number in counts.items():
        left_out[state] += number if state != "accepted" else 0
    return Trial(mail.name, mail.goal, arms, +left_out, counts["", "accepted"] if letters else 0)


def _arm(mail: str, variant: str, mails: int, replies: Replies, horizon: _Horizon) -> Arm:
    reached = [*_of(replies.reached, mail, variant)]
    over = [row for row in reached if row.at + horizon.within <= horizon.until]
    counted = [row for row in over if horizon.knows(row.at)]
    did = sum(row.did_at is not None and row.did_at <= row.at + horizon.within for row in counted)
    parted = sum(row.parted_at <= row.at + horizon.within for row in _of(replies.parted, mail, variant))
    return Arm(
        variant=variant,
        mails=mails,
        accounts=len(reached),
        did=Share(did, len(counted)),
        waiting=len(reached) - len(over),
        untold=len(over) - len(counted),
        unsubscribed=Share(parted, mails),
    )


def _of(rows: Iterable[AnyRow], mail: str, variant: str) -> Iterator[AnyRow]:
    return (row for row in rows if (row.template, row.variant) == (mail, variant))
