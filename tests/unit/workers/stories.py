"""For every journey that ships the story of an account that goes through it, from a Monday on."""

from dataclasses import replace

from journeys.behavior import Contact, Happening
from tests.unit.journeys.stage import ADMIN
from tests.unit.workers.story import Story, daily, did, on

Told = tuple[Happening, ...]
CHAMPION = Contact(2, "cy@acme.example", "Cy", role="champion", team="b")
SPONSOR = Contact(3, "sue@acme.example", "Sue", role="sponsor", team="c")
PAYER = Contact(4, "pay@acme.example", "Pat", role="billing")
PEOPLE = (replace(ADMIN, team="a"), CHAMPION, SPONSOR)
UNTIL = 190
CORE = ("project created", "task created", "board viewed", "automation ran", "report viewed", "integration synced")
SET_UP = (*did("project created", -30), *did("task created", -30), *did("teammate invited", -30))
LARGER, MID, LARGE = {"arr": 20_000}, {"arr": 30_000}, {"arr": 150_000}
A_MONTH_AGO, A_QUARTER_AGO = -31, -92  # the 5th of December and of October: the next one begins on the Monday


def everybody(first: int = -100, until: int = UNTIL) -> Told:
    """All three of them are there every day."""
    return tuple(one for number in (1, 2, 3) for one in daily("signed in", first, until, by=number))


def working(*events: str, first: int = -60, until: int = UNTIL, every: int = 1) -> Told:
    """They do this day by day."""
    return tuple(one for event in events for one in daily(event, first, until, every=every))


THRIVING = (
    *everybody(-60, 80), *working(*CORE, "task completed", "teammate invited", until=80, every=3),
    *did("payment succeeded", *range(-95, UNTIL, 30), invoice="in_0"), *did("qbr attended", *range(-20, UNTIL, 40)),
    *did("training completed", *range(-50, UNTIL, 60)), *did("reply received", *range(-9, UNTIL, 20)),
    *did("csat answered", *range(-4, UNTIL, 20), score=5),
    *did("subscription created", -300, subscription="s", status="active", arr=5000),
    *did("subscription updated", *range(-20, UNTIL, 40), subscription="s", status="active", arr=6000),
)  # fmt: skip
ROOMY = {"seats": 4}
THRIVES = Story(THRIVING, PEOPLE, traits=ROOMY)


def thriving(*more: Told, **traits: object) -> Story:
    """An account in the best of health, to which this happens besides; the traits are so from the Monday on."""
    return replace(THRIVES, told=(*THRIVING, *(one for each in more for one in each)), becomes={0: traits})


