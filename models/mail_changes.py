"""The conditional changes that the life of a mail is made of, each one statement. Their words are bound by name."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from models.doors import HELD, SHUT, held
from models.instant import Instant
from models.reasons import ANY, SPARING
from models.tables import (
    ACCOUNT,
    ATTEMPT,
    CLOSURE,
    CONTACT,
    DECISION,
    ENROLLMENT,
    PROVIDER_EVENT,
    SUPPRESSION,
    TOUCHPOINT,
)

T = TOUCHPOINT

A = ACCOUNT.c
S = SUPPRESSION.c
E = ENROLLMENT.c
P = CONTACT.c  # the person

UNLEASED = or_(T.c.leased_until.is_(None), T.c.leased_until < bindparam("machine"))

CLAIM = (
    update(T)
    .where(T.c.id.in_(bindparam("ids", expanding=True)), T.c.state == "planned", T.c.due_at <= bindparam("now"))
    .where(UNLEASED, ~HELD, T.c.channel == bindparam("the_channel"))
    .values(fence=T.c.fence + 1, leased_until=bindparam("until"))
    .returning(T)
)

# As `why_not` in models/permission.py says it, of every place that speaks of the address.
SUPPRESSED = exists().where(
    S.email.in_(bindparam("places", expanding=True)),
    or_(
        and_(S.topic != ANY, S.topic == bindparam("topic")),
        and_(S.topic == ANY, or_(S.reason.not_in(SPARING), T.c.commercial)),
    ),
)
RESTING = exists().where(
    CLOSURE.c.rests > 0
)  # the provider is in trouble: only one mail at a time asks whether it is back
LEFT = exists().where(E.id == T.c.enrollment_id, E.state.in_(["left", "away"]))
# The person has another address by now, has gone, moved to another account, or turned out to be somebody else.
MOVED = ~exists().where(
    P.id == T.c.contact_id,
    P.email == bindparam("email"),
    P.account_id == T.c.account_id,
    or_(P.left_at.is_(None), P.left_at > bindparam("now")),
    P.merged_into.is_(None),
)
# Something was learned about the account since the mail was claimed.
STIRRED = exists().where(A.id == T.c.account_id, A.stirs > bindparam("stirs"))
# Planned again after a doubt, and by now it is known that an earlier try was taken.
TOLD = and_(
    T.c.attempts > 0,
    or_(
        exists().where(PROVIDER_EVENT.c.touchpoint_id == T.c.id),
        exists().where(ATTEMPT.c.touchpoint_id == T.c.id, ATTEMPT.c.outcome == "accepted"),
    ),
)

LEFT_US = ("sending", "unknown", "accepted")  # it may have arrived


def left_at(touchpoint: Any) -> ColumnElement[datetime]:
    """Answer when a touchpoint left us, of these columns; before that, and inside the product, when it began."""
    return func.coalesce(touchpoint.opened_at, touchpoint.settled_at, touchpoint.created_at)


def _others(alias: str, since: str, *theirs: ColumnElement[bool]) -> Any:
    """How many other commercial mails take room: to the account or, where `theirs` says whose, to a person.

    Those that left since then, and those that are about to and come first, if anything counts at all.
    """
    other = T.alias(alias).c
    people = select(P.id).where(*theirs).correlate(T)
    mine = other.contact_id.in_(people) if theirs else other.account_id == T.c.account_id
    begin, now = bindparam(since, type_=Instant), bindparam("now", type_=Instant)
    left = and_(other.state.in_(LEFT_US), left_at(other) > begin)
    room = or_(left, and_(begin < now, _outranks(other)))
    return select(func.count()).where(mine, other.id != T.c.id, other.commercial, room).correlate(T).scalar_subquery()


def _outranks(other: Any) -> ColumnElement[bool]:
    """Answer whether a mail of the same account is due, of a journey that matters more, and free to go.

    It was planned since this one was looked at: the engine, which knows of it, decides who waits.
    """
    more = other.journey.in_(bindparam("outranking", expanding=True))
    due = and_(other.state == "planned", other.due_at <= bindparam("now"), other.channel == "email")
    return and_(other.account_id == T.c.account_id, more, due, ~held(other))


# Another mail is too near, or the account or the person (whoever has this address) got as many as they get; or would
# have, once a more important one has left.
SAME_PERSON = or_(P.email == bindparam("email"), P.merged_into == T.c.contact_id)
CROWDED = and_(
    T.c.commercial,
    or_(
        _others("near", "gap_since") > 0,
        _others("near_person", "gap_since", SAME_PERSON) > 0,
        _others("of_account", "account_since") >= bindparam("account_most"),
        _others("of_person", "contact_since", SAME_PERSON) >= bindparam("contact_most"),
    ),
)

OPEN = (
    update(T)
    .where(T.c.id == bindparam("the_id"), T.c.fence == bindparam("the_fence"), T.c.state == "planned")
    .where(~SUPPRESSED, ~SHUT, ~LEFT, ~MOVED, ~STIRRED, ~TOLD, ~CROWDED)
    .where(or_(bindparam("knocks", type_=Boolean()), ~RESTING))
    .values(
        state="sending",
        attempts=T.c.attempts + 1,
        leased_until=bindparam("until"),
        opened_at=bindparam("now"),
        template=bindparam("the_template"),
        variant=bindparam("the_variant"),
        locale=bindparam("the_locale"),
    )
    .returning(T.c.attempts)
)

# Who still has it in hand writes anything. Once it is in doubt, and a human is asked, only an end to the doubt counts.
IN_HAND = T.c.state.in_(["planned", "sending"]) & T.c.leased_until.is_not(None)
DOUBTED = T.c.state.in_(["unknown", "given up"])
NEW_STATE = bindparam("new_state", type_=String())
CLEARED = and_(DOUBTED, NEW_STATE.in_(["accepted", "refused"]))
# Whoever learns late that an earlier try was taken keeps everybody else from another one: nobody else can know it.
TAKEN = and_(
    or_(DOUBTED, T.c.state == "planned"),
    T.c.attempts > 0,
    T.c.fence >= bindparam("the_fence"),
    NEW_STATE == "accepted",
)
AT_ONCE = literal(datetime(1970, 1, 1, tzinfo=UTC), Instant())  # a human may have been asked: somebody has to look

SETTLE = (
    update(T)
    .where(T.c.id == bindparam("the_id"))
    .where(or_(and_(T.c.fence == bindparam("the_fence"), or_(IN_HAND, CLEARED)), TAKEN))
    .values({
        name: bindparam(f"new_{name}")
        for name in ("state", "because", "provider_id", "due_at", "settled_at", "leased_until", "hinted_at")
    } | {"doubted_until": case((DOUBTED, AT_ONCE), else_=bindparam("new_doubted_until", type_=Instant()))})
)  # fmt: skip

ANSWERED = (
    update(ATTEMPT)
    .where(ATTEMPT.c.touchpoint_id == bindparam("the_id"), ATTEMPT.c.number == bindparam("the_number"))
    .values(outcome=bindparam("new_outcome"), detail=bindparam("new_detail"), ended_at=bindparam("new_ended_at"))
)

# On PostgreSQL what belongs together is one statement: every statement more costs a question and an answer.
_opened = OPEN.returning(T.c.id, T.c.fence).cte("opened")
OPEN_AND_NOTE = (
    insert(ATTEMPT)
    .from_select(
        ["touchpoint_id", "number", "fence", "detail", "started_at"],
        select(_opened.c.id, _opened.c.attempts, _opened.c.fence, literal(""), bindparam("machine", type_=Instant)),
    )
    .returning(ATTEMPT.c.number)
)
_settled = SETTLE.returning(T.c.id, T.c.account_id, T.c.enrollment_id, T.c.journey, T.c.step).cte("settled")
_answered = ANSWERED.where(ATTEMPT.c.touchpoint_id == _settled.c.id).returning(ATTEMPT.c.id).cte("answered")
LINE = ("kind", "because", "evidence", "until", "at")
SETTLE_AND_TELL = (
    insert(DECISION)
    .from_select(
        ["touchpoint_id", "account_id", "enrollment_id", "journey", "step", *LINE],
        select(*_settled.c, *(bindparam(f"line_{name}", type_=DECISION.c[name].type) for name in LINE)),
        include_defaults=False,  # the database has its own, and it is given nothing else here
    )
    .add_cte(_answered)
    .returning(DECISION.c.id)
)
