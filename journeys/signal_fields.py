"""What can be looked at about signs: each signal and state by name, and how many signs of leaving there are."""

from collections.abc import Iterator, Sequence

from journeys.certainty import Between, Unknown, at_least, bounds, join_reasons
from journeys.expression import Expression, compile_expression
from journeys.field import Field
from journeys.mistakes import Mistakes
from journeys.needs import Need
from journeys.part import Run, Seen
from journeys.signal import Signal
from journeys.view import Reader, View
from journeys.words import Words

RISK_LEVELS = ("none", "medium", "high", "critical")  # by the number of signs: 0, 1, 2, 3 and more


def signal_fields(signals: Sequence[Signal], words: Words, mistakes: Mistakes) -> Iterator[Field]:
    """Answer a field for each of `signals`, whose rules may look at `words`; what is wrong goes to `mistakes`."""
    for signal in signals:
        try:
            yield _field(signal, compile_expression(signal.rule, words, signal.at))
        except ExceptionGroup as group:
            mistakes.include(group)
            yield _field(signal, Expression(lambda _view, _evidence: False, frozenset()))


def risk_fields(fields: Sequence[Field], risks: Sequence[Signal]) -> Iterator[Field]:
    """Answer how many of the signs of leaving, `risks`, are on, and what that comes to."""
    names = [signal.field for signal in risks]
    chosen = [field for field in fields if field.name in names]
    needs = frozenset[Need]().union(*(field.needs for field in chosen))
    feed = ", ".join(dict.fromkeys(name for field in chosen for name in field.feed.split(", ") if name))
    count = _counting(chosen)

    def read(view: View) -> object:
        return view.once(count, lambda seen: count(seen, None))

    def level(view: View) -> object:
        number = read(view)
        low, high = (RISK_LEVELS[int(min(bound, 3))] for bound in bounds(number))
        return low if low == high else Unknown(number.because if isinstance(number, Between) else "")

    yield Field(
        "signals.risks", "number", read, "How many signals of kind churn are on", 1, feed=feed, needs=needs, rule=count
    )
    yield Field(
        "signals.risk_level", "text", level, "One churn signal: medium, two: high, three or more: critical", "medium",
        feed=feed, choices=RISK_LEVELS, needs=needs, rule=_leveling(count, level),
    )  # fmt: skip
    yield Field(
        "signals.on", "list", lambda view: [_tail(field) for field in chosen if field.read(view) is True],
        "The churn signals that are on, by name", ["login_drop"], feed=feed, needs=needs, in_conditions=False,
    )  # fmt: skip


def _tail(field: Field) -> str:
    return field.name.partition(".")[2]


def _field(signal: Signal, expression: Expression) -> Field:
    rule = _told(expression.run)
    words = signal.rule if signal.meaning == "" else f"{signal.meaning}: {signal.rule}"
    return Field(
        signal.field, "flag", lambda view: view.once(rule, lambda seen: rule(seen, None)), words, True,
        needs=expression.needs, rule=rule,
    )  # fmt: skip


def _told(run: Run) -> Run:
    """What nobody ever told us is no sign of anything; what we cannot tell stays unknown."""

    def rule(view: View, evidence: Seen) -> object:
        value = run(view, evidence)
        return False if isinstance(value, Unknown) and (value.absent or value.untold) else value

    return rule


def _counting(fields: Sequence[Field]) -> Run:
    """Count those that are on, writing down each of them with what it looked at, and no others."""

    def count(view: View, evidence: Seen) -> object:
        number, doubts = 0, []
        for field in fields:
            value = field.read(view)
            if value is True and field.rule:
                number += 1
                if evidence is not None:
                    field.rule(view, evidence)
                    evidence[field.name] = True
            elif isinstance(value, Unknown):
                doubts.append(value.because)
        return at_least(number, join_reasons(doubts), number + len(doubts))

    return count


def _leveling(count: Run, level: Reader) -> Run:
    def rule(view: View, evidence: Seen) -> object:
        if evidence is not None:
            count(view, evidence)
        return level(view)

    return rule
