"""What the contract brings: trials that end, renewals that come, move or lapse, plans that change, and invoices."""

from collections.abc import Mapping
from datetime import date, timedelta

from console.demo.chronicle import Chronicle

TRIAL_DAYS = 30
BUYS = 0.75  # of those who try it, if they use it
DECLINES = ("expired_card", "insufficient_funds", "authentication_required", "do_not_honor")
FAILING = 0.07  # of invoices
MONTH, YEAR = 30, 365
FIRST_TERM = 150  # days, of whoever is careful


def sign(life: Chronicle) -> Mapping[str, object]:
    """Answer the terms on the first day, and let happen what follows from them."""
    annual = life.chance(0.65) or life.kind.fate == "shrinks"
    term = life.random.choice((150, 210, 270, YEAR)) if annual else MONTH
    frequency = "annual" if annual else "monthly"
    if life.kind.fate == "tries":
        return _try(life, frequency)
    if life.kind.fate == "shrinks":
        term = FIRST_TERM
        _shrink(life, term)
    _renew(life, term, annual=annual)
    _bill(life, 0, YEAR if annual else MONTH)
    return {"billing_frequency": frequency, "renewal_on": _on(life, term)}


def _on(life: Chronicle, number: int) -> date:
    return life.day(number).astimezone(life.zone).date()


def _try(life: Chronicle, frequency: str) -> Mapping[str, object]:
    life.has(0, trial_ends_on=_on(life, TRIAL_DAYS).isoformat())
    life.happens(TRIAL_DAYS - 5, "trial will end", subscription=life.key)
    if life.chance(BUYS if life.kind.features else BUYS / 5):
        bought = TRIAL_DAYS - life.random.randint(-1, 18)
        life.tells(bought, trial=False, billing_frequency=frequency, renewal_on=_on(life, bought + YEAR))
        _bill(life, bought, MONTH)
    else:
        life.tells(TRIAL_DAYS + 2, churned_at=life.day(TRIAL_DAYS + 2))
    return {"trial": True}


def _shrink(life: Chronicle, term: int) -> None:
    """Let who bought more seats than anybody uses give some back before the contract renews."""
    seats = len(life.people) + 2
    life.tells(term - life.random.randint(46, 56), seats=seats, arr_cents=seats * life.price)


def _renew(life: Chronicle, term: int, *, annual: bool) -> None:
    """A date moves now and then; most renew some days before it, few on the day after, and some never."""
    if annual and (moved := life.random.choice((0, 0, 0, 0, 0, 0, -40, 45))):
        told = max(3, term - life.random.choice((100, 70)))
        life.tells(told, renewal_on=_on(life, term + moved))
        term += moved
    while term < life.days:
        if annual and life.chance(0.12):
            return life.tells(term + 8, churned_at=life.day(term + 8))
        early = life.random.choice((20, 9, 3, 0, -2)) if annual else 0
        life.tells(term - early, renewal_on=_on(life, term + (YEAR if annual else MONTH)))
        term += YEAR if annual else MONTH
    return None


def _bill(life: Chronicle, first: int, every: int) -> None:
    for place, number in enumerate(range(first, life.days, every)):
        invoice, amount = f"{life.key}-in-{place}", life.seats * life.price // 100 // (12 if every == MONTH else 1)
        if not life.chance(FAILING * (3 if every == YEAR else 1)):
            life.happens(number, "payment succeeded", invoice=invoice, amount=amount)
            continue
        reason = life.random.choice(DECLINES)
        life.happens(number, "payment failed", invoice=invoice, amount=amount, decline_reason=reason, attempt=1)
        late = life.random.choice((2, 3, 4, 6, 8, 25))
        life.happens(number + late, "payment waived" if late == 25 else "payment succeeded", invoice=invoice)


def grow(life: Chronicle) -> None:
    """Who grows meets one limit of the plan after the other, buys seats for whoever joins, and in the end more."""
    joined = max(person.since for person in life.people)
    life.has(joined - 60, data_volume=44, data_volume_limit=50, api_calls=600, api_call_limit=1000)
    life.tells(joined - 3, seats=life.seats + 2, arr_cents=(life.seats + 2) * life.price)
    first, second = life.random.sample(({"data_volume": 55}, {"api_calls": 920}), 2)
    life.has(joined + 20, **first)
    life.has(joined + 90, **second)
    life.has(joined + 130, api_calls=400, api_call_limit=5000, data_volume=60, data_volume_limit=500)
    life.tells(joined + 130, plan="business")


def leave(life: Chronicle) -> None:
    """Ask to leave, say why or not, be gone after ten days; and perhaps come back."""
    number = life.random.randint(*life.kind.leaves or (0, 0))
    if life.chance(0.7):
        life.happens(number, "cancellation requested", life.who("admin"))
    if life.chance(0.5):
        reason = life.random.choice(("too expensive", "never used", "missing feature", "too hard", "competitor"))
        life.happens(number + 2, "cancellation answered", life.who("admin"), reason=reason, call="no")
    gone = number + life.random.randint(5, 12)
    life.tells(gone, churned_at=life.day(gone))
    if life.kind.fate == "returns":
        back = gone + life.random.randint(30, 100)
        life.tells(back, churned_at=None, renewal_on=_on(life, back) + timedelta(days=YEAR))
