"""Surveys in a real browser: from the mail's link to the thanks, for everybody, on a phone and in the dark."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from models.database import make_engine
from models.migrate import upgrade
from tests.axe import violations
from tests.browser import overflow, small_targets, tab
from tests.surveys import answers, link, pages, surveying_app
from workers.clocks import machine_time


def test_a_survey_is_answered_from_a_link_on_a_phone_and_looks_right_on_a_desktop(
    browser: Browser, tmp_path: Path
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/tenure.db")
    upgrade(engine)
    with pages(surveying_app(engine, tmp_path, machine_time())) as client:
        with tab(browser, client.base_url) as page:
            for survey in ("nps", "success-goals", "cancellation"):
                page.goto(link(survey))
                assert (survey, violations(page), overflow(page), small_targets(page)) == (survey, [], 0, [])
            page.get_by_label("We never really used it").focus()
            page.keyboard.press("ArrowDown")
            expect(page.get_by_label("It costs too much for what we get")).to_be_checked()
        with tab(browser, client.base_url, phone=True, dark=True) as page:
            page.goto(f"{link()}?score=9")
            expect(page.get_by_role("radio", name="9", exact=True)).to_be_checked()
            assert (violations(page), overflow(page), small_targets(page)) == ([], 0, [])
            page.get_by_role("radio", name="10 Extremely likely").check()
            page.get_by_label("What is the main reason").fill("It saves us a day")
            page.get_by_role("button", name="Send my answers").click()
            expect(page.get_by_role("heading", name="Your answer is in")).to_be_visible()
            assert (violations(page), overflow(page)) == ([], 0)
    assert [told for _, _, told, _ in answers(engine)] == [{"score": 10, "comment": "It saves us a day"}]
    engine.dispose()
