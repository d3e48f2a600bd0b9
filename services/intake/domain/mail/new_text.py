"""What is new in a message: apart from what it quotes and from its signature, as people's mail programs write them.

Alive libraries for this know neither Arabic nor Lithuanian nor Greek (mail-parser-reply), so the few patterns that
matter are here. Nothing is thrown away: what is no new text is kept beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
_QUOTE = re.compile(r"\s*>")
_ATTRIBUTION = re.compile(
    r"(?:on\b.*\bwrote"  # en
    r"|.*\b(?:pa)?rašė"  # lt
    r"|.*(?:έγραψε|εγραψε)(?:\(αν\)|ν)?"  # el
    r"|.*(?:كتبت|كتب|بواسطة)\b.*"  # ar
    r"|am\b.*\bschrieb\b.*|le\b.*\ba écrit|el\b.*\bescribió|il\b.*\bha scritto|.*\bnapisał(?:\(a\)|a)?|.*\bskrev\b.*"
    r"|.*(?:пишет|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?))\s*:",
    re.IGNORECASE | re.DOTALL,
)
_NAMES_SOMEBODY = re.compile(r"\d")
_NAMES_ADDRESS_OR_TIME = re.compile(r"[^\s<>]@[^\s<>]|\b\d{1,2}[:.]\d{2}\b")
_MOST_ATTRIBUTION_LINES = 4
_MOST_ATTRIBUTION = 400
_MOST_LINES = 20_000
_LONGEST_LINE = 500
"""Nobody's mail program makes more or longer ones; what is beyond is taken for new text, unlooked at."""
_SEPARATOR = re.compile(
    r"[-_*\s]*(?:-{2,}|_{2,})\s*(?:original message|original appointment|forwarded message|reply message"
    r"|pradinis (?:laiškas|pranešimas)|originalus laiškas|persiųstas laiškas|persiunčiamas pranešimas"
    r"|αρχικό μήνυμα|προωθημένο μήνυμα|الرسالة الأصلية|رسالة أصلية|رسالة محولة|الرسالة المعاد توجيهها"
    r"|ursprüngliche nachricht|message d'origine|mensaje original|исходное сообщение)\s*(?:-{2,}|_{2,})\s*"
    r"|begin forwarded message:|_{20,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:from|nuo|από|απο|من|von|de|da|od|от)\s*:\*?\s*\S", re.IGNORECASE)
_THEN = re.compile(
    r"\*?(?:sent|date|to|subject|išsiųsta|data|kam|iki|tema|στάλθηκε|ημερομηνία|προς|θέμα"
    r"|تاريخ الإرسال|تم الإرسال|أرسلت|التاريخ|إلى|الموضوع|gesendet|datum|envoyé|enviado|дата|отправлено)\s*:\*?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"--\s?|__")
_SENT_FROM = re.compile(
    r"(?:sent from (?:my|outlook|mail|yahoo|the|an?|samsung)\b|sent via\b|get outlook for\b|sent with\b"
    r"|išsiųsta iš\b|siųsta iš\b|gaukite .*outlook\b|στάλθηκε από\b|αποστολή από\b|εστάλη από\b|λήψη του outlook\b"
    r"|(?:تم الإرسال|أُرسلت|أرسلت|مرسل|أُرسل|أرسل) من\b|الحصول على outlook\b"
    r"|von meinem .* gesendet|envoyé de(?:puis)? mon\b"
    r"|отправлено (?:с|из)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Split:
    """The three parts of a text; `new` may be empty."""

    new: str
    quoted: str
    signature: str


def split(text: str) -> Split:
    """Take a message apart, line by line; answers written between or below quoted lines are new as well."""
    lines = text.split("\n", _MOST_LINES)
    plain = [_MARKS.sub("", line[:_LONGEST_LINE]).strip() for line in lines]
    new: list[str] = []
    quoted: list[str] = []
    signature: list[str] = []
    at = 0
    while at < len(lines):
        if _QUOTE.match(plain[at]):
            quoted.append(lines[at])
            at += 1
        elif _everything_below_is_quoted(plain, at):
            quoted += lines[at:]
            break
        elif length := _attribution(plain, at):
            quoted += lines[at : at + length]
            at += length
        elif _SIGNATURE.fullmatch(plain[at]) or (plain[at] and _SENT_FROM.match(plain[at])):
            end = _signature_ends(plain, at)
            signature += lines[at:end]
            at = end
        else:
            new.append(lines[at])
            at += 1
    return Split(_trimmed(new), _trimmed(quoted), _trimmed(signature))


def is_forwarded(subject: str) -> bool:
    """Whether somebody passes on what another wrote: then all of it is what they tell."""
    return re.match(r"\s*(?:fwd?|fw|persiųsta|prš|πρθ|προώθ|تحويل|إعادة توجيه)\s*:", subject, re.IGNORECASE) is not None


def _everything_below_is_quoted(plain: list[str], at: int) -> bool:
    line = plain[at]
    if _SEPARATOR.fullmatch(line):
        return True
    if not _FROM.match(line):
        return False
    return any(_THEN.match(below) for below in plain[at + 1 : at + 4])


def _attribution(plain: list[str], at: int) -> int:
    """Over how many lines it says who wrote what follows; 0 where it doesn't. Without a quote below all else is quoted:
    then the count reaches the end."""
    if not plain[at]:
        return 0
    joined = ""
    for length in range(1, _MOST_ATTRIBUTION_LINES + 1):
        if at + length > len(plain) or not plain[at + length - 1] or len(joined) > _MOST_ATTRIBUTION:
            return 0
        joined = f"{joined} {plain[at + length - 1]}".strip()
        if joined.endswith(":") and _ATTRIBUTION.fullmatch(joined) and _NAMES_SOMEBODY.search(joined):
            return _with_what_follows(plain, at, length, joined)
    return 0


def _with_what_follows(plain: list[str], at: int, length: int, joined: str) -> int:
    below = next((line for line in plain[at + length :] if line), "")
    if _QUOTE.match(below):
        return length
    # "On Monday at 3 your agent wrote:" may be part of the story: only with an address or a time is it a program's.
    return len(plain) - at if _NAMES_ADDRESS_OR_TIME.search(joined) else 0


def _signature_ends(plain: list[str], at: int) -> int:
    """A signature goes on until something is quoted."""
    for place in range(at + 1, len(plain)):
        if _QUOTE.match(plain[place]) or _everything_below_is_quoted(plain, place) or _attribution(plain, place):
            return place
    return len(plain)


def _trimmed(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")
