"""Who may do what."""

from pathlib import Path

import pytest

from console.access.rights import RIGHTS, Right, Role, meaning_of, rights_of

README = Path(__file__).parents[3] / "console" / "README.md"


@pytest.mark.parametrize("role", Role)
def test_to_publish_and_to_send_are_in_no_role(role: Role) -> None:
    assert not RIGHTS[role] & {Right.PUBLISH, Right.SEND}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("publish", [False, True])
@pytest.mark.parametrize("send", [False, True])
def test_they_are_given_to_a_person_whatever_the_role(role: Role, publish: bool, send: bool) -> None:
    rights = rights_of(role, publish=publish, send=send)

    assert (Right.PUBLISH in rights, Right.SEND in rights) == (publish, send)
    assert rights - {Right.PUBLISH, Right.SEND} == RIGHTS[role]


def test_everybody_may_see_and_only_an_admin_says_who_may_sign_in() -> None:
    assert all(Right.SEE in rights for rights in RIGHTS.values())
    assert [role for role in Role if Right.ADMINISTER in RIGHTS[role]] == [Role.ADMIN]


def test_every_right_is_somebodys() -> None:
    assert frozenset().union(*RIGHTS.values()) | {Right.PUBLISH, Right.SEND} == set(Right)


@pytest.mark.parametrize("role", Role)
def test_the_readme_says_what_the_table_says(role: Role) -> None:
    assert f"| {role} | {meaning_of(role)} |" in README.read_text()
