"""What a journey says, as plain frozen values: everything the engine reads, and nothing of the file it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from journeys.awaiting import Awaited
from journeys.caps import NO_CAPS, Caps
from journeys.conditions import Condition, Need
from journeys.manners import Taste
from journeys.start import Occurrence, Start
from journeys.window import Window

KINDS = (
    "onboarding", "adoption", "review", "renewal", "payment", "trial", "expansion", "risk", "advocacy", "milestone",
    "leaving", "win-back", "service",
)  # fmt: skip
FAREWELLS = ("win-back", "leaving", "service")  # kinds that may speak to who has left
EXPECTED = ("payment", "service")  # kinds whose mails nobody takes for advertising: no gap and no cap holds them up

END = "end"  # where an enrollment stands when its last step is behind it; no step may be called so


@dataclass(frozen=True, slots=True)
class Email:
    """Mail this template to the first reachable contact of the chain `to`.

    Only if it is in good `taste`, and if nobody at the account was told it within `once_in`.
    """

    template: str
    to: str
    taste: tuple[Taste, ...] = ()
    once_in: timedelta | None = None


@dataclass(frozen=True, slots=True)
class InApp:
    """Show this template in the product to the first contact of the chain `to`; needs no address and no window."""

    template: str
    to: str
    taste: tuple[Taste, ...] = ()
    once_in: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Handoff:
    """Give the account to a human, with this playbook."""

    playbook: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """Tell another system, by its name in program.yaml."""

    name: str


Doubt = Literal["hold", "resend", "give up"]
DOUBTS: tuple[Doubt, ...] = ("hold", "resend", "give up")

Action = Email | InApp | Handoff | Webhook


@dataclass(frozen=True, slots=True)
class Late:
    """How long after its first allowed moment a step may still happen, and what happens instead from then on.

    `handoff` gives the account to a human with `playbook`; `send` means that it is never too late.
    """

    within: timedelta
    otherwise: Literal["skip", "handoff", "send"] = "skip"
    playbook: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do if `when` holds; no condition: in every other case."""

    when: Condition | None
    action: Action


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the journey may do, from the start of day `day` on.

    It happens only when `when` holds and `unless` does not; then the first choice that fits is taken. A step without
    alternatives is one choice without a condition; one that only waits has none. `to` is the chain of roles it speaks
    to. If what it waits for comes in time, it is done without doing anything. `doubt` is what becomes of a mail that
    nobody can say left or did not: a human is asked (`hold`), it is sent again a day later, or it is left at that.
    """

    id: str
    day: int
    choices: tuple[Choice, ...]
    late: Late
    to: str
    when: Condition | None = None
    unless: Condition | None = None
    awaited: Awaited | None = None
    doubt: Doubt = "hold"

    @property
    def mails(self) -> bool:
        """Whether it may send a mail: then it happens in the send window."""
        return any(isinstance(choice.action, Email) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey: for whom, from when, and its steps in the order of their days.

    `starts` is what its day 0 is, `occurrence` what its runs are named by; an account goes through each of them once.
    `churned`: it is only or also for accounts that have left; otherwise they leave it at once. `recipients` are the
    program's chains: name to roles, best first. While a task of one of the playbooks `silenced_by` is open, the journey
    holds. `needs` and `templates` say what must be gathered, and what must exist, for every step together. `taste` is
    what its `kind` asks of whatever it does; `gap`, for how long an account is left alone after a mail, and `caps`, how
    many are enough (None of both: such mails as these do not wait for that, and nothing waits for them). `budget`: how
    many mails it may send in a day before a person is asked (None: by what it used to send).
    """

    name: str
    title: str
    kind: str
    priority: int
    steps: tuple[Step, ...]
    window: Window
    recipients: Mapping[str, tuple[str, ...]]
    starts: Start
    occurrence: Occurrence = "once"
    churned: Literal["", "only", "also"] = ""
    audience: Condition | None = None
    leave: Condition | None = None
    goal: Condition | None = None
    late: Late | None = None
    taste: tuple[Taste, ...] = ()
    gap: timedelta | None = None
    caps: Caps = NO_CAPS
    budget: int | None = None
    silenced_by: frozenset[str] = frozenset()
    needs: frozenset[Need] = frozenset()
    templates: frozenset[str] = field(default_factory=frozenset)

    def step(self, step_id: str) -> Step | None:
        """The step of that id, or None if this version of the journey has none."""
        return next((step for step in self.steps if step.id == step_id), None)

    def after(self, step_id: str) -> str:
        """The id of the step that follows, `END` after the last one."""
        ids = [step.id for step in self.steps] + [END]
        return ids[ids.index(step_id) + 1]
