"""Many new complaints in two statements: customers found or created, then the complaints (IN-1, IN-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from services.intake.domain.customer import CustomerDetails
from services.intake.domain.new_complaint import NewComplaint
from services.intake.storage.impact import impact_document
from shared.db.engine import RawConnection
from shared.db.one_statement import OneStatement
from shared.kernel.ids import new_id

# Rows go in as one JSON document: with so many columns that costs this process a fifth of what arrays cost.
# A known customer keeps their details: only that they were here again is noted. Whose record was merged into another
# is found there.
_CUSTOMERS = """
INSERT INTO customer (id, match_key, name, email, phone, address, account_number, username, language,
                      time_zone, preferred_contact, created_at, last_seen_at)
SELECT DISTINCT ON (match_key) id, match_key, name, email, phone, address, account_number, username, language,
       time_zone, preferred_contact, seen_at, seen_at
FROM json_to_recordset({0}::json)
     AS t (id uuid, match_key text, name text, email text, phone text, address text, account_number text,
           username text, language text, time_zone text, preferred_contact text, seen_at timestamptz, place int)
ORDER BY match_key, place
ON CONFLICT (match_key) DO UPDATE SET last_seen_at = greatest(customer.last_seen_at, excluded.last_seen_at)
RETURNING coalesce(customer.survivor_id, customer.id) AS id, match_key
"""
# Key by key, for the plan is made once and kept: made while the table was small, that of a set would be to read it all.
_KNOWN_CUSTOMERS = """
SELECT coalesce(known.survivor_id, known.id) AS id, known.match_key FROM unnest($1::text[]) AS asked (match_key)
CROSS JOIN LATERAL (
    SELECT id, survivor_id, match_key FROM customer WHERE customer.match_key = asked.match_key LIMIT 1
) AS known
"""
# Each once: of two records that are being merged both answer with the one that goes on.
_AS_FORESEEN = "(SELECT count(DISTINCT id) FROM customers WHERE id = ANY({0}::uuid[])) = {1}::integer"

# Sorted, so that two batches with the same external ids wait for each other instead of deadlocking.
_COMPLAINTS = """
INSERT INTO complaint (id, reference, channel, narrative, customer_id, returning_customer, contact, owner_id,
                       recorded_by, recorder_id, language, time_zone, feeling, urgency, wish_kind, wish_detail, product,
                       department, branch, order_reference, impact, attributes, source, external_id, received_at,
                       recorded_at)
SELECT id, reference, channel, narrative, customer_id, returning_customer, contact, owner_id,
       recorded_by, recorder_id, language, time_zone, feeling, urgency, wish_kind, wish_detail, product,
       department, branch, order_reference, impact, attributes, source, external_id, received_at,
       recorded_at
FROM json_to_recordset({0}::json)
     AS t (id uuid, reference text, channel text, narrative text, customer_id uuid, returning_customer boolean,
           contact jsonb, owner_id uuid, recorded_by text, recorder_id uuid, language text, time_zone text,
           feeling text, urgency text, wish_kind text, wish_detail text, product text, department text, branch text,
           order_reference text, impact jsonb, attributes jsonb, source text, external_id text,
           received_at timestamptz, recorded_at timestamptz)
ORDER BY source, external_id, id
"""

_KNOWN = """
SELECT complaint.id, reference, status, owner_id, recorder_id, customer_id, returning_customer, department,
       complaint.version, recorded_at, source, external_id
FROM unnest($1::text[], $2::text[]) AS asked (asked_source, asked_id)
JOIN complaint ON source = asked_source AND external_id = asked_id
"""

External = tuple[str, str]
Connection = RawConnection | OneStatement
"""In a transaction of the caller's; or one statement to come, which a batch with nothing in its way is (IN-1)."""
_DETAILS = tuple(field.name for field in fields(CustomerDetails))


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


async def known(externals: Sequence[External], connection: Connection) -> Mapping[External, asyncpg.Record]:
    """The complaints that are here already, by source and external id."""
    rows = await connection.fetch(_KNOWN, [source for source, _ in externals], [id_ for _, id_ in externals])
    return {(row["source"], row["external_id"]): row for row in rows}


