"""Finds bodies by what people type: names in any spelling, or ordinary words for a matter such as "eau coupée".

A word matches the same word, its beginning, or one with a slip of the finger (one letter in words of four, two from eight
on). Rare words weigh more than common ones, so that a town decides among a thousand communes.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from engine.domain.folding import fold

_STOP = frozenset(
    "a au aux ce cette ces chez dan dans de depuis des du elle en est et il je la le les leur ma mais me mes mon ne nous "
    "on ou par pas plus pour que qui sa se ses si son sont sur ta tres un une vers vos votre y of the for in my to and is "
    "at on with not no from jour jours mois "
    "علي في من عن الي مع ان هذا هذه لا لم لي لنا عندي عندنا منذ يوم شهر كل هل".split())
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
_BODY_BONUS, _FEW = 6.0, 30
_LONG, _SHORT = 8, 4


@dataclass(frozen=True)
class Topic:
    """A matter people write about. `phrases` are what they call it, `bodies` what the names of the bodies in charge hold:
    each as its words, through `words_of`."""

    code: str
    phrases: tuple[tuple[str, ...], ...]
    bodies: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Found:
    """Places in the list that was searched, best first, and the codes of the matters that the words mean."""

    places: tuple[int, ...]
    topics: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words that count, folded, without article and plural sign, each once."""
    words = (_stem(word) for word in fold(text).split() if word not in _STOP)
    return tuple(dict.fromkeys(word for word in words if len(word) > 1 or word.isdigit()))


class NameIndex:
    """The words of some names, built once and asked often."""

    def __init__(self, names: Sequence[str]):
        self._places: dict[str, set[int]] = defaultdict(set)
        for place, name in enumerate(names):
            for word in words_of(name):
                self._places[word].add(place)
        self._words, self._count = sorted(self._places), len(names)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            for shorter in _shorter(word):
                self._near[shorter].append(word)

    def search(self, text: str, topics: Sequence[Topic]) -> Found:
        """Everything a text may mean; nothing for a text without words."""
        words = words_of(text)
        meant, consumed = _meant(words, topics)
        rest = [word for word in words if word not in consumed]
        score: dict[int, float] = defaultdict(float)
        hits: dict[int, int] = defaultdict(int)
        for word in words:
            for place, weight in self._weights(word).items():
                score[place] += weight
                hits[place] += word in rest
        best = max(hits.values(), default=0)
        kept = {place for place, number in hits.items() if number == best and (best or not rest or meant)}
        in_charge = self._in_charge(meant)
        if not rest or not best or len(in_charge) <= _FEW:
            kept |= in_charge
        for place in in_charge:
            score[place] += _BODY_BONUS
        order = sorted(kept, key=lambda place: (-score[place], place))
        return Found(tuple(order), tuple(topic.code for topic in meant))

    def _in_charge(self, topics: Iterable[Topic]) -> set[int]:
        none: set[int] = set()
        return {place for topic in topics for phrase in topic.bodies
                for place in set.intersection(*(self._places.get(word, none) for word in phrase))}

    def _weights(self, word: str) -> dict[int, float]:
        """By place, how well a typed word fits a word of the name there."""
        weights: dict[int, float] = {}
        for known, quality in self._alike(word):
            rarity = log(1 + self._count / len(self._places[known]))
            for place in self._places[known]:
                weights[place] = max(weights.get(place, 0), quality * rarity)
        return weights

    def _alike(self, word: str) -> list[tuple[str, float]]:
        found = [(word, 1.0)] if word in self._places else []
        at = bisect_left(self._words, word)
        while at < len(self._words) and self._words[at].startswith(word) and len(word) > 1:
            if self._words[at] != word:
                found.append((self._words[at], 0.8))
            at += 1
        return found or [(near, 0.6) for near in self._misspelt(word)]

    def _misspelt(self, word: str) -> set[str]:
        return {known for shorter in _shorter(word) for known in self._near.get(shorter, ()) if is_slip(word, known)}


def _meant(words: Sequence[str], topics: Sequence[Topic]) -> tuple[list[Topic], set[str]]:
    """The matters that most of the words name, at most three, and the words that name them."""
    scored = []
    for place, topic in enumerate(topics):
        fits = [used for phrase in topic.phrases for used in [_used(phrase, words)] if used]
        if fits:
            best = max(fits, key=lambda used: (len(used), sum(map(len, used))))
            scored.append((-len(best), -sum(map(len, best)), place, topic, best))
    scored.sort(key=lambda line: line[:3])
    best = [line for line in scored if line[0] == scored[0][0]][:3]
    return [line[3] for line in best], {word for line in best for word in line[4]}


def _used(phrase: tuple[str, ...], words: Sequence[str]) -> tuple[str, ...]:
    """The typed words that say a phrase, one for each of its words; none if one is missing."""
    used = tuple(next((word for word in words if _says(word, wanted)), "") for wanted in phrase)
    return used if all(used) else ()


def _says(word: str, wanted: str) -> bool:
    is_close = min(len(word), len(wanted)) >= _SHORT and abs(len(word) - len(wanted)) <= 2
    return word == wanted or is_close and (word.startswith(wanted) or wanted.startswith(word)) or is_slip(word, wanted)


def is_slip(word: str, wanted: str) -> bool:
    """Is it the same word with one letter wrong, missing, added or swapped (two in long words)? Short words must agree."""
    if min(len(word), len(wanted)) < _SHORT or word.isdigit() or wanted.isdigit():
        return False
    most = 2 if min(len(word), len(wanted)) >= _LONG else 1
    return abs(len(word) - len(wanted)) <= most and _distance(word, wanted) <= most


@lru_cache(maxsize=4096)
def _distance(one: str, other: str) -> int:
    """Letters to change, add, drop or swap with the neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        following = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]


def _shorter(word: str) -> set[str]:
    """The word and every word that lacks one of its letters: two words with a slip between them share one."""
    return {word, *(word[:at] + word[at + 1:] for at in range(len(word)))} if len(word) >= _SHORT - 1 else set()


def _stem(word: str) -> str:
    if "\u0621" <= word[:1] <= "\u064a":
        start = next((one for one in _PREFIXES if word.startswith(one) and len(word) - len(one) >= 3), "")
        return word.removeprefix(start)
    return word[:-1] if len(word) > _SHORT - 1 and word[-1] in "sx" else word
