"""Messages for tests: one good one, and what a test changes about it."""

from dataclasses import replace
from typing import Any

from emails.message import Address, Content, Message

HTML = "<html><body><h1>Hi Ann</h1>" + "<p>Projects keep a team together.</p>\n" * 300 + "</body></html>"
TEXT = "Hi Ann\n\n" + "Projects keep a team together.\n" * 30

GOOD = Message(
    key="K" * 40,
    to=Address("ann@customer.example", "Ann Muster"),
    sender=Address("success@acme.example", "Acme"),
    content=Content("Create your first project", "Three minutes", HTML, TEXT),
    topic="onboarding",
    reply_to=Address("csm@acme.example"),
    headers={"List-Unsubscribe": "<https://acme.example/unsubscribe/1.abc.def>"},
)


def a_message(key: str = GOOD.key, **changes: Any) -> Message:
    """Answer a message that any mailer takes, with these changes."""
    return replace(GOOD, key=key, **changes)


def with_content(**changes: Any) -> Message:
    """Answer a message whose content has these changes."""
    return replace(GOOD, content=replace(GOOD.content, **changes))
