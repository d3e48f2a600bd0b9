"""Lists of SCIM resources: filtered, sorted, a page of them, and of each what is asked for (RFC 7644 section 3.4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.routing.domain.scim.attributes import ResourceKind, Type
from services.routing.domain.scim.errors import InvalidFilter, InvalidPath
from services.routing.domain.scim.filters import Filter, comparable
from services.routing.domain.scim.narrowing import narrowed
from services.routing.domain.scim.parsing import parse_filter
from services.routing.domain.scim.paths import Document, Place, place_of
from services.routing.domain.scim.projection import WHOLE, Projection
from services.routing.domain.scim.schemas import USERS
from services.routing.queries.scim_resources import group_shown, user_shown
from services.routing.storage import accounts, staff_groups
from shared.messaging.transaction import Transaction

LIST_URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
MOST = 200
"""Resources on one page; SCIM pages by position, so the page is kept small."""
_FURTHEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for; `start` counts from 1."""

    filter: str | None = None
    sort_by: str | None = None
    descending: bool = False
    start: int = 1
    count: int = 100
    projection: Projection = WHOLE

    @property
    def offset(self) -> int:
        return min(max(self.start, 1), _FURTHEST) - 1

    @property
    def limit(self) -> int:
        return min(max(self.count, 0), MOST)


async def list_resources(kinds: Sequence[ResourceKind], asked: Asked, tx: Transaction, *, base: str) -> dict[str, Any]:
    """A page over the resources of these kinds, as a ListResponse.

    A kind that lacks an attribute of the filter has nothing that fits, unless all lack it. Raises InvalidFilter,
    InvalidPath for what can't be sorted by.
    """
    if len(kinds) == 1 and asked.filter is None and asked.sort_by is None:
        total, shown = await _plain_page(kinds[0], asked, tx, base)
    else:
        found = await _fitting(kinds, asked, tx, base)
        total, shown = len(found), found[asked.offset : asked.offset + asked.limit]
    return {
        "schemas": [LIST_URN],
        "totalResults": total,
        "startIndex": asked.offset + 1,
        "itemsPerPage": len(shown),
        "Resources": [asked.projection.shown(document, kind) for kind, document in shown],
    }


async def _plain_page(
    kind: ResourceKind, asked: Asked, tx: Transaction, base: str
) -> tuple[int, list[tuple[ResourceKind, Document]]]:
    """Straight from the order in which they were added, so that a page costs a page."""
    if kind is USERS:
        users = await accounts.page(tx, offset=asked.offset, limit=asked.limit)
        return await accounts.count(tx), [(kind, user_shown(user, base)) for user in users]
    groups = await staff_groups.page(tx, offset=asked.offset, limit=asked.limit, with_members=_members(asked))
    return await staff_groups.count(tx), [(kind, group_shown(group, base)) for group in groups]


async def _fitting(
    kinds: Sequence[ResourceKind], asked: Asked, tx: Transaction, base: str
) -> list[tuple[ResourceKind, Document]]:
    found: list[tuple[ResourceKind, Document]] = []
    refused: list[InvalidFilter | InvalidPath] = []
    for kind in kinds:
        try:
            wanted = None if asked.filter is None else parse_filter(asked.filter, kind)
            by = None if asked.sort_by is None else place_of(asked.sort_by, kind)
        except (InvalidFilter, InvalidPath) as error:
            refused.append(error)
            continue
        documents = await _documents(kind, wanted, asked, tx, base)
        fitting = [document for document in documents if wanted is None or wanted.fits(document)]
        found += [(kind, document) for document in (fitting if by is None else _sorted(fitting, by, asked.descending))]
    if len(refused) == len(kinds):
        raise refused[0]
    return found


async def _documents(
    kind: ResourceKind, wanted: Filter | None, asked: Asked, tx: Transaction, base: str
) -> list[Document]:
    if kind is USERS:
        return [user_shown(user, base) for user in await accounts.narrowed(narrowed(wanted), tx)]
    with_members = _members(asked) or "members" in (asked.filter or "").lower()
    groups = await staff_groups.narrowed(narrowed(wanted), tx, with_members=with_members)
    return [group_shown(group, base) for group in groups]


def _members(asked: Asked) -> bool:
    """Whether members must be read: identity providers look for groups without them, and they may be thousands."""
    named = {name.lower() for name in asked.projection.without}
    only = [name.lower() for name in asked.projection.only]
    return "members" not in named and (not only or any(name.startswith("members") for name in only))


def _sorted(documents: list[Document], by: Place, descending: bool) -> list[Document]:
    """By the primary value, else the first; those without one come last, first when descending."""
    attribute = by.compared
    if attribute is None or attribute.type is Type.COMPLEX:
        raise InvalidPath("Sort by a part of the complex attribute")

    def key(document: Document) -> tuple[bool, Any]:
        value = next(by.values(_primary_first(document, by)), None)
        return value is None, "" if value is None else comparable(value, attribute)

    with_value = [document for document in documents if key(document)[0] is False]
    without = [document for document in documents if key(document)[0]]
    if descending:
        return [*without, *sorted(with_value, key=key, reverse=True)]
    return [*sorted(with_value, key=key), *without]


def _primary_first(document: Document, by: Place) -> Document:
    found = by.read(document)
    if by.extension is not None or by.attribute is None or not isinstance(found, list):
        return document
    ordered = sorted(found, key=lambda one: not (isinstance(one, dict) and one.get("primary")))
    return document | {by.attribute.name: ordered}
