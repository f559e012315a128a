"""Plans change, trials are bought, accounts leave and come back: what they get of the journeys that ship."""

from dataclasses import replace

import pytest

from journeys.decisions import HandOver, Send
from tests.unit.journeys.stage import book
from tests.unit.workers.play import STEPS, Play
from tests.unit.workers.stories import MID, RENEWS, STORIES, UNPAID
from tests.unit.workers.story import Story, Traits, did, on

SMALL = Story(signed_up=0)
GROWN = Story(signed_up=0, traits=MID)
TRIAL = Story(signed_up=0, traits={"trial": True, "trial_ends_on": on(28).date()})
FOR_WHO_HAS_LEFT = {"win-back", "cancellation", "cancellation of a large account"}


def gets(journey: str, story: Story, **becomes: Traits) -> str:
    """Answer what the account gets of that journey if it becomes so: `on_5` is from day 5 on."""
    later = {int(day.removeprefix("on_")): traits for day, traits in becomes.items()}
    return Play(book().journeys[journey], replace(story, becomes={**story.becomes, **later})).play().fate()


def away(since: int, until: int) -> dict[str, Traits]:
    return {
        f"on_{since}": {"churned": True, "churned_at": on(since)},
        f"on_{until}": {"churned": False, "churned_at": None},
    }


def test_a_small_customer_who_grows_in_onboarding_gets_a_csm_instead_of_mails() -> None:
    assert gets("onboarding", SMALL, on_10=MID) == "0 welcome, 3 core-workflow-tour, 7 first-project, 10 left"
    assert gets("guided-onboarding", SMALL, on_10=MID).startswith("10 week-1 (task guided-week-1), 20 set-up (task ")
    assert gets("sales-handover", SMALL, on_10=MID) == "12 missing (task sales-handover-missing)"


def test_a_customer_with_a_csm_who_becomes_small_gets_the_rest_of_onboarding_and_no_second_welcome() -> None:
    small: Traits = {"arr": 6000}
    assert gets("guided-onboarding", GROWN, on_5=small) == "0 week-1 (task guided-week-1), 5 left"
    assert gets("onboarding", GROWN, on_5=small) == (
        "5 welcome too late, 5 core-workflow-tour, 7 first-project, 10 next-step, 14 power-user-webinar, "
        "21 usage-milestone, 30 health-check (task low-adoption)"
    )


def test_who_grows_and_shrinks_again_is_not_onboarded_twice() -> None:
    played = gets("onboarding", SMALL, on_10=MID, on_12={"arr": 6000})
    assert played == "0 welcome, 3 core-workflow-tour, 7 first-project, 10 left"
    assert gets("guided-onboarding", SMALL, on_10=MID, on_12={"arr": 6000}) == "10 week-1 (task guided-week-1), 12 left"


@pytest.mark.parametrize(
    ("journey", "day", "fate"),
    [
        ("adoption-spotlight", 9, "7 spotlight, 9 left"), ("digital-qbr", 2, "0 review, 2 left"),
        ("education", 48, "45 users, 48 left"),
    ],
)  # fmt: skip
def test_who_has_grown_hears_from_the_csm_and_not_from_the_machine(journey: str, day: int, fate: str) -> None:
    assert gets(journey, STORIES[journey], **{f"on_{day}": MID}) == fate


@pytest.mark.parametrize(
    ("journey", "day"),
    [
        ("admin-inactive", 10), ("champion-left", 5), ("failed-onboarding", 10), ("login-decline", 14),
        ("low-usage", 14), ("no-answer", 10), ("re-onboarding", 5), ("renewal-risk", 10), ("team-adoption-lag", 21),
    ],
)  # fmt: skip
def test_who_has_grown_after_the_mail_about_a_sign_hears_from_a_person_while_it_is_there(
    journey: str, day: int
) -> None:
    assert f"{day} person (task {journey})" in gets(journey, STORIES[journey], on_3=MID)


def test_a_trial_that_is_bought_ends_its_plays_and_goes_on_with_onboarding() -> None:
    bought: Traits = {"trial": False}
    assert gets("trial-conversion", TRIAL, on_17=bought) == (
        "14 rescue, 14 start-here, 15 call (task trial-rescue), 17 left"
    )
    assert gets("trial-ending", TRIAL, on_17=bought) == ""
    assert gets("onboarding", TRIAL, on_17=bought).startswith("0 welcome, 3 core-workflow-tour, 7 first-project, 10 ")
    assert gets("onboarding", TRIAL, on_17=bought).endswith("21 usage-milestone, 30 health-check (task low-adoption)")


