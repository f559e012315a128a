"""What can be looked at about payment: whether it comes on time, why it did not, and how revenue grows."""

from collections.abc import Iterator

from journeys.certainty import Unknown
from journeys.declines import KINDS, OTHER, decline_kind, decline_reason
from journeys.field import Field
from journeys.happenings import Happenings, text_of
from journeys.invoices import EVENTS, Invoice, invoices_of
from journeys.subscriptions import CHANGES, arr_at, by_subscription
from journeys.success import Program
from journeys.view import Reader, View

MONTH, QUARTER, YEAR = 30, 90, 365  # days
STATES = ("on time", "late")
NEVER = Unknown("nobody told of an invoice that was paid", absent=True)
TOO_NEW = Unknown(f"nobody told the whole revenue of today and of {MONTH} days ago or more", absent=True)
CURRENCIES = Unknown("the revenue is told in several currencies", absent=True)


def payment_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `payment`."""
    yield from _late_fields(Happenings(program, *EVENTS, usual=True))
    failed = Happenings(program, "payment failed")
    yield failed.field(
        "payment.failures", "number", failed.count(QUARTER), f"How often a payment failed in the last {QUARTER} days",
        1, unit="times",
    )  # fmt: skip
    yield from _reason_fields(Happenings(program, *EVENTS, "payment declined"))
    changes = Happenings(program, *CHANGES)
    yield changes.field(
        "payment.growth", "number", _growth(changes),
        f"The annual revenue of the paid subscriptions against {YEAR} days ago, or against the earliest told, {MONTH} "
        "days ago at least: 0.1 is a tenth more", 0.1, unit="share",
    )  # fmt: skip


def _late_fields(told: Happenings) -> Iterator[Field]:
    def state(view: View) -> object:
        if _late(told, view):
            return "late"
        return "on time" if any(one.name == "payment succeeded" for one in told.ever(view)) else NEVER

    def late_days(view: View) -> object:
        since = min((one.late_since for one in _late(told, view) if one.late_since), default=view.now)
        return (view.today - view.day_of(since)).days

    yield told.field(
        "payment.state", "text", told.settled(state),
        "late if an invoice's payment failed and it was neither paid nor waived since; on time if none is late and one "
        "was ever paid", "on time", choices=STATES,
    )  # fmt: skip
    yield told.field(
        "payment.late_invoices", "number", told.settled(lambda view: len(_late(told, view))),
        "How many invoices' payments failed and were neither made nor waived since", 1,
    )  # fmt: skip
    yield told.field(
        "payment.late_days", "number", told.settled(late_days),
        "How many days ago the payment of the invoice that is late longest failed first; 0 if none is late, "
        "unknown if nobody ever told of payments, of no account", 3,
        unit="days",
    )  # fmt: skip


def _reason_fields(told: Happenings) -> Iterator[Field]:
    nothing_late, untold = Unknown("no invoice is late", absent=True), Unknown("nobody told why", absent=True)

    def reason(view: View) -> object:
        failures = [one.failed for one in _late(told, view) if one.failed]
        if not failures:
            return nothing_late
        newest = max(failures, key=lambda one: one.at)
        declined = [one for one in told.ever(view) if one.name == "payment declined"]
        return decline_reason(newest, declined) or untold

    def kind(view: View) -> object:
        told = reason(view)
        return OTHER if told is untold else decline_kind(told) if isinstance(told, str) else told

    yield told.field(
        "payment.decline_reason", "text", told.settled(reason),
        "Why the newest failed payment of a late invoice was declined, in the words of whoever declined it",
        "expired_card",
    )  # fmt: skip
    yield told.field(
        "payment.decline_kind", "text", told.settled(kind),
        f"The same, by what can be done about it; {OTHER} also if nobody told why", "expired card",
        choices=(*KINDS, OTHER),
    )  # fmt: skip


def _late(told: Happenings, view: View) -> list[Invoice]:
    return [invoice for invoice in invoices_of(told.ever(view)) if invoice.late_since]


def _growth(told: Happenings) -> Reader:
    def read(view: View) -> object:
        changes = told.ever(view)
        if len({text_of(one, "currency") for one in changes} - {""}) > 1:
            return CURRENCIES
        subscriptions, began = by_subscription(changes), view.began(YEAR)
        moments = [max(one.at, began) for one in changes if one.at <= view.began(MONTH)]
        before = next((arr for moment in moments if (arr := arr_at(moment, subscriptions))), None)
        now = arr_at(view.now, subscriptions)
        return TOO_NEW if before is None or now is None else (now - before) / before

    return told.settled(read)
