"""Receipts: mails that were planned as onboarding, turned into those of a journey that nobody takes for advertising."""

from collections.abc import Sequence

from sqlalchemy import select, update

from models.archive import files_of, newest_release
from models.database import begin, look
from models.tables import ENROLLMENT, TOUCHPOINT
from tests.world import World

ONBOARDING, RECEIPT = "journeys/definitions/onboarding.yaml", "journeys/definitions/receipt.yaml"


def receipts(world: World, mails: Sequence[int]) -> None:
    """Let these mails, and the runs that planned them, be of a journey about payments."""
    with look(world.engine) as connection:
        newest = newest_release(connection)
        assert newest is not None
        files = dict(files_of(connection, newest.number))
    world.publish(files | {RECEIPT: files[ONBOARDING].replace("kind: onboarding", "kind: payment", 1)})
    with begin(world.engine) as connection:
        mine = TOUCHPOINT.c.id.in_(mails)
        runs = select(TOUCHPOINT.c.enrollment_id).where(mine)
        connection.execute(update(ENROLLMENT).where(ENROLLMENT.c.id.in_(runs)).values(journey="receipt"))
        connection.execute(update(TOUCHPOINT).where(mine).values(journey="receipt", commercial=False))
