"""A mail for one person: its content, and the message that carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Content:
    """What a template becomes for one person."""

    subject: str
    preheader: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address and the name shown with it."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one person, ready to leave.

    `key` is the send key: opaque, and the same for every try. `topic` is what it can be unsubscribed from. Nothing
    personal may stand in `key` or `topic`: providers keep them for ever.
    """

    key: str
    to: Address
    sender: Address
    content: Content
    topic: str
    reply_to: Address | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
