"""File an e-mail: it opens a complaint, is added to one, or was written by no person (IN-1).

Only who was sent a signed reply address is believed to be the customer. Whoever else writes from a known address adds
to the story as unproven; whoever writes from another opens a complaint of their own, and learns nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.intake import events
from services.intake.commands.attach_file import keep_files
from services.intake.commands.record_complaint import RecordComplaint, Recorded, record_complaints
from services.intake.domain.actor import Actor
from services.intake.domain.addition import Addition
from services.intake.domain.attachment import Attachment
from services.intake.domain.complaint import changed
from services.intake.domain.customer import customer_details
from services.intake.domain.errors import ExternalIdTaken
from services.intake.domain.identity import match_key
from services.intake.domain.mail.addresses import Mailbox
from services.intake.domain.mail.message import EXCERPT, Mail, excerpt_of
from services.intake.domain.new_complaint import NewComplaint
from services.intake.domain.vocabulary import Channel, Disposition, ThreadedBy, Urgency
from services.intake.storage import acknowledgements, additions, complaints, mail_allowance
from services.intake.storage import inbound_emails as stored
from services.intake.storage.inbound_emails import Filed
from shared.db.group_commit import Again
from shared.kernel.errors import RedressError
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction

SOURCE = "email"
_ATTEMPTS = 3
_OLDEST = timedelta(days=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveEmail:
    """File this message; `proven` are the references whose signed reply addresses it was sent to.

    The bytes of `files` are in the store already.
    """

    mail: Mail
    raw: bytes
    files: tuple[Attachment, ...]
    proven: tuple[str, ...]
    duty_owner_id: UUID
    default_language: str
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class _Place:
    """The complaint that a message belongs to, or may belong to."""

    complaint_id: UUID
    by: ThreadedBy
    known_sender: bool


async def receive_email(command: ReceiveEmail, tx: Transaction) -> Filed:
    """File it, once: the same message again is a duplicate of what was filed.

    Raises ExternalIdTaken where others took its external id three times in this moment.
    """
    mail = command.mail
    await stored.lock(mail.key, tx)
    known = await stored.known(mail.key, tx)
    if (before := known.get(mail.digest)) is not None:
        return Filed(
            id=before.id,
            disposition=Disposition.DUPLICATE,
            complaint_id=before.complaint_id,
            verified=before.verified,
        )
    if mail.automatic is not None:
        return await _note(command, mail.automatic, tx)
    place = await _place(command, tx)
    if place is not None and place.known_sender:
        return await _add(command, place, tx)
    if mail.sender is None or not mail.readable:
        return await _keep(command, None, tx)
    return await _open(command, mail.sender, place, tx, taken=bool(known))


async def _place(command: ReceiveEmail, tx: Transaction) -> _Place | None:
    """The first complaint that it names and whose customer writes from a known address; else the first it names."""
    names = command.mail.names
    by_headers = await stored.complaints_of_message_ids(names.message_ids, tx)
    by_subject = await stored.complaints_of_references(names.references, tx)
    if proven := await stored.complaints_of_references(command.proven, tx):
        living = await stored.goes_on_as(proven[0], tx)
        return _Place(living or proven[0], ThreadedBy.REPLY_ADDRESS, known_sender=living is not None)
    named = [(ThreadedBy.HEADERS, id_) for id_ in by_headers] + [(ThreadedBy.SUBJECT, id_) for id_ in by_subject]
    for by, complaint_id in named:
        if await _is_known(command.mail.sender, complaint_id, tx):
            living = await stored.goes_on_as(complaint_id, tx)
            return _Place(living or complaint_id, by, known_sender=living is not None)
    return _Place(named[0][1], named[0][0], known_sender=False) if named else None


async def _is_known(sender: Mailbox | None, complaint_id: UUID, tx: Transaction) -> bool:
    if sender is None:
        return False
    keys = {match_key(email=address) for address in await stored.addresses_of(complaint_id, tx)}
    return match_key(email=sender.address) in keys


async def _note(command: ReceiveEmail, disposition: Disposition, tx: Transaction) -> Filed:
    """A machine wrote it: kept, and where our acknowledgement came back, the complaint shows it."""
    complaint_id = None
    if disposition is Disposition.BOUNCE and command.mail.returned:
        complaint_id = await acknowledgements.bounce(command.mail.returned, tx, at=command.now)
    elif proven := await stored.complaints_of_references(command.proven, tx):
        complaint_id = proven[0]
    filed = Filed(id=new_id(), disposition=disposition, complaint_id=complaint_id)
    await stored.add(command.mail, filed, tx, text=command.mail.split.new, raw=None, now=command.now)
    return filed


async def _keep(command: ReceiveEmail, place: _Place | None, tx: Transaction) -> Filed:
    """Nobody can tell what it says: kept whole, for a person."""
    filed = Filed(
        id=new_id(),
        disposition=Disposition.UNREADABLE,
        complaint_id=place.complaint_id if place else None,
        threaded_by=place.by if place else None,
    )
    await stored.add(
        command.mail, filed, tx, text=command.mail.text[:EXCERPT] or excerpt_of(command.raw), raw=command.raw,
        now=command.now,
    )  # fmt: skip
    return filed


async def _add(command: ReceiveEmail, place: _Place, tx: Transaction) -> Filed:
    mail = command.mail
    text = mail.split.new.strip()
    if not text or not mail.readable:
        return await _keep(command, place, tx)
    verified = place.by is ThreadedBy.REPLY_ADDRESS
    complaint = await complaints.load(place.complaint_id, tx, actor=command.actor)
    addition = Addition(
        id=new_id(),
        text=text[:EXCERPT],
        channel=Channel.EMAIL,
        added_by=command.actor.subject,
        added_at=command.now,
        verified=verified,
    )
    await additions.add(complaint.id, addition, tx)
    await keep_files(complaint.id, command.files, tx)
    moved = changed(complaint)
    await complaints.save(moved, tx)
    if verified:
        for address in (await stored.addresses_of(complaint.id, tx))[:1]:
            await mail_allowance.verify(address, tx, now=command.now)
    tx.publish(
        events.contacted(
            moved, direction="in", channel=Channel.EMAIL, minutes_waited=None, at=command.now, now=command.now
        )
    )
    filed = Filed(
        id=new_id(),
        disposition=Disposition.ADDED,
        complaint_id=complaint.id,
        verified=verified,
        addition_id=addition.id,
        threaded_by=place.by,
    )
    await stored.add(mail, filed, tx, text=text, raw=None, now=command.now)
    return filed


async def _open(command: ReceiveEmail, sender: Mailbox, place: _Place | None, tx: Transaction, *, taken: bool) -> Filed:
    recorded = await _record(command, _complaint(command, sender, taken=taken), tx)
    tx.publish(*recorded.messages)
    if not recorded.already:
        await keep_files(recorded.id, command.files, tx)
    filed = Filed(
        id=new_id(),
        disposition=Disposition.DUPLICATE if recorded.already else Disposition.OPENED,
        complaint_id=recorded.id,
        may_belong_to=place.complaint_id if place else None,
    )
    await stored.add(command.mail, filed, tx, text=command.mail.story, raw=None, now=command.now)
    return filed


async def _record(command: ReceiveEmail, complaint: NewComplaint, tx: Transaction) -> Recorded:
    connection = await tx.raw()
    for _ in range(_ATTEMPTS):
        try:
            (outcome,) = await record_complaints([RecordComplaint(complaint, command.actor, command.now)], connection)
        except Again:
            continue
        if isinstance(outcome, RedressError):
            raise outcome
        return outcome
    raise ExternalIdTaken


def _complaint(command: ReceiveEmail, sender: Mailbox, *, taken: bool) -> NewComplaint:
    """The complaint that a message tells. `taken`: another message has its Message-ID, and one of the two is forged."""
    mail = command.mail
    language = mail.language or command.default_language
    story = mail.story
    attributes = {"subject": mail.subject} if mail.subject else {}
    if len(story) > EXCERPT:
        attributes["shortened"] = "The whole text is with the e-mail"
    return NewComplaint(
        id=new_id(),
        channel=Channel.EMAIL,
        narrative=story[:EXCERPT],
        customer=customer_details(name=sender.name, email=sender.address, language=language),
        owner_id=command.duty_owner_id,
        language=language,
        time_zone=None,
        feeling=None,
        urgency=Urgency.NORMAL,
        wish_kind=None,
        wish_detail=None,
        product=None,
        department=None,
        branch=None,
        order_reference=None,
        impact=None,
        attributes=attributes,
        source=SOURCE,
        external_id=f"{mail.key}#{mail.digest[:16]}" if taken else mail.key,
        received_at=_received_at(mail, command.now),
    )


def _received_at(mail: Mail, now: datetime) -> datetime:
    """When our own server took it, if that is a time that makes sense."""
    at = mail.received_at
    return at if at is not None and now - _OLDEST < at < now else now
