"""SendGrid's contract for v3/mail/send, as models that refuse what SendGrid refuses."""

import base64
from collections import Counter
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

MOST_RECIPIENTS = 1000
LARGEST_ARGUMENTS = 10_000  # bytes
RESERVED_HEADERS = frozenset(
    [
        *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding"),
        *("to", "from", "subject", "reply-to", "cc", "bcc"),
    ]
)
CONTENT_ORDER = ("text/plain", "text/html")


def _no_reserved_header(headers: dict[str, str]) -> dict[str, str]:
    if taken := sorted(RESERVED_HEADERS.intersection(map(str.lower, headers))):
        raise ValueError(f"the header {taken[0]} is reserved and cannot be set")
    return headers


def _small(arguments: dict[str, str]) -> dict[str, str]:
    if sum(len(name.encode()) + len(value.encode()) for name, value in arguments.items()) > LARGEST_ARGUMENTS:
        raise ValueError(f"the arguments together cannot be larger than {LARGEST_ARGUMENTS} bytes")
    return arguments


def _each_once(categories: list[str]) -> list[str]:
    if len(set(categories)) < len(categories):
        raise ValueError("each category must be named only once")
    return categories


def _plain_first(parts: list["Part"]) -> list["Part"]:
    kinds = [part.type for part in parts]
    known = [kind for kind in CONTENT_ORDER if kind in kinds]
    if kinds[: len(known)] != known or len(set(kinds)) < len(kinds):
        raise ValueError("the content must be text/plain first, then text/html, then other types, each once")
    return parts


def _base64(content: str) -> str:
    base64.b64decode(content, validate=True)
    return content


Text = Annotated[str, Field(min_length=1)]
Category = Annotated[str, Field(max_length=255)]
Headers = Annotated[dict[str, str], AfterValidator(_no_reserved_header)]
Arguments = Annotated[dict[str, str], AfterValidator(_small)]


class Shape(BaseModel):
    """What all parts of the contract share: no unknown keys, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Mailbox(Shape):
    """An address, and the name shown with it."""

    email: str = Field(pattern=r"^[!#-'*+\-/-9=?A-Z^-~.]+@[^@\s.]+(\.[^@\s.]+)+$", max_length=320)
    name: str | None = None


class Part(Shape):
    """The content in one MIME type."""

    type: Text
    value: Text


class Attachment(Shape):
    """A file, in base64."""

    content: Annotated[Text, AfterValidator(_base64)]
    filename: Text
    type: Text | None = None
    disposition: Literal["inline", "attachment"] | None = None
    content_id: str | None = None


class Personalization(Shape):
    """One envelope: who receives it, and what differs for them."""

    to: list[Mailbox] = Field(min_length=1, max_length=MOST_RECIPIENTS)
    cc: list[Mailbox] = Field([], max_length=MOST_RECIPIENTS)
    bcc: list[Mailbox] = Field([], max_length=MOST_RECIPIENTS)
    sender: Mailbox | None = Field(None, alias="from")
    subject: Text | None = None
    headers: Headers = {}
    substitutions: Arguments = {}
    dynamic_template_data: dict[str, Any] = {}
    custom_args: Arguments = {}
    send_at: int | None = None

    @property
    def recipients(self) -> list[str]:
        """Answer all addresses, in lower case."""
        return [mailbox.email.lower() for mailbox in (*self.to, *self.cc, *self.bcc)]

    @model_validator(mode="after")
    def _one_mail_each(self) -> Self:
        twice = [address for address, count in Counter(self.recipients).items() if count > 1]
        if twice:
            raise ValueError(f"{twice[0]} is more than once among to, cc and bcc")
        return self


class Unsubscribing(Shape):
    """An unsubscribe group of SendGrid's own."""

    group_id: int
    groups_to_display: list[int] = Field([], max_length=25)


class Setting(Shape):
    """A switch, and what it puts into the mail."""

    enable: bool | None = None
    enable_text: bool | None = None
    text: str | None = None
    html: str | None = None
    substitution_tag: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    utm_campaign: str | None = None


class MailSettings(Shape):
    """How the mail is handled."""

    bypass_list_management: Setting | None = None
    bypass_spam_management: Setting | None = None
    bypass_bounce_management: Setting | None = None
    bypass_unsubscribe_management: Setting | None = None
    footer: Setting | None = None
    sandbox_mode: Setting | None = None


class TrackingSettings(Shape):
    """What SendGrid adds in order to watch the recipient."""

    click_tracking: Setting | None = None
    open_tracking: Setting | None = None
    subscription_tracking: Setting | None = None
    ganalytics: Setting | None = None


class Mail(Shape):
    """The whole body of a request."""

    personalizations: list[Personalization] = Field(min_length=1, max_length=1000)
    sender: Mailbox = Field(alias="from")
    reply_to: Mailbox | None = None
    reply_to_list: list[Mailbox] | None = Field(None, min_length=1, max_length=1000)
    subject: Text | None = None
    content: Annotated[list[Part], Field(min_length=1), AfterValidator(_plain_first)] | None = None
    attachments: list[Attachment] = []
    template_id: Text | None = None
    headers: Headers = {}
    categories: Annotated[list[Category], Field(max_length=10), AfterValidator(_each_once)] = []
    custom_args: Arguments = {}
    send_at: int | None = None
    batch_id: Text | None = None
    asm: Unsubscribing | None = None
    ip_pool_name: str | None = Field(None, min_length=2, max_length=64)
    mail_settings: MailSettings | None = None
    tracking_settings: TrackingSettings | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.template_id is None and self.content is None:
            raise ValueError("the content is required when there is no template")
        if not (self.template_id or self.subject or all(p.subject for p in self.personalizations)):
            raise ValueError("the subject is required")
        if self.reply_to and self.reply_to_list:
            raise ValueError("reply_to and reply_to_list cannot be used together")
        if sum(len(p.recipients) for p in self.personalizations) > MOST_RECIPIENTS:
            raise ValueError(f"one request can have at most {MOST_RECIPIENTS} recipients")
        return self


def mistakes(error: ValidationError) -> list[dict[str, str | None]]:
    """Answer SendGrid's way of saying what is wrong: a message and the field it is about."""
    return [
        {
            "message": mistake["msg"].removeprefix("Value error, "),
            "field": ".".join(map(str, mistake["loc"])) or None,
            "help": None,
        }
        for mistake in error.errors(include_url=False, include_input=False, include_context=False)
    ]
