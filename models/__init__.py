"""What is true: the tables, and the questions asked of them."""

from sqlmodel import SQLModel

from models.account import Account
from models.contact import Contact
from models.decision import Decision
from models.enrollment import Enrollment
from models.event import Event, EventDay, EventTotal, Feed
from models.operation import Closure, Heartbeat
from models.publication import Publication
from models.suppression import Suppression
from models.task import Task
from models.touchpoint import Attempt, Touchpoint

metadata = SQLModel.metadata

__all__ = [
    "Account",
    "Attempt",
    "Closure",
    "Contact",
    "Decision",
    "Enrollment",
    "Event",
    "EventDay",
    "EventTotal",
    "Feed",
    "Heartbeat",
    "Publication",
    "Suppression",
    "Task",
    "Touchpoint",
    "metadata",
]
