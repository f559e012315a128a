"""(i) Mails written: the quarterly review, filled in for one person after another."""

import time
from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from emails.fields import kinds
from emails.page import Page
from emails.press import Press
from emails.source import Source, read_source
from emails.speech import filters_in
from tests.benchmarks.figure import Aim, Figure, Section, at_least, interleave
from tests.benchmarks.plan import Plan
from tests.unit.emails.shelf import FIELDS, LIBRARY, people
from tests.unit.emails.test_compile_once import FILES, LOOKS, alone, prepared_for, sources_of

MAIL, PREVIEW = "qbr/quarterly-review", "typical"
TENURE = "Tenure: compiled once, in the sandbox"
PLAIN = "plain Jinja, the same HTML and text"
ALONE = "compiled for each person"

METHOD = """\
The quarterly review (subject, HTML and text, with figures, bars, comparisons and recommendations) for one made-up
person, in one thread; the time is the processor's, so that what else runs here does not count. *Plain Jinja* renders
the very HTML and text that Tenure compiled, without its sandbox and without making names harmless. *Compiled for each
person* fills the values in first and then runs Markdown, MJML and the inlining of styles. The first compile reads the
file and makes its template, with the theme read before."""


def measure_writing(plan: Plan) -> Section:
    """Answer how many mails a second one core writes, and how long the first compile takes."""
    section = Section("(i) Mails written, one core", METHOD)
    known = prepared_for(MAIL, people(MAIL)[PREVIEW])
    plain = _plain_jinja(known, sources_of(MAIL))
    measurements = {
        PLAIN: lambda _: _speed(plain, plan.mails),
        TENURE: lambda _: _speed(lambda: LIBRARY[MAIL].render(known), plan.mails),
        ALONE: lambda _: _speed(lambda: alone(MAIL, known), max(plan.mails // 100, 5)),
    }
    section.figures += interleave(plan.runs, "mails/s", measurements)
    compiles = Figure("first compile", "ms", tuple(_compile(known) for _ in range(plan.runs)))
    jinja = Figure("plain Jinja's part of it", "ms", tuple(_plain_compile(known) for _ in range(plan.runs)))
    section.figures += [compiles, jinja]
    section.remarks.append(
        "Jinja turns the finished HTML and text into Python: that alone is most of the first compile."
    )
    section.aims.append(at_least("(i) mails written", section.figure(TENURE), 5_000))
    section.aims.append(Aim("(i) first compile", "< 10 ms", f"{compiles.median:.1f} ms", compiles.median < 10))
    return section


def _speed(deed: Callable[[], object], times: int) -> float:
    deed()
    began = time.process_time()
    for _ in range(times):
        deed()
    return times / (time.process_time() - began)


def _plain_jinja(known: dict[str, Any], sources: tuple[str, str, str]) -> Callable[[], object]:
    parts = []
    for text, autoescape in zip(sources, (False, True, False), strict=True):
        environment = Environment(autoescape=autoescape)
        environment.filters |= {name: one.apply for name, one in filters_in("en").items()}
        environment.tests["known"] = lambda value: value is not None
        parts.append(environment.from_string(text))
    return lambda: [part.render(known) for part in parts]


def _plain_compile(known: dict[str, Any]) -> float:
    parts = sources_of(MAIL)
    began = time.process_time()
    _plain_jinja(known, parts)
    return (time.process_time() - began) * 1000


def _compile(known: dict[str, Any]) -> float:
    path = f"emails/templates/{MAIL}.md"
    tongue = Press(LOOKS, kinds(FIELDS))._tongue("")
    began = time.process_time()
    source: Source | None = read_source(Page(path, FILES[path]))
    assert source is not None
    assert tongue.compiler is not None
    template = tongue.compiler.template(LIBRARY[MAIL].edition, source)
    assert template is not None
    template.render(known)  # Jinja compiles when it renders for the first time
    return (time.process_time() - began) * 1000
