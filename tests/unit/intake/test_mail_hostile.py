"""Hostile mail: an honest error or a reading of it, never anything else, and never for long (IN-1, SU-4)."""

from __future__ import annotations

import html
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.mail.addresses import mailbox
from services.intake.domain.mail.headers import decoded
from services.intake.domain.mail.html_text import html_to_text
from services.intake.domain.mail.message import NotAnEmail
from services.intake.domain.mail.new_text import split
from tests.unit.intake.test_mail_reading import mail

HEAD = b"From: ona@customer.example\r\nSubject: x\r\n"
_NAMES = st.sampled_from(
    b"From To Subject Date Message-ID In-Reply-To References Content-Type Content-Transfer-Encoding Received "
    b"Content-Disposition Auto-Submitted Content-Language Return-Path X-\xff".split()
)
_VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=b",
            b"multipart/alternative; boundary*0=b; boundary*1*=utf-8''%ff",
            b"multipart/report; report-type*=",
            b"text/html; charset=punycode",
            b"text/plain; charset=utf-16",
            b"message/rfc822",
            b"base64",
            b"quoted-printable",
            b"=?utf-8?b?////?= =?utf-8?q?=ff?= =?unknown?q?x?= =?utf-8?b?a?=",
            b"=?utf-8?q?=0D=0ABcc:_x@y.example?= <ona@customer.example>",
            b'"\\', b"(((((((((((", b"a@b@c", b"@", b"<>", b";;;", b"[b378@x]",
        ]
    ),
)  # fmt: skip
_BODIES = st.one_of(
    st.binary(max_size=300),
    st.lists(
        st.sampled_from([b"--b\n", b"--b--\n", b"\n", b"> x\n", b"<p>", b"<!--", b"-- \n", b"\x00", b"\xed\xa0\x80"])
    ).map(b"".join),
)


def _storable(text: str) -> bool:
    text.encode()
    return "\x00" not in text


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_message_or_an_honest_error(raw: bytes) -> None:
    """IN-1: arbitrary bytes never raise anything but NotAnEmail, and all that is read can be kept."""
    _check(raw)


@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=12), _BODIES)
@settings(max_examples=400, deadline=None)
def test_any_header_and_body_are_read_or_refused(fields: list[tuple[bytes, bytes]], body: bytes) -> None:
    """IN-1: odd fields, charsets, boundaries and encodings in any mixture."""
    _check(b"".join(name + b": " + value + b"\r\n" for name, value in fields) + b"\r\n" + body)


def _check(raw: bytes) -> None:
    try:
        found = mail(raw)
    except NotAnEmail:
        return
    sender = found.sender
    texts = [found.key, found.subject, found.text, found.split.new, found.split.quoted, found.split.signature]
    texts += [one.name or "" for one in found.attachments] + [one.type for one in found.attachments]
    texts += [sender.address, sender.name or ""] if sender else []
    assert all(map(_storable, texts))
    assert "\n" not in found.subject
    assert sender is None or "\n" not in f"{sender.address}{sender.name}"


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_splitting_keeps_every_line(text: str) -> None:
    """IN-6: nothing of a message is thrown away, only put in its place."""
    parts = split(text)
    kept = sorted(line.strip() for part in (parts.new, parts.quoted, parts.signature) for line in part.split("\n"))
    assert [line for line in kept if line] == sorted(line.strip() for line in text.split("\n") if line.strip())


@given(st.text(alphabet="<>!-a\"'= /&;p", max_size=200))
@settings(max_examples=300, deadline=None)
def test_markup_of_any_kind_is_read_without_an_error(source: str) -> None:
    """IN-1: however tags, quotes and comments are torn."""
    assert _storable(html_to_text(source))


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_words_come_back_from_html_as_they_were_written(words: str) -> None:
    """IN-6: verbatim, but for white space, which HTML does not keep."""
    assert html_to_text(f"<p>{html.escape(words)}</p>").split() == words.split()


