"""What success is: the program's features, milestones, checklist, counts and own traits, read from its file."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, cast

from journeys.account_fields import BUILT_IN
from journeys.handover_fields import HANDED_OVER
from journeys.program_mail import read_link
from journeys.section import Section
from journeys.success import Feature, Item, Metric, Milestone, Saving, Trait

TRAIT_TYPES = ("text", "number", "flag", "date")


def read_features(program: Section, links: Mapping[str, str]) -> tuple[Feature, ...]:
    """Read `features`: the core features, by name."""
    sections = program.sections("features")
    if "features" in program and not sections:
        program.mistake("features", "a program has at least one core feature")
    return tuple(_feature(name, section, links) for name, section in sections.items())


def _feature(name: str, section: Section, links: Mapping[str, str]) -> Feature:
    events = tuple(event for event, _ in section.texts("events"))
    feature = Feature(name, section.text("title"), events, section.text("benefit"), read_link(section, links))
    section.close()
    return feature


def read_milestones(program: Section) -> tuple[Milestone, ...]:
    """Read `milestones`, by name."""
    sections = program.sections("milestones", required=False)
    return tuple(_milestone(name, section) for name, section in sections.items())


def _milestone(name: str, section: Section) -> Milestone:
    milestone = Milestone(name, section.text("meaning"), section.text("event"), section.whole("times", 1))
    if milestone.times < 1:
        section.mistake("times", "a milestone takes at least 1 time")
    section.close()
    return milestone


def read_checklist(program: Section, links: Mapping[str, str]) -> tuple[Item, ...]:
    """Read `checklist`: the getting-started items, in order."""
    sections = program.items("checklist", required=False)
    items = tuple(_item(section, links) for section in sections)
    for number, section in enumerate(sections):
        if items[number].id in [item.id for item in items[:number]]:
            section.mistake("id", f'there are two items with the id "{items[number].id}"')
    return items


def _item(section: Section, links: Mapping[str, str]) -> Item:
    item = Item(
        section.text("id"), section.text("title"), section.text("event"), read_link(section, links),
        section.flag("setup", False),
    )  # fmt: skip
    section.close()
    return item


def read_metrics(program: Section) -> tuple[Metric, ...]:
    """Read `metrics`: the counts that mails and conditions may name."""
    sections = program.sections("metrics", required=False)
    return tuple(_metric(name, section) for name, section in sections.items())


def _metric(name: str, section: Section) -> Metric:
    window = section.duration("window") if "window" in section else None
    if window is not None and (window.days < 1 or window.seconds):
        section.mistake("window", "a window counts whole days: write 7 days or 2 weeks")
    metric = Metric(name, section.text("event"), window.days if window else None)
    section.close()
    return metric


def read_savings(program: Section) -> tuple[Saving, ...]:
    """Read `value`: what each use of the product saves, in minutes."""
    sections = program.sections("value", required=False)
    return tuple(_saving(name, section) for name, section in sections.items())


def _saving(name: str, section: Section) -> Saving:
    saving = Saving(name, section.text("title"), section.text("event"), section.number("minutes"))
    if "minutes" in section and saving.minutes <= 0:
        section.mistake("minutes", "say how many minutes are saved each time: more than 0")
    section.close()
    return saving


def read_traits(program: Section) -> tuple[Trait, ...]:
    """Read `traits`: what only this company knows of its accounts."""
    sections = program.sections("traits", required=False)
    for name in sections:
        if any(built_in.name == f"account.{name}" for built_in in BUILT_IN):
            program.mistake("traits", f"account.{name} is there already: give your own trait another name")
        if name in HANDED_OVER:
            said = f"as `{name}` sales tells a fact of the hand-over (handover.{name}), and one would hide the other"
            program.mistake("traits", f"{said}: give your own trait another name")
    return tuple(_trait(name, section) for name, section in sections.items())


def _trait(name: str, section: Section) -> Trait:
    said = section.choice("type", TRAIT_TYPES)
    kind = cast('Literal["text", "number", "flag", "date"]', said if said in TRAIT_TYPES else "text")
    trait = Trait(name, kind, section.text("meaning"), _default(section, kind))
    section.close()
    return trait


def _default(section: Section, kind: str) -> object:
    if "default" not in section:
        return None
    if kind == "flag":
        return section.flag("default")
    if kind == "number":
        return section.number("default")
    return _day(section) if kind == "date" else section.text("default")


def _day(section: Section) -> date | None:
    try:
        return date.fromisoformat(section.text("default"))
    except ValueError:
        section.mistake("default", "a date looks like 2027-03-01")
        return None
