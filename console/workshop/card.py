"""What is said of a mail in few words: what it is called, where it is sent, and whether it is in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from console.workshop.published import InForce
from emails.finding import Finding
from emails.naming import Name, read_name
from journeys.definition import Email, InApp
from journeys.load import Book

TEMPLATES = "emails/templates/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail is sent."""

    journey: str
    day: int
    step: str


@dataclass(frozen=True, slots=True)
class State:
    """Something to know of a mail at a glance; `kind` is error, warning, news or good."""

    kind: str
    words: str


def path_of(edition: Name | str) -> str:
    """Answer the file of an edition."""
    return f"{TEMPLATES}{edition}.md"


def editions_of(files: Mapping[str, str]) -> Mapping[str, tuple[Name, ...]]:
    """Answer the editions of every mail there is a file of, the original first."""
    found: dict[str, list[Name]] = {}
    for path in (path.removeprefix(TEMPLATES) for path in files if path.startswith(TEMPLATES)):
        try:
            name = read_name(path)
        except ValueError:  # told as a mistake of the file
            name = Name(path.removesuffix(".md"))
        found.setdefault(name.mail, []).append(name)
    return {mail: tuple(sorted(names, key=lambda name: (name.variant, name.locale))) for mail, names in found.items()}


def places_of(book: Book | None) -> Mapping[str, tuple[Place, ...]]:
    """Answer the journeys and days on which each mail is sent, by its name."""
    found: dict[str, dict[Place, None]] = {}
    for journey in book.journeys.values() if book else ():
        for step in journey.steps:
            for action in (one.action for one in step.choices):
                if isinstance(action, Email | InApp):
                    found.setdefault(action.template, {})[Place(journey.title, step.day, step.id)] = None
    return {mail: tuple(places) for mail, places in found.items()}


def states(
    names: Sequence[Name], findings: Sequence[Finding], files: Mapping[str, str], in_force: InForce, *, readable: bool
) -> tuple[State, ...]:
    """Answer how a mail stands: what is wrong with it, and how it differs from what is published.

    One that is not `readable` without any mistake of its own is so by one of the theme.
    """
    wrong = tuple(_wrong(findings))
    if not readable and not any(state.kind == "error" for state in wrong):
        wrong = (State("error", "Mistake in the theme"), *wrong)
    found = (*wrong, *_unlike([path_of(name) for name in names], files, in_force))
    return found or (State("good", "In order"),)


def words_of(name: Name) -> str:
    """Answer what an edition is called: `Original`, `B`, `de`, `B · de`."""
    return " · ".join(filter(None, (name.variant.upper(), name.locale))) or "Original"


def _wrong(findings: Sequence[Finding]) -> Iterator[State]:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if errors:
        yield State("error", f"{errors} mistake{'' if errors == 1 else 's'}")
    if warnings:
        yield State("warning", f"{warnings} warning{'' if warnings == 1 else 's'}")


def _unlike(paths: Sequence[str], files: Mapping[str, str], in_force: InForce) -> Iterator[State]:
    if in_force.release is None:
        yield State("news", "Not published")
    elif not any(path in in_force.files for path in paths):
        yield State("news", "New")
    elif any(in_force.differs(path, files) for path in paths):
        yield State("news", "Differs from what is published")
