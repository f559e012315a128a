"""The JSON Schemas of playbooks, health models and surveys."""

from journeys.playbook import PRIORITIES
from journeys.schema_parts import (
    NAME,
    Names,
    Schema,
    choice,
    condition,
    flag,
    name,
    named,
    several,
    table,
    text,
    texts,
    whole,
)  # fmt: skip
from journeys.survey_file import FORMS, TEXTS

PERCENT = r"^\d{1,3}(\.\d+)?%$"


def playbook_schema(names: Names) -> Schema:
    """Answer the schema of a playbook, which offers these names."""
    required = {
        "title": text("What is to be done"),
        "reason": text("What started it"),
        "owner": text("The role that gets it; what is for csm goes to the account's own CSM, where one is named"),
        "segments": texts("The accounts it is meant for", text("A segment", known=names.segments)),
        "priority": choice("How urgent it is", PRIORITIES),
        "due": text("When", known=("today", "2 business days"), pattern=r"^today$|^\d{1,3} (business|working) days?$"),
        "review": texts("What to look at first"),
        "steps": texts("What to do, in order"),
        "message": text("A start for the mail or the call"),
        "escalation": text("What if it does not work out, to whom, and when"),
        "success": text("How one sees that it worked"),
        "follow_up": text("When to look again"),
    }
    journey = text("A journey", known=names.journeys)
    optional = {
        "silences": texts("The journeys that hold while the task is open: names, or all", journey),
        "spares": texts("With `silences: all`, the journeys that go on", journey),
        "shows": texts("The fields whose values stand in the task", text("A field of the catalog")),
        "done_when": condition("The task is done by itself as soon as this holds"),
        "draft": text("The mail that is written for the human when the task is opened", known=names.mails),
    }
    return table("A playbook: what a human does when a journey hands an account over", required, optional)


def health_schema(_: Names) -> Schema:
    """Answer the schema of a health model."""
    bands = named("The least score of each band, the best first, down to 0", whole("The least score", 0, 100))
    required = {
        "title": text("What it is called"),
        "bands": bands,
        "components": named("What health is made of", _component()),
    }
    least = {"least_known": text("The share of its points that must be judged, such as 50%", pattern=PERCENT)}
    return table("A health model", required, least)


def _component() -> Schema:
    act = {"when": condition("Only if this holds"), "unless": condition("Not if this holds")}
    plan = several("What a human does when the part lacks points", table("", {"do": text("What to do")}, act))
    judged = {
        "green": condition("All points if this holds"),
        "red": condition("None if this holds: it is asked first"),
        "value": text("Or points that grow with a number"),
        "from": text("The number with none of the points"),
        "to": text("The number with all of them"),
        "plan": plan,
    }
    required = {"title": text("What it is called"), "points": whole("What it weighs", 1, 1000)}
    ways = [
        {"required": ["green", "red"], "not": {"anyOf": [{"required": [key]} for key in ("value", "from", "to")]}},
        {"required": ["value", "from", "to"], "not": {"anyOf": [{"required": [key]} for key in ("green", "red")]}},
    ]
    return {**table("A part of health", required, judged), "oneOf": ways}


def survey_schema(names: Names) -> Schema:
    """Answer the schema of a survey, which offers these names."""
    required = {
        "title": text("What the page is called"),
        "event": text("What an answer becomes", known=names.events),
        "questions": several("What is asked", _question()),
        "thanks": text("What is said afterwards"),
    }
    optional = {"intro": text("What is said before"), "carries": texts("What the link brings along")}
    return table("A survey", required, optional)


def _question() -> Schema:
    choices = {"anyOf": [{"type": "array", "items": text("A choice")}, {"type": "object"}]}
    optional = {
        "hint": text("What helps to answer"),
        "optional": flag("Whether it may be left out"),
        "scale": text("From where to where", pattern=r"^\d{1,3} to \d{1,3}$"),
        "low": text("What the least means"),
        "high": text("What the most means"),
        "choices": {"description": "What one can choose", **choices},
        "several": flag("Whether one may choose several"),
        "other": text("What else can be said"),
        "text": choice("What one can write", TEXTS),
    }
    found = table("A question", {"id": name("Its name", NAME), "ask": text("The question")}, optional)
    return {**found, "oneOf": [{"required": [form]} for form in FORMS]}
