"""What a step does, read from its file: one action, or a choice between several."""

from journeys.definition import Action, Choice, Email, Handoff, InApp, Webhook
from journeys.mistakes import is_slip
from journeys.section import Section
from journeys.vocabulary import Vocabulary

ACTIONS = ("email", "in_app", "handoff", "webhook")


def read_choices(step: Section, words: Vocabulary, to: str) -> tuple[Choice, ...]:
    """The choices of a step, in order; a step that does one thing is one choice without a condition.

    One that waits for something need do nothing.
    """
    if "wait_for" in step and not any(key in step or key in step.keys for key in (*ACTIONS, "choose")):
        return ()
    if _the_one_of(step, (*ACTIONS, "choose")) == "choose":
        return _alternatives(step, words, to)
    return tuple(Choice(None, action) for action in _actions(step, words, to))


def _alternatives(step: Section, words: Vocabulary, to: str) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    last = None
    for entry in step.items("choose"):
        entry.name = "a choice"
        if last:
            entry.mistakes.add(entry.place, f"nothing gets here: the `else` on line {last.line} takes every other case")
        if "else" in entry:
            last = last or entry.where_key("else")
        choices += _choice(entry, words, to)
        entry.close()
    return tuple(choices)


def _choice(entry: Section, words: Vocabulary, to: str) -> list[Choice]:
    if "else" not in entry:
        if "when" not in entry:
            entry.mistakes.add(entry.place, "a choice says `when`, or `else` for every other case")
        when = words.condition(entry, "when", to=to)
        _the_one_of(entry, ACTIONS)
        return [Choice(when, action) for action in _actions(entry, words, to)]
    if "when" in entry:
        entry.mistakes.add(entry.where_key("when"), "a choice says `when` or `else`, not both")
    otherwise = entry.section("else")
    actions = _actions(otherwise, words, to) if otherwise and _the_one_of(otherwise, ACTIONS) else []
    if otherwise:
        otherwise.close()
    return [Choice(None, action) for action in actions]


def _the_one_of(section: Section, kinds: tuple[str, ...]) -> str | None:
    """The one key of these that is there; it is a mistake if there is none, or more than one."""
    there = {key for key in kinds if key in section}  # each is asked for, so that a slip is told what was meant
    said = [key for key in section.names if key in there]
    offer = ", ".join(kinds[:-1]) + " or " + kinds[-1]
    if not said and section.sound and not any(is_slip(name, kinds) for name in section.names):
        section.mistakes.add(section.place, f"{section.name} does nothing: give it {offer}")
    for surplus in said[1:]:
        message = f"{section.name} does one thing, {said[0]} or {surplus}; to have both, make two steps of it"
        section.mistakes.add(section.where_key(surplus), message)
    return said[0] if said else None


def _actions(section: Section, words: Vocabulary, to: str) -> list[Action]:
    actions: list[Action] = []
    if "email" in section:
        name = words.template(section, "email")
        actions.append(Email(name, _addressee(section, "email", to), *words.manner(name)))
    if "in_app" in section:
        name = words.template(section, "in_app")
        actions.append(InApp(name, _addressee(section, "in_app", to), *words.manner(name)))
    if "handoff" in section:
        actions.append(Handoff(words.playbook(section, "handoff")))
    if "webhook" in section:
        actions.append(Webhook(words.webhook(section, "webhook")))
    return actions


def _addressee(section: Section, key: str, to: str) -> str:
    if not to:
        message = "nobody is named to receive it: give the step, or the whole journey, `to: admins`"
        section.mistakes.add(section.where_key(key), message)
    return to
