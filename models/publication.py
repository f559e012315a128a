"""What is in force: every published version of a journey, the program, a mail or a theme."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.columns import identity, reference


class Publication(SQLModel, table=True):
    """One published version of one file; the highest number of a path is the one in force.

    `path` is relative to the program's folder (`journeys/definitions/onboarding.yaml`), `content` the file as it was.
    A withdrawn file is published as a version without content.
    """

    __table_args__ = (UniqueConstraint("path", "number"),)

    id: int | None = identity()
    path: str
    number: int
    digest: str
    content: str | None = None
    release: int = reference("release.number")
