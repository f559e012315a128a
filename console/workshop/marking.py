"""What makes a mail a test that nobody takes for a real one."""

import re
from dataclasses import replace

from markupsafe import escape

from emails.message import Content

SUBJECT = "[Test] "
BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
STYLE = (
    "background:#7a2e00;color:#ffffff;font:600 14px/1.5 -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;"
    "padding:12px 20px;text-align:center"
)


def marked(content: Content, said: str) -> Content:
    """Answer the mail marked as a test, in its subject and above its first line; `said`: whose, and as who gets it."""
    banner = f'<div role="note" style="{STYLE}">This is a test mail. {escape(said)}</div>'
    html, times = BODY.subn(lambda body: body[0] + banner, content.html, count=1)
    text = f"*** This is a test mail. {said} ***\n\n{content.text}"
    return replace(content, subject=SUBJECT + content.subject, html=html if times else banner + content.html, text=text)
