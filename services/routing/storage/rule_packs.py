"""Rule packs: those that come with the service, and those that the company released."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from services.routing.domain.edition import Edition
from services.routing.domain.pack import RulePack, pack_of
from services.routing.storage import editions
from services.routing.storage.built_in_packs import BUILT_IN
from services.routing.storage.tables.pack import rule_pack
from shared.messaging.transaction import Transaction


async def of_codes(codes: Collection[str], tx: Transaction) -> dict[str, tuple[RulePack, ...]]:
    """All editions of these packs, by code; a code that nobody released is not in it."""
    found: dict[str, list[RulePack]] = defaultdict(list)
    for pack in BUILT_IN.values():
        if pack.code in codes:
            found[pack.code].append(pack)
    for released in await editions.of_codes(rule_pack, codes, tx):
        found[released.code].append(pack_from(released))
    return {code: tuple(sorted(packs, key=lambda pack: pack.edition)) for code, packs in found.items()}


async def exactly(keys: Collection[tuple[str, int]], tx: Transaction) -> dict[tuple[str, int], RulePack]:
    """These editions of packs; those that come with the service cost no statement."""
    found = {key: BUILT_IN[key] for key in keys if key in BUILT_IN}
    others = [key for key in keys if key not in BUILT_IN]
    if others:
        for released in await editions.exactly(rule_pack, others, tx):
            found[released.code, released.edition] = pack_from(released)
    return found


def pack_from(released: Edition) -> RulePack:
    """The pack that a released document states."""
    return pack_of(released.code, released.edition, released.valid_from, released.content)