def _nested(levels: int, inside: bytes) -> bytes:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(levels)
    )
    return HEAD + parts + b"Content-Type: text/plain\r\n\r\n" + inside


MEGABYTE = 1_000_000
HEAVY = {
    "nested": _nested(12, b"\n" * MEGABYTE),
    "parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * (MEGABYTE // 8),
    "fields": HEAD + b"A: b\r\n" * (MEGABYTE // 6),
    "long field": HEAD + b"X: " + b"a\r\n " * (MEGABYTE // 4),
    "quotes": b"From: " + b'"' * MEGABYTE + b"\r\n\r\nhi",
    "encoded words": b"From: a@customer.example\r\nSubject: " + b"=?utf-8?q?a?= " * (MEGABYTE // 14) + b"\r\n\r\nhi",
    "dashes": HEAD + b"\r\n" + b"-" * MEGABYTE,
    "attributions": HEAD + b"\r\n" + b"On 1\n" * (MEGABYTE // 5),
    "comments": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--" * (MEGABYTE // 4),
    "tags": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a " * (MEGABYTE // 3),
    "attributes": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a b='" * (MEGABYTE // 6),
    "elements": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * (MEGABYTE // 5),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_megabyte_of_malice_is_read_within_seconds(name: str) -> None:
    """SU-2: time grows with the size and nothing else; the standard library takes minutes for some of these."""
    begun = process_time()
    mail(HEAVY[name])
    assert process_time() - begun < 5


def test_a_thousand_nested_multiparts_are_for_a_person() -> None:
    """IN-1: deeper than letters go it is not followed, and that is said."""
    assert not mail(_nested(1000, b"deep")).readable


@pytest.mark.parametrize(
    "value",
    [
        "",
        "nobody",
        "ona@customer.example, jonas@customer.example",
        "ona@customer.example, Jonas <jonas@customer.example>",
        "ona@customer.example <jonas@customer.example> <x@y.example>",
        "group: ona@customer.example;",
        "alice@customer.example)bob@evil.example",
        "alice@customer.example(<bob@evil.example>",
        "=?utf-8?q?ona=40customer.example?=",
        "<ona@customer.example",
        "ona@localhost",
        '"ona@customer.example',
        "a" * 2000 + "@customer.example",
    ],
)
def test_a_sender_that_can_be_read_in_two_ways_is_nobody(value: str) -> None:
    """IN-1: no parser's guess decides who a complaint is from."""
    assert mailbox(value) is None


def test_an_encoded_word_makes_no_address_and_no_header() -> None:
    """IN-1: it is decoded after the address was found, and stays on its line."""
    found = mailbox("=?utf-8?q?victim=40bank.example=3E=0D=0ABcc=3A_x?= <ona@customer.example>")
    assert found is not None
    assert found.address == "ona@customer.example"
    assert found.name == "victim@bank.example> Bcc: x"


def test_two_from_fields_are_nobody() -> None:
    """IN-1: servers and programs show different ones."""
    raw = "From: ona@customer.example\nFrom: boss@bank.example\nSubject: x\n\nhi"
    assert mail(raw).sender is None


def test_wrong_charsets_are_read_as_well_as_can_be() -> None:
    """IN-1: unknown, false, and those that are no charset at all."""
    for charset in ("us-ascii", "x-unknown", "punycode", "idna", "zip", "utf-16"):
        raw = HEAD + b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\nra\xc5\xa1au"
        assert mail(raw).text == "rašau" or charset == "utf-16"
    assert decoded("=?utf-8?b?x?= =?utf-8?q?=C5?= =?utf-8?q?=A1?=") == "=?utf-8?b?x?=š"


def test_bytes_without_a_header_are_no_email() -> None:
    """IN-1: a 422, not a complaint."""
    for raw in (b"", b"\n\n", b"hello there", b"\x00" * 100, b"X-Nothing: 1\n\nbody"):
        with pytest.raises(NotAnEmail):
            mail(raw)
