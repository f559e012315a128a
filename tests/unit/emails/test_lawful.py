"""A commercial mail that lost its way out or its sender's address on the way is found before it leaves."""

import pytest

from emails.lawful import objections
from emails.message import Message
from emails.unsubscribe import headers
from tests.mails import a_message, with_content

LINK = "https://acme.example/unsubscribe/1.abc.def?a=1&b=2"
ADDRESS = "Acme & Sons, 1 Main Street, 10115 Berlin"
WRITTEN = "Acme &amp; Sons,\n1 <b>Main</b> Street,<br>10115 Berlin"
FOOTER = f'<p><a class="x" href="{LINK.replace("&", "&amp;")}">Stop</a><br>{WRITTEN}</p>'
HTML = f"<html><head><title>Hi</title></head><body><p>Hello</p>{FOOTER}</body></html>"
TEXT = f"Hello\n\n--\nStop: {LINK}\nAcme & Sons,\n1 Main Street,\n10115 Berlin\n"


def mail(html: str = HTML, text: str = TEXT, said: dict[str, str] | None = None) -> Message:
    content = with_content(html=html, text=text).content
    return a_message(content=content, headers=headers(LINK) if said is None else said)


def test_a_mail_with_everything_may_leave() -> None:
    assert objections(mail(), ADDRESS) == []


def test_headers_are_known_in_any_letters() -> None:
    assert objections(mail(said={name.lower(): value for name, value in headers(LINK).items()}), ADDRESS) == []


@pytest.mark.parametrize("lost", ["List-Unsubscribe", "List-Unsubscribe-Post"])
def test_a_header_that_is_missing_is_named(lost: str) -> None:
    [said] = objections(mail(said={name: value for name, value in headers(LINK).items() if name != lost}), ADDRESS)
    assert f"no header {lost}" in said


@pytest.mark.parametrize("wrong", ["", LINK, "<mailto:stop@acme.example>", f"<{LINK}", "<https://acme.example/a b>"])
def test_a_header_without_a_link_is_none(wrong: str) -> None:
    assert objections(mail(said=headers(LINK) | {"List-Unsubscribe": wrong}), ADDRESS) == [
        "it has no header List-Unsubscribe with a link"
    ]


@pytest.mark.parametrize(
    "html",
    [
        HTML.replace("href", "title"),
        HTML.replace("<p><a", "<!-- <p><a").replace("Stop</a>", "Stop</a> -->"),
        HTML.replace("unsubscribe/1", "unsubscribe/2"),
        HTML.replace("<body>", "<template>").replace("</a>", "</a></template>"),
    ],
)
def test_a_link_that_nobody_can_follow_is_none(html: str) -> None:
    assert "nothing in its HTML leads to the page to unsubscribe" in objections(mail(html), ADDRESS)


def test_the_text_needs_its_link_and_address_too() -> None:
    assert objections(mail(text="Hello"), ADDRESS) == [
        "its plain text does not name the page to unsubscribe",
        "its plain text does not show the postal address",
    ]


@pytest.mark.parametrize("hidden", ["<style>{}</style>", "<!-- {} -->", "<p title='{}'></p>", ""])
def test_an_address_that_nobody_reads_is_none(hidden: str) -> None:
    html = HTML.replace(WRITTEN, hidden.format(ADDRESS))
    assert objections(mail(html), ADDRESS) == ["its HTML does not show the postal address"]


def test_without_a_postal_address_nothing_commercial_leaves() -> None:
    assert objections(mail(), " ") == ["sender in journeys/program.yaml has no postal_address"]
