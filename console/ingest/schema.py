"""The shape of messages and answers, for the OpenAPI document; what really comes is judged message by message."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Id = Annotated[str, Field(max_length=200)]
When = Annotated[str, Field(description="ISO 8601: a moment such as 2026-03-31T14:05:00Z, or a day")]
Traits = Annotated[dict[str, Any], Field(description="in camelCase or snake_case; one that is null is forgotten")]


class Told(BaseModel):
    """Something told in camelCase; whatever else is in it is passed over."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel)


class Context(Told):
    """What surrounds a message."""

    group_id: Id | None = Field(None, description="the account at which it happened; without it, the person's")
    traits: Traits | None = None
    timezone: str | None = None
    locale: str | None = None
    amount: int = Field(1, ge=0, le=10**12, description="how many times it happened, where sums are reported")


class Message(Told):
    """What every message has. Who it is about is said by userId, anonymousId, or both: then they are one person."""

    message_id: Id | None = Field(None, description="the same id is recorded once, for good")
    user_id: Id | None = None
    anonymous_id: Id | None = None
    timestamp: When | None = Field(None, description="without it: now; on /import it is needed")
    original_timestamp: When | None = None
    sent_at: When | None = Field(None, description="by the sender's clock: where that is wrong, times are corrected")
    context: Context | None = None
    write_key: str | None = Field(None, description="instead of Basic auth")


class Identify(Message):
    """A person, and what is so about them."""

    type: Literal["identify"] = "identify"
    traits: Traits | None = None


class Track(Message):
    """Something happened."""

    type: Literal["track"] = "track"
    event: str = Field(min_length=1, max_length=255)
    properties: dict[str, Any] | None = None


class Page(Message):
    """Somebody looked at a page: the event `page viewed`."""

    type: Literal["page"] = "page"
    name: str | None = None
    category: str | None = None
    properties: dict[str, Any] | None = None


class Screen(Page):
    """Somebody looked at a screen of an app: the event `screen viewed`."""

    type: Literal["screen"] = "screen"  # type: ignore[assignment]


class Group(Message):
    """A person's company, which is the account, and what is so about it."""

    type: Literal["group"] = "group"
    group_id: Id
    traits: Traits | None = None


class Alias(Message):
    """An earlier id of a person."""

    type: Literal["alias"] = "alias"
    previous_id: Id
    user_id: Id


class Batch(Told):
    """Messages of any kinds, at most 2,500."""

    batch: list[Annotated[Identify | Track | Page | Screen | Group | Alias, Field(discriminator="type")]]
    sent_at: When | None = None
    write_key: str | None = None


class Refused(Told):
    """A message that was not taken."""

    index: int
    message_id: str
    reason: str


class Taken(BaseModel):
    """Everything but what is `refused` is recorded."""

    success: Literal[True]
    refused: list[Refused] = []


class Trouble(BaseModel):
    """Why the request was not taken; `refused`: why each of its messages was not."""

    code: str
    message: str
    refused: list[Refused] = []


BODIES: Mapping[str, type[BaseModel]] = MappingProxyType({
    "batch": Batch, "import": Batch, "identify": Identify, "track": Track, "page": Page, "screen": Screen,
    "group": Group, "alias": Alias,
})  # fmt: skip