DROPPING = tuple(
    one
    for week, times in {-4: 15, -3: 8, -2: 4, -1: 2, 0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1}.items()
    for one in daily("signed in", 7 * week, 7 * week + 7) * times
)
FADING = (
    *daily("signed in", -60, -22),
    *daily("signed in", -22, 20, every=9),
    *daily("signed in", 22, UNTIL, every=30),
)
UNPAID, TICKET = did("payment failed", 0, invoice="in_1"), did("ticket opened", -7, ticket="T")
FELL = (*everybody(), *working("task created"), *did("health fell", 0, to="at_risk", score=27))
TICKETS = tuple(one for day in range(-10, 60, 2) for one in did("ticket opened", day, ticket=f"T{day}"))
RENEWS = Story(
    (*SET_UP, *everybody(-200, 30), *working(*CORE, first=-200, until=30, every=3)), PEOPLE, plays=(-121, 50),
    traits={"renewal_on": on(0).date(), "billing_frequency": "annual", "seats": 3},
)  # fmt: skip
RENEWED = replace(RENEWS, becomes={-2: {"renewal_on": on(365).date()}})
STORIES = {
    "admin-inactive": Story((*daily("signed in", -90, -29), *daily("signed in", -90, UNTIL, by=2)), PEOPLE[:2]),
    "adoption-spotlight": Story(
        (*SET_UP, *everybody(-31), *working("task created", "task completed", first=-31)), PEOPLE,
        signed_up=A_MONTH_AGO,
    ),
    "advocacy-board": thriving(did("referral made", 0)),
    "advocacy-nps": thriving(did("nps answered", 0, by=2, score=9)),
    "advocacy-speaker": thriving(did("community contributed", 0)),
    "advocacy-yes": thriving(did("advocacy offered", 0, by=2, way="story")),
    "business-review": Story(did("qbr attended", -70), signed_up=A_MONTH_AGO, traits=LARGE),
    "business-review-quarterly": Story(did("qbr attended", -150), signed_up=A_QUARTER_AGO, traits=MID),
    "cancellation": Story((*did("cancellation requested", 0), *did("cancellation answered", 3, reason="too hard"))),
    "cancellation of a large account": Story(did("cancellation requested", 0), traits=MID),
    "champion-left": Story(contacts=(ADMIN, replace(CHAMPION, left_at=on(0)))),
    "csat-survey": Story((*did("ticket opened", -1, ticket="T"), *did("ticket solved", 0, ticket="T"))),
    "digital-qbr": Story(signed_up=A_QUARTER_AGO, contacts=PEOPLE, plays=(-1, 105)),
    "education": Story((*SET_UP, *everybody(), *working(*CORE[:3])), PEOPLE, signed_up=A_QUARTER_AGO, plays=(-1, 140)),
    "failed-onboarding": Story(signed_up=-38),
    "guided-onboarding": Story(signed_up=0, traits=MID, plays=(-1, 95)),
    "health-fell": Story(FELL, PEOPLE, traits=MID),
    "login-decline": Story(FADING, plays=(0, 75)),
    "login-drop": Story(DROPPING),
    "low-usage": Story(working("board viewed", "task created", until=-13)),
    "multi-team": replace(THRIVES, plays=(0, 75)),
    "negative-feedback": Story(did("nps answered", 0, by=1, score=3)),
    "new-feature": Story(
        (*SET_UP, *everybody(), *working("board viewed")), PEOPLE, traits={"plan": "team"},
        becomes={0: {"timeline_released": True}},
    ),
    "no-answer": Story(did("outreach made", -10, 0), PEOPLE),
    "nps-survey": Story(signed_up=A_QUARTER_AGO, contacts=PEOPLE, plays=(-1, 130)),
    "onboarding": Story(did("project created", 9), signed_up=0),
    "payment-recovery": Story(UNPAID, (ADMIN, PAYER)),
    "payment-recovery of a large account": Story(UNPAID, (ADMIN, PAYER), traits=LARGER),
    "payment-recovery under way": Story(UNPAID, (ADMIN, PAYER), traits=LARGER),
    "premium-attempt": thriving(did("premium feature attempted", *range(0, 60, 7))),
    "rate-limit": thriving(api_calls=95, api_call_limit=100),
    "re-onboarding": Story((*working("task created", until=-7), *TICKETS)),
    "renewal": RENEWS, "renewal near its date": RENEWS, "renewal that was made": RENEWED,
    "renewal-risk": Story(traits={"renewal_on": on(60).date()}),
    "repeated-tickets": Story(TICKET),
    "risk-critical": Story((*TICKET, *did("outreach made", -10, 0), *did("nps answered", 0, 25, 50, score=2))),
    "risk-high": Story(TICKET),
    "sales-handover": Story(signed_up=0, traits=MID),
    "seat-limit": thriving(seats=3),
    "success-milestone": Story(did("task completed", *[-20] * 9, 0), signed_up=-25),
    "team-adoption-lag": Story(daily("signed in", -14, UNTIL), signed_up=-14),
    "trial-conversion": Story(signed_up=0, traits={"trial": True}),
    "trial-ending": Story(signed_up=-11, traits={"trial": True, "trial_ends_on": on(3).date()}),
    "volume-limit": thriving(data_volume=11, data_volume_limit=10),
    "win-back": Story(becomes={0: {"churned": True, "churned_at": on(0)}}, traits=LARGER, plays=(-1, 100)),
}  # fmt: skip
