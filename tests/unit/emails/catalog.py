"""The fields that the mails of the tests may use: the catalog's, as the journeys tell them."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Told:
    """A field as the catalog tells it."""

    type: str
    example: object
    optional: bool = False
    unit: str = ""
    default: object = None


ITEMS = [
    {"title": "Create your first project", "link": "https://app.cadence.example/projects/new", "done": True},
    {"title": "Add a task and give it an owner", "link": "https://app.cadence.example/tasks", "done": False},
    {"title": "Invite a teammate", "link": "https://app.cadence.example/team/invite", "done": False},
    {"title": "Complete a task", "link": "https://app.cadence.example/tasks", "done": False},
    {"title": "See your work on a board", "link": "https://app.cadence.example/boards", "done": False},
]
FEATURES = [
    {
        "title": "Automations",
        "benefit": "Let Cadence move the cards, remind people and assign the follow-up",
        "link": "https://app.cadence.example/automations",
    },
    {
        "title": "Reports",
        "benefit": "Answer “how are we doing?” without preparing a single slide",
        "link": "https://app.cadence.example/reports",
    },
]
TEAMS = [
    {"title": "Design", "active": 6, "people": 8, "share": 0.75},
    {"title": "Delivery", "active": 2, "people": 5, "share": 0.4},
]
LINKS = (
    "app",
    "boards",
    "book_a_call",
    "create_project",
    "help",
    "invite_team",
    "reports",
    "tasks",
    "video",
    "webinar",
)

FIELDS = {
    "account.name": Told("text", "Brightwater Studio"),
    "account.plan": Told("text", "team", optional=True),
    "account.arr": Told("number", 12400, optional=True, unit="money"),
    "account.seats": Told("number", 12, optional=True),
    "account.trial": Told("flag", False),
    "account.renewal_on": Told("date", None, optional=True),
    "account.signed_up_at": Told("moment", None),
    "contact.first_name": Told("text", "Ada", optional=True),
    "contact.last_name": Told("text", "Okafor", optional=True),
    "contact.email": Told("text", "ada@brightwater.example"),
    "contact.role": Told("text", "admin"),
    "product.name": Told("text", "Cadence"),
    "product.company": Told("text", "Cadence Labs"),
    "usage.feature_adoption": Told("number", 0.4, unit="share"),
    "usage.features_used": Told("number", 2),
    "usage.features_total": Told("number", 5),
    "usage.active_days": Told("number", 12, unit="days"),
    "usage.core_change_month": Told("number", -0.4, optional=True, unit="share"),
    "usage.login_change_month": Told("number", -0.4, optional=True, unit="share"),
    "usage.monthly_users": Told("number", 12, optional=True),
    "usage.seat_utilization": Told("number", 0.8, optional=True, unit="share"),
    "usage.teams": Told("list", TEAMS, optional=True),
    "usage.unused_features": Told("list", FEATURES),
    "metrics.tasks_completed": Told("number", 12, unit="times"),
    "metrics.tasks_completed_this_month": Told("number", 10, unit="times"),
    "metrics.projects_created": Told("number", 10, unit="times"),
    "benchmarks.tasks_completed_this_month": Told("number", 72, optional=True),
    "health.band": Told("text", "healthy", optional=True),
    "signals.seat_limit": Told("flag", True),
    "states.expansion_ready": Told("flag", True),
    "support.new_tickets": Told("number", 3, optional=True),
    "support.oldest_open_days": Told("number", 6, optional=True, unit="days"),
    "support.open_tickets": Told("number", 2, optional=True),
    "support.ticket_change": Told("number", 0.5, optional=True, unit="share"),
    "plan.goal": Told("text", "Finish projects on time", optional=True),
    "plan.goal_titles": Told("text", "Finish projects on time; Fewer meetings", optional=True),
    "surveys.success_goals": Told("text", "https://example.com/surveys/success_goals"),
    "milestones.first_project": Told("flag", True),
    "checklist.done": Told("number", 1),
    "checklist.total": Told("number", 5),
    "checklist.complete": Told("flag", False),
    "checklist.items": Told("list", ITEMS),
    "checklist.next_title": Told("text", "Add a task and give it an owner", optional=True),
    "checklist.next_link": Told("text", "https://app.cadence.example/tasks", optional=True),
    **{f"links.{name}": Told("text", f"https://app.cadence.example/{name}") for name in LINKS},
}


def shipped(mails: str = "**") -> dict[str, str]:
    """Answer the files of the mails that Tenure ships, by path: all of them, or those in one folder."""
    files = [*ROOT.glob(f"emails/templates/{mails}/*.md"), *ROOT.glob("emails/themes/*")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
