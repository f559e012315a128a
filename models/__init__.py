"""What is true: the tables, and the questions asked of them."""

from sqlmodel import SQLModel

from models.account import Account
from models.alarm import Alarm
from models.allowance import Allowance
from models.assessment import Assessment, Benchmark
from models.consent_change import ConsentChange
from models.contact import Contact
from models.daybook import Daybook
from models.decision import Decision
from models.draft import Draft
from models.enrollment import Enrollment
from models.event import Event, EventDay, EventTotal, Feed, Silence
from models.guess import Guess
from models.identity import Alias, Membership
from models.invitation import Invitation
from models.operation import Closure, Heartbeat
from models.provider_event import ProviderEvent
from models.publication import Publication
from models.release import Release
from models.sign_in import SignIn
from models.suppression import Suppression
from models.task import Task
from models.touchpoint import Attempt, Touchpoint
from models.tryout import Tryout
from models.user import User
from models.waiting import Refusal, Waiting

metadata = SQLModel.metadata

__all__ = [
    "Account",
    "Alarm",
    "Alias",
    "Allowance",
    "Assessment",
    "Attempt",
    "Benchmark",
    "Closure",
    "ConsentChange",
    "Contact",
    "Daybook",
    "Decision",
    "Draft",
    "Enrollment",
    "Event",
    "EventDay",
    "EventTotal",
    "Feed",
    "Guess",
    "Heartbeat",
    "Invitation",
    "Membership",
    "ProviderEvent",
    "Publication",
    "Refusal",
    "Release",
    "SignIn",
    "Silence",
    "Suppression",
    "Task",
    "Touchpoint",
    "Tryout",
    "User",
    "Waiting",
    "metadata",
]
