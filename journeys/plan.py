"""The success plan of an account: what it stated last counts, else what sales told before the contract."""

from datetime import date, datetime

from journeys.behavior import Happening
from journeys.certainty import Unknown
from journeys.handover_fields import fact
from journeys.happenings import Happenings, text_of
from journeys.reserved import texts_of
from journeys.success import Program
from journeys.view import View

STATED, REACHED = "goals stated", "goal reached"
NO_GOALS = Unknown("nobody told us what they want to reach", absent=True)
NO_TARGET = Unknown("no target was set for their goals", absent=True)
NO_DAY = Unknown("no day was set for their goals", absent=True)
ALL_REACHED = Unknown("every goal is reached", absent=True)

Goals = tuple[tuple[str, bool], ...]  # what they want to reach, and whether it is reached


class Plan:
    """Reads the plan from what `program` is told."""

    def __init__(self, program: Program) -> None:
        """Look at what was stated, and what was reached since."""
        self.stated = Happenings(program, STATED)
        self.told = Happenings(program, STATED, REACHED)
        self._of_sales, self._criteria = fact("goals"), fact("success_criteria")

    def known(self, view: View) -> object:
        """Tell whether there are goals; that nobody ever spoke of any proves that there are none yet."""
        lack = self.stated.lack(view)
        return True if self._goals(view) else lack if lack and not lack.absent else False

    def listed(self, view: View) -> object:
        """List the goals for a mail."""
        return [{"title": title, "reached": done} for title, done in self._goals(view)] or self._nothing(view)

    def titles(self, view: View) -> object:
        """Tell the goals in one line."""
        return "; ".join(title for title, _ in self._goals(view)) or self._nothing(view)

    def first_open(self, view: View) -> object:
        """Tell the first goal that is not reached."""
        goals = self._goals(view)
        return next((title for title, done in goals if not done), ALL_REACHED if goals else self._nothing(view))

    def count(self, view: View) -> object:
        """Count the goals."""
        return len(self._goals(view)) or self._nothing(view)

    def count_reached(self, view: View) -> object:
        """Count those that are reached."""
        goals = self._goals(view)
        return sum(done for _, done in goals) if goals else self._nothing(view)

    def reached(self, view: View) -> object:
        """Tell whether all are reached."""
        goals = self._goals(view)
        return all(done for _, done in goals) if goals else self._nothing(view)

    def target(self, view: View) -> object:
        """Tell how they will know that it worked."""
        last = self._last(view)
        told = text_of(last, "target") if last else self._criteria(view)
        return told if isinstance(told, str) and told else self.stated.lack(view) or NO_TARGET

    def due(self, view: View) -> object:
        """Tell the day by which they want to reach it."""
        last = self._last(view)
        day = _day(text_of(last, "due"), view) if last else None
        return day or self.stated.lack(view) or NO_DAY

    def days_until_due(self, view: View) -> object:
        """Tell how many days are left."""
        day = self.due(view)
        return (day - view.today).days if isinstance(day, date) else day

    def _goals(self, view: View) -> Goals:
        found: Goals = view.once(self, self._find)
        return found

    def _find(self, view: View) -> Goals:
        last = self._last(view)
        titles = texts_of(last.properties.get("goals") if last else self._of_sales(view))
        since = [one for one in self.told.ever(view) if one.name == REACHED and not (last and one.at < last.at)]
        named = {text_of(one, "goal").casefold() for one in since}
        return tuple((title, "" in named or title.casefold() in named) for title in titles)

    def _last(self, view: View) -> Happening | None:
        stated = self.stated.ever(view)
        return stated[-1] if stated else None

    def _nothing(self, view: View) -> Unknown:
        return self.stated.lack(view) or NO_GOALS


def _day(text: str, view: View) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
        return view.day_of(moment) if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None
