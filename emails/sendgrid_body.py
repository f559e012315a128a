"""What SendGrid's v3 mail/send is told for one message, built and checked by SendGrid's own library."""

from typing import Any

from sendgrid.helpers import mail

from emails.message import Address, Message


def body(message: Message) -> dict[str, Any]:
    """Answer the request's body: one recipient, nothing personal in categories and custom arguments.

    Raises ValueError or TypeError when the library will not have a value.
    """
    request = mail.Mail()
    request.from_email = _address(mail.From, message.sender)
    request.add_to(_address(mail.To, message.to))
    if message.reply_to:
        request.reply_to = _address(mail.ReplyTo, message.reply_to)
    _say(request, message)
    _label(request, message)
    answer: dict[str, Any] = request.get()
    _check(answer, message)
    return answer


def _say(request: mail.Mail, message: Message) -> None:
    request.subject = mail.Subject(message.content.subject)
    try:
        request.add_content(mail.Content(mail.MimeType.text, message.content.text))
        request.add_content(mail.Content(mail.MimeType.html, message.content.html))
    except mail.ApiKeyIncludedException:
        raise ValueError("the mail contains a SendGrid API key") from None


def _label(request: mail.Mail, message: Message) -> None:
    request.add_custom_arg(mail.CustomArg("send_key", message.key))
    request.add_category(mail.Category(message.topic))
    for name, value in message.headers.items():
        request.add_header(mail.Header(name, value))
    # Consent is ours: SendGrid must neither add a link of its own nor overwrite our List-Unsubscribe.
    request.tracking_settings = mail.TrackingSettings(subscription_tracking=mail.SubscriptionTracking(enable=False))


def _check(told: dict[str, Any], message: Message) -> None:
    """Raise ValueError if what is told of consent is not what the message says: the library may drop or change it."""
    if told.get("headers", {}) != {**message.headers}:
        raise ValueError("SendGrid would not be told the headers of the mail as they are")
    if told["tracking_settings"]["subscription_tracking"] != {"enable": False}:
        raise ValueError("SendGrid would add a way to unsubscribe of its own")


def _address(kind: type[mail.Email], address: Address) -> mail.Email:
    made = kind()
    made.email = address.email  # the constructor would parse it, and drop what it does not understand
    made.name = address.name or None
    return made
