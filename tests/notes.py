"""A journey of service whose mails look at nothing, and keep no distance: what goes on whatever feed is silent."""

NOTES = {
    "journeys/definitions/notes.yaml": """\
title: Notes that rest on nothing
kind: service
starts: account.signed_up_at
leave: account.churned
priority: 10
to: admins
late: {within: 4 days, otherwise: skip}
steps:
  - {id: hello, day: 0, email: notes/hello}
  - {id: week, day: 7, email: notes/hello}
""",
    "emails/templates/notes/hello.md": """\
---
subject: A note
preheader: It says hello
topic: onboarding
---
# Hello
""",
}
