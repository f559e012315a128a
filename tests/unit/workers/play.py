"""One journey played with the story of an account, perhaps with the program down for some days."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from journeys.behavior import Said
from journeys.decisions import Call, Decision, HandOver, Leave, Send, Skip
from journeys.definition import Journey
from journeys.engine import after
from tests.unit.workers.life import Life
from tests.unit.workers.story import DAY, MONDAY, Story, on

HOUR = timedelta(hours=1)
STEPS = Call | HandOver | Send | Skip
BUSY = 3 * DAY  # for how long a human is at work on a task


@dataclass
class Play:
    """`stops` to `resumes` is when nothing of ours runs; `deeds` is what was decided when, of which run.

    What happens to the account meanwhile is told as soon as the program is back.
    """

    plan: Journey
    story: Story
    stops: datetime | None = None
    resumes: datetime | None = None
    deeds: list[tuple[datetime, str, Decision]] = field(default_factory=list)
    said: tuple[Said, ...] = ()

    def play(self) -> "Play":
        """Look from its first day to the last: whenever somebody wants to, something happens, and each morning."""
        self.life = Life(self.plan)
        first, until = self.story.plays
        now = self._awake(on(first) + timedelta(hours=10))
        while now < on(until):
            wakes, self.last = self._look(now), now
            happens = next(self.story.history.after(now), wakes)
            now = self._awake(max(now + timedelta(minutes=1), min(wakes, happens, now + DAY)))
        return self

    def fate(self) -> str:
        """Answer in a line what the account got on which day, what came too late for it, and when it left."""
        return ", ".join(f"{(at - MONDAY).days} {words}" for at, _, one in self.deeds for words in _words(one))

    def when(self, step: str) -> datetime:
        """Answer when that step happened."""
        return next(at for at, _, one in self.deeds if isinstance(one, Send | HandOver | Call) and one.step == step)

    def _awake(self, now: datetime) -> datetime:
        return self.resumes if self.stops and self.resumes and self.stops <= now < self.resumes else now

    def _look(self, now: datetime) -> datetime:
        opened = {one.playbook for at, _, one in self.deeds if isinstance(one, HandOver) and at + BUSY > now}
        behavior = self.story.known(now, self.said, frozenset(opened))
        before = len(self.life.decided)
        wakes = self.life.look(now, behavior)
        for run, decision in self.life.decided[before:]:
            behavior = after(now, self.plan.name, behavior, decision)
            self.deeds.append((now, run, decision))
        self.said = tuple(replace(one, planned=False) for one in behavior.said)  # and delivered
        return wakes


def _words(decision: Decision) -> Iterator[str]:
    match decision:
        case Send(step=step) | Call(step=step):
            yield step
        case HandOver(step=step, playbook=playbook):
            yield f"{step} (task {playbook})"
        case Skip(step=step, reason="late"):
            yield f"{step} too late"
        case Leave():
            yield "left"
