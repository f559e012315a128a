"""How the stand-in has been told to answer: rules, the first that fits a mail decides."""

import hashlib
from collections import Counter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

Status = Annotated[str, StringConstraints(pattern=r"^[45]\d\d$")]
Behavior = Literal["202", "hang", "slow", "garbage", "accept-then-cut", "accept-then-5xx"]
Fact = Literal["send_key", "to", "topic", "subject"]
Facts = dict[Fact, str]


class Rule(BaseModel):
    """An answer, and which mails get it: those that match, by their share, each for its first `times` tries.

    Chance is by hash of the send key: the same mails are meant in every run. `reset_after` is for 429, `seconds` for
    slow. The answers: 202; any 4xx or 5xx (nothing is accepted); hang (no answer, nothing accepted); slow (accepted
    at once, answered later); garbage (not HTTP, nothing accepted); accept-then-cut; accept-then-5xx.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Behavior | Status
    share: float = Field(1.0, ge=0, le=1)
    times: int | None = Field(None, ge=1)
    reset_after: float = Field(1.0, ge=0)
    seconds: float = Field(1.0, ge=0)
    match: dict[Fact, str] = {}


RULES = TypeAdapter(list[Rule])
ACCEPT = Rule(answer="202")


class Script:
    """The rules in force, and how often each has been used on each key. A restart forgets them."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self._used: Counter[tuple[int, str]] = Counter()

    def rule_for(self, facts: Facts) -> Rule:
        """Answer the rule for one try at a mail, and count it as used."""
        key = facts.get("send_key", "")
        for number, rule in enumerate(self.rules):
            if _fits(rule, facts) and _chance(number, key) < rule.share and self._take(number, rule, key):
                return rule
        return ACCEPT

    def _take(self, number: int, rule: Rule, key: str) -> bool:
        if rule.times is None:
            return True
        self._used[number, key] += 1
        return self._used[number, key] <= rule.times


def _fits(rule: Rule, facts: Facts) -> bool:
    return all(facts.get(name) == value for name, value in rule.match.items())


def _chance(number: int, key: str) -> float:
    """Answer a number in [0, 1) that depends on the rule and the key alone."""
    return int.from_bytes(hashlib.sha256(f"{number}|{key}".encode()).digest()[:8]) / 2**64
