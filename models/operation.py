"""How the machine itself is doing: who was last seen at work, and which doors are shut."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment

INTERRUPTED = "interrupted"  # no process: when the work was last known to be interrupted


class Heartbeat(SQLModel, table=True):
    """When a kind of process was last at work, in the customers' time and in the machine's."""

    name: str = Field(primary_key=True)
    at: datetime = moment()
    machine_at: datetime = moment()


class Closure(SQLModel, table=True):
    """A door that is shut: a provider wants rest or refuses our key, a person or an import is in the way, or the fuse.

    No `until`: a human opens it. `rests` counts how often in a row it was found to be still in trouble; while it is not
    0, the door opens to one mail at a time, which knocks until `knocked_until` at the most.
    """

    name: str = Field(primary_key=True)
    because: str
    since: datetime = moment()
    until: datetime | None = moment(nullable=True)
    rests: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    knocked_until: datetime | None = moment(nullable=True)
