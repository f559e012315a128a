"""A desk to examine a single mail at: the shipped theme, the catalog of the tests, and whatever body is given."""

from collections.abc import Sequence
from datetime import date

from emails.finding import Finding
from emails.library import THEMES, read_library
from emails.lint.examine import NOBODY, examine
from emails.page import Page
from emails.preview import bare, read_previews
from tests.unit.emails.catalog import FIELDS
from tests.unit.emails.desk import PATH, THEME, mail

TODAY = date(2026, 11, 23)
FRONT = """---
subject: Your board is waiting
preheader: Two minutes, and everybody sees what is stuck
topic: onboarding
---
"""
Change = tuple[str, str, str]  # in which file of the theme which words stand in place of which
TITLE = "# Put your work on a board\n\n"


def examined(
    body: str, front: str = FRONT, people: str = "typical:", theme: Sequence[Change] = ()
) -> tuple[Finding, ...]:
    """Answer what is found in a mail drawn with a theme that is changed so."""
    files = dict(THEME)
    for file, old, new in theme:
        assert old in files[THEMES + file]
        files[THEMES + file] = files[THEMES + file].replace(old, new)
    template = read_library({**files, PATH: front + body}, FIELDS)["try"] if theme else mail(body, front)
    previews = {**read_previews("people.yaml", people, FIELDS), NOBODY: bare(FIELDS)}
    pages = {path.removeprefix(THEMES): Page(path, text) for path, text in files.items()}
    return examine(template, Page(PATH, front + body), previews, pages, TODAY)


def told(rule: str, *arguments: str, **more: object) -> list[Finding]:
    """Answer what one rule finds in a mail."""
    return [finding for finding in examined(*arguments, **more) if finding.rule == rule]  # type: ignore[arg-type]
