"""The walk over a text and the way back to its offsets, held against the plainest way to do the same (IN-14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from services.intake.domain.wording.folding import fold
from services.intake.domain.wording.phrase import Break, Choice, Gap, Item, PhraseReader, Word
from services.intake.domain.wording.phrase_index import PhraseIndex
from services.intake.domain.wording.spans import Span, begins_between, is_within, joined, overlaps

PREFIX = "x"
_WORD = st.sampled_from(["a", "b", "c", "=a", "a*", "b'c"])
_OTHER = st.sampled_from(["<1>", "<2>", ",", ".", "/"])


def _bracketed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    choices = st.lists(inner, min_size=1, max_size=3).map("|".join)
    return choices.map(lambda one: f"({one})") | choices.map(lambda one: f"[{one}]")


_PARTS = st.recursive(
    _WORD | _OTHER, lambda inner: _bracketed(st.lists(inner, min_size=1, max_size=2).map(" ".join)), max_leaves=4
)
PHRASES = st.tuples(_WORD, st.lists(_PARTS, max_size=4)).map(lambda one: " ".join([one[0], *one[1]]))
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "ab", "xa", "bc", "d"]), st.sampled_from([" ", " ", ", ", ". ", "\n", "\n\n"])
    ),
    max_size=12,
).map(lambda words: "".join(map("".join, words)))

Place = tuple[int, bool]
"""How many words of the text are behind, and whether the end of a sentence after the last was crossed."""


class Text:
    """A text as words, read by plain means."""

    def __init__(self, text: str) -> None:
        self.words = list(re.finditer(r"\w+", text))
        starts = [one.start() for one in self.words]
        self.after = [text[one.end() : end] for one, end in zip(self.words, [*starts[1:], len(text)], strict=False)]

    def ends_sentence(self, at: int) -> bool:
        """Whether a sentence ends before this word."""
        after = self.after[at - 1]
        return at == len(self.words) or "." in after or "\n\n" in after

    def pauses(self, at: int) -> bool:
        """Whether anything but white space stands before this word."""
        return "," in self.after[at - 1] or self.ends_sentence(at)

    def goes_on(self, place: Place, first: int) -> bool:
        """Whether a phrase that began with the word `first` may take the next."""
        at, crossed = place
        return at < len(self.words) and (at == first or crossed or not self.ends_sentence(at))


def _is(word: str, wanted: Word) -> bool:
    spellings = {word} if wanted.alone else {word, word.removeprefix(PREFIX)}
    return any(one.startswith(wanted.letters) if wanted.open_ended else one == wanted.letters for one in spellings)


def _after(items: Sequence[Item], place: Place, text: Text, first: int) -> Iterator[Place]:
    """Every place where one may be after these items."""
    if not items:
        yield place
        return
    for reached in set(_after_one(items[0], place, text, first)):
        yield from _after(items[1:], reached, text, first)


def _after_one(item: Item, place: Place, text: Text, first: int) -> Iterator[Place]:
    at, _ = place
    match item:
        case Word():
            if text.goes_on(place, first) and _is(text.words[at][0], item):
                yield at + 1, False
        case Choice(of, optional):
            if optional:
                yield place
            for one in of:
                yield from _after(one, place, text, first)
        case Gap(words):
            yield place
            if words and text.goes_on(place, first):
                yield from _after_one(Gap(words - 1), (at + 1, False), text, first)
        case Break.PAUSE:
            if text.pauses(at):
                yield place
        case Break.SENTENCE_END:
            if text.ends_sentence(at):
                yield place
        case Break.NEXT_SENTENCE:
            if text.ends_sentence(at):
                yield at, True


def _plainly(phrases: Sequence[Sequence[Item]], source: str) -> Iterator[tuple[int, int, int]]:
    text = Text(source)
    for first, word in enumerate(text.words):
        for key, items in enumerate(phrases):
            lasts = [at for at, _ in _after(items, (first, False), text, first)]
            if lasts:
                yield key, word.start(), text.words[max(lasts) - 1].end()


@given(sources=st.lists(PHRASES, min_size=1, max_size=4), text=TEXTS)
@example(sources=["a / b", "a <2> ."], text="a. b, a c\n\nb a ")
def test_one_walk_finds_what_a_search_for_each_phrase_finds(sources: list[str], text: str) -> None:
    """IN-14: each phrase, the longest from each word; no more, no less, wherever it stands."""
    phrases = [PhraseReader({}).read(source) for source in sources]
    index = PhraseIndex(list(enumerate(phrases)), prefixes=[PREFIX])
    assert sorted(index.matches(text)) == sorted(_plainly(phrases, text))
    assert sorted(index.matches(text)) == sorted(_plainly(phrases, text)), "the second time, when all is remembered"


@given(text=st.text(st.sampled_from("aé ß…ءـ\u064bﷺ\u0301ﬁ’\n\u00ad한"), max_size=700), data=st.data())
def test_the_way_back_is_that_of_each_character(text: str, data: st.DataObject) -> None:
    """IN-14: whether characters fold to one, to none or to several, near the start of a text and far into it."""
    origin = [at for at, char in enumerate(text) for _ in fold(char).text]
    folded = fold(text)
    assert len(folded.text) == len(origin)
    if origin:
        start = data.draw(st.integers(0, len(origin) - 1))
        end = data.draw(st.integers(start + 1, len(origin)))
        first, last = folded.span(start, end)
        assert first == origin[start]
        assert text[origin[end - 1]] == text[origin[end - 1] : last][0]
        assert fold(text[origin[end - 1] + 1 : last]).text == ""
        assert last == len(text) or fold(text[last]).text


@given(
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda one: (one[0], one[0] + one[1]))),
    start=st.integers(0, 35),
    length=st.integers(1, 8),
)
def test_spans_lie_to_each_other_as_they_look(spans: list[Span], start: int, length: int) -> None:
    """IN-14: within one, sharing a character with one, beginning between two places."""
    end = start + length
    found = joined(spans)
    assert is_within(found, start, end) == any(one <= start and end <= other for one, other in found)
    assert overlaps(found, start, end) == any(one < end and start < other for one, other in found)
    assert begins_between(found, start, end) == any(start <= one < end for one, _ in found)
