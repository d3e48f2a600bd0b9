"""Many new complaints in two statements: customers found or created, then the complaints (IN-1, IN-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

import asyncpg
import orjson

from services.intake.domain.customer import CustomerDetails
from services.intake.domain.new_complaint import Impact, NewComplaint
from shared.db.engine import RawConnection
from shared.kernel.ids import new_id

# A known customer keeps their details: only that they were here again is noted.
_CUSTOMERS = """
INSERT INTO customer (id, match_key, name, email, phone, address, account_number, username, language,
                      time_zone, preferred_contact, created_at, last_seen_at)
SELECT DISTINCT ON (match_key) id, match_key, name, email, phone, address, account_number, username, language,
       time_zone, preferred_contact, seen_at, seen_at
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::text[], $10::text[], $11::text[], $12::timestamptz[]) WITH ORDINALITY
     AS t (id, match_key, name, email, phone, address, account_number, username, language, time_zone,
           preferred_contact, seen_at, place)
ORDER BY match_key, place
ON CONFLICT (match_key) DO UPDATE SET last_seen_at = greatest(customer.last_seen_at, excluded.last_seen_at)
RETURNING id, match_key
"""

# Sorted, so that two batches with the same external ids wait for each other instead of deadlocking.
_COMPLAINTS = """
INSERT INTO complaint (id, reference, channel, narrative, customer_id, returning_customer, contact, owner_id,
                       recorded_by, recorder_id, language, time_zone, feeling, wish_kind, wish_detail, product,
                       department, branch, order_reference, impact, attributes, source, external_id, received_at,
                       recorded_at)
SELECT id, reference, channel, narrative, customer_id, returning_customer, contact::jsonb, owner_id,
       recorded_by, recorder_id, language, time_zone, feeling, wish_kind, wish_detail, product,
       department, branch, order_reference, impact::jsonb, attributes::jsonb, source, external_id, received_at,
       recorded_at
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::boolean[], $7::text[], $8::uuid[],
            $9::text[], $10::uuid[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
            $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[],
            $24::timestamptz[], $25::timestamptz[])
     AS t (id, reference, channel, narrative, customer_id, returning_customer, contact, owner_id,
           recorded_by, recorder_id, language, time_zone, feeling, wish_kind, wish_detail, product,
           department, branch, order_reference, impact, attributes, source, external_id, received_at, recorded_at)
ORDER BY source, external_id, id
ON CONFLICT DO NOTHING
RETURNING id
"""

_KNOWN = """
SELECT complaint.id, reference, status, owner_id, recorder_id, customer_id, returning_customer, department,
       complaint.version, recorded_at, source, external_id
FROM unnest($1::text[], $2::text[]) AS asked (asked_source, asked_id)
JOIN complaint ON source = asked_source AND external_id = asked_id
"""

External = tuple[str, str]
_TOLD = tuple(field.name for field in fields(CustomerDetails) if field.name != "match_key")


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took a complaint down, and when."""

    recorded_by: str
    recorder_id: UUID | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """A complaint ready for its row: its reference, its customer's id, and whether they were here before."""

    complaint: NewComplaint
    taken: Taken
    reference: str
    customer_id: UUID | None
    returning: bool


async def known(externals: Sequence[External], connection: RawConnection) -> Mapping[External, asyncpg.Record]:
    """The complaints that are here already, by source and external id."""
    rows = await connection.fetch(_KNOWN, [source for source, _ in externals], [id_ for _, id_ in externals])
    return {(row["source"], row["external_id"]): row for row in rows}


async def find_or_create_customers(
    told: Sequence[tuple[CustomerDetails, datetime]], connection: RawConnection
) -> list[tuple[UUID, bool]]:
    """Per customer, in order: their id, and whether they were known before this complaint."""
    if not told:
        return []
    proposed = [new_id() for _ in told]
    details = [one for one, _ in told]
    rows = await connection.fetch(
        _CUSTOMERS,
        proposed,
        [one.match_key for one in details],
        [one.name for one in details],
        [one.email for one in details],
        [one.phone for one in details],
        [one.address for one in details],
        [one.account_number for one in details],
        [one.username for one in details],
        [one.language for one in details],
        [one.time_zone for one in details],
        [one.preferred_contact for one in details],
        [seen_at for _, seen_at in told],
    )
    ids: dict[str, UUID] = {row["match_key"]: row["id"] for row in rows}
    return [(ids[one.match_key], ids[one.match_key] != id_) for one, id_ in zip(details, proposed, strict=True)]


async def insert_complaints(placed: Sequence[Placed], connection: RawConnection) -> frozenset[UUID]:
    """Insert; the ids that went in. One is missing when its reference or external id was just taken."""
    new = [one.complaint for one in placed]
    rows = await connection.fetch(
        _COMPLAINTS,
        [one.id for one in new],
        [one.reference for one in placed],
        [one.channel for one in new],
        [one.narrative for one in new],
        [one.customer_id for one in placed],
        [one.returning for one in placed],
        [_contact(one) for one in placed],
        [one.owner_id for one in new],
        [one.taken.recorded_by for one in placed],
        [one.taken.recorder_id for one in placed],
        [one.language for one in new],
        [one.time_zone for one in new],
        [one.feeling for one in new],
        [one.wish_kind for one in new],
        [one.wish_detail for one in new],
        [one.product for one in new],
        [one.department for one in new],
        [one.branch for one in new],
        [one.order_reference for one in new],
        [_impact(one.impact) for one in new],
        [orjson.dumps(dict(one.attributes)).decode() for one in new],
        [one.source for one in new],
        [one.external_id for one in new],
        [one.received_at for one in new],
        [one.taken.recorded_at for one in placed],
    )
    return frozenset(row["id"] for row in rows)


def _contact(placed: Placed) -> str | None:
    """What a returning customer told this time: their own record is never overwritten silently (IN-3)."""
    details = placed.complaint.customer
    if details is None or not placed.returning:
        return None
    told = {name: value for name in _TOLD if (value := getattr(details, name)) is not None}
    return orjson.dumps(told).decode()


def _impact(impact: Impact | None) -> str | None:
    if impact is None:
        return None
    lost = impact.money_lost
    members = {
        "detail": impact.detail,
        "money_lost": {"amount": str(lost.amount), "currency": lost.currency} if lost else None,
        "minutes_lost": impact.minutes_lost,
        "occasion": impact.occasion,
        "occasion_on": impact.occasion_on,
    }
    return orjson.dumps({name: value for name, value in members.items() if value is not None}).decode()
