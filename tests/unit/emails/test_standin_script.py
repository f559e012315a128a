"""The stand-in's script: the same mails get the same faults in every run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from emails.standin.script import RULES, Rule, Script


def answers(script: Script, key: str, tries: int) -> list[str]:
    return [script.rule_for({"send_key": key, "topic": "onboarding"}).answer for _ in range(tries)]


def test_without_rules_all_is_accepted() -> None:
    assert answers(Script([]), "k", 2) == ["202", "202"]


def test_a_rule_holds_for_each_keys_first_tries() -> None:
    script = Script([Rule(answer="429", times=2)])
    assert answers(script, "a", 3) == ["429", "429", "202"]
    assert answers(script, "b", 3) == ["429", "429", "202"]


def test_rules_follow_one_another() -> None:
    script = Script([Rule(answer="500", times=1), Rule(answer="hang", times=1)])
    assert answers(script, "k", 3) == ["500", "hang", "202"]


def test_a_rule_speaks_of_what_it_matches() -> None:
    script = Script([Rule(answer="400", match={"topic": "renewal"}), Rule(answer="413", match={"send_key": "k"})])
    assert answers(script, "k", 1) == ["413"]
    assert answers(script, "other", 1) == ["202"]


@given(st.text())
def test_chance_is_the_same_in_every_run(key: str) -> None:
    rules = [Rule(answer="500", share=0.3), Rule(answer="garbage", share=0.5)]
    assert answers(Script(rules), key, 2) == answers(Script(rules), key, 2)


def test_a_share_is_met() -> None:
    script = Script([Rule(answer="500", share=0.1), Rule(answer="hang", share=0.5)])
    given = [script.rule_for({"send_key": f"key {number}"}).answer for number in range(10_000)]
    assert given.count("500") == pytest.approx(1_000, rel=0.1)
    assert given.count("hang") == pytest.approx(4_500, rel=0.1)


@pytest.mark.parametrize(
    "rule",
    ['{"answer": "200"}', '{"answer": "shrug"}', '{"answer": "500", "share": 2}', '{"answer": "500", "n": 1}', "{}"],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: str) -> None:
    with pytest.raises(ValidationError):
        RULES.validate_json(f"[{rule}]")
