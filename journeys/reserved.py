"""Reserved events: the names that Tenure itself understands, with the properties it reads from each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from journeys.mistakes import one_of

Kind = Literal["text", "number", "date", "texts"]
TENURE = "tenure"  # the feed of what Tenure tells itself: it is never silent
WAYS = ("quote", "story", "reference", "advisory board", "speaking")  # to speak for us
YEARS = range(1900, 2200)  # no zone leads from these out of the calendar


@dataclass(frozen=True, slots=True)
class Property:
    """What a property must be: its kind, within `least` and `most` for numbers, one of `choices` for texts.

    `texts` are a list of texts, or one in which semicolons stand between them (a CSV file has no lists).
    """

    kind: Kind
    required: bool = False
    least: float = 0
    most: float = 1e15
    choices: tuple[str, ...] = ()

    def fault(self, value: object) -> str:
        """Answer what is wrong with a value that is there, or nothing."""
        if self.kind == "number":
            sound = isinstance(value, int | float) and not isinstance(value, bool) and self.least <= value <= self.most
            return "" if sound else f"must be a number from {self.least:g} to {self.most:g}"
        if self.kind == "texts":
            return "" if texts_of(value) else "must be a list of texts, or one text with semicolons between them"
        if not isinstance(value, str) or not value:
            return "must be a text"
        if self.choices and value not in self.choices:
            return f"must be one of: {one_of(self.choices)}"
        return "" if self.kind == "text" or _is_date(value) else "must be a date such as 2027-03-01"


@dataclass(frozen=True, slots=True)
class Reserved:
    """An event that Tenure understands: the feed it comes by unless program.yaml says otherwise, and its meaning."""

    name: str
    feed: str
    meaning: str
    properties: Mapping[str, Property] = field(default_factory=dict)


def faults(name: str, properties: Mapping[str, object]) -> Iterator[str]:
    """Answer everything that is wrong with the properties of an event; of one that is not reserved, nothing is."""
    reserved = RESERVED.get(name)
    for key, rule in reserved.properties.items() if reserved else ():
        value = properties.get(key)
        if value is None:
            if rule.required:
                yield f'"{name}" needs the property {key}'
        elif fault := rule.fault(value):
            yield f'the property {key} of "{name}" {fault}'


def texts_of(value: object) -> tuple[str, ...]:
    """Answer the texts that a property of that kind tells; none if it is something else."""
    parts = value.split(";") if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    if not all(isinstance(part, str) for part in parts):
        return ()
    return tuple(dict.fromkeys(text for part in parts if (text := part.strip())))


def _is_date(text: str) -> bool:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            told = read(text)
        except ValueError:
            continue
        return told.year in YEARS
    return False


_TEXT, _NEEDED, _DATE = Property("text"), Property("text", required=True), Property("date")
_CSAT, _MONEY = Property("number", least=1, most=5), Property("number")
_YES_NO = Property("text", choices=("yes", "no"))
_LEAVING = {
    "reason": _TEXT, "goal_reached": Property("text", choices=("yes", "partly", "no")), "missing": _TEXT,
    "switching_to": _TEXT, "call": _YES_NO,
}  # fmt: skip
_PROMPT = {"message": _NEEDED, "journey": _NEEDED, "step": _NEEDED}
_MAIL = {"message": _NEEDED, "journey": _NEEDED, "step": _NEEDED}
_SUBSCRIPTION = {
    "subscription": _NEEDED, "status": _TEXT, "plan": _TEXT,
    "arr": Property("number", most=1e12), "seats": Property("number", most=1e9),
    "frequency": Property("text", choices=("monthly", "annual")), "renews_on": _DATE, "ends_on": _DATE,
    "currency": _TEXT,
}  # fmt: skip

RESERVED: Mapping[str, Reserved] = {
    one.name: one
    for one in (
        Reserved("ticket opened", "support", "A support ticket was opened", {
            "ticket": _NEEDED, "severity": Property("text", choices=("low", "normal", "high", "urgent")),
        }),
        Reserved("ticket escalated", "support", "A support ticket was escalated", {"ticket": _NEEDED}),
        Reserved("ticket reopened", "support", "A solved ticket was opened again", {"ticket": _NEEDED}),
        Reserved("ticket solved", "support", "A support ticket was solved", {"ticket": _NEEDED, "csat": _CSAT}),
        Reserved("csat answered", "survey", "Somebody said how satisfied they are, from 1 to 5", {
            "score": Property("number", required=True, least=1, most=5), "ticket": _TEXT, "comment": _TEXT,
        }),
        Reserved("nps answered", "survey", "Somebody said how likely they would recommend us, from 0 to 10", {
            "score": Property("number", required=True, least=0, most=10), "comment": _TEXT,
        }),
        Reserved("training completed", "success", "Somebody finished a training", {"course": _TEXT}),
        Reserved("qbr attended", "success", "A business review was held with them", {"quarter": _TEXT}),
        Reserved("qbr read", "success", "Somebody read the digital business review", {"quarter": _TEXT}),
        Reserved("outreach made", "success", "A human of ours wrote or called", {"channel": _TEXT}),
        Reserved("reply received", "success", "Somebody answered us", {"channel": _TEXT}),
        Reserved("referral made", "success", "They brought somebody else", {}),
        Reserved("community contributed", "success", "Somebody contributed to the community", {"kind": _TEXT}),
        Reserved("cancellation requested", "success", "They asked to leave", _LEAVING),
        Reserved("advocacy offered", "survey", "Somebody offered to speak for us", {
            "way": Property("text", required=True, choices=WAYS), "comment": _TEXT,
        }),
        Reserved("cancellation answered", "survey", "They said why they leave", {**_LEAVING, "reason": _NEEDED}),
        Reserved("goals stated", "survey", "They said what they want to reach: the success plan from then on", {
            "goals": Property("texts", required=True), "target": _TEXT, "due": _DATE, "by": _TEXT,
        }),
        Reserved("goal reached", "success", "One of their goals was reached; without a name, all of them were", {
            "goal": _TEXT,
        }),
        Reserved("payment failed", "billing", "A payment did not go through", {
            "invoice": _NEEDED, "payment": _TEXT, "amount": _MONEY, "decline_reason": _TEXT, "attempt": _MONEY,
        }),
        Reserved("payment declined", "billing", "A card or a bank said no; see journeys/declines.py", {
            "decline_reason": _NEEDED, "invoice": _TEXT, "payment": _TEXT, "amount": _MONEY,
        }),
        Reserved("payment succeeded", "billing", "An invoice was paid", {"invoice": _NEEDED, "amount": _MONEY}),
        Reserved("payment waived", "billing", "An invoice was voided or written off", {"invoice": _NEEDED}),
        Reserved("subscription created", "billing", "A subscription began", _SUBSCRIPTION),
        Reserved("subscription updated", "billing", "A subscription changed", _SUBSCRIPTION),
        Reserved("subscription deleted", "billing", "A subscription ended", _SUBSCRIPTION),
        Reserved("trial will end", "billing", "A trial ends in days", {"subscription": _NEEDED, "ends_on": _DATE}),
        Reserved("health fell", TENURE, "The health score fell into a lower band", {
            "from": _NEEDED, "to": _NEEDED, "score": Property("number", required=True, most=100),
        }),
        Reserved("health rose", TENURE, "The health score rose into a higher band", {
            "from": _NEEDED, "to": _NEEDED, "score": Property("number", required=True, most=100),
        }),
        Reserved("mail clicked", TENURE, "Somebody, or a scanner of theirs, followed a link in a mail", _MAIL),
        Reserved("mail bounced", TENURE, "A mail came back for good: the address does not exist", _MAIL),
        Reserved("mail complained", TENURE, "Somebody called a mail of ours spam", _MAIL),
        Reserved("unsubscribed", TENURE, "Somebody wants no mails about a topic; `*`: none at all", {"topic": _TEXT}),
        Reserved("subscribed again", TENURE, "Somebody wants mails about a topic again", {"topic": _TEXT}),
        Reserved("in-app shown", TENURE, "Somebody saw a message of ours inside the product", _PROMPT),
        Reserved("in-app dismissed", TENURE, "Somebody closed a message of ours inside the product", _PROMPT),
        Reserved("in-app clicked", TENURE, "Somebody followed a message of ours inside the product", _PROMPT),
    )
}  # fmt: skip
