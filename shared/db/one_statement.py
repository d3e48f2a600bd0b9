"""Many writes as one statement: one round trip with its commit, where BEGIN, each write and COMMIT cost one each."""

from __future__ import annotations

from typing import Any

import asyncpg

from shared.db.engine import RawConnection
from shared.db.group_commit import Again


class OneStatement:
    """Reads go out at once, outside any transaction; writes are gathered, and all of them happen or none.

    What was read may have changed until then: whoever relies on it says so with `insist`, in the statement itself.
    """

    def __init__(self, connection: RawConnection) -> None:
        self._connection = connection
        self._writes: list[str] = []
        self._conditions: list[str] = []
        self._parameters: list[Any] = []

    async def fetch(self, query: str, *parameters: Any) -> list[asyncpg.Record]:
        """Read now."""
        return await self._connection.fetch(query, *parameters)

    def write(self, name: str, statement: str, *parameters: Any) -> None:
        """Add a data-modifying statement under a name; its parameters are written {0}, {1} ..."""
        self._writes.append(f"{name} AS ({self._numbered(statement, parameters)})")

    def insist(self, condition: str, *parameters: Any) -> None:
        """Undo everything unless this holds of what the writes return."""
        self._conditions.append(self._numbered(condition, parameters))

    async def execute(self) -> None:
        """Write and commit. Raises Again when a concurrent transaction came in between."""
        holds = " AND ".join(self._conditions) or "true"
        # Only an error undoes a statement, and dividing by a condition that does not hold is one.
        statement = f"WITH {', '.join(self._writes)} SELECT 1 / ({holds})::integer"
        try:
            await self._connection.fetchval(statement, *self._parameters)
        except (asyncpg.UniqueViolationError, asyncpg.DivisionByZeroError) as error:
            raise Again from error

    def _numbered(self, text: str, parameters: tuple[Any, ...]) -> str:
        first = len(self._parameters) + 1
        self._parameters += parameters
        return text.format(*(f"${first + position}" for position in range(len(parameters))))
