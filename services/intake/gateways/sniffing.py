"""What a file is, from its bytes: what its sender says of it counts for nothing (IN-1)."""

from __future__ import annotations

import io
import zipfile

import puremagic

from services.intake.domain.attachment import TYPES, AttachmentTypeRefused, EmptyAttachment

_ZIPPED = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MIMETYPE = "mimetype"
_MACROS = "vbaproject.bin"
_SAME = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "application/ogg": "audio/ogg",
}
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}


def media_type_of(body: bytes) -> str:
    """One of the types that are taken. Raises EmptyAttachment or AttachmentTypeRefused."""
    if not body:
        raise EmptyAttachment
    found = _zipped(body) if body.startswith(b"PK") else _magic(body)
    if not found and _is_text(body):
        found = "text/plain"
    if found not in TYPES:
        raise AttachmentTypeRefused(found)
    return found


def _magic(body: bytes) -> str:
    try:
        matches = puremagic.magic_string(body)
    except (puremagic.PureError, ValueError):
        return ""
    names: list[str] = [_SAME.get(one.mime_type, one.mime_type) for one in matches if one.mime_type]
    # The likeliest that is taken, but never past a likelier one that runs in a browser.
    for name in names:
        if name in TYPES or "html" in name or "svg" in name or "script" in name:
            return name
    return names[0] if names else ""


def _zipped(body: bytes) -> str:
    """An office document is known by what it holds; one with macros is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith(_MACROS) for name in names):
                return "a document with macros"
            if names[:1] == [_MIMETYPE] and archive.getinfo(_MIMETYPE).file_size < 200:
                return archive.read(_MIMETYPE).decode("ascii", "replace")
            return next((kind for part, kind in _ZIPPED.items() if part in names), "an archive")
    except (zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        return "a broken archive"


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.intersection(body)
