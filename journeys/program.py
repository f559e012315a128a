"""The program: what a company says success means for its product."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from journeys.success import Feature, Feed, Item, Metric, Milestone, Product, Sender, SendWindow


@dataclass(frozen=True, slots=True)
class Program:
    """Everything program.yaml says. `recipients` answers, by role asked for, the roles to try in order."""

    product: Product
    sender: Sender
    send: SendWindow
    features: tuple[Feature, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    checklist: tuple[Item, ...] = ()
    metrics: tuple[Metric, ...] = ()
    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    activity: tuple[str, ...] = ()


def read_program(text: str, path: str) -> Program:
    """Answer the program that the YAML `text` of the file `path` describes.

    Raises an ExceptionGroup of SyntaxErrors: every mistake in it, each with its place.
    """
    raise ExceptionGroup("", [SyntaxError(text, (path, 1, 1, ""))])
