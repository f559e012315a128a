"""The conditional changes that the life of a mail is made of, each one statement. Their words are bound by name."""

from sqlalchemy import Boolean, String, and_, bindparam, exists, insert, literal, or_, select, update

from models.doors import HELD, SHUT
from models.instant import Instant
from models.tables import ACCOUNT, ATTEMPT, CONTACT, DECISION, ENROLLMENT, SUPPRESSION, TOUCHPOINT

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

SUPPRESSED = exists().where(S.email == bindparam("email"), S.topic.in_(["*", bindparam("topic")]))
LEFT = exists().where(E.id == T.c.enrollment_id, E.state.in_(["left", "away"]))
# The person has another address by now, has gone, moved to another account, or turned out to be somebody else.
MOVED = ~exists().where(
    P.id == T.c.contact_id,
    P.email == bindparam("email"),
    P.account_id == T.c.account_id,
    or_(P.left_at.is_(None), P.left_at > bindparam("now")),
    P.merged_into.is_(None),
)
# Something was learned about the account since the mail was claimed. One that was due already tells nothing by it.
STIRRED = and_(
    ~bindparam("was_due", type_=Boolean()), exists().where(A.id == T.c.account_id, A.wake_at <= bindparam("now"))
)

OPEN = (
    update(T)
    .where(T.c.id == bindparam("the_id"), T.c.fence == bindparam("the_fence"), T.c.state == "planned")
    .where(~SUPPRESSED, ~SHUT, ~LEFT, ~MOVED, ~STIRRED)
    .values(
        state="sending",
        attempts=T.c.attempts + 1,
        leased_until=bindparam("until"),
        template=bindparam("the_template"),
        variant=bindparam("the_variant"),
        locale=bindparam("the_locale"),
    )
    .returning(T.c.attempts)
)

# Who still has it in hand writes anything. Once it is in doubt, and a human is asked, only an end to the doubt counts.
IN_HAND = T.c.state.in_(["planned", "sending"]) & T.c.leased_until.is_not(None)
CLEARED = and_(T.c.state == "unknown", bindparam("new_state", type_=String()).in_(["accepted", "refused"]))

SETTLE = (
    update(T)
    .where(T.c.id == bindparam("the_id"), T.c.fence == bindparam("the_fence"))
    .where(or_(IN_HAND, CLEARED))
    .values({
        name: bindparam(f"new_{name}")
        for name in ("state", "because", "provider_id", "due_at", "settled_at", "leased_until", "hinted_at")
    })
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
