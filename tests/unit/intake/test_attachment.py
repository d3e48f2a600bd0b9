"""What a file is, by its bytes, and what it may be called."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.attachment import NAME_MAX, TYPES, AttachmentTypeRefused, EmptyAttachment, safe_name
from services.intake.gateways.sniffing import media_type_of


def archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A zip that holds these names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        if first:
            made.writestr(*first)
        for name in names:
            made.writestr(name, "x")
    return packed.getvalue()


ODT = "application/vnd.oasis.opendocument.text"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TAKEN = {
    "application/pdf": b"%PDF-1.7\n1 0 obj",
    "image/png": b"\x89PNG\r\n\x1a\n" + bytes(32),
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(32),
    "image/gif": b"GIF89a" + bytes(32),
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(32),
    "text/plain": "Gavau žalią paltą.\n".encode(),
    WORD: archive("[Content_Types].xml", "word/document.xml"),
    ODT: archive("content.xml", first=("mimetype", ODT)),
}
REFUSED = {
    "a page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a drawing with scripts": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a program for Windows": b"MZ" + bytes(100),
    "a program for Linux": b"\x7fELF" + bytes(100),
    "an archive": archive("invoice.exe"),
    "macros": archive("word/document.xml", "word/vbaProject.bin"),
    "a broken archive": b"PK\x03\x04" + b"x" * 60,
    "an archive in disguise": archive("x", first=("mimetype", "text/html")),
    "bytes of no type": bytes(range(256)),
    "a script": b"#!/bin/sh\nrm -rf /\n\x00",
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_type_is_found_in_the_bytes(kind: str) -> None:
    """IN-1: whatever the sender calls it."""
    assert media_type_of(TAKEN[kind]) == kind


@pytest.mark.parametrize("what", REFUSED)
def test_what_runs_or_hides_something_is_refused(what: str) -> None:
    """IN-1: pages, programs, archives, macros."""
    with pytest.raises(AttachmentTypeRefused):
        media_type_of(REFUSED[what])


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyAttachment):
        media_type_of(b"")


@given(
    body=some.binary(min_size=1, max_size=300), head=some.sampled_from([b"", b"PK\x03\x04", b"%PDF", b"<?xml", b"RIFF"])
)
def test_any_bytes_are_one_of_the_types_or_refused(body: bytes, head: bytes) -> None:
    """IN-1: hostile bytes are a refusal, never a crash."""
    with contextlib.suppress(AttachmentTypeRefused):
        assert media_type_of(head + body) in TYPES


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ona\\photo.jpg", "photo.jpg"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("  sąskaita  nr. 7 .pdf ", "sąskaita nr. 7 .pdf"),
        ("...", "file"),
        ("x" * 300 + ".jpeg", "x" * (NAME_MAX - 5) + ".jpeg"),
    ],
)
def test_a_name_can_do_nothing(told: str, kept: str) -> None:
    """IN-1: no path, no header, no disguise."""
    assert safe_name(told) == kept


@given(told=some.text(max_size=400))
def test_every_name_is_short_and_on_one_line(told: str) -> None:
    name = safe_name(told)
    assert 1 <= len(name) <= NAME_MAX
    assert not {"/", "\\", "\n", "\r", "\x00"} & set(name)
