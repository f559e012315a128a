"""Reading: a field's or function's value, taken from a view and written down as evidence."""

from datetime import datetime

from journeys.part import Run, Seen
from journeys.view import Reader, View


def looking(written: str, read: Reader) -> Run:
    """Answer the value of `read`, and write it down under the words in which it was asked for."""

    def run(view: View, evidence: Seen) -> object:
        value = read(view)
        if evidence is not None:
            evidence[written] = value
        return value

    return run


def concluding(written: str, read: Reader, rule: Run) -> Run:
    """Answer what a named condition comes to, and write that down behind everything it looked at."""

    def run(view: View, evidence: Seen) -> object:
        if evidence is None:
            return read(view)
        value = rule(view, evidence)
        evidence[written] = value
        return value

    return run


def day_of(read: Reader) -> Reader:
    """Answer a moment as the day it was at the account: conditions compare days."""

    def day(view: View) -> object:
        moment = read(view)
        return view.day_of(moment) if isinstance(moment, datetime) else moment

    return day
