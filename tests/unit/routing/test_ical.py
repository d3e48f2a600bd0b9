"""Appointments as calendar files, read back by the library and by hands that do not know it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from icalendar import Calendar

from services.routing.domain.appointment import Appointment, AppointmentKind
from services.routing.gateways.ical import feed, invitation
from services.routing.gateways.ical_words import SUMMARIES, summary_of
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def booked(starts_at: datetime, **members: Any) -> Appointment:
    """An hour's repair visit in Vilnius, unless said otherwise."""
    defaults: dict[str, Any] = {
        "id": new_id(),
        "complaint_id": new_id(),
        "kind": AppointmentKind.REPAIR_VISIT,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "time_zone": "Europe/Vilnius",
        "staff_id": new_id(),
        "place": "Gedimino pr. 1, Vilnius; 2nd floor",
        "note": "the customer shouted",
        "booked_by": "test",
        "booked_at": NOW,
        "changed_at": NOW,
    }
    return Appointment(**defaults | members)


def sent(appointment: Appointment, *languages: str) -> bytes:
    """Its file."""
    return invitation(
        appointment,
        reference="C-2026-1",
        languages=languages or ("en",),
        organizer="care@redress.example",
        contact="+37060012345",
    )


def by_hand(file: bytes) -> dict[str, str]:
    """The members of the event in a file, read by RFC 5545's rules for lines and not by the library that wrote it."""
    text = file.decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    members = dict(line.split(":", 1) for line in event)
    head = dict(line.split(":", 1) for line in lines[1:4])
    return {name: re.sub(r"\\([,;\\])", r"\1", value) for name, value in {**members, **head}.items()}


def moment(members: dict[str, str], name: str, file: bytes) -> datetime:
    """A time of an event, by the zone that the file itself defines, as dateutil reads it."""
    if name in members:
        return datetime.strptime(members[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    (key,) = [member for member in members if member.startswith(f"{name};TZID=")]
    zones = tz.tzical(io.StringIO(file.decode("utf-8")))
    zone = zones.get(key.partition("=")[2])
    assert zone is not None
    return datetime.strptime(members[key], "%Y%m%dT%H%M%S").replace(tzinfo=zone)


VILNIUS, LONDON, NEW_YORK = "Europe/Vilnius", "Europe/London", "America/New_York"


@pytest.mark.parametrize(
    ("zone", "local", "fold"),
    [
        (VILNIUS, "2026-03-28T10:00", 0),
        (VILNIUS, "2026-03-29T10:00", 0),
        (VILNIUS, "2026-10-24T10:00", 0),
        (VILNIUS, "2026-10-25T10:00", 0),
        (VILNIUS, "2026-10-25T03:30", 0),
        (VILNIUS, "2026-10-25T03:30", 1),
        (LONDON, "2026-03-29T00:30", 0),
        (NEW_YORK, "2026-03-08T01:30", 0),
        (NEW_YORK, "2026-11-01T01:30", 1),
        ("UTC", "2026-07-01T12:00", 0),
    ],
)
def test_every_reader_finds_the_same_moment_around_a_change_of_the_clocks(zone: str, local: str, fold: int) -> None:
    """RO-12: by the library, and by dateutil from the zone in the file alone; in the hour that comes twice too."""
    starts_at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    appointment = booked(starts_at, time_zone=zone)
    file = sent(appointment)
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert event.decoded("dtstart").astimezone(UTC) == starts_at
    assert event.decoded("dtend").astimezone(UTC) == appointment.ends_at
    members = by_hand(file)
    assert moment(members, "DTSTART", file).astimezone(UTC) == starts_at
    assert moment(members, "DTEND", file).astimezone(UTC) == appointment.ends_at


def test_it_has_all_that_other_calendars_ask_of_an_invitation() -> None:
    """RO-12: what RFC 5545 and RFC 5546 want of a PUBLISH: UID, DTSTAMP, ORGANIZER, SEQUENCE, and one UID for good."""
    appointment = booked(NOW + timedelta(days=1))
    members = by_hand(sent(appointment))
    assert (members["VERSION"], members["METHOD"], members["STATUS"]) == ("2.0", "PUBLISH", "CONFIRMED")
    assert members["UID"] == f"{appointment.id}@redress"
    assert members["DTSTAMP"] == "20260302T090000Z"
    assert members["SEQUENCE"] == "0"
    assert members["ORGANIZER;CN=Redress"] == "mailto:care@redress.example"
    assert members["LOCATION"] == "Gedimino pr. 1, Vilnius; 2nd floor"
    assert members["CONTACT"] == "+37060012345"


def test_a_move_and_a_cancellation_outrank_what_was_imported_before() -> None:
    """RO-12: the same UID, a higher SEQUENCE each time, and METHOD CANCEL in the end."""
    first = booked(NOW + timedelta(days=1))
    later = first.starts_at + timedelta(hours=2)
    moved = first.moved({"starts_at": later, "ends_at": later + timedelta(hours=1)}, now=NOW + timedelta(minutes=5))
    off = moved.cancelled(now=NOW + timedelta(minutes=9))
    files = [by_hand(sent(one)) for one in (first, moved, off)]
    assert len({members["UID"] for members in files}) == 1
    assert [members["SEQUENCE"] for members in files] == ["0", "1", "2"]
    assert [members["METHOD"] for members in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert files[2]["STATUS"] == "CANCELLED"


def test_no_word_of_the_complaint_is_in_it() -> None:
    """RO-12, SU-4: a calendar is read over shoulders; the note stays with us."""
    file = sent(booked(NOW + timedelta(days=1)))
    assert b"shouted" not in file
    assert by_hand(file)["CLASS"] == "PRIVATE"


def test_a_line_break_in_a_place_can_not_add_a_line_to_the_file() -> None:
    """RO-12, SU-4: hostile text stays text."""
    members = by_hand(sent(booked(NOW + timedelta(days=1), place="Room 1\r\nATTENDEE:mailto:eve@evil.example")))
    assert not any(name.startswith("ATTENDEE") for name in members)


@pytest.mark.parametrize("language", sorted(SUMMARIES))
def test_it_is_called_in_the_language_of_the_customer(language: str) -> None:
    """RO-12: each kind has a name in each language; an unknown language reads English."""
    assert set(SUMMARIES[language]) == set(AppointmentKind)
    summary = by_hand(sent(booked(NOW + timedelta(days=1)), f"{language}-XX"))["SUMMARY"]
    assert summary == f"{SUMMARIES[language][AppointmentKind.REPAIR_VISIT]} (C-2026-1)"
    assert summary_of(AppointmentKind.CALLBACK, ("tlh",)) == SUMMARIES["en"][AppointmentKind.CALLBACK]


def test_a_calendar_to_subscribe_to_holds_all_with_each_zone_once() -> None:
    """RO-12: the staff see their callbacks beside the rest of their day."""
    many = [
        (booked(NOW + timedelta(days=day), time_zone=zone), f"C-2026-{day}")
        for day, zone in enumerate((VILNIUS, LONDON, VILNIUS, NEW_YORK), start=1)
    ]
    calendar = Calendar.from_ical(feed(many, languages=("lt",), organizer="care@redress.example"))
    assert len(calendar.walk("VEVENT")) == 4
    assert sorted(zone["TZID"] for zone in calendar.walk("VTIMEZONE")) == sorted((VILNIUS, LONDON, NEW_YORK))
    assert Calendar.from_ical(feed([], languages=("en",), organizer="a@b.example")).walk("VEVENT") == []
