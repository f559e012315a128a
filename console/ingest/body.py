"""The body of a request: read piece by piece, unpacked piece by piece, and never more of it than is allowed."""

import asyncio
import zlib

from starlette.requests import Request

from console.ingest.problem import Problem, too_large

GZIP = 16 + zlib.MAX_WBITS
PATIENCE = 60.0  # seconds from the first byte of a body to its last
DRAINED = 4_000_000  # bytes read on and thrown away, so that who sent too much can hear the answer


async def read_body(request: Request, most: int, patience: float = PATIENCE) -> bytes:
    """Answer the body, decompressed; raise a Problem if it is larger than `most` bytes, broken, or too slow."""
    try:
        async with asyncio.timeout(patience):
            return await _read(request, most)
    except TimeoutError:
        raise Problem(408, "too_slow", f"the body has not come within {patience:g} seconds; send it again") from None


async def _read(request: Request, most: int) -> bytes:
    taken = _unpacker(request.headers.get("Content-Encoding", "").strip().lower(), most)
    received = 0
    async for piece in request.stream():
        received += len(piece)
        if not taken.is_full and received <= 2 * most:  # nothing that packs well is larger packed than unpacked
            taken.add(piece)
        elif received > DRAINED:
            break
    if taken.is_full or received > 2 * most:
        raise too_large("the body", most)
    return taken.whole()


class Plain:
    """A body as it is."""

    def __init__(self, most: int) -> None:
        """Begin with nothing, for at most so many bytes."""
        self._most, self._content = most, bytearray()

    @property
    def is_full(self) -> bool:
        """Answer whether there is more than is allowed."""
        return len(self._content) > self._most

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        self._content += piece

    def whole(self) -> bytes:
        """Answer everything, once it has come."""
        return bytes(self._content)


class Gzip(Plain):
    """A body packed with gzip: unpacked only as far as is allowed, so that a bomb costs nothing."""

    def __init__(self, most: int) -> None:
        """Begin with nothing, for at most so many bytes unpacked."""
        super().__init__(most)
        self._unpack = zlib.decompressobj(GZIP)

    def add(self, piece: bytes) -> None:
        """Unpack the next piece."""
        try:
            self._content += self._unpack.decompress(piece, self._most + 1 - len(self._content))
        except zlib.error as error:
            raise _broken(str(error)) from None

    def whole(self) -> bytes:
        """Answer everything, if the end has come."""
        if not self._unpack.eof or self._unpack.unused_data:
            raise _broken("it ends too early" if not self._unpack.eof else "something follows its end")
        return super().whole()


def _unpacker(encoding: str, most: int) -> Plain:
    if encoding == "gzip":
        return Gzip(most)
    if encoding in {"", "identity"}:
        return Plain(most)
    raise Problem(415, "unsupported_encoding", "the body is packed in a way not known here: use gzip, or nothing")


def _broken(because: str) -> Problem:
    return Problem(400, "invalid_gzip", f"the body says it is gzip and cannot be unpacked: {because}")
