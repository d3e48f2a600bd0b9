"""What a list of staff makes of the directory: good lines land, bad ones are told, and twice changes nothing (RO-1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.grants import NotYoursToGive, require_right_to_give
from services.routing.domain.staff import Level, Staff
from services.routing.domain.staff_csv import Row, RowError

_COLUMN = {"reports_to": "reports_to", "deputy_id": "deputy"}


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is new, who is changed (as they will be) and how many stay as they are; what was wrong, by line."""

    created: tuple[Staff, ...]
    changed: tuple[Staff, ...]
    unchanged: int
    errors: tuple[RowError, ...]


def planned(
    rows: Sequence[Row | RowError],
    people: Iterable[Staff],
    *,
    by: Actor,
    giver: Staff | None,
    new_id: Callable[[], UUID],
) -> Plan:
    """What to write. Whoever may not change a department, or give what a line gives, is told so by line."""
    draft = _Draft({person.id: person for person in people}, by, giver)
    errors = [row for row in rows if isinstance(row, RowError)]
    taken: list[tuple[Row, UUID]] = []
    for row in rows:
        if isinstance(row, Row):
            found = draft.take(row, new_id)
            if isinstance(found, RowError):
                errors.append(found)
            else:
                taken.append((row, found))
    # Only now is everybody known to whom a line may point.
    for row, person_id in taken:
        errors.extend(draft.link(row, person_id))
    return draft.plan({person_id for _, person_id in taken}, errors)


class _Draft:
    """The directory as it will be, while the lines come in."""

    def __init__(self, before: dict[UUID, Staff], by: Actor, giver: Staff | None) -> None:
        self._before = before
        self._after = dict(before)
        self._by = by
        self._giver = giver
        self._by_email: dict[str, set[UUID]] = {}
        for person in before.values():
            self._remember(person)
        self._line_of: dict[UUID, int] = {}

    def take(self, row: Row, new_id: Callable[[], UUID]) -> UUID | RowError:
        """Take a line in without its links; who it is about, or why it can't be taken."""
        known = self._known(row)
        if isinstance(known, RowError):
            return known
        person_id = known or new_id()
        if person_id in self._line_of:
            return RowError(row.line, "", f"is about the same person as line {self._line_of[person_id]}")
        before = self._after.get(person_id)
        if before is None and (missing := [name for name in ("name", "languages") if name not in row.changes]):
            return RowError(row.line, missing[0], "is required of somebody new")
        fresh = Staff(id=person_id, name="", level=Level.AGENT)
        after = replace(before or fresh, **dict(row.changes))
        if (refused := self._refused(row.line, before, after)) is not None:
            return refused
        self._line_of[person_id] = row.line
        self._after[person_id] = after
        self._remember(after)
        return person_id

    def link(self, row: Row, person_id: UUID) -> Iterable[RowError]:
        """Let a line's person report to, and be stood in for by, whom it names."""
        for name, told in row.links.items():
            found = None if told is None else self._pointed_to(told)
            if told is not None and found is None:
                yield RowError(row.line, _COLUMN[name], "is the id or e-mail address of one person in the directory")
            elif found == getattr(self._after[person_id], name):
                continue
            elif not self._by.sees_team(self._after[person_id].department):
                yield RowError(row.line, "department", "is kept by others")
            elif found is not None and self._leads_to(found, person_id, name):
                yield RowError(row.line, _COLUMN[name], "would close a circle")
            else:
                pointing: dict[str, Any] = {name: found}
                self._after[person_id] = replace(self._after[person_id], **pointing)

    def plan(self, taken: set[UUID], errors: list[RowError]) -> Plan:
        created = tuple(self._after[one] for one in self._line_of if one not in self._before)
        changed = tuple(
            replace(self._after[one], version=self._before[one].version + 1)
            for one in self._line_of
            if one in self._before and self._after[one] != self._before[one]
        )
        unchanged = len(taken) - len(created) - len(changed)
        return Plan(created, changed, unchanged, tuple(sorted(errors, key=lambda error: (error.line, error.field))))

    def _known(self, row: Row) -> UUID | RowError | None:
        if row.id is not None:
            return row.id if row.id in self._before else RowError(row.line, "id", "is nobody in the directory")
        found = self._by_email.get((row.email or "").casefold(), set())
        if len(found) > 1:
            return RowError(row.line, "email", "belongs to several people; name the one by id")
        return next(iter(found), None)

    def _refused(self, line: int, before: Staff | None, after: Staff) -> RowError | None:
        if after == before:
            return None
        seen = (before or after).department, after.department
        if not all(self._by.sees_team(department) for department in seen):
            return RowError(line, "department", "is kept by others")
        try:
            require_right_to_give(self._by, self._giver, before=before, after=after)
        except NotYoursToGive as error:
            return RowError(line, error.fields[0].pointer.lstrip("/"), error.fields[0].detail)
        return None

    def _remember(self, person: Staff) -> None:
        if person.email:
            self._by_email.setdefault(person.email.casefold(), set()).add(person.id)

    def _pointed_to(self, told: str) -> UUID | None:
        try:
            found = UUID(told)
        except ValueError:
            of_address = self._by_email.get(told.casefold(), set())
            return next(iter(of_address)) if len(of_address) == 1 else None
        return found if found in self._after else None

    def _leads_to(self, start: UUID, goal: UUID, name: str) -> bool:
        seen: set[UUID] = set()
        at: UUID | None = start
        while at is not None and at not in seen:
            if at == goal:
                return True
            seen.add(at)
            at = getattr(self._after[at], name) if at in self._after else None
        return False
