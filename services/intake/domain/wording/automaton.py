"""All phrases of a language as one automaton over words, whose states are made when a text first leads to them.

One step costs a look into a dictionary, whatever the number of phrases, and no phrase is longer than a few dozen words:
so a text is read in time that grows with its length and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from services.intake.domain.wording.lexicon import Lexicon
from services.intake.domain.wording.phrase import Break, Choice, Gap, Item, Word
from services.intake.domain.wording.words import Between

K = TypeVar("K", bound=Hashable)
_STATES = 20_000
"""No natural text needs as many; when a hostile one does, they are forgotten and made anew."""


@dataclass(eq=False, slots=True)
class Node(Generic[K]):
    """A place in a phrase: which words lead on, which breaks do, and whose phrase ends here."""

    words: dict[int, list[Node[K]]] = field(default_factory=lambda: defaultdict(list))
    any_word: list[Node[K]] = field(default_factory=list)
    at_once: list[Node[K]] = field(default_factory=list)
    breaks: list[tuple[Break, Node[K]]] = field(default_factory=list)
    key: K | None = None


class State(dict[int, "State[K] | None"], Generic[K]):
    """Where in all phrases one may be: for each symbol the state after it, None where no phrase goes on or ends.

    `ended` are the keys of the phrases that end here. It is the dictionary itself, because a text is one look into
    one for each of its words, and little else.
    """

    __slots__ = ("_automaton", "ended", "nodes")

    def __init__(self, automaton: Automaton[K], nodes: Sequence[Node[K]], ended: Sequence[K]) -> None:
        super().__init__()
        self._automaton, self.nodes, self.ended = automaton, nodes, ended

    def __missing__(self, symbol: int) -> State[K] | None:
        following = self._automaton.step(self, symbol)
        self[symbol] = following
        return following


class Automaton(Generic[K]):
    """Phrases, each with its key; several may share one."""

    def __init__(self, phrases: Iterable[tuple[K, Sequence[Item]]], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        root: Node[K] = Node()
        ends: dict[K, Node[K]] = {}
        for key, items in phrases:
            end = ends.setdefault(key, Node(key=key))
            self._add(items, root, end)
        self.start: State[K] = State(self, _reached([root], None)[0], ())
        self._states: dict[tuple[frozenset[Node[K]], frozenset[K]], State[K]] = {}

    def step(self, state: State[K], symbol: int) -> State[K] | None:
        """The state after a word, of which `symbol` is its class times the kinds of Between, plus what follows it."""
        class_, after = divmod(symbol, len(Between))
        members = self._lexicon.members(class_)
        moved: dict[Node[K], None] = {}
        for node in state.nodes:
            for member in members:
                if member in node.words:
                    moved.update(dict.fromkeys(node.words[member]))
            moved.update(dict.fromkeys(node.any_word))
        nodes, ended = _reached(moved, Between(after))
        return self._state(nodes, ended) if nodes or ended else None

    def _state(self, nodes: Sequence[Node[K]], ended: Sequence[K]) -> State[K]:
        name = (frozenset(nodes), frozenset(ended))
        found = self._states.get(name)
        if found is None:
            if len(self._states) >= _STATES:
                self._states.clear()
                self.start.clear()
            found = self._states[name] = State(self, nodes, ended)
        return found

    def _add(self, items: Sequence[Item], begin: Node[K], end: Node[K]) -> None:
        """Lay a phrase between two nodes."""
        for item in items[:-1]:
            following: Node[K] = Node()
            self._lay(item, begin, following)
            begin = following
        self._lay(items[-1], begin, end)

    def _lay(self, item: Item, begin: Node[K], end: Node[K]) -> None:
        match item:
            case Word():
                begin.words[self._lexicon.id_of(item)].append(end)
            case Choice(of, optional):
                for choice in of:
                    self._add(choice, begin, end)
                if optional:
                    begin.at_once.append(end)
            case Gap(words):
                for _ in range(words):
                    begin.at_once.append(end)
                    following: Node[K] = Node()
                    begin.any_word.append(following)
                    begin = following
                begin.at_once.append(end)
            case Break():
                begin.breaks.append((item, end))


def _reached(moved: Iterable[Node[K]], after: Between | None) -> tuple[Sequence[Node[K]], Sequence[K]]:
    """The nodes where one is before the next word, and the keys of the phrases that end on the way."""
    here, beyond = dict.fromkeys(moved), dict[Node[K], None]()
    waiting = [(node, False) for node in here]
    while waiting:
        node, is_beyond = waiting.pop()
        for following, crosses in _without_a_word(node, after):
            seen = beyond if is_beyond or crosses else here
            if following not in seen:
                seen[following] = None
                waiting.append((following, is_beyond or crosses))
    ended = dict.fromkeys(node.key for node in (*here, *beyond) if node.key is not None)
    alive = beyond if after is Between.SENTENCE_END else here
    return [node for node in alive if node.words or node.any_word], list(ended)


def _without_a_word(node: Node[K], after: Between | None) -> Iterable[tuple[Node[K], bool]]:
    """Where one gets from a node without a further word, and whether into the next sentence."""
    for following in node.at_once:
        yield following, False
    for kind, following in node.breaks:
        match kind:
            case Break.PAUSE if after not in (None, Between.SPACE):
                yield following, False
            case Break.SENTENCE_END if after is Between.SENTENCE_END:
                yield following, False
            case Break.NEXT_SENTENCE if after is Between.SENTENCE_END:
                yield following, True
            case _:
                pass
