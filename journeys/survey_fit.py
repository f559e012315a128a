"""Whether the answer to a question is what the event expects of that property."""

from typing import assert_never

from journeys.mistakes import did_you_mean
from journeys.reserved import RESERVED, Property
from journeys.survey import Choice, Question, Scale, Writing


def misfit(question: Question, event: str) -> str:
    """Answer why the question cannot tell the property of its name, or nothing if it can."""
    reserved = RESERVED.get(event)
    if reserved is None:
        return ""
    rule = reserved.properties.get(question.id)
    if rule is None:
        hint = did_you_mean(question.id, reserved.properties)
        return f'"{event}" has no property {question.id}{hint}' if hint else ""
    wrong = _wrong(question.form, rule)
    return f'the property {question.id} of "{event}" {wrong}' if wrong else ""


def _wrong(form: Scale | Choice | Writing, rule: Property) -> str:
    match form:
        case Scale(least=least, most=most):
            return rule.fault(least) or rule.fault(most)
        case Choice(words=words, several=several):
            return rule.fault([*words]) if several else next(filter(None, map(rule.fault, words)), "")
        case Writing(kind=kind):
            return rule.fault("2027-03-01" if kind == "date" else "words of their own")
        case never:
            assert_never(never)
