"""Active people: who did anything lately that counts as activity, and how many do on a working day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import inf

from journeys.beginning import beginning_of
from journeys.behavior import Contact
from journeys.certainty import Between, Unknown, at_least
from journeys.outage import outage_of
from journeys.silence import silence_of
from journeys.success import Program
from journeys.view import View

MONTH = 30  # days
FARTHEST = 120  # days: so far back we look for whom we have not seen lately

NAMELESS = Unknown("nobody says whose the activity is", absent=True)
NO_ADMIN = Unknown("no admin is there, as far as we were told", absent=True)
NO_TEAMS = Unknown("nobody told us of teams", absent=True)
NO_WORKING_DAY = Unknown("it has not been there for a whole working day", absent=True)


class ActivePeople:
    """Reads from views who was active, by the events that `program` calls activity.

    What was done by nobody in particular adds nobody; where all of it was, there is no telling how many there are.
    """

    def __init__(self, program: Program) -> None:
        """Take activity, feeds and working days from `program`."""
        self._silence = silence_of(program.activity, program.feeds)
        self._beginning = beginning_of(program.activity, program.feeds)
        self._outage = outage_of(program.activity, program.feeds)
        self._window = program.window

    def users(self, view: View, days: int) -> object:
        """Answer how many people were active in the last `days` days, today included."""
        if _is_nameless(view, MONTH):
            return NAMELESS
        first = view.first_day(days)
        because = self._silence(view) or self._beginning(view, first)
        return at_least(sum(day >= first for day in view.behavior.crowd.seen.values()), because)

    def teams(self, view: View) -> object:
        """Answer how many teams had somebody active in the last month, today included."""
        seen, first = view.behavior.crowd.seen, view.first_day(MONTH)
        teams = {contact.team for contact in view.behavior.contacts if contact.team}
        if not teams or _is_nameless(view, MONTH):
            return NAMELESS if teams else NO_TEAMS
        active = {one.team for one in view.behavior.contacts if one.team and seen.get(one.id, date.min) >= first}
        return at_least(len(active), self._silence(view) or self._beginning(view, first), len(teams))

    def average(self, view: View) -> object:
        """Answer how many people are active on a working day: the mean of the last month's, without today."""
        return view.once(self, self._average)

    def admin_days_away(self, view: View) -> object:
        """Answer how many days ago an admin was active last; infinity if none was for as long as we look back."""
        admins = [contact for contact in view.behavior.contacts if contact.role == "admin" and not contact.left_at]
        if not admins or _is_nameless(view, FARTHEST):
            return NAMELESS if admins else NO_ADMIN
        days = min(_days_away(view, admin) for admin in admins)
        because = self._silence(view) or self._unseen(view, admins)
        return Between(0, days, because) if because and days else days

    def _unseen(self, view: View, admins: list[Contact]) -> str:
        """Why those of whom none was ever seen may have been active nevertheless."""
        seen = any(admin.id in view.behavior.crowd.seen for admin in admins)
        return "" if seen else self._beginning(view, view.first_day(FARTHEST))

    def _average(self, view: View) -> object:
        first = max(view.first_day(MONTH), _signed_up(view) or date.min)
        if because := self._silence(view) or self._outage(view, first, view.today):
            return Unknown(because)
        if _is_nameless(view, MONTH):
            return NAMELESS
        window = self._window.in_country(view.account.get("country"))
        working = [day for day in _days(first, view.today) if window.works_on(day)]
        daily = dict(view.behavior.crowd.daily)
        return sum(daily.get(day, 0) for day in working) / len(working) if working else NO_WORKING_DAY


def _is_nameless(view: View, days: int) -> bool:
    """Whether there was activity in the last `days` days, and none of it says whose."""
    crowd, first = view.behavior.crowd, view.first_day(days)
    return crowd.unnamed is not None and crowd.unnamed >= first and max(crowd.seen.values(), default=date.min) < first


def _days_away(view: View, contact: Contact) -> float:
    farthest = view.first_day(FARTHEST)
    days = (view.behavior.crowd.seen.get(contact.id), _signed_up(view))  # never seen: away since the account signed up
    return next(((view.today - day).days for day in days if day and day >= farthest), inf)


def _signed_up(view: View) -> date | None:
    at = view.account.get("signed_up_at")
    return view.day_of(at) if isinstance(at, datetime) else None


def _days(first: date, end: date) -> Iterator[date]:
    """Answer the days from `first` to the day before `end`."""
    return (first + timedelta(days=ahead) for ahead in range((end - first).days))
