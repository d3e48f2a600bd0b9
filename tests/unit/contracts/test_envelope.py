"""The envelope: CloudEvents 1.0 in structured JSON, ours and readable by anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest

from shared.contracts.envelope import MalformedEnvelope, Message, open_envelope, seal
from shared.contracts.intake import RecapConfirmed
from shared.kernel.ids import new_id

AT = datetime(2026, 3, 4, 12, 0, tzinfo=timezone(timedelta(hours=2)))


def _sealed(trace: str | None = None) -> bytes:
    complaint = new_id()
    event = RecapConfirmed(complaint_id=complaint, recap_version=2, confirmed_at=AT)
    return seal(Message(event, complaint, 7, AT), correlation_id="c-1", traceparent=trace).body


def test_an_envelope_is_a_cloud_event() -> None:
    """SU-1: the required attributes of CloudEvents 1.0, and our three extensions."""
    envelope = orjson.loads(_sealed("00-" + "a" * 32 + "-" + "b" * 16 + "-01"))
    assert envelope["specversion"] == "1.0"
    assert envelope["type"] == "redress.intake.complaint.recap_confirmed.v1"
    assert envelope["source"] == "/redress/intake"
    assert envelope["time"] == "2026-03-04T10:00:00Z"
    assert envelope["datacontenttype"] == "application/json"
    assert {"aggregateversion", "correlationid", "traceparent"} <= set(envelope)
    # CloudEvents 1.0, naming of attributes: lower-case letters and digits only.
    assert all(name.isalnum() and name.islower() for name in envelope)


def test_what_was_sealed_opens_again() -> None:
    """SU-1: version, correlation and time survive."""
    opened = open_envelope(_sealed())
    assert (opened.aggregate_version, opened.correlation_id, opened.traceparent) == (7, "c-1", None)
    assert opened.time == AT.astimezone(UTC)
    assert RecapConfirmed.model_validate(opened.data).recap_version == 2


@pytest.mark.parametrize(
    "change",
    [
        {"id": "no uuid"},
        {"specversion": "0.3"},
        {"subject": None},
        {"aggregateversion": "many"},
        {"time": "yesterday"},
        {"data": 5},
    ],
    ids=str,
)
def test_what_is_not_ours_is_refused(change: dict[str, object]) -> None:
    """SU-1: it becomes a dead letter, never a guess."""
    with pytest.raises(MalformedEnvelope):
        open_envelope(orjson.dumps(orjson.loads(_sealed()) | change))


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff"], ids=repr)
def test_bytes_that_are_none_are_refused(body: bytes) -> None:
    """SU-1: poison."""
    with pytest.raises(MalformedEnvelope):
        open_envelope(body)
