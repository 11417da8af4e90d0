"""Names that the segmenter took apart, put together again by what stands beside them in the whole article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise

from baozhai.summary.wordkinds import DEED, NOUN, is_object, kind, may_belong
from baozhai.text.han import is_han
from baozhai.text.words import tag

_ROUNDS = 3  # characters that may be missing beside a name
_MIN_TIMES = 2
_SHARE = 0.8  # of the occurrences of a word, beside which a character stands
# Tags of characters that begin a name behind a whole word.
_BEGINNING = frozenset(["a", "b", "j", "nr", "ns"])
_PLACES = frozenset("区县市镇村省州乡")
_ALWAYS = frozenset("副非准")
# What turns the meaning of a word that never stands without it: 不良品率, 可支配收入.
_TURNING = frozenset("不无未")
# What 可 makes a quality of; before other verbs it is grammar (孵化器+可享受+补贴).
_ABLE = frozenset(["支配", "再生", "持续", "回收", "降解", "穿戴", "追溯", "复制", "利用"])
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿")


def joined(texts: list[list[str]]) -> list[list[str]]:
    """The words of an article, text by text, with those in one that always stand side by side, if one is a single character.

    A name that no dictionary knows comes in pieces. A piece has the same neighbour wherever it stands; what is a
    word of its own has several.
    """
    for _ in range(_ROUNDS):
        pairs = _bound(texts)
        if not pairs:
            break
        texts = [_merged(words, pairs) for words in texts]
    return texts


def _bound(texts: list[list[str]]) -> set[tuple[str, str]]:
    times = Counter(chain.from_iterable(texts))
    single = {word for word in times if (len(word) == 1 or word[0] in _NUMERALS) and is_han(word)}
    pairs = Counter(pair for words in texts for pair in _pairs(words, single))
    return {pair for pair, n in pairs.items() if _is_bound(*pair, n, times)}


def _pairs(words: list[str], single: set[str]) -> Iterator[tuple[str, str]]:
    """Neighbours of which one is a single character that does not belong to what stands before both (两+国+领导人)."""
    before = ""
    for pair in pairwise(words):
        apart = (_is_measure(pair[0]) and _is_number(before)) or is_object(pair[0], before)
        if (pair[0] in single and not apart) or pair[1] in single:
            yield pair
        before = pair[0]


def _is_measure(word: str) -> bool:
    return word in "国线" or tag(word) == "q"


def _is_number(word: str) -> bool:
    return word[-1:].isdigit() or word == "号" or tag(word) == "m"


def _is_bound(first: str, second: str, n: int, times: Counter[str]) -> bool:
    if _is_always(first, second):
        return True
    if first == "可":
        return second in _ABLE
    if first in _TURNING:
        return n == times[second] and kind(second) in (NOUN, DEED)
    if n < _MIN_TIMES or not (may_belong(first, before=True) and may_belong(second, before=False)):
        return False
    if len(first) > 1 and (second == "反" or (tag(second) in _BEGINNING and _is_whole(first))):
        return False
    words = [w for w in (first, second) if len(w) > 1]
    return n >= _SHARE * min(times[w] for w in words or (first, second))


def _is_whole(word: str) -> bool:
    """Whether a word is a place by its end, or ends in a word that is no name."""
    return word[-1] in _PLACES or tag(word[-2:]) not in ("", "nr", "nrt")


def _is_always(first: str, second: str) -> bool:
    """Whether two words are one wherever they meet: 副+总理, 中+英, 十八+大, 十八+届+五中全会, 二+十国集团."""
    if first == "中":
        return tag(second) in ("j", "ns") and len(second) == 1
    if first in _ALWAYS:
        return kind(second) in (NOUN, DEED)
    counted = set(first) <= _NUMERALS | {"届"}
    return counted and (second in ("大", "届") or (second[0] in _NUMERALS and kind(second) in (NOUN, DEED)))


def _merged(words: list[str], pairs: set[tuple[str, str]]) -> list[str]:
    found: list[str] = []
    last = ""
    for word in words:
        if (last, word) in pairs:
            found[-1] += word
            last = ""
        else:
            found.append(word)
            last = word
    return found
