"""Our two cookies: the token of a sign-in, and the mark of a browser that is known."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookies:
    """Sets and reads them. Where people come by https they are for https alone, and for this very host."""

    secure: bool

    def token(self, request: Request) -> str:
        """Answer the token that a browser sends."""
        return request.cookies.get(self._name("tenure"), "")

    def mark(self, request: Request) -> str:
        """Answer the mark that a browser sends."""
        return request.cookies.get(self._name("tenure-browser"), "")

    def keep(self, response: Response, token: str, mark: str, seconds: int) -> None:
        """Let the browser keep a token for so long, and its mark for a year."""
        self._set(response, "tenure", token, seconds)
        self._set(response, "tenure-browser", mark, YEAR)

    def drop(self, response: Response) -> None:
        """Let the browser forget the token."""
        self._set(response, "tenure", "", 0)

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            self._name(name), value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name
