"""A stage on which nobody dies and the provider takes its time: what happens while a batch waits is what counts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.chaos.book import Person, sign_up
from tests.chaos.course import Course
from tests.chaos.passage import Passage
from tests.chaos.stage import CALM, MONDAY, stage


@contextmanager
def at_leisure(course: Course, program: Mapping[str, str], book: Sequence[Person], seconds: float) -> Iterator[Passage]:
    """Set a stage where these people have signed up and every mail takes the provider so long; nobody is at work yet.

    Answers the way from there.
    """
    with stage(course, program) as found:
        found.given = {**found.given, **CALM}
        found.provider.play({"answer": "slow", "seconds": seconds})
        sign_up(found.engine, MONDAY, book)
        yield Passage(found, MONDAY, course.patience)
