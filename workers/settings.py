"""The environment, read once and typed; the only place that looks at it."""

import os
import re
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from emails.allow_list import AllowList, read_allow_list
from emails.sendgrid_signature import public_key
from models.database import database_url

SHORTEST_SECRET = 32  # characters
MODE, ALLOW = "TENURE_MODE", "TENURE_ALLOW"
ALIKE = 0.85  # from when on a name is taken for one of these two, misspelled


class SettingsError(Exception):
    """An environment variable cannot be used; the message names it and the way out."""


class Settings(BaseSettings):
    """How this installation runs; every field is an environment variable of the name given."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    home: Path = Field(Path("var"), validation_alias="TENURE_HOME", description="where the embedded engines keep data")
    given_database_url: str = Field("", validation_alias="DATABASE_URL")
    redis_url: str = Field("redis://127.0.0.1:6379/0", validation_alias="REDIS_URL")
    sendgrid_api_key: SecretStr = Field(SecretStr(""), validation_alias="SENDGRID_API_KEY")
    sendgrid_base_url: str = Field("https://api.sendgrid.com", validation_alias="SENDGRID_BASE_URL")
    given_webhook_keys: str = Field(
        "",
        validation_alias="SENDGRID_WEBHOOK_KEY",
        description="with which SendGrid signs what becomes of mails; several, during a rotation, by commas",
    )
    event_minutes: float = Field(
        30.0, gt=0, le=1440, validation_alias="TENURE_EVENT_MINUTES", description="that SendGrid's events may take"
    )
    given_stripe_secrets: SecretStr = Field(
        SecretStr(""), validation_alias="STRIPE_WEBHOOK_SECRET", description="several, during a rotation, by commas"
    )
    given_in_app_secrets: SecretStr = Field(
        SecretStr(""), validation_alias="TENURE_IN_APP_SECRET", description="of the product; several by commas"
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), validation_alias="TENURE_WEBHOOK_SECRET", description="signs what other systems are told"
    )
    webhook_inside: bool = Field(
        False, validation_alias="TENURE_WEBHOOK_INSIDE", description="other systems may be inside our own network"
    )
    mode: Literal["live", "shadow"] = Field("live", validation_alias=MODE, description="shadow: nothing leaves")
    given_allowed: str | None = Field(
        None, validation_alias=ALLOW, description="whom alone to write to: @ours.example,a@b.example"
    )
    public_url: str = Field("http://127.0.0.1:8000", validation_alias="TENURE_PUBLIC_URL")
    given_secret: SecretStr = Field(SecretStr(""), validation_alias="TENURE_SECRET", description="signs links")
    given_write_keys: SecretStr = Field(
        SecretStr(""), validation_alias="TENURE_WRITE_KEYS", description="of the ingest API: product:KEY1,support:KEY2"
    )
    old_password: SecretStr = Field(
        SecretStr(""), validation_alias="TENURE_CONSOLE_PASSWORD", description="of earlier versions; people sign in now"
    )
    program: Path | None = Field(None, validation_alias="TENURE_PROGRAM", description="a folder with one's own program")
    clock: Path | None = Field(None, validation_alias="TENURE_CLOCK", description="a file that holds a virtual now")
    tick_seconds: float = Field(0.25, gt=0, le=15, validation_alias="TENURE_TICK_SECONDS")
    lease_seconds: float = Field(120.0, gt=0, validation_alias="TENURE_LEASE_SECONDS")
    patience_seconds: float = Field(
        20.0, gt=0, le=60, validation_alias="TENURE_PATIENCE_SECONDS", description="until a hint is given again"
    )
    poll_seconds: float = Field(
        0.25, gt=0, le=5, validation_alias="TENURE_POLL_SECONDS", description="a quiet worker's"
    )
    deadline_seconds: float = Field(
        20.0, gt=0, le=30, validate_default=True, validation_alias="TENURE_DEADLINE_SECONDS", description="of one send"
    )
    breaker: int = Field(
        5,
        ge=1,
        le=1000,
        validation_alias="TENURE_BREAKER",
        description="failures in a row that shut the provider's door",
    )
    batch: int = Field(200, ge=1, le=1000, validation_alias="TENURE_BATCH", description="accounts per message")
    namespace: str = Field("tenure", validation_alias="TENURE_NAMESPACE", description="the prefix of our Redis keys")
    debug: bool = Field(False, validation_alias="TENURE_DEBUG", description="show the traceback of a mistake of ours")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", validation_alias="TENURE_LOG_LEVEL")

    @field_validator("given_database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url:
            database_url(url)
        return url

    @field_validator("redis_url")
    @classmethod
    def _known_broker(cls, url: str) -> str:
        if urlsplit(url).scheme in {"redis", "rediss", "unix"} and _has_port(url):
            return url
        raise ValueError("it is not a Redis URL: write redis://host:6379/0, rediss://… or unix:///path")

    @field_validator("sendgrid_base_url")
    @classmethod
    def _known_provider(cls, url: str) -> str:
        place = urlsplit(url)
        if place.scheme in {"http", "https"} and place.hostname and _has_port(url):
            return url
        raise ValueError(
            "it is not an address: write https://api.sendgrid.com or https://api.eu.sendgrid.com, or unset it"
        )

    @field_validator("public_url")
    @classmethod
    def _reachable_safely(cls, url: str) -> str:
        place = urlsplit(url)
        if (place.scheme == "https" and place.hostname and _has_port(url)) or (
            place.scheme == "http" and place.hostname in {"127.0.0.1", "localhost"}
        ):
            return url.rstrip("/")
        raise ValueError("links in mails begin with it, so it must be an https address, such as https://cs.example.com")

    @field_validator("given_allowed")
    @classmethod
    def _allows_somebody(cls, entries: str | None) -> str | None:
        if entries is not None:  # set and empty is no wish to write to everybody
            read_allow_list(entries)
        return entries

    @field_validator("given_write_keys")
    @classmethod
    def _usable_write_keys(cls, keys: SecretStr) -> SecretStr:
        pairs = _write_keys(keys)
        for place, (source, key) in enumerate(pairs, start=1):  # the keys themselves are never shown
            if not re.fullmatch(r"[A-Za-z0-9_-]+", source) or not re.fullmatch(r"[!-9;-~]{16,200}", key):
                raise ValueError(
                    f"pair {place} is not NAME:KEY, such as product:KEY1,support:KEY2: the name of letters, digits, "
                    "- and _, the key of 16 to 200 characters without blanks and colons"
                )
        if len({key for _, key in pairs}) < len(pairs):
            raise ValueError("two sources have the same key: give each its own")
        return keys

    @field_validator("given_webhook_keys")
    @classmethod
    def _real_keys(cls, keys: str) -> str:
        for key in _listed(keys):
            public_key(key)
        return keys

    @field_validator("given_in_app_secrets")
    @classmethod
    def _hard_to_guess(cls, secrets: SecretStr) -> SecretStr:
        if any(len(secret) < SHORTEST_SECRET for secret in _parts(secrets)):
            raise ValueError(
                f"a secret has at least {SHORTEST_SECRET} characters: make one, such as by `openssl rand -hex 32`"
            )
        return secrets

    @field_validator("deadline_seconds")
    @classmethod
    def _fits_into_a_lease(cls, seconds: float, others: ValidationInfo) -> float:
        lease = others.data.get("lease_seconds")
        if lease is not None and lease < 2 * seconds:
            raise ValueError(
                f"TENURE_DEADLINE_SECONDS ({seconds:g}) must fit twice into TENURE_LEASE_SECONDS ({lease:g}), "
                "or nothing would ever be sent: make the lease longer"
            )
        return seconds

    @property
    def database_url(self) -> str:
        """Answer the database to use: the one given, or the file under `home`."""
        return self.given_database_url or f"sqlite:///{(self.home / 'tenure.db').resolve()}"

    @property
    def webhook_keys(self) -> tuple[str, ...]:
        """Answer the public keys with which SendGrid may sign."""
        return _listed(self.given_webhook_keys)

    @property
    def event_patience(self) -> timedelta | None:
        """Answer how long SendGrid's events may take; None: nobody tells us of any."""
        return timedelta(minutes=self.event_minutes) if self.webhook_keys else None

    @property
    def shadow(self) -> bool:
        """Answer whether everything is rehearsed: decided, written down, and not sent."""
        return self.mode == "shadow"

    @property
    def allowed(self) -> AllowList | None:
        """Answer to whom alone mail may go; none: to everybody."""
        return None if self.given_allowed is None else read_allow_list(self.given_allowed)

    @property
    def stripe_secrets(self) -> tuple[str, ...]:
        """Answer the secrets with which Stripe may sign."""
        return _parts(self.given_stripe_secrets)

    @property
    def in_app_secrets(self) -> tuple[str, ...]:
        """Answer the secrets with which the product may sign who is looking at it."""
        return _parts(self.given_in_app_secrets)

    @property
    def write_keys(self) -> tuple[tuple[str, SecretStr], ...]:
        """Answer the write keys, each with the name of its source; a source may have several."""
        return tuple((source, SecretStr(key)) for source, key in _write_keys(self.given_write_keys))

    @property
    def outbox(self) -> Path:
        """Answer the folder where mails lie when no provider is set."""
        return self.home / "outbox"

    @classmethod
    def read(cls) -> Self:
        """Answer the settings, or raise SettingsError naming every variable that is wrong."""
        if slips := _misspelled():
            raise SettingsError("; ".join(slips))
        try:
            return cls()
        except ValidationError as error:
            problems = [f"{_variable(e['loc'])}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
            raise SettingsError("; ".join(problems)) from None


def _variable(place: tuple[int | str, ...]) -> str:
    """Answer the variable that a mistake is in; that of a default is told by its field."""
    field = Settings.model_fields.get(str(place[0]))
    return str(field.validation_alias if field else place[0])


def _has_port(url: str) -> bool:
    """Answer whether the port of an address, if it says one, can be one."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _parts(given: SecretStr) -> tuple[str, ...]:
    return _listed(given.get_secret_value())


def _listed(given: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.split(",") if part.strip())


def _write_keys(given: SecretStr) -> list[tuple[str, str]]:
    pairs = (pair.strip().partition(":") for pair in given.get_secret_value().split(",") if pair.strip())
    return [(source, key) for source, _, key in pairs]


def _misspelled() -> list[str]:
    """Answer what is wrong with variables that look like those which keep mail back: one ignored would let it go."""
    known = {alias for one in Settings.model_fields.values() if isinstance(alias := one.validation_alias, str)}
    strangers = sorted(name for name in os.environ if name.upper() not in known)
    meant = {name: get_close_matches(name.upper(), (MODE, ALLOW), 1, ALIKE) for name in strangers}
    return [f"{name}: there is no such variable; did you mean {found[0]}?" for name, found in meant.items() if found]
