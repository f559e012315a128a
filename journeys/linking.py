"""Linking: one comparison between two parts, typed first, then compiled."""

from journeys.comparing import COMPARE, against, comparison, membership
from journeys.fitting import as_date, misfit
from journeys.part import Part, Run, mistaken
from journeys.sentence import Report


def link(left: Part, sign: str, right: Part, report: Report) -> Run:
    """Answer the question `left sign right`; `report` is told of what makes no sense."""
    if sign in ("in", "not in"):
        return _membership(left, right, report, within=sign == "in")
    if sign not in COMPARE:
        report(right.offset, 'write "==" instead of "is"')
        return left.run
    left, right = _beside(left, right, report), _beside(right, left, report)
    wrong = misfit(left, sign, right)
    if wrong:
        report(left.offset if left.is_constant else right.offset, wrong)
    return against(sign, left.run, right.constant) if right.is_constant else comparison(sign, left.run, right.run)


def _membership(left: Part, right: Part, report: Report, *, within: bool) -> Run:
    if right.kind != "list":
        if right.kind != "any":
            report(right.offset, 'behind "in" stands a list, such as ["admin", "sponsor"]')
        return left.run
    members = [_beside(member, left, report) for member in right.constant]
    for member in members:
        wrong = misfit(left, "==", member)
        if wrong:
            report(member.offset, wrong)
    return membership(left.run, [member.constant for member in members], within=within)


def _beside(part: Part, other: Part, report: Report) -> Part:
    """Answer a text beside a date, such as "2027-03-01", as the date it means; anything else as it is."""
    if other.kind != "date" or part.kind != "text" or not part.is_constant:
        return part
    found = as_date(part)
    if found is None:
        report(part.offset, f'{other.written} is a date: write one such as "2027-03-01"')
    return found or mistaken(part.written, part.offset)
