"""The small language in which rules write phrases.

`based on [our|company] polic*`: words in their order; `*` any ending; `(a|b c)` one of these; `[a|b]` one of these or
nothing; `<3>` up to three more words; `$name` a fragment that the language's file names; `=word` stands alone, where a
language writes small words together with the next (Arabic و, ال, ب). `,` a pause is here, `.` the sentence ends here,
`/` it ends and the next begins; otherwise no phrase reaches beyond its sentence. Case, accents, kinds of quotes, line
breaks and whether an apostrophe is typed make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from services.intake.domain.wording.folding import fold

_TOKEN = re.compile(r"\s*(?:(<\d>)|(\$\w+)|(=?[\w']+\*?)|([()\[\]|.,/]))")
_DEPTH = 8


class MalformedPhrase(ValueError):
    """A phrase in a rule file that is not in the language above."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, folded; `alone` when nothing may be written together with it."""

    letters: str
    open_ended: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these sequences, or nothing when it is optional."""

    of: tuple[Sequence[Item], ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to so many words."""

    words: int


class Break(Enum):
    """What must stand between one word and the next."""

    PAUSE = ","
    SENTENCE_END = "."
    NEXT_SENTENCE = "/"


Item = Word | Choice | Gap | Break


class PhraseReader:
    """Reads phrases; `words` are the fragments that `$name` stands for."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._fragments: dict[str, Sequence[Item]] = {}

    def read(self, source: str, *, depth: int = 0) -> Sequence[Item]:
        """The items of a phrase, of which the first is words. Raises MalformedPhrase."""
        if depth > _DEPTH:
            raise MalformedPhrase(f"{source!r} is nested too deeply")
        tokens = list(_tokens(source))
        choices, at = self._choices(tokens, 0, source, depth)
        if at != len(tokens):
            raise MalformedPhrase(f"{source!r} has a bracket too many")
        items = choices[0] if len(choices) == 1 else (Choice(tuple(choices), optional=False),)
        if not _begins_with_a_word(items):
            raise MalformedPhrase(f"{source!r} must begin with a word, and have one that is not optional")
        return items

    def _choices(self, tokens: list[str], at: int, source: str, depth: int) -> tuple[list[Sequence[Item]], int]:
        choices: list[list[Item]] = [[]]
        while at < len(tokens) and tokens[at] not in ")]":
            part = tokens[at]
            at += 1
            if part == "|":
                choices.append([])
            elif part in "([":
                inner, at = self._choices(tokens, at, source, depth + 1)
                if at == len(tokens) or tokens[at] != {"(": ")", "[": "]"}[part]:
                    raise MalformedPhrase(f"{source!r} has an open bracket")
                choices[-1].append(Choice(tuple(inner), optional=part == "["))
                at += 1
            else:
                choices[-1].extend(self._one(part, source, depth))
        if not all(choices):
            raise MalformedPhrase(f"{source!r} has an empty part")
        return list(choices), at

    def _one(self, part: str, source: str, depth: int) -> Sequence[Item]:
        if part in ",./":
            return (Break(part),)
        if part.startswith("<"):
            return (Gap(int(part[1:-1])),)
        if part.startswith("$"):
            return self._fragment(part, source, depth)
        return (_word(part),)

    def _fragment(self, part: str, source: str, depth: int) -> Sequence[Item]:
        if part not in self._fragments:
            if part[1:] not in self._words:
                raise MalformedPhrase(f"{source!r} uses {part}, which [words] lacks")
            self._fragments[part] = self.read(self._words[part[1:]], depth=depth + 1)
        return self._fragments[part]


def _tokens(source: str) -> Iterator[str]:
    folded = fold(source.strip()).text.replace("-", " ")
    at = 0
    while at < len(folded):
        found = _TOKEN.match(folded, at)
        if found is None:
            raise MalformedPhrase(f"{source!r} is not understood at {folded[at:]!r}")
        yield found[found.lastindex or 0]
        at = found.end()


def _word(part: str) -> Item:
    """A word with an apostrophe is two words, or one for who leaves it out: can't, cant."""
    alone, open_ended = part.startswith("="), part.endswith("*")
    pieces = [piece for piece in part.strip("=*").split("'") if piece]
    if len(pieces) < 2:
        return Word(pieces[0] if pieces else "", open_ended, alone)
    *first, last = pieces
    apart = (*(Word(piece, alone=alone) for piece in first), Word(last, open_ended, alone))
    return Choice((apart, (Word("".join(pieces), open_ended, alone),)), optional=False)


def _begins_with_a_word(items: Sequence[Item]) -> bool:
    for item in items:
        match item:
            case Word(letters):
                return bool(letters)
            case Choice(of, optional):
                if not all(_begins_with_a_word(one) for one in of):
                    return False
                if not optional:
                    return True
            case _:
                return False
    return False
