"""The small language in which rules write phrases, and what it becomes as a regular expression.

`based on [our|company] polic*`: words in their order; `*` any ending; `(a|b c)` one of these; `[a|b]` one of these or
nothing; `<3>` up to three more words; `.` the sentence ends here; `,` a pause, if not its end, is here; `/` a sentence
ends and the next begins; `$name` a fragment that the language's file names;
`=word` stands alone, where a language writes small words together with the next (Arabic و, ال, ب).
Case, accents, kinds of quotes, line breaks and whether an apostrophe is typed make no difference. No phrase reaches
beyond the end of a sentence, and every repetition is possessive or bounded, so matching takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.intake.domain.wording.folding import fold

STEM = 3
"""The fewest letters before the `*` of a word that begins a phrase."""
_TOKEN = re.compile(r"\s*(?:(<\d>)|(\$\w+)|(=?[\w']+\*?)|([()\[\]|.,/]))")
_DEPTH = 8
BETWEEN = r"(?:[^\w.!?;\n]|\n(?!\ *+\n))++"
"""Between two words of one sentence."""
_NEXT_SENTENCE = r"[^\w.!?;\n]*+[.!?;]++[^\w.!?;]*+"
_PAUSE = r"(?=\ *+(?:[,:،·—–.!?;\n]|-|\Z))"
_SENTENCE_ENDS = r"(?=[^\w.!?;\n]*+(?:[.!?;\n]|\Z))"


class MalformedPhrase(ValueError):
    """A phrase in a rule file that is not in the language above."""


@dataclass(frozen=True, slots=True)
class Word:
    letters: str
    open_ended: bool
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    of: tuple[Sequence[Item], ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Gap:
    words: int


@dataclass(frozen=True, slots=True)
class SentenceEnd:
    pass


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class NextSentence:
    pass


Item = Word | Choice | Gap | Pause | SentenceEnd | NextSentence


@dataclass(frozen=True, slots=True)
class Head:
    """How the first word of a match begins, or what it is."""

    letters: str
    open_ended: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to be looked for."""

    source: str
    expression: str
    heads: frozenset[Head]


def phrase(source: str, *, words: Mapping[str, str], prefixes: Sequence[str] = ()) -> Phrase:
    """Read a phrase. `prefixes` are what a language writes together with any word. Raises MalformedPhrase."""
    items = _Reader(words).read(source)
    heads = frozenset(_heads(items, source))
    return Phrase(source, _expression(items, _prefix(prefixes)), heads)


class _Reader:
    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def read(self, source: str, depth: int = 0) -> Sequence[Item]:
        if depth > _DEPTH:
            raise MalformedPhrase(f"{source!r} is nested too deeply")
        tokens = list(_tokens(source))
        choices, at = self._choices(tokens, 0, source, depth)
        if at != len(tokens):
            raise MalformedPhrase(f"{source!r} has a bracket too many")
        return choices[0] if len(choices) == 1 else (Choice(tuple(choices), optional=False),)

    def _choices(self, tokens: list[str], at: int, source: str, depth: int) -> tuple[list[Sequence[Item]], int]:
        choices: list[list[Item]] = [[]]
        while at < len(tokens) and tokens[at] not in ")]":
            token = tokens[at]
            at += 1
            if token == "|":  # noqa: S105 - a token of the phrase
                choices.append([])
            elif token in "([":  # noqa: S105
                inner, at = self._choices(tokens, at, source, depth + 1)
                if at == len(tokens) or tokens[at] != {"(": ")", "[": "]"}[token]:
                    raise MalformedPhrase(f"{source!r} has an open bracket")
                choices[-1].append(Choice(tuple(inner), optional=token == "["))  # noqa: S105
                at += 1
            else:
                choices[-1].extend(self._one(token, source, depth))
        if not all(choices):
            raise MalformedPhrase(f"{source!r} has an empty part")
        return list(choices), at

    def _one(self, token: str, source: str, depth: int) -> Sequence[Item]:
        if token == ".":  # noqa: S105
            return (SentenceEnd(),)
        if token == ",":  # noqa: S105
            return (Pause(),)
        if token == "/":  # noqa: S105
            return (NextSentence(),)
        if token.startswith("<"):
            return (Gap(int(token[1:-1])),)
        if token.startswith("$"):
            if token[1:] not in self._words:
                raise MalformedPhrase(f"{source!r} uses {token}, which [words] lacks")
            return self.read(self._words[token[1:]], depth + 1)
        return (Word(token.strip("=*"), token.endswith("*"), token.startswith("=")),)


def _tokens(source: str) -> Iterator[str]:
    folded = fold(source.strip()).text.replace("-", " ")
    at = 0
    while at < len(folded):
        found = _TOKEN.match(folded, at)
        if found is None:
            raise MalformedPhrase(f"{source!r} is not understood at {folded[at:]!r}")
        yield found[found.lastindex or 0]
        at = found.end()


def _heads(items: Sequence[Item], source: str) -> Iterator[Head]:
    for item in items:
        match item:
            case Word(letters, open_ended, _):
                if open_ended and len(letters) < STEM:
                    raise MalformedPhrase(f"{source!r} begins with a stem of fewer than {STEM} letters")
                before, apostrophe, _ = letters.partition("'")
                yield Head(before, open_ended and not apostrophe)
                if apostrophe:
                    yield Head(letters.replace("'", ""), open_ended)
                return
            case Choice(of, optional):
                for choice in of:
                    yield from _heads(choice, source)
                if not optional:
                    return
            case _:
                raise MalformedPhrase(f"{source!r} must begin with a word")
    raise MalformedPhrase(f"{source!r} needs a word that must be there")


def _prefix(prefixes: Sequence[str]) -> str:
    folded = sorted({fold(one).text for one in prefixes}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, folded))})?" if folded else ""


def _expression(items: Sequence[Item], prefix: str) -> str:
    parts: list[str] = []
    begun = False  # whether a separator must stand before the next word
    for item in items:
        match item:
            case NextSentence():
                parts.append(_NEXT_SENTENCE)
                begun = False
            case Word():
                parts.append((BETWEEN if begun else "") + _word(item, prefix))
                begun = True
            case Choice(of, optional):
                inner = "|".join(_expression(choice, prefix) for choice in of)
                if not optional:
                    parts.append((BETWEEN if begun else "") + f"(?:{inner})")
                    begun = True
                else:
                    parts.append(f"(?:{BETWEEN}(?:{inner}))?" if begun else f"(?:(?:{inner}){BETWEEN})?")
            case Gap(words):
                parts.append(f"(?:{BETWEEN}\\w++){{0,{words}}}?")
            case Pause():
                parts.append(_PAUSE)
            case SentenceEnd():
                parts.append(_SENTENCE_ENDS)
    return "".join(parts)


def _word(word: Word, prefix: str) -> str:
    letters = "".join("'?" if letter == "'" else re.escape(letter) for letter in word.letters)
    return ("" if word.alone else prefix) + letters + (r"\w*+" if word.open_ended else r"(?!\w)")
