"""What can be looked at about what humans have to do for the account."""

from collections.abc import Iterator

from journeys.field import Field


def task_fields() -> Iterator[Field]:
    """Answer the fields of the group `tasks`."""
    yield Field(
        "tasks.open", "number", lambda view: len(view.behavior.tasks), "How many tasks are open for the account", 1
    )
