"""The JSON Schema of a journey's file."""

from journeys.choices import ACTIONS
from journeys.definition import DOUBTS, KINDS
from journeys.program_mail import MOST
from journeys.schema_parts import (
    DASHED,
    Names,
    Schema,
    choice,
    condition,
    duration,
    name,
    one_of,
    several,
    table,
    text,
    whole,
)  # fmt: skip
from journeys.schema_program import send_schema
from journeys.start_file import PERIODS

FARTHEST = 3660


def journey_schema(names: Names) -> Schema:
    """Answer the schema of a journey, which offers these names."""
    required = {
        "title": text("What people call it"),
        "kind": choice("What it is about, for the rules that hold for all of one kind", KINDS),
        "starts": _starts(names),
        "priority": whole("Who speaks first when several want to: the higher one", 1, 100),
        "steps": several("What it does, in the order of days", _step(names)),
    }
    return table("A journey of Tenure", required, _frame(names))


def _frame(names: Names) -> dict[str, Schema]:
    return {
        "for": condition("The accounts that enter it; without it, all"),
        "occurrence": choice(
            "How often an account goes through it: once ever, or for each date or day", ("once", "each", "date")
        ),
        "again": _again(),
        "follows": duration("How far the date may move and be the same run"),
        "churned": choice("Whether it is only, or also, for who has left", ("only", "also")),
        "leave": condition("Who leaves before the end because they no longer belong"),
        "goal": condition("Who leaves before the end because it is reached"),
        "to": text("Whom it speaks to: a chain of roles", known=names.chains),
        "late": _late(names),
        "budget": whole("How many mails it may send in a day before a person is asked", 1, MOST),
        "send": send_schema("The hours and weekdays of its mails, if they are not the company's", company=False),
    }


def _starts(names: Names) -> Schema:
    ways = {
        "event": text("Day 0 is when this last happened", known=names.events),
        "when": condition("Day 0 is when this becomes true"),
        "every": choice("Day 0 is one date in every", PERIODS),
        "from": text("What the calendar is counted from", known=names.moments),
    }
    other = {
        **table("An event, a condition becoming true, or the calendar", {}, ways),
        **one_of(("event", "when", "every")),
    }
    return {"description": "What its day 0 is", "anyOf": [text("A trait", known=names.moments), other]}


def _again() -> Schema:
    after = table("", {"after": duration("How long after the last run ended")})
    return {"description": "When an account may enter it again", "anyOf": [after, {"const": "never"}]}


def _late(names: Names) -> Schema:
    handoff = table("A human gets it", {"handoff": text("The playbook", known=names.playbooks)})
    otherwise = {"description": "What happens from then on", "anyOf": [{"enum": ["skip", "send"]}, handoff]}
    return table("How late a step may be", {"within": duration("How late"), "otherwise": otherwise})


def _deeds(names: Names) -> dict[str, Schema]:
    return {
        "email": text("A mail, by its path in emails/templates without .md", known=names.mails),
        "in_app": text("The same, shown inside the product", known=names.prompts),
        "handoff": text("Give the account to a human: a playbook", known=names.playbooks),
        "webhook": text("Tell another system of program.yaml", known=names.webhooks),
    }


def _step(names: Names) -> Schema:
    required = {
        "id": name("Its name: it stands in the ledger for ever", DASHED),
        "day": whole("From when: the start of that day of the customer's calendar", -FARTHEST, FARTHEST),
    }
    optional = {
        "when": condition("It happens only if this holds"),
        "unless": condition("It does not happen if this holds"),
        "wait_for": _awaited(names),
        **_deeds(names),
        "choose": several("One of several: the first that fits", _case(names)),
        "to": text("Whom it speaks to, in place of what the journey says", known=names.chains),
        "late": _late(names),
        "doubt": choice("A mail that nobody can say left: ask a human, send it again a day later, or not", DOUBTS),
    }
    waits = {"required": ["wait_for"], "not": {"anyOf": [{"required": [key]} for key in (*ACTIONS, "choose")]}}
    one = [{"required": [key]} for key in (*ACTIONS, "choose")]
    return {**table("One thing it may do", required, optional), "oneOf": [*one, waits]}


def _awaited(names: Names) -> Schema:
    ways = {"event": text("What may happen", known=names.events), "when": condition("What may become true")}
    found = table(
        "What it waits for: if it comes in time, the step is done", {"within": duration("For how long")}, ways
    )
    return {**found, **one_of(("event", "when"))}


def _case(names: Names) -> Schema:
    deeds = _deeds(names)
    other = {**table("In every other case", {}, deeds), **one_of(ACTIONS)}
    when = {**table("In this case", {"when": condition("If this holds")}, deeds), **one_of(ACTIONS)}
    return {"anyOf": [when, table("In every other case", {"else": other})]}
