"""A message as an .eml file that any mail program opens, and back."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formataddr

from emails.message import Address, Message

TOPIC = "X-Tenure-Topic"
# Python would break a long word in a header, such as an unsubscribe link, into pieces that nobody puts together again.
WRITING = policy.SMTP.clone(max_line_length=998)
READING = policy.default


@dataclass(frozen=True, slots=True)
class Letter:
    """What an .eml file holds."""

    to: str
    subject: str
    topic: str
    headers: dict[str, str]
    html: str
    text: str


def written(message: Message) -> bytes:
    """Answer the file's content, the same for the same message: it carries no date. Raises ValueError."""
    mail = EmailMessage(policy=WRITING)
    mail["From"] = shown(message.sender)
    mail["To"] = shown(message.to)
    if message.reply_to:
        mail["Reply-To"] = shown(message.reply_to)
    mail["Subject"] = message.content.subject
    mail[TOPIC] = message.topic
    for name, value in message.headers.items():
        mail[name] = value
    mail.set_content(message.content.text)
    mail.add_alternative(message.content.html, subtype="html")
    mail.set_boundary(f"={message.key}=")
    return mail.as_bytes()


def read(content: bytes) -> Letter:
    """Answer what a mail file says."""
    mail = message_from_bytes(content, policy=READING)
    headers = {name: str(value) for name, value in mail.items()}
    html, text = (_part(mail, kind) for kind in ("html", "plain"))
    to, subject, topic = (headers.get(name, "") for name in ("To", "Subject", TOPIC))
    return Letter(to, subject, topic, headers, html, text)


def shown(address: Address) -> str:
    """Answer an address as a mail's header shows it. Raises ValueError for letters an address cannot have."""
    return formataddr((address.name, address.email))


def readable(address: Address) -> str:
    """Answer an address as people read it: `Zoë Roß <zoe@example.com>`."""
    return f"{address.name} <{address.email}>" if address.name else address.email


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
