"""An appointment as an answer shows it, with the link that the customer can be given (RO-12)."""

from __future__ import annotations

from services.routing.api.appointment_bodies import AppointmentOut
from services.routing.domain.appointment import Appointment
from services.routing.queries.appointment_view import link_to
from services.routing.settings import RoutingSettings
from shared.http.call import Call


def shown(call: Call, appointment: Appointment) -> AppointmentOut:
    """The appointment, and where the customer gets it into their calendar."""
    settings: RoutingSettings = call.context.settings
    url = (settings.public_url or settings.routing_url).rstrip("/")
    return AppointmentOut.of(appointment, link=link_to(appointment, url=url, links=call.context.links))


def place_of(appointment: Appointment) -> str:
    """Where it is found."""
    return f"/v1/appointments/{appointment.id}"
