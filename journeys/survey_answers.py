"""What somebody sent from the page of a survey: read question by question, and what is wrong with it in plain words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from journeys.reserved import YEARS
from journeys.survey import Choice, Question, Scale, Survey, Writing

NOISE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OTHER_LONGEST = 200

Sent = Mapping[str, str]  # by the name of the field: the question's id, for each of several choices with its number


@dataclass(frozen=True, slots=True)
class Answers:
    """`told` is what was answered, as the event's properties; `faults` what has to be mended first, by question."""

    told: Mapping[str, object]
    faults: Mapping[str, str]


def read_answers(survey: Survey, sent: Sent) -> Answers:
    """Answer what was answered; whatever no question asks for is passed over."""
    told: dict[str, object] = {}
    faults: dict[str, str] = {}
    for question in survey.questions:
        try:
            value = _read(question, sent)
        except ValueError as fault:
            faults[question.id] = str(fault)
            continue
        if value in (None, "", []):
            if not question.optional:
                faults[question.id] = "Please answer this one."
        else:
            told[question.id] = value
    return Answers(told, faults)


def numbered(question: Question, number: int) -> str:
    """Answer the name of the field for the choice of that number, where several may be chosen."""
    return f"{question.id}.{number}"


def own_words(question: Question) -> str:
    """Answer the name of the field for a choice of their own."""
    return f"{question.id}.other"


def _read(question: Question, sent: Sent) -> object:
    match question.form:
        case Scale(numbers=numbers):
            text = sent.get(question.id, "")
            if text and text not in {f"{number}" for number in numbers}:
                raise ValueError(f"Please choose a number from {numbers[0]} to {numbers[-1]}.")
            return int(text) if text else None
        case Choice(words=words, several=False):
            text = sent.get(question.id, "")
            if text and text not in words:
                raise ValueError("Please choose one of these.")
            return text
        case Choice() as form:
            chosen = _chosen(question, form, sent)
            own = _clean(sent.get(own_words(question), ""), OTHER_LONGEST) if form.other else ""
            return [*chosen, *([" ".join(own.split())] if own else [])]
        case Writing() as form:
            text = _clean(sent.get(question.id, ""), form.longest)
            text = text if form.kind == "long" else " ".join(text.split())
            return _day(text) if form.kind == "date" and text else text
        case never:
            assert_never(never)


def _chosen(question: Question, form: Choice, sent: Sent) -> list[str]:
    """Answer what was chosen of several by its value: by its number it may be another since the page was opened."""
    start = f"{question.id}."
    values = {value for name, value in sent.items() if name.startswith(start) and name[len(start) :].isdecimal()}
    if not values <= {*form.words}:
        raise ValueError("Please choose again: what there is to choose from has changed.")
    return [value for value in form.words if value in values]


def _clean(text: str, longest: int) -> str:
    """Answer what was written without what cannot be seen."""
    text = NOISE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > longest:
        raise ValueError(f"That is {len(text):,} characters long: please say it in {longest:,}.")
    return text


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("Please choose a day, or leave it empty.") from None
    if day.year not in YEARS:
        raise ValueError("That year is too far away: please choose another day.")
    return day.isoformat()
