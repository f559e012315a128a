"""What somebody looks at in the workshop: a mail, as whom, in which language and variant. All of it is in the URL."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

View = Literal["all", "desktop", "phone", "dark", "text", "source", "changes", "accounts"]
FIELDS = ("mail", "preview", "account", "contact", "locale", "variant")
VIEWS: tuple[View, ...] = ("all", "desktop", "phone", "dark", "text", "source", "changes", "accounts")
PLACE = "/workshop/mails/"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen. Either a `preview` or an `account`, perhaps with one of its contacts; neither: the first preview.

    `locale` and `variant` name an edition of the mail; empty: the original.
    """

    mail: str
    preview: str = ""
    account: str = ""
    contact: str = ""
    locale: str = ""
    variant: str = ""
    view: str = "all"

    @property
    def edition(self) -> str:
        """Answer the edition's name, such as `onboarding/welcome.b.de`."""
        return ".".join(filter(None, (self.mail, self.variant, self.locale)))

    @property
    def url(self) -> str:
        """Answer the address of the page that shows this."""
        return self._address(PLACE + quote(self.mail), **({"view": self.view} if self.view != "all" else {}))

    @property
    def everybody(self) -> str:
        """Answer the address at which everybody is looked at who could get the mail."""
        return f"/workshop/everybody/{quote(self.mail)}"

    def but(self, **changes: str) -> "Choice":
        """Answer this choice with some things chosen otherwise; who chooses a recipient leaves the one before."""
        if "preview" in changes or "account" in changes:
            changes = {"preview": "", "account": "", "contact": ""} | changes
        return replace(self, **changes)

    def frame(self, scheme: str, content: str) -> str:
        """Answer the address of the mail itself, as light or dark; `content` tells one rendering from the next."""
        return self._address(f"/workshop/frames/{quote(self.mail)}", scheme=scheme, of=content)

    def _address(self, path: str, **more: str) -> str:
        told = {name: value for name, value in asdict(self).items() if value and name not in ("mail", "view")} | more
        return f"{path}?{urlencode(told)}" if told else path


def chosen(
    mail: str, preview: str = "", account: str = "", contact: str = "", locale: str = "", variant: str = "",
    view: View = "all",
) -> Choice:  # fmt: skip
    """Answer what a request asks for."""
    return Choice(mail, preview, account, contact, locale, variant, view)


def sent(form: Mapping[str, str]) -> Choice:
    """Answer what a form was sent for."""
    return Choice(**{name: form.get(name, "") for name in FIELDS})
