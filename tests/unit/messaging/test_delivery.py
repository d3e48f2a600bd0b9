"""Reading what JetStream says about a message."""

from __future__ import annotations

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.messaging.delivery import deliveries_of, id_of_unreadable


def message(*, reply: str = "", subject: str = "intake.x.v1", data: bytes = b"") -> Msg:
    return Msg(_client=Client(), subject=subject, reply=reply, data=data)


@pytest.mark.parametrize(
    "reply",
    [
        "$JS.ACK.INTAKE.routing.3.17.20.1700000000000000000.0",
        "$JS.ACK.hub.ACCOUNTHASH.INTAKE.routing.3.17.20.1700000000000000000.0.token",
    ],
)
def test_counts_deliveries_in_both_forms_of_the_reply(reply: str) -> None:
    """SU-1: with and without a JetStream domain (ADR-15)."""
    assert deliveries_of(message(reply=reply)) == 3


def test_unreadable_bytes_have_an_id_of_their_own_that_stays_the_same() -> None:
    """SU-1: delivered again they are the same dead letter; other bytes are another."""
    one = id_of_unreadable(message(data=b"{"))
    assert one == id_of_unreadable(message(data=b"{"))
    assert one != id_of_unreadable(message(data=b"["))
    assert one != id_of_unreadable(message(data=b"{", subject="intake.y.v1"))
