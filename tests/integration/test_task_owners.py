"""Whose task it is: the account's own CSM's, or that of the role which a play goes up to."""

import pytest

from console.program_files import read_program
from tests.surveys import KEPT
from tests.talk import TALK
from tests.world import World

JOURNEY = """\
title: Talk
kind: service
starts: account.signed_up_at
priority: 50
late: {within: 1 day, otherwise: skip}
steps:
  - {id: talk, day: 0, handoff: talk}
"""


@pytest.mark.parametrize(
    ("role", "named", "owner"),
    [
        ("csm", "dana@cadence.example", "dana@cadence.example"),
        ("csm", None, "csm"),
        ("cs-lead", "dana@cadence.example", "cs-lead"),
        ("cs-lead", None, "cs-lead"),
    ],
)
def test_what_goes_higher_up_does_not_come_back_to_the_csm(
    world: World, role: str, named: str | None, owner: str
) -> None:
    kept = {path: text for path, text in read_program().items() if path.startswith(KEPT)}
    playbook = TALK.replace("owner: csm", f"owner: {role}")
    world.publish(kept | {"journeys/playbooks/talk.yaml": playbook, "journeys/definitions/talk.yaml": JOURNEY})
    world.account(owner=named)

    world.look()

    (task,) = world.tasks()
    assert task.owner == owner
