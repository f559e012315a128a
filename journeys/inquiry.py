"""An inquiry: conditions asked about one account at one instant, and all that came to light."""

from dataclasses import dataclass, field
from datetime import datetime

from journeys.behavior import Behavior
from journeys.conditions import Answer, Condition


@dataclass(slots=True)
class Inquiry:
    """What was asked so far: the values looked at, and one sentence for each answer."""

    now: datetime
    behavior: Behavior
    evidence: dict[str, object] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    def ask(self, condition: Condition) -> bool | None:
        """Yes, no, or None if it cannot be told."""
        answer = condition.ask(self.now, self.behavior)
        self.evidence.update(answer.evidence)
        self.sentences.append(sentence(condition, answer))
        return answer.value

    @property
    def last(self) -> str:
        """The sentence that decided it."""
        return self.sentences[-1]

    def because(self, otherwise: str) -> str:
        """All that was found, in one sentence; `otherwise` if nothing was asked."""
        return "; ".join(self.sentences) or otherwise


def sentence(condition: Condition, answer: Answer) -> str:
    """The condition as written, and what was found: `usage.feature_adoption < 20%: usage.feature_adoption is 12%`."""
    if answer.value is None:
        return f"{condition.text} cannot be told: {answer.unknown}"
    found = ", ".join(f"{name} is {_plain(value)}" for name, value in answer.evidence.items())
    return f"{condition.text}: {found or _plain(answer.value)}"


def _plain(value: object) -> str:
    match value:
        case None:
            return "not known"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
