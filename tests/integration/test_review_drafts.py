"""The business review as it ships, for large customers: the CSM's task, with the review written for that account."""

import re
from datetime import timedelta

from console.program_files import read_program
from models.database import begin, look
from models.facts import ContactFacts
from models.intake import record_contacts
from models.worklist import find_draft
from tests.surveys import KEPT
from tests.world import AnyRow, World

FILES = (
    *KEPT, "journeys/definitions/business-review-quarterly.yaml", "journeys/definitions/digital-qbr.yaml",
    "journeys/playbooks/business-review.yaml", "emails/templates/qbr/", "emails/templates/surveys/goals-prompt.md",
)  # fmt: skip
DAYS = 100


def reviewed(world: World) -> AnyRow:
    """Answer what was drafted for the review of an account of the mid-market that has worked for a quarter."""
    files = {path: text for path, text in read_program().items() if path.startswith(FILES)}
    # Of what it silences most is not there, nor is what follows when no review is held.
    alone = {path: re.sub(r"^silences:.*\n", "", text, flags=re.M) for path, text in files.items()}
    world.publish({path: text.replace("business-review-overdue", "business-review") for path, text in alone.items()})
    began = world.now - timedelta(days=DAYS)
    world.account(arr_cents=5_000_000, signed_up_at=began)
    for day in range(DAYS):
        world.event("acme", "task completed", 3, at=began + timedelta(days=day, hours=1))
    with begin(world.engine) as connection:
        sponsor = {"first_name": "Bo", "role": "sponsor", "email": "bo@acme.example"}
        record_contacts(connection, world.now, [ContactFacts("bo", "acme", sponsor)])
    world.look()
    (task,) = world.tasks()
    assert (task.reason, task.contact_id) == ("business-review", world.contact("bo").id)
    with look(world.engine) as connection:
        found = find_draft(connection, task.id)
    assert found is not None
    return found


def test_large_customers_get_their_review_from_the_csm_who_gets_it_written(world: World) -> None:
    found = reviewed(world)

    assert (found.because, found.subject) == ("", "Acme's quarter in Cadence")
    for words in ("Hi Bo,", "saved your team about", "What got done", "Who works with it", "What we would do next"):
        assert words in found.text
        assert words in found.html
    assert world.mails() == []
