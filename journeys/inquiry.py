"""An inquiry: conditions asked about one account at one instant, and all that came to light."""

from dataclasses import dataclass, field
from datetime import datetime

from journeys.behavior import Behavior, Contact
from journeys.conditions import Answer, Condition
from journeys.telling import told


@dataclass(slots=True)
class Inquiry:
    """What was asked so far, what was answered, and the values that were looked at.

    `recipient` is whom a step would speak to.
    """

    now: datetime
    behavior: Behavior
    recipient: Contact | None = None
    evidence: dict[str, object] = field(default_factory=dict)
    answers: list[tuple[Condition, Answer]] = field(default_factory=list)

    def ask(self, condition: Condition) -> bool | None:
        """Yes, no, or None if it cannot be told."""
        answer = condition.ask(self.now, self.behavior, self.recipient)
        self.evidence.update(answer.evidence)
        self.evidence.setdefault(condition.text, answer.value)  # so that a threshold stands beside its figure
        self.answers.append((condition, answer))
        return answer.value

    @property
    def last(self) -> str:
        """The sentence that decided it."""
        return sentence(*self.answers[-1])

    def because(self, otherwise: str) -> str:
        """All that was found, in one sentence; `otherwise` if nothing was asked."""
        return "; ".join(sentence(*asked) for asked in self.answers) or otherwise


def inquire(now: datetime, behavior: Behavior, condition: Condition) -> Inquiry:
    """Ask one condition of the account alone, for what there is to tell of it."""
    inquiry = Inquiry(now, behavior)
    inquiry.ask(condition)
    return inquiry


def sentence(condition: Condition, answer: Answer) -> str:
    """What was found, and what follows: `usage.feature_adoption is 12%, so usage.feature_adoption < 20%`."""
    if answer.value is None:
        return f"{condition.text} cannot be told: {answer.unknown}"
    found = told(answer.evidence, condition.unit_of)
    if answer.evidence.keys() <= {condition.text, condition.text.removeprefix("not ")}:
        return found or condition.text
    return f"{found}, so {condition.text}" if answer.value else f"{found}, so not: {condition.text}"
