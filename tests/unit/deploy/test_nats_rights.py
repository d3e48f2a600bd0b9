"""The rights of deploy/nats/nats.conf against what the services do (SU-4)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.contracts.catalogue import stream_of, subjects_of
from shared.runtime.installation import SERVICES, load_service

CONFIGURATION = (Path(__file__).resolve().parents[3] / "deploy/nats/nats.conf").read_text(encoding="utf-8")
_USER = re.compile(
    r"user: (\w+), password: \$(\w+)_password\s+permissions \{\s+publish = \[(.*?)\]\s+subscribe = \[(.*?)\]", re.DOTALL
)
RIGHTS = {
    user: (set(re.findall(r'"(.*?)"', publish)), set(re.findall(r'"(.*?)"', subscribe)))
    for user, password, publish, subscribe in _USER.findall(CONFIGURATION)
    if user == password
}


def test_every_service_and_the_admin_have_a_user_with_a_password_of_their_own() -> None:
    """SU-4: least privilege begins with being somebody."""
    assert set(RIGHTS) == {*SERVICES, "admin"}
    assert CONFIGURATION.count("user: ") == len(RIGHTS)
    assert "no_auth_user" not in CONFIGURATION


@pytest.mark.parametrize("name", list(SERVICES))
def test_a_service_may_do_exactly_what_its_subscriptions_need(name: str) -> None:
    """SU-4: its own events, its own consumers, its own inbox; a new subscription needs its line here."""
    producers = {subscription.event.producer for subscription in load_service(name).subscriptions}
    publish = {subjects_of(name)}
    for stream in map(stream_of, producers):
        publish |= {f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{name}", f"$JS.ACK.{stream}.{name}.>"}
    assert RIGHTS[name] == (publish, {f"_INBOX_{name}.>"})


def test_nobody_holds_the_whole_of_jetstream_and_the_admin_reads_no_event() -> None:
    """SU-4: the admin declares streams and consumers; it can't publish, fetch, purge or delete."""
    publish, subscribe = RIGHTS["admin"]
    assert subscribe == {"_INBOX_admin.>"}
    assert all(subject.startswith("$JS.API.") for subject in publish)
    assert not any(verb in subject for subject in publish for verb in ("MSG", "DELETE", "PURGE", "SNAPSHOT"))
    for granted, _ in RIGHTS.values():
        assert not granted & {">", "$JS.>", "$JS.API.>"}


def test_what_is_acknowledged_is_on_the_disk() -> None:
    """SU-1: JetStream's default would lose up to two minutes of acknowledged events in a crash."""
    assert re.search(r"^\s+sync_interval: always$", CONFIGURATION, re.MULTILINE)
