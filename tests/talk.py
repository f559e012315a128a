"""A small playbook, so that a test has somebody to hand an account to."""

TALK = """\
title: Talk to them
reason: They are happy
owner: csm
segments: [smb]
priority: low
due: 2 business days
review: [The plan]
steps: [Call]
message: Hello
escalation: None
success: They said yes
follow_up: In a week
"""