def test_a_trial_that_is_bought_by_a_larger_customer_is_handed_over_and_kicked_off_from_that_day_on() -> None:
    bought: Traits = {"trial": False, **MID}
    assert gets("sales-handover", TRIAL, on_28=bought) == "30 missing (task sales-handover-missing)"
    assert gets("guided-onboarding", TRIAL, on_28=bought).startswith("28 week-1 (task guided-week-1), 38 set-up ")
    assert gets("trial-ending", TRIAL, on_28=bought) == "25 ending"


def test_a_trial_that_is_extended_is_not_told_twice_that_it_ends() -> None:
    assert gets("trial-ending", TRIAL, on_26={"trial_ends_on": on(42).date()}) == "25 ending"
    assert gets("trial-ending", TRIAL, on_20={"trial_ends_on": on(42).date()}) == "39 ending"


def test_a_new_feature_is_shown_for_as_long_as_the_plan_has_it_and_announced_when_it_does() -> None:
    story = STORIES["new-feature"]
    assert gets("new-feature", story, on_3={"plan": "free"}) == "0 announce, 3 left"
    assert (
        gets("new-feature", replace(story, traits={"plan": "free"}), on_9={"plan": "team"}) == "9 announce, 16 prompt"
    )


def test_who_has_changed_the_plan_after_the_advice_is_not_prompted_to() -> None:
    story = STORIES["premium-attempt"]
    changed = did("subscription updated", 1, subscription="s", status="active", arr=9000)
    assert gets("premium-attempt", story) == "0 advice, 2 prompt"
    assert gets("premium-attempt", replace(story, told=(*story.told, *changed))) == "0 advice"


def test_who_pays_by_the_month_from_now_on_has_no_renewal() -> None:
    assert gets("renewal", RENEWS, **{"on_-80": {"billing_frequency": "monthly"}}) == "-90 roi-summary, -80 left"


def test_who_leaves_in_onboarding_and_comes_back_goes_on_where_it_would_be() -> None:
    assert gets("onboarding", SMALL, **away(5, 12)) == (
        "0 welcome, 3 core-workflow-tour, 5 left, 12 first-project too late, 12 next-step, 14 power-user-webinar, "
        "21 usage-milestone, 30 health-check (task low-adoption)"
    )
    assert gets("win-back", SMALL, **away(5, 12)) == "12 left"


def test_who_comes_back_after_months_is_not_onboarded_again() -> None:
    assert gets("onboarding", SMALL, **away(5, 60)) == "0 welcome, 3 core-workflow-tour, 5 left"
    assert gets("win-back", SMALL, **away(5, 60)) == "15 work-is-kept, 50 what-changed, 60 left"


def test_who_leaves_twice_is_won_back_twice() -> None:
    twice = {**away(0, 30), **away(60, 999)}
    assert gets("win-back", replace(SMALL, plays=(-1, 200)), **twice) == (
        "10 work-is-kept, 30 left, 70 work-is-kept, 105 what-changed, 150 open-door"
    )


def test_who_leaves_before_the_renewal_and_comes_back_gets_what_is_left_of_it() -> None:
    assert gets("renewal", RENEWS, **away(-50, -20)) == (
        "-90 roi-summary, -60 success-review, -50 left, -20 invitation, -7 final-terms, 11 renewed"
    )


def test_who_has_left_is_not_chased_for_a_payment() -> None:
    assert (
        gets("payment-recovery", Story(UNPAID), **away(4, 999)) == "0 first-notice, 0 banner, 3 second-notice, 4 left"
    )


@pytest.mark.parametrize("name", sorted(STORIES.keys() - FOR_WHO_HAS_LEFT))
def test_who_leaves_in_the_middle_of_any_journey_gets_nothing_until_they_are_back_and_no_step_twice(name: str) -> None:
    plan, story = book().journeys[name.partition(" ")[0]], STORIES[name]
    first = next(at for at, _, one in Play(plan, story).play().deeds if isinstance(one, Send | HandOver))
    gone = (first - on(0)).days + 1
    becomes = dict(story.becomes)
    for day, traits in away(gone, gone + 10).items():
        number = int(day.removeprefix("on_"))
        becomes[number] = {**becomes.get(number, {}), **traits}
    played = Play(plan, replace(story, becomes=dict(sorted(becomes.items())))).play()
    deeds = [(at, run, one.step) for at, run, one in played.deeds if isinstance(one, STEPS)]
    assert not [step for at, _, step in deeds if on(gone) <= at < on(gone + 10)]
    assert len(deeds) == len({(run, step) for _, run, step in deeds})
