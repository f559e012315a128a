"""The report of a soak, process by process."""

from collections.abc import Mapping, Sequence

from tests.soak.crowd import Crowd
from tests.soak.flatness import Course

HEAD = f"{'process':12} {'samples':>7} {'MB, 2nd third':>13} {'MB, last':>9} {'MB/h':>7} {'files':>12}  verdict"


def report(
    head: str,
    courses: Sequence[Course],
    facts: Mapping[str, int],
    crowd: Crowd,
    shut: Sequence[str],
    short_lived: int,
) -> str:
    """Answer the whole report; every process has a line."""
    lines = [head, "", HEAD, *map(_line, courses), "", "MB, tenth by tenth:", *map(_way, courses), ""]
    lines.append(", ".join(f"{name} {number:,}" for name, number in facts.items()))
    lines.append("answers: " + ", ".join(f"{what} {times:,}" for what, times in sorted(crowd.answers.items())))
    lines.append("slowest: " + ", ".join(f"{what} {took:.2f} s" for what, took in sorted(crowd.slowest.items())))
    lines += [f"shut: {door}" for door in shut]
    lines += [f"{short_lived} processes did not live from the beginning to the end"] if short_lived else []
    return "\n".join([*lines, ""])


def _line(course: Course) -> str:
    (early, late), (few, many) = course.memory, course.files
    fate = "flat" if course.is_flat else "GROWS"
    figures = f"{len(course.samples):7} {early:13.1f} {late:9.1f} {course.slope:+7.1f} {f'{few} then {many}':>12}"
    return f"{course.name:12} {figures}  {fate}"


def _way(course: Course) -> str:
    return f"{course.name:12} " + " ".join(f"{memory:.0f}" for memory in course.way)
