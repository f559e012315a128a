"""What a person sends themselves: all that a mail says, and nothing that is made for one recipient of a machine."""

import pytest

from emails.by_hand import SURVEY, UNSUBSCRIBE, by_hand
from emails.message import Content
from tests.unit.emails.shelf import LIBRARY, people
from tests.unit.journeys.stage import book

DRAFTED = sorted({play.draft for play in book().playbooks.values() if play.draft} | {"surveys/nps", "surveys/csat"})


def drafted(name: str, person: str) -> Content:
    """A mail that ships as it is drafted for a made-up person."""
    known, mail = dict(people(name)[person]), LIBRARY[name]
    links = known["links"]
    assert isinstance(links, dict)
    known["links"] = {**links, "unsubscribe": UNSUBSCRIBE}
    known["surveys"] = {field.partition(".")[2]: SURVEY for field in mail.fields if field.startswith("surveys.")}
    return by_hand(mail.render(known))


@pytest.mark.parametrize("name", DRAFTED)
def test_no_shipped_draft_has_a_link_of_a_recipient_or_the_footer_of_a_machine(name: str) -> None:
    for person in people(name):
        found = drafted(name, person)
        for words in ("tenure.invalid", "nsubscribe", "You get this", "Maya Lindqvist", "Customer success,"):
            assert words not in found.html + found.text, person


def test_what_the_mail_says_stays() -> None:
    found = drafted("qbr/quarterly-review", "typical")

    assert "saved your team about 62 hours" in found.text
    assert "62" in found.html
    assert found.text.endswith("about your work and not about our product.\n")
    assert found.html.startswith("<!doctype html>")


def test_a_button_to_a_survey_goes_with_its_words() -> None:
    found = drafted("qbr/quarterly-review", "typical")

    assert "Set the next goal" not in found.html + found.text


def test_a_scale_goes_as_a_whole() -> None:
    found = drafted("surveys/nps", "typical")

    assert "\n10" not in found.text
    assert "8" in found.text  # what they said last time
    assert ">9<" not in found.html.replace(" ", "").replace("\n", "")


def told(html: str, text: str) -> Content:
    return by_hand(Content("Subject", "", f"<!doctype html><html><body>{html}</body></html>", text))


def test_words_that_lead_to_a_survey_in_the_middle_of_a_sentence_stay() -> None:
    found = told(
        f'<p>Tell us <a href="{SURVEY}">in a minute</a>, please.</p>', f"Tell us in a minute ({SURVEY}), please."
    )

    assert "<p>Tell us in a minute, please.</p>" in found.html
    assert found.text == "Tell us in a minute, please.\n"


def test_two_links_that_are_all_there_is_go_together() -> None:
    found = told(
        f'<table><tr><td><a href="{SURVEY}">Yes</a></td><td><a href="{SURVEY}">No</a></td></tr></table><p>Bye</p>',
        f"Yes: {SURVEY}\nNo: {SURVEY}\n\nBye",
    )

    assert "<table>" not in found.html
    assert (found.text, "<p>Bye</p>" in found.html) == ("Bye\n", True)


def test_without_a_footer_the_link_to_unsubscribe_goes_alone() -> None:
    found = told(f'<p>Bye</p><p>Enough? <a href="{UNSUBSCRIBE}">Stop</a></p>', f"Bye\nStop: {UNSUBSCRIBE}\n\nHere")

    assert "<p>Bye</p><p>Enough? </p>" in found.html
    assert found.text == "Bye\n\nHere\n"
