"""The premiere: the first look of a clock after a rehearsal, from which on nothing that was rehearsed counts."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, exists, select

from models.agenda import stir_everybody
from models.database import begin, look
from models.tables import TOUCHPOINT
from workers.boot import App

T = TOUCHPOINT.c
LATELY = timedelta(days=100)  # nothing is capped, or said only once, for much longer


@dataclass(slots=True)
class Premiere:
    """Wakes everybody once per clock if something was said in shadow lately: many wait because of it."""

    over: bool = False

    def watch(self, app: App) -> bool:
        """Answer whether everybody was woken now."""
        if self.over or app.settings.shadow:
            return False
        with look(app.engine) as connection:
            rehearsed = _was_rehearsed(connection, app)
        if rehearsed:
            with begin(app.engine) as connection:
                stir_everybody(connection, app.now())
        self.over = True
        return rehearsed


def _was_rehearsed(connection: Connection, app: App) -> bool:
    said = exists().where(T.state == "shadowed", T.settled_at > app.now() - LATELY)
    return bool(connection.execute(select(said)).scalar())
