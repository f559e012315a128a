"""What a person may send themselves: the mail that was written when their task was opened."""

from sqlmodel import Field, SQLModel

from models.columns import BIG


class Draft(SQLModel, table=True):
    """A mail for a task, as of the moment in which that was opened; where there is none, `because` says why.

    Nobody was sent it: it is no touchpoint. It has a row of its own, as lists of tasks need not carry it.
    """

    task_id: int = Field(primary_key=True, foreign_key="task.id", sa_type=BIG)
    mail: str = Field(description="the mail's name")
    subject: str = ""
    text: str = ""
    html: str = ""
    because: str = ""
