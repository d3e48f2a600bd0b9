"""What a customer of each language tells, is offered and answers; and who looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.intake.pages.site import SITE
from shared.pages.catalogue import Catalogue

RASA: dict[str, Any] = {
    "id": "01900000-0000-7000-8000-0000000000a1",
    "name": "Rasa Kazlauskė",
    "active": True,
    "contact": {"phone": "+370 600 00001", "email": "rasa@redress.example"},
}
"""The handler, as routing shows her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """The words of one customer, and those that they are answered with."""

    language: str
    story: str
    understood: str
    correction: str
    addition: str
    exchange: tuple[str, str]
    """What is offered, and its limits."""
    refund: tuple[str, str]
    why: str
    done: str
    thanks: str
    not_solved: str

    @property
    def words(self) -> Catalogue:
        """What the page says in their language."""
        return SITE.catalogues.choose(self.language)

    @property
    def offer(self) -> dict[str, Any]:
        """Two options, in the order of their numbers."""
        offered = (("exchange", self.exchange, "P1D"), ("refund", self.refund, "P3D"))
        options = [
            {"kind": kind, "detail": detail, "limits": limits, "how_long": how_long}
            for kind, (detail, limits), how_long in offered
        ]
        return {"options": options, "wish_possible": True, "channel": "email"}


CUSTOMERS = {
    "en": Customer(
        language="en",
        story="I ordered a blue coat and got a green one. The birthday is on Saturday.",
        understood="A green coat came, not a blue.",
        correction="It was turquoise, and the sleeves were too short.",
        addition="A button was missing too.",
        exchange=("The blue coat, brought by courier.", "Only in size 40."),
        refund=("The whole price back.", "It goes to the card that paid."),
        why="The birthday would be over.",
        done="A courier brought the blue coat.",
        thanks="Thank you for telling us. It won't be mixed up again.",
        not_solved="The button is still missing.",
    ),
    "ar": Customer(
        language="ar",
        story="طلبتُ معطفاً أزرق فوصلني معطف أخضر. عيد الميلاد يوم السبت.",
        understood="وصل معطف أخضر بدلاً من الأزرق.",
        correction="كان لونه فيروزياً، وكانت الأكمام قصيرة.",
        addition="كان ينقصه زر أيضاً.",
        exchange=("المعطف الأزرق، يحضره مندوب التوصيل.", "بالمقاس 40 فقط."),
        refund=("المبلغ كاملاً.", "يعود إلى البطاقة التي دُفع بها (Visa)."),
        why="سيكون عيد الميلاد قد انتهى.",
        done="أحضر المندوب المعطف الأزرق.",
        thanks="شكراً لأنك أخبرتنا. لن يختلط علينا الأمر مرة أخرى.",
        not_solved="ما زال الزر ناقصاً.",
    ),
    "lt": Customer(
        language="lt",
        story="Užsisakiau mėlyną paltą, o gavau žalią. Gimtadienis šeštadienį.",
        understood="Atkeliavo žalias paltas, o ne mėlynas.",
        correction="Jis buvo turkio spalvos, o rankovės per trumpos.",
        addition="Dar trūko sagos.",
        exchange=("Mėlynas paltas, atveš kurjeris.", "Tik 40 dydžio."),
        refund=("Visa kaina.", "Pinigai grįš į kortelę, kuria mokėta."),
        why="Gimtadienis jau bus praėjęs.",
        done="Kurjeris atvežė mėlyną paltą.",
        thanks="Ačiū, kad pasakėte. Daugiau nesupainiosime.",
        not_solved="Sagos vis dar nėra.",
    ),
    "el": Customer(
        language="el",
        story="Παρήγγειλα μπλε παλτό και ήρθε πράσινο. Τα γενέθλια είναι το Σάββατο.",
        understood="Ήρθε πράσινο παλτό αντί για μπλε.",
        correction="Ήταν τιρκουάζ και τα μανίκια ήταν κοντά.",
        addition="Έλειπε και ένα κουμπί.",
        exchange=("Το μπλε παλτό, με κούριερ.", "Μόνο σε μέγεθος 40."),
        refund=("Ολόκληρη η τιμή.", "Επιστρέφει στην κάρτα της πληρωμής."),
        why="Τα γενέθλια θα έχουν περάσει.",
        done="Ο κούριερ έφερε το μπλε παλτό.",
        thanks="Σας ευχαριστούμε που μας το είπατε. Δεν θα ξαναγίνει λάθος.",
        not_solved="Το κουμπί λείπει ακόμη.",
    ),
}
