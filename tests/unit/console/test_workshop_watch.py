"""One look for all who wait."""

import asyncio
from collections.abc import AsyncGenerator

from console.workshop.watch import Watch


class Folder:
    """A folder whose mark the test changes, and which counts how often it is looked at."""

    def __init__(self) -> None:
        self.mark = "a"
        self.looks = 0

    def __call__(self) -> str:
        self.looks += 1
        return self.mark


def test_it_answers_the_mark_at_once_and_then_every_new_one() -> None:
    folder = Folder()

    async def scenario() -> list[str]:
        changes = Watch(folder).changes()
        found = [await anext(changes)]
        folder.mark = "b"
        found.append(await anext(changes))
        await changes.aclose()
        return found

    assert asyncio.run(scenario()) == ["a", "b"]


def test_many_listeners_cost_one_look() -> None:
    folder = Folder()

    async def scenario() -> tuple[list[str], int]:
        watch = Watch(folder)
        listeners = [watch.changes() for _ in range(50)]
        await asyncio.gather(*map(first, listeners))
        started = folder.looks
        folder.mark = "b"
        found = await asyncio.gather(*map(first, listeners))
        looks = folder.looks - started
        for listener in listeners:
            await listener.aclose()
        return found, looks

    found, looks = asyncio.run(scenario())
    assert found == ["b"] * 50
    assert looks < 50


def test_nobody_looks_while_nobody_listens() -> None:
    folder = Folder()

    async def scenario() -> tuple[int, int]:
        watch = Watch(folder)
        changes = watch.changes()
        await first(changes)
        await changes.aclose()
        return watch.listeners, len(asyncio.all_tasks())

    assert asyncio.run(scenario()) == (0, 1)  # the scenario itself is the one task


def test_who_comes_later_is_told_of_what_happened_meanwhile() -> None:
    folder = Folder()

    async def scenario() -> str:
        watch = Watch(folder)
        before = watch.changes()
        await first(before)
        await before.aclose()
        folder.mark = "b"
        after = watch.changes()
        found = await first(after)
        await after.aclose()
        return found

    assert asyncio.run(scenario()) == "b"


async def first(changes: AsyncGenerator[str]) -> str:
    return await anext(changes)
