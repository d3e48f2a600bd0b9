"""Appointments as iCalendar (RFC 5545, RFC 5546), which every calendar imports; no word of the complaint in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from services.routing.domain.appointment import Appointment, AppointmentStatus
from services.routing.gateways.ical_words import summary_of

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Redress//Routing//EN"
NAME = "Redress"
_AROUND = timedelta(days=400)
"""How far around its appointments a file tells when the clocks change: more than a year, so both nights are in."""

STATUS: dict[AppointmentStatus, str] = {
    AppointmentStatus.BOOKED: "CONFIRMED",
    AppointmentStatus.DONE: "CONFIRMED",
    AppointmentStatus.MISSED: "CONFIRMED",
    AppointmentStatus.CANCELLED: "CANCELLED",
}


def invitation(
    appointment: Appointment, *, reference: str, languages: Sequence[str], organizer: str, contact: str | None
) -> bytes:
    """One appointment as a file to open: METHOD PUBLISH, or CANCEL with a higher SEQUENCE when it is off (RO-12).

    `organizer` is an e-mail address of ours, `contact` how the customer reaches whoever comes or calls.
    """
    cancelled = appointment.status is AppointmentStatus.CANCELLED
    event = _event(appointment, reference=reference, languages=languages, organizer=organizer)
    if contact is not None:
        event.add("contact", contact)
    return _file([appointment], [event], method="CANCEL" if cancelled else "PUBLISH")


def feed(appointments: Iterable[tuple[Appointment, str]], *, languages: Sequence[str], organizer: str) -> bytes:
    """Somebody's appointments, each with the reference of its complaint, as one calendar to subscribe to."""
    found = list(appointments)
    events = [_event(one, reference=reference, languages=languages, organizer=organizer) for one, reference in found]
    return _file([one for one, _ in found], events, method="PUBLISH")


def _file(appointments: Sequence[Appointment], events: Sequence[Event], *, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    if appointments:
        # A zone is told for the years that the file is about, not since 1970: some calendars choke on long ones.
        calendar.add_missing_timezones(
            first_date=(min(one.starts_at for one in appointments) - _AROUND).date(),
            last_date=(max(one.ends_at for one in appointments) + _AROUND).date(),
        )
    return bytes(calendar.to_ical())


def _event(appointment: Appointment, *, reference: str, languages: Sequence[str], organizer: str) -> Event:
    event = Event()
    event.add("uid", f"{appointment.id}@redress")
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("dtstart", _local(appointment.starts_at, appointment.time_zone))
    event.add("dtend", _local(appointment.ends_at, appointment.time_zone))
    event.add("sequence", appointment.sequence)
    event.add("status", STATUS[appointment.status])
    event.add("summary", f"{summary_of(appointment.kind, languages)} ({reference})")
    event.add("class", "PRIVATE")
    address = vCalAddress(f"mailto:{organizer}")
    address.params["CN"] = NAME
    event.add("organizer", address)
    if appointment.place is not None:
        event.add("location", appointment.place)
    return event


def _local(moment: datetime, zone: str) -> datetime:
    """The time on the clocks of the zone; in UTC where those show it twice, for a file can't say which one."""
    local = moment.astimezone(ZoneInfo(zone))
    return moment.astimezone(UTC) if local.fold else local
