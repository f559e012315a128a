"""How a component of a health model is judged, read from its file: by colors, or on a scale."""

from journeys.document import Scalar
from journeys.expression import compile_amount, compile_expression
from journeys.fitting import misfit
from journeys.health_model import Colors, Question, Scale
from journeys.part import Part, mistaken
from journeys.section import Section
from journeys.words import Words

NEVER = Question("", lambda _view, _evidence: False)


def read_rule(section: Section, words: Words) -> Colors | Scale:
    """Answer what the component says: `green` and `red`, or `value`, `from` and `to`; mistakes go to the section's."""
    colors, scale = [[key for key in keys if key in section] for keys in (("green", "red"), ("value", "from", "to"))]
    for surplus in scale if colors else []:
        section.mistakes.add(
            section.where_key(surplus), f"{section.name} is judged by green and red or on a scale, not both"
        )
    if not colors and not scale and section.sound:
        section.mistakes.add(
            section.place, f"{section.name} says not how it is judged: give it green and red, or value, from and to"
        )
    if scale and not colors:
        return _scale(section, words)
    return Colors(*(read_question(section, key, words) if colors else NEVER for key in ("green", "red")))


def read_question(section: Section, key: str, words: Words) -> Question:
    """Answer the condition under `key`; one that nobody gets to ask if it has mistakes."""
    value = _written(section, key)
    if value is None:
        return NEVER
    try:
        found = compile_expression(value.text, words, value.place)
    except ExceptionGroup as group:
        section.mistakes.include(group)
        return NEVER
    return Question(" ".join(value.text.split()), found.run, found.needs)


def _scale(section: Section, words: Words) -> Scale:
    (amount, question), (worst, _), (best, _) = (_amount(section, key, words) for key in ("value", "from", "to"))
    for key, end in (("from", worst), ("to", best)):
        if end.kind != "any" and not end.is_constant:
            section.mistake(key, f"{key} is a number that stands fixed, such as 0% or 20")
        elif wrong := misfit(amount, "<", end):
            section.mistake(key, wrong)
    low, high = (end.constant if end.is_constant else 0 for end in (worst, best))
    if low == high and worst.is_constant and best.is_constant:
        section.mistake("to", "from and to must differ: the points grow from the one to the other")
    return Scale(question, low, high, f"from {worst.written} to {best.written}")


def _amount(section: Section, key: str, words: Words) -> tuple[Part, Question]:
    value = _written(section, key)
    if value is None:
        return mistaken("", 0), NEVER
    try:
        found = compile_amount(value.text, words, value.place)
    except ExceptionGroup as group:
        section.mistakes.include(group)
        return mistaken(value.text, 0), NEVER
    return found.part, Question(" ".join(value.text.split()), found.part.run, found.needs)


def _written(section: Section, key: str) -> Scalar | None:
    """Answer what is written under `key`, which must be there."""
    value = section.value(key)
    if not isinstance(value, Scalar):
        section.text(key)  # complains of its absence, and of a list
        return None
    return value