async def find_or_create_customers(
    told: Sequence[tuple[CustomerDetails, datetime]], connection: Connection
) -> list[tuple[UUID, bool]]:
    """Per customer, in order: their id, and whether they were known before this complaint."""
    if not told:
        return []
    if isinstance(connection, OneStatement):
        return await _foresee_customers(told, connection)
    proposed = [new_id() for _ in told]
    rows = await connection.fetch(
        _CUSTOMERS.format("$1"),
        _document(
            {"id": id_, "seen_at": seen_at, "place": place, **_plain(details)}
            for place, (id_, (details, seen_at)) in enumerate(zip(proposed, told, strict=True))
        ),
    )
    ids: dict[str, UUID] = {row["match_key"]: row["id"] for row in rows}
    return [(ids[one.match_key], ids[one.match_key] != id_) for (one, _), id_ in zip(told, proposed, strict=True)]


async def _foresee_customers(
    told: Sequence[tuple[CustomerDetails, datetime]], statement: OneStatement
) -> list[tuple[UUID, bool]]:
    """Look who is known, and let the statement insist that it finds the same."""
    rows = await statement.fetch(_KNOWN_CUSTOMERS, [details.match_key for details, _ in told])
    ids: dict[str, UUID] = {row["match_key"]: row["id"] for row in rows}
    found: list[tuple[UUID, bool]] = []
    written: dict[UUID, dict[str, Any]] = {}
    for place, (details, seen_at) in enumerate(told):
        known = ids.get(details.match_key)
        id_ = ids[details.match_key] = known or new_id()
        found.append((id_, known is not None))
        if id_ not in written:
            written[id_] = {"id": id_, "seen_at": seen_at, "place": place, **_plain(details)}
    statement.write("customers", _CUSTOMERS, _document(written.values()))
    statement.insist(_AS_FORESEEN, list(written), len(written))
    return found


async def insert_complaints(placed: Sequence[Placed], connection: Connection) -> frozenset[UUID]:
    """Insert; the ids that went in. One is missing when its reference or external id was just taken."""
    document = _document(_row(one) for one in placed)
    if isinstance(connection, OneStatement):
        connection.write("complaints", _COMPLAINTS, document)
        return frozenset(one.complaint.id for one in placed)
    rows = await connection.fetch(f"{_COMPLAINTS.format('$1')} ON CONFLICT DO NOTHING RETURNING id", document)
    return frozenset(row["id"] for row in rows)


def _document(rows: Iterable[Mapping[str, Any]]) -> str:
    # default: what asyncpg hands out as UUID is its own subclass, which orjson does not know.
    return orjson.dumps(list(rows), default=str).decode()


def _row(placed: Placed) -> dict[str, Any]:
    new, taken = placed.complaint, placed.taken
    return {
        "id": new.id,
        "reference": placed.reference,
        "channel": new.channel,
        "narrative": new.narrative,
        "customer_id": placed.customer_id,
        "returning_customer": placed.returning,
        "contact": _contact(placed),
        "owner_id": new.owner_id,
        "recorded_by": taken.recorded_by,
        "recorder_id": taken.recorder_id,
        "language": new.language,
        "time_zone": new.time_zone,
        "feeling": new.feeling,
        "urgency": new.urgency,
        "wish_kind": new.wish_kind,
        "wish_detail": new.wish_detail,
        "product": new.product,
        "department": new.department,
        "branch": new.branch,
        "order_reference": new.order_reference,
        "impact": impact_document(new.impact),
        "attributes": new.attributes,
        "source": new.source,
        "external_id": new.external_id,
        "received_at": new.received_at,
        "recorded_at": taken.recorded_at,
    }


def _plain(details: CustomerDetails) -> dict[str, Any]:
    return {name: value for name in _DETAILS if (value := getattr(details, name)) is not None}


def _contact(placed: Placed) -> dict[str, Any] | None:
    """What a returning customer told this time: their own record is never overwritten silently (IN-3)."""
    details = placed.complaint.customer
    if details is None or not placed.returning:
        return None
    return {name: value for name, value in _plain(details).items() if name != "match_key"}
