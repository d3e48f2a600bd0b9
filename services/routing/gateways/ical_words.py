"""What an appointment is called in a calendar, in each language that customers read."""

from __future__ import annotations

from collections.abc import Iterable

from services.routing.domain.appointment import AppointmentKind
from services.routing.domain.staff import primary

FALLBACK = "en"
SUMMARIES: dict[str, dict[AppointmentKind, str]] = {
    "en": {
        AppointmentKind.CALLBACK: "We call you back",
        AppointmentKind.CALMING_CALL: "We call you",
        AppointmentKind.CALMING_MESSAGE: "We write to you",
        AppointmentKind.REPAIR_VISIT: "Repair visit",
        AppointmentKind.SPECIALIST: "Talk with a specialist",
        AppointmentKind.MEETING: "Meeting",
    },
    "lt": {
        AppointmentKind.CALLBACK: "Mes jums perskambinsime",
        AppointmentKind.CALMING_CALL: "Mes jums paskambinsime",
        AppointmentKind.CALMING_MESSAGE: "Mes jums parašysime",
        AppointmentKind.REPAIR_VISIT: "Meistro vizitas",
        AppointmentKind.SPECIALIST: "Pokalbis su specialistu",
        AppointmentKind.MEETING: "Susitikimas",
    },
    "el": {
        AppointmentKind.CALLBACK: "Θα σας καλέσουμε εμείς",
        AppointmentKind.CALMING_CALL: "Θα σας τηλεφωνήσουμε",
        AppointmentKind.CALMING_MESSAGE: "Θα σας γράψουμε",
        AppointmentKind.REPAIR_VISIT: "Επίσκεψη τεχνικού",
        AppointmentKind.SPECIALIST: "Συνομιλία με ειδικό",
        AppointmentKind.MEETING: "Συνάντηση",
    },
    "ar": {
        AppointmentKind.CALLBACK: "سنعاود الاتصال بكم",
        AppointmentKind.CALMING_CALL: "سنتصل بكم",
        AppointmentKind.CALMING_MESSAGE: "سنكتب إليكم",
        AppointmentKind.REPAIR_VISIT: "زيارة الفني",
        AppointmentKind.SPECIALIST: "محادثة مع مختص",
        AppointmentKind.MEETING: "اجتماع",
    },
}


def summary_of(kind: AppointmentKind, languages: Iterable[str]) -> str:
    """What it is called in the first of these languages that is known, else in English."""
    known = next((primary(language) for language in languages if primary(language) in SUMMARIES), FALLBACK)
    return SUMMARIES[known][kind]
