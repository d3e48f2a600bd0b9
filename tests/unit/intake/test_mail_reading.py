"""E-mails as they come in, from real programs in four languages: what is new in them, and who they are from."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.intake.domain.mail.message import Mail, read_mail

EMAILS = Path(__file__).resolve().parents[2] / "data" / "emails"
OWN = "care@redress.example"


def read(name: str) -> Mail:
    """One message of the collection."""
    return mail((EMAILS / name).read_bytes())


def mail(raw: bytes | str) -> Mail:
    """A message as intake reads it."""
    raw = raw.encode() if isinstance(raw, str) else raw
    return read_mail(raw, own=OWN, default_language="en")


NEW = {
    "en-gmail-reply.eml": (
        "The coat arrived today, but the sleeve is torn.\n\nCould you send another one before Saturday?"
    ),
    "en-gmail-html-only.eml": "It still does not work.\nThe light is red.",
    "en-outlook-original-message.eml": "I was charged twice for order 4711.\n\nRegards,\nJohn",
    "en-outlook-365.eml": "Nobody called me back.",
    "en-interleaved.eml": (
        "The steel one, 1.7 litres, bought in your shop in the old town.\nLast Friday, after two days."
    ),
    "en-iphone.eml": "Still waiting for the refund.",
    "en-attachments.eml": "See the photos of the torn sleeve.",
    "en-forwarded.eml": "This is what your courier sent me.",
    "en-hidden.eml": "The parcel was open & empty.\n\nno shoes\nno bill\n\nhere",
    "en-story-that-says-wrote.eml": "On 2 March your agent wrote:\nthe refund is on its way. It never came.",
    "lt-gmail-reply.eml": "Laba diena, paltas atėjo žalias, o užsakiau mėlyną.",
    "lt-outlook-windows-1257.eml": (
        "Virdulys nustojo veikti po dviejų dienų. Prašau grąžinti pinigus, nes šeštadienį svečiai."
    ),
    "el-gmail-reply.eml": "Το παλτό ήρθε πράσινο, ενώ παρήγγειλα μπλε.",
    "el-outlook-iso-8859-7.eml": "Ο βραστήρας δεν λειτουργεί πια.",
    "ar-gmail-reply.eml": "وصل المعطف أخضر اللون، وكنت قد طلبت معطفًا أزرق.",
    "ar-outlook-windows-1256.eml": "الغلاية لا تعمل منذ يومين.",
}
QUOTED = {
    "en-gmail-reply.eml": "Thank you for telling us.",
    "en-gmail-html-only.eml": "Please press the button.",
    "en-outlook-original-message.eml": "we have your order.",
    "en-outlook-365.eml": "We will call you.",
    "en-interleaved.eml": "Which kettle is it?",
    "en-iphone.eml": "You will hear from us.",
    "en-forwarded.eml": "We threw it over the fence.",
    "lt-gmail-reply.eml": "dėkojame, kad parašėte.",
    "lt-outlook-windows-1257.eml": "Jūsų užsakymas priimtas.",
    "el-gmail-reply.eml": "σας ευχαριστούμε.",
    "el-outlook-iso-8859-7.eml": "Η παραγγελία σας.",
    "ar-gmail-reply.eml": "شكرًا لأنك أخبرتنا.",
    "ar-outlook-windows-1256.eml": "وصلنا طلبك.",
}
SIGNATURES = {
    "en-interleaved.eml": "--\nJohn Smith\nHead of Kettles",
    "en-iphone.eml": "Sent from my iPhone",
    "el-outlook-iso-8859-7.eml": "Στάλθηκε από το iPhone μου",
    "ar-outlook-windows-1256.eml": "أرسلت من هاتفي",
}


@pytest.mark.parametrize("name", NEW)
def test_only_what_is_new_is_new(name: str) -> None:
    """IN-1: an answer adds what its writer says, not what they were told before; nothing is lost."""
    read_ = read(name)
    assert read_.split.new == NEW[name]
    assert QUOTED.get(name, "") in read_.split.quoted
    assert bool(read_.split.quoted) == (name in QUOTED)
    assert read_.split.signature == SIGNATURES.get(name, "")
    assert read_.automatic is None
    assert read_.readable


@pytest.mark.parametrize("name", NEW)
def test_the_language_is_heard(name: str) -> None:
    """IN-3: from the words, where no header says it."""
    assert read(name).language == name[:2]


def test_names_and_subjects_are_decoded() -> None:
    """IN-1, IN-3: encoded words of any charset."""
    assert read("lt-gmail-reply.eml").subject == "Ats.: Paltas (RD-7F3K-9Q2M)"
    assert read("ar-outlook-windows-1256.eml").subject == "الغلاية"
    assert read("el-outlook-iso-8859-7.eml").subject == "Βραστήρας"
    sender = read("el-gmail-reply.eml").sender
    assert sender is not None
    assert (sender.name, sender.address) == ("Ελένη Παπαδοπούλου", "eleni@customer.example")
    smith = read("en-outlook-original-message.eml").sender
    assert smith is not None
    assert smith.name == "Smith, John"


def test_a_content_language_is_believed() -> None:
    """IN-3: what the header says goes before what the words look like."""
    head = "From: a@customer.example\nContent-Language: {}\n\nThe coat is torn and I want it back."
    assert mail(head.format("lt-lt")).language == "lt-LT"
    assert mail(head.format("lt, en")).language == "en"
    assert mail(head.format("not a language")).language == "en"


def test_attachments_are_listed_by_bare_names() -> None:
    """IN-1: no folder of theirs comes along."""
    assert [(one.name, one.type, one.bytes) for one in read("en-attachments.eml").attachments] == [
        ("rankovė.jpg", "image/jpeg", 10),
        ("bill.pdf", "application/pdf", 8),
    ]


def test_nothing_hidden_and_nothing_that_runs_is_text() -> None:
    """IN-1: scripts, styles, comments, preheaders and text of size nought are not what the customer says."""
    text = read("en-hidden.eml").text
    assert not [word for word in ("alert", "preheader", "comment", "ignore", "tracker", "javascript") if word in text]


def test_of_a_forwarded_message_all_is_the_story() -> None:
    """IN-6: what another wrote to them is what they complain about."""
    assert "We threw it over the fence." in read("en-forwarded.eml").story
    assert read("en-iphone.eml").story == "Still waiting for the refund."


def test_the_same_message_has_the_same_key_and_digest_by_whatever_way_it_came() -> None:
    """IN-1: what servers add on the way changes neither."""
    raw = (EMAILS / "en-iphone.eml").read_bytes()
    once, again = mail(raw), mail(b"Received: from mx1 by mx2; Wed, 4 Mar 2026 08:00:00 +0000\r\n" + raw)
    assert (once.key, once.digest) == (again.key, again.digest) == ("<iphone@customer.example>", once.digest)
    other = mail(raw.replace(b"refund", b"parcel"))
    assert other.key == once.key
    assert other.digest != once.digest
