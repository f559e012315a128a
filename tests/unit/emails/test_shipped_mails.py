"""Every mail that ships, for every made-up person it is tried on."""

import re
from html.parser import HTMLParser

import pytest

from emails.message import Content
from emails.preview import SENT_WITH
from tests.unit.emails.shelf import FIELDS, LIBRARY, MAILS, people, written

GMAIL_CUTS_AT = 102_000
EMPTY = {"br", "hr", "img", "meta", "link"}


class Reader(HTMLParser):
    """Reads addresses, and counts tags: opened less closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.depth = 0
        self.crossed = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag not in EMPTY
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self.depth -= 1
        self.crossed |= self.depth < 0


@pytest.fixture(params=sorted(LIBRARY))
def contents(request: pytest.FixtureRequest) -> list[Content]:
    """What each of its people gets."""
    return [*written(request.param).values()]


@pytest.fixture(params=MAILS)
def mails(request: pytest.FixtureRequest) -> list[Content]:
    """The same, of what is sent by mail."""
    return [*written(request.param).values()]


def test_every_mail_is_tried_on_three_people() -> None:
    assert [name for name in LIBRARY if not {"typical", "empty", "extreme"} <= people(name).keys()] == []


def test_nothing_of_the_template_is_left_over(contents: list[Content]) -> None:
    for content in contents:
        everything = content.subject + content.preheader + content.html + content.text
        assert not re.search(r"\{\{|\{%|\[\[|\[%|zq\d+qz|None|:::", everything)


def test_every_link_leads_somewhere(contents: list[Content]) -> None:
    for content in contents:
        addresses = Reader(content.html).addresses
        assert addresses
        assert [address for address in addresses if not address.startswith("https://")] == []


def test_the_html_stays_well_formed(contents: list[Content]) -> None:
    for reader in [Reader(content.html) for content in contents]:
        assert (reader.depth, reader.crossed) == (0, False)


def test_names_cannot_bring_in_markup(contents: list[Content]) -> None:
    for content in contents:
        assert "<script>" not in content.html
        assert "https://evil.example" not in content.html + content.text


def test_nothing_reverses_the_reading_direction(contents: list[Content]) -> None:
    for content in contents:
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", content.subject + content.html + content.text)


def test_the_subject_is_one_line(contents: list[Content]) -> None:
    for content in contents:
        assert content.subject
        assert content.subject.isprintable()


def test_there_is_a_text_part_of_some_length(contents: list[Content]) -> None:
    assert min(len(content.text) for content in contents) > 100


def test_one_can_unsubscribe_in_both_parts(mails: list[Content]) -> None:
    for mail in mails:
        assert SENT_WITH["links.unsubscribe"] in mail.html
        assert SENT_WITH["links.unsubscribe"] in mail.text


def test_the_postal_address_is_in_both_parts(mails: list[Content]) -> None:
    for mail in mails:
        assert SENT_WITH["brand.postal_address"] in mail.html
        assert SENT_WITH["brand.postal_address"] in mail.text


def test_gmail_does_not_cut_it_off(mails: list[Content]) -> None:
    assert max(len(mail.html.encode()) for mail in mails) < GMAIL_CUTS_AT / 2


def test_it_fetches_nothing_from_anywhere(mails: list[Content]) -> None:
    assert [mail.subject for mail in mails if re.search(r"@import|<img|<link|url\(", mail.html)] == []


def test_it_has_a_preheader(mails: list[Content]) -> None:
    assert all(mail.preheader for mail in mails)


@pytest.mark.parametrize("name", MAILS)
def test_it_says_its_language(name: str) -> None:
    language = "de" if name.endswith(".de") else "en"
    assert f'<html lang="{language}"' in written(name)["typical"].html


def test_one_mail_speaks_german_throughout() -> None:
    found = written("onboarding/welcome.de")["typical"]
    assert found.subject == "Ada, Ihr Arbeitsbereich in Cadence ist bereit"
    assert "Diese Mails abbestellen" in found.text
    assert not re.search(r"\b(the|you|your|and|with)\b", found.text)


def test_it_says_that_it_can_be_light_and_dark(mails: list[Content]) -> None:
    for mail in mails:
        assert '<meta name="color-scheme" content="light dark">' in mail.html
        assert "@media (prefers-color-scheme: dark)" in mail.html


def test_it_has_one_heading_of_the_first_order(mails: list[Content]) -> None:
    assert {mail.html.count("<h1") for mail in mails} == {1}


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_the_usual_subject_fits_an_inbox(name: str) -> None:
    assert len(written(name)["typical"].subject) <= 70


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_a_mail_says_which_fields_it_needs(name: str) -> None:
    assert LIBRARY[name].fields <= FIELDS.keys() | SENT_WITH.keys()


def test_a_prompt_in_the_app_has_no_letterhead() -> None:
    prompt = written("onboarding/core-workflow-tour")["typical"]
    assert prompt.html.startswith("<p>")
    assert "unsubscribe" not in prompt.html + prompt.text


def test_done_steps_are_ticked_in_both_parts() -> None:
    welcome = written("onboarding/welcome")["typical"]
    assert "Create your first project <span style" in welcome.html
    assert "[x] Create your first project (done)" in welcome.text
    assert "[ ] Invite a teammate: https://app.cadence.example/team/invite" in welcome.text


def test_the_milestone_names_the_real_count_and_the_real_next_step() -> None:
    milestone = written("onboarding/usage-milestone")["typical"]
    assert milestone.subject == "You've completed 12 tasks: here is what's next"
    assert "Try Reports" in milestone.text


def test_no_completed_task_is_met_with_kindness() -> None:
    keep_going = written("onboarding/keep-going")["empty"]
    assert keep_going.subject == "One task is all it takes to begin"
    assert " 0 " not in keep_going.text
