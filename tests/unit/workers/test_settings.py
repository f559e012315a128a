"""Settings: typed, read once, and a mistake names its variable and the way out."""

from pathlib import Path

import pytest

from workers.settings import Settings, SettingsError

BAD = {
    "DATABASE_URL": "mysql://localhost/tenure",
    "REDIS_URL": "localhost:6379",
    "TENURE_PUBLIC_URL": "http://cs.example.com",
    "TENURE_TICK_SECONDS": "60",
    "TENURE_LEASE_SECONDS": "-1",
    "TENURE_PATIENCE_SECONDS": "often",
    "TENURE_POLL_SECONDS": "0",
    "TENURE_DEADLINE_SECONDS": "90",
    "TENURE_BATCH": "0",
    "TENURE_MODE": "shadwo",
    "TENURE_ALLOW": "ourcompany.example",
    "TENURE_WRITE_KEYS": "product:too-short",
    "SENDGRID_WEBHOOK_KEY": "SG.of-the-api",
    "TENURE_EVENT_MINUTES": "0",
    "TENURE_DEBUG": "perhaps",
    "TENURE_LOG_LEVEL": "LOUD",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *BAD.items(),
        ("REDIS_URL", "redis://host:port/0"),
        ("TENURE_PUBLIC_URL", "https://"),
        ("TENURE_PUBLIC_URL", "https://cs.example.com:https"),
        ("SENDGRID_BASE_URL", "api.sendgrid.com"),
        ("SENDGRID_BASE_URL", "https://"),
    ],
)
def test_a_bad_value_names_its_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=name):
        Settings.read()


def test_all_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in BAD.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as raised:
        Settings.read()

    assert [name for name in BAD if name not in str(raised.value)] == []


KEY = "a-key-of-16-and-more"


@pytest.mark.parametrize("keys", [KEY, f"{KEY}:product", f"my product:{KEY}", f"a:{KEY},b:{KEY}", f"a:{KEY}:{KEY}"])
def test_write_keys_that_cannot_be_used_are_not_shown(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_WRITE_KEYS", keys)

    with pytest.raises(SettingsError, match="TENURE_WRITE_KEYS") as raised:
        Settings.read()

    assert KEY not in str(raised.value)


def test_a_source_may_have_several_write_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_WRITE_KEYS", f"product:{KEY}1, product:{KEY}2,")

    settings = Settings.read()

    assert [(name, key.get_secret_value()) for name, key in settings.write_keys] == [
        ("product", f"{KEY}1"),
        ("product", f"{KEY}2"),
    ]
    assert KEY not in repr(settings)


@pytest.mark.parametrize("name", ["TENURE_LEASE_SECONDS", "TENURE_DEADLINE_SECONDS"])
def test_a_lease_that_no_send_fits_into_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_LEASE_SECONDS", "30")

    with pytest.raises(SettingsError, match=f"^TENURE_DEADLINE_SECONDS: .*{name}"):
        Settings.read()


def test_a_lease_goes_with_a_shorter_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_LEASE_SECONDS", "4")
    monkeypatch.setenv("TENURE_DEADLINE_SECONDS", "2")

    assert Settings.read().deadline_seconds == 2


def test_without_an_environment_everything_lies_under_one_home() -> None:
    settings = Settings.read()

    assert settings.database_url == f"sqlite:///{Path('var/tenure.db').resolve()}"
    assert settings.outbox == Path("var/outbox")


def test_nothing_secret_is_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SENDGRID_API_KEY", "TENURE_SECRET", "TENURE_CONSOLE_PASSWORD"):
        monkeypatch.setenv(name, "hush")

    assert "hush" not in repr(Settings.read())


@pytest.mark.parametrize(
    ("name", "meant"), [("TENURE_MOD", "MODE"), ("TENURE_ALOW", "ALLOW"), ("TENURE_ALLOWED", "ALLOW")]
)
def test_a_misspelled_name_of_what_keeps_mail_back_is_refused(
    name: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "shadow")

    with pytest.raises(SettingsError, match=f"{name}: .* did you mean TENURE_{meant}"):
        Settings.read()


def test_an_allow_list_that_is_set_and_empty_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_ALLOW", "")

    with pytest.raises(SettingsError, match="names nobody"):
        Settings.read()


@pytest.mark.parametrize("name", ["TENURE_MODE", "tenure_mode"])
def test_the_mode_is_live_unless_it_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Settings.read().shadow

    monkeypatch.setenv(name, "shadow")

    assert Settings.read().shadow
