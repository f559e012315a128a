"""Later: evidence that is looked up only when somebody reads it, since most of what is declined is never told."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property


class Later(Mapping[str, object]):
    """The evidence that `find` answers; asked once, and at the earliest when it is read."""

    def __init__(self, find: Callable[[], Mapping[str, object]]) -> None:
        """Keep the question."""
        self._find = find

    @cached_property
    def _found(self) -> Mapping[str, object]:
        return self._find()

    def __getitem__(self, name: str) -> object:
        """Answer what was seen under that name."""
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        """Answer the names, in the order in which they were looked at."""
        return iter(self._found)

    def __len__(self) -> int:
        """Answer how many there are."""
        return len(self._found)

    def __repr__(self) -> str:
        """Answer it as evidence is shown."""
        return repr(self._found)
