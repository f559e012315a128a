"""What can be looked at about engagement: reviews, training, answers and recommendations."""

from collections.abc import Iterator

from journeys.certainty import Unknown
from journeys.field import Field
from journeys.happenings import Happenings, text_of
from journeys.reserved import WAYS
from journeys.success import Program
from journeys.view import Reader, View

WEEK, QUARTER, REVIEW = 7, 90, 120  # days; a review a quarter, with a month's grace


UNTOLD = "; unknown if nobody ever told of one, of no account"


def engagement_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `engagement`."""
    yield from _part_fields(program)
    yield from _answer_fields(program)
    yield _offer_field(Happenings(program, "advocacy offered"))


def _part_fields(program: Program) -> Iterator[Field]:
    review = Happenings(program, "qbr attended", "qbr read", usual=True)
    training = Happenings(program, "training completed", usual=True)
    yield review.field(
        "engagement.qbr", "flag", review.happened(REVIEW),
        f"Whether a business review was attended or read in the last {REVIEW} days{UNTOLD}", True,
    )  # fmt: skip
    yield training.field(
        "engagement.trained", "flag", training.happened(), f"Whether a training was ever finished{UNTOLD}", True
    )
    for name, event, formula in (
        ("referrals", "referral made", "How often they ever brought somebody else"),
        ("contributions", "community contributed", "How often they ever contributed to the community"),
    ):
        told = Happenings(program, event)
        yield told.field(f"engagement.{name}", "number", told.count(), formula, 1, unit="times")


def _answer_fields(program: Program) -> Iterator[Field]:
    reply, both = Happenings(program, "reply received"), Happenings(program, "outreach made", "reply received")
    yield both.field(
        "engagement.responsive", "flag", _responsive(both),
        f"Whether a reply came in the last {QUARTER} days; false if none did, though somebody of ours wrote or called "
        f"in those days, {WEEK} days ago at least; unknown if nobody has", True,
    )  # fmt: skip
    yield both.field(
        "engagement.unanswered", "number", _unanswered(both),
        "How often somebody of ours wrote or called since their last reply", 1, unit="times",
    )  # fmt: skip
    yield reply.field(
        "engagement.days_since_reply", "number", reply.days_since(),
        "How many days ago they last replied: 0 is today; longer than any number if they never did", 9, unit="days",
    )  # fmt: skip


def _offer_field(told: Happenings) -> Field:
    nobody = Unknown(f"nobody offered to speak for us in the last {QUARTER} days", absent=True)

    def offer(view: View) -> object:
        ways = [way for one in told.lately(view, QUARTER) if (way := text_of(one, "way"))]
        return ways[-1] if ways else told.lack(view) or nobody

    return told.field(
        "engagement.offer", "text", offer,
        f"What they offered last to do for us in the last {QUARTER} days", "story", choices=WAYS,
    )  # fmt: skip


def _responsive(told: Happenings) -> Reader:
    nobody = Unknown("nobody of ours has written or called, and waited for an answer", absent=True)

    def read(view: View) -> object:
        lately, due = told.lately(view, QUARTER), view.began(WEEK)
        if any(one.name == "reply received" for one in lately):
            return True
        asked = any(one.at < due for one in lately)
        return told.lack(view) or (False if asked else nobody)

    return read


def _unanswered(told: Happenings) -> Reader:
    def read(view: View) -> int:
        count = 0
        for one in told.ever(view):
            count = count + 1 if one.name == "outreach made" else 0
        return count

    return told.settled(read)
