"""When a mail may be said, in its front matter: in what taste it is, and how seldom."""

from datetime import timedelta

import pytest

from emails.library import manners, read_mails
from emails.manner import Manner
from tests.unit.emails.catalog import FIELDS
from tests.unit.emails.desk import THEME

PATH = "emails/templates/try.md"


def mail(entries: str) -> str:
    return f"---\nsubject: A board\npreheader: Two minutes\ntopic: onboarding\n{entries}\n---\nHello"


@pytest.mark.parametrize(
    ("entries", "manner"),
    [
        ("taste: advanced", Manner(("advanced",))),
        ("taste: [advanced, basics]", Manner(("advanced", "basics"))),
        ("taste: basics\nonce_in: 180 days", Manner(("basics",), timedelta(days=180))),
        ("once_in: 26 weeks", Manner((), timedelta(weeks=26))),
        ("", Manner()),
    ],
)
def test_a_mail_says_when_it_may_be_said(entries: str, manner: Manner) -> None:
    sources = {**THEME, PATH: mail(entries)}
    assert manners(sources) == {"try": manner}
    assert read_mails(sources, FIELDS, None, {"advanced", "basics"})[1] == []


@pytest.mark.parametrize(
    ("entries", "line", "message"),
    [
        ("taste: advancd", 5, 'there is no rule of taste "advancd": did you mean "advanced"?'),
        ("taste: [basics, x]", 5, "the rules of taste stand under `taste` of program.yaml, which has advanced, basics"),
        ("once_in: half a year", 5, "a length of time is written 180 days or 26 weeks"),
        ("once_in: 0 days", 5, "a length of time is written 180 days or 26 weeks"),
        ("taste:", 5, '"taste" is empty'),
        ("taste: [1]", 5, '"taste" has to be text'),
        ("tastes: basics", 5, 'there is no entry "tastes": did you mean "taste"?'),
    ],
)
def test_a_mistake_in_it_says_the_way_out(entries: str, line: int, message: str) -> None:
    mistakes = read_mails({**THEME, PATH: mail(entries)}, FIELDS, None, {"advanced", "basics"})[1]
    assert any(message in one.msg and one.lineno == line for one in mistakes)


def test_a_translation_says_nothing_of_it() -> None:
    german = "---\nsubject: Ein Board\npreheader: Zwei Minuten\nonce_in: 3 days\n---\nHallo"
    [mistake] = read_mails({**THEME, PATH: mail("once_in: 9 days"), "emails/templates/try.de.md": german}, FIELDS)[1]
    assert "it is said in try.md, take this line out" in mistake.msg
