"""What can be looked at about the account itself: its traits, its segment, its dates."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Literal

from journeys.certainty import Unknown
from journeys.field import Field, Type
from journeys.needs import Need
from journeys.success import Program, Segment
from journeys.view import Reader, View

ACCEPT: dict[Type, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "moment": lambda value: isinstance(value, datetime),
}


USUAL: dict[Type, frozenset[type]] = {
    "text": frozenset({str}),
    "number": frozenset({int, float}),
    "flag": frozenset({bool}),
    "date": frozenset({date}),
    "moment": frozenset({datetime}),
}  # looked at first, because it is quick


def account_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `account`."""
    yield from BUILT_IN
    yield from (_trait(own.name, own.type, own.meaning, own.default, own.default) for own in program.traits)
    if program.segments:
        yield _segment(program.segments)


def _trait(
    name: str, kind: Type, formula: str, example: object, default: object = None,
    *, unit: Literal["", "money"] = "", choices: tuple[str, ...] = (),
) -> Field:  # fmt: skip
    return Field(
        f"account.{name}", kind, _reader(name, kind, default), formula, example, unit, optional=name != "name",
        default=default, choices=choices,
    )  # fmt: skip


def _reader(name: str, kind: Type, default: object) -> Reader:
    accept, usual = ACCEPT[kind], USUAL[kind]
    absent = default if default is not None else Unknown(f"account.{name} is not known", absent=True)
    strange = Unknown(f"account.{name} is not what it should be: {kind}")

    def read(view: View) -> object:
        value = view.account.get(name)
        if value is None:
            return absent
        return value if value.__class__ in usual or accept(value) else strange

    def read_day(view: View) -> object:
        value = view.account.get(name)
        return (_day(value, view) or strange) if isinstance(value, str) else read(view)

    return read_day if kind == "date" else read


def _day(text: str, view: View) -> date | None:
    """Answer the day that a trait told as text names, `2027-03-01`; of a moment, the one it is then at the account."""
    try:
        moment = datetime.fromisoformat(text)
        return view.day_of(moment) if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):  # no date, or one so close to the end of time that a zone leads beyond it
        return None


def _days_since_signup(view: View) -> object:
    at = view.account.get("signed_up_at")
    return (
        (view.today - view.day_of(at)).days
        if isinstance(at, datetime)
        else Unknown("account.signed_up_at is not known", absent=True)
    )


def _days_until_renewal(view: View) -> object:
    on = view.account.get("renewal_on")
    return (on - view.today).days if isinstance(on, date) else Unknown("account.renewal_on is not known", absent=True)


def _segment(segments: tuple[Segment, ...]) -> Field:
    def find(view: View) -> object:
        for segment in segments:
            fits = segment.fits(view)
            if isinstance(fits, Unknown) and (fits.absent or fits.untold):
                continue  # a size that nobody ever told us makes nobody large: else such accounts were in no journey
            if fits is not False:
                return segment.name if fits is True else fits
        return Unknown("no segment fits")

    return Field(
        "account.segment", "text", lambda view: view.once(find, find),
        "The first segment of program.yaml that fits; a rule about a trait nobody told us does not", segments[-1].name,
        choices=tuple(segment.name for segment in segments),
        needs=frozenset[Need]().union(*(segment.needs for segment in segments)),
    )  # fmt: skip


BUILT_IN = (
    _trait("name", "text", "What the company is called", "Acme Ltd"),
    _trait("plan", "text", "What it subscribes to", "team"),
    _trait("industry", "text", "What it does", "software"),
    _trait("country", "text", "Where it is, as two letters (ISO 3166)", "GB"),
    _trait("billing_frequency", "text", "How often it is billed", "annual", choices=("monthly", "annual")),
    _trait("seats", "number", "How many people the contract is for", 25),
    _trait("owner", "text", "The address of its CSM, where one is named", "sam@cadence.example"),
    _trait("arr", "number", "Annual recurring revenue, in whole units of the currency", 12000, unit="money"),
    _trait("renewal_on", "date", "When the contract renews", date(2027, 3, 1)),
    _trait("trial_ends_on", "date", "When its trial ends", date(2026, 11, 15)),
    _trait("data_volume", "number", "How much data it keeps, in the unit of its limit", 42),
    _trait("data_volume_limit", "number", "How much data its plan allows", 50),
    _trait("api_calls", "number", "How often it calls the API, in the time that its limit is for", 850),
    _trait("api_call_limit", "number", "How often its plan allows that", 1000),
    _trait("signed_up_at", "moment", "When it signed up", datetime(2026, 11, 1, 9, tzinfo=UTC)),
    _trait("churned_at", "moment", "When it leaves, or left", datetime(2026, 10, 1, 9, tzinfo=UTC)),
    _trait("trial", "flag", "Whether it is trying the product; false unless we were told", False, False),
    _trait("churned", "flag", "Whether it has left; false unless we were told", False, False),
    Field(
        "account.days_since_signup", "number", _days_since_signup,
        "Days of the account's calendar since it signed up; 0 on that day", 14, unit="days", optional=True,
    ),
    Field(
        "account.days_until_renewal", "number", _days_until_renewal,
        "Days of the account's calendar until the contract renews; negative once past", 90, unit="days", optional=True,
    ),
)  # fmt: skip
