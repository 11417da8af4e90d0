"""Ideographs are those of the ranges that patterns name, and lazy patterns are patterns."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from baozhai.text.han import COMMON, RARE, has_pair, is_han
from baozhai.text.lazy import lazy

TEXTS = st.text(alphabet="\u33ff\u3400\u4dff\u4e00新\u9fff\ua000a，\n😀", max_size=6)


@given(TEXTS)
def test_ideographs_are_those_of_the_ranges(text: str) -> None:
    for first in (RARE, COMMON):
        assert is_han(text, first) == bool(re.fullmatch(f"[{first}-\u9fff]+", text))
        assert has_pair(text, first) == bool(re.search(f"[{first}-\u9fff]{{2}}", text))


@given(TEXTS)
def test_a_lazy_pattern_finds_what_a_compiled_one_does(text: str) -> None:
    late, now = lazy("(新+)|a"), re.compile("(新+)|a")
    for _ in range(2):
        assert late.findall(text) == now.findall(text)
        assert late.sub("x", text) == now.sub("x", text)
    assert late.pattern == now.pattern
