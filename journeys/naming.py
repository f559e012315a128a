"""Naming: what to say of a name that a condition cannot use."""

from journeys.field import Field
from journeys.mistakes import did_you_mean, one_of
from journeys.words import Words

NO_NULL = "there is no null here: ask known(account.plan) whether something is known"


def no_such_field(name: str, words: Words) -> str:
    """Answer why the name cannot stand where a field stands, with the way out."""
    if name in words.fields and words.fields[name].of_recipient:
        return f"{name} is known in a step alone: write it into its when, unless, choose or wait_for"
    if name in words.fields:
        return f"{name} is for mails only: a condition cannot look at it"
    if name in words.functions:
        return f"{name} is a function: {words.functions[name].example}"
    if name in ("None", "none", "null"):
        return NO_NULL
    known = [field.name for field in words.fields.values() if field.in_conditions or _is_meant(name, field)]
    return f'there is no field "{name}"' + (did_you_mean(name, known) or _offer(name, known))


def _is_meant(name: str, field: Field) -> bool:
    return field.of_recipient and name.startswith("recipient.")


def no_such_function(name: str, words: Words) -> str:
    """Answer that there is no such function, with those there are."""
    hint = did_you_mean(name, words.functions) or f"; there are: {one_of(words.functions)}"
    return f'there is no function "{name}"{hint}'


def _offer(name: str, known: list[str]) -> str:
    """Answer what the group has to offer, or the groups there are."""
    group = [field for field in known if field.startswith(name.partition(".")[0] + ".")]
    if group:
        return f"; there are: {one_of(group)}"
    return f"; a field begins with one of: {one_of(dict.fromkeys(field.partition('.')[0] for field in known))}"
