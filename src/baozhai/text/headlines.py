"""A headline that runs into its text, as copies of web pages have it."""

from __future__ import annotations

from baozhai.text.lazy import lazy

# When it was, and a comma: a sentence starts here, if what stands right before it neither ends in the middle nor is one.
# Where the headline ends in a number (净值1.347月26日), the month is what is left of it that can be one.
_WHEN = lazy(
    r"(?:近日|日前|近期|[今昨][天日](?:[上下]午|晚)?|连日来|近年来|据悉|据了解|随着"
    r"|(?:(?:当地|北京)时间\s?)?(?:\d{4}年\d{1,2}|(?<!\d)(?:[1１][0-2０-２]|[0０]\d)|(?<![1１])[1-9１-９])月\d{1,2}日(?:[上下]午|晚|(?:至|-)\d{1,2}日)?)(?=[，,])"
)
_GOES_ON = lazy(r"[，,：:；;、（(—\-于年的至到在从自但以]\s*$|[。；]|来源[：:]|记者|作者|资料图|广告")
_PIECES = lazy(r"[^\W_]+")
# Characters of the shortest headline, and where the text has begun; it must say some of the headline's pairs of characters again.
_LEAST, _BEGUN, _LOOKED, _AGAIN = 10, 90, 500, 0.25
# More is a headline and something else: a newspaper, a caption.
_MOST = 50


def run_in(text: str) -> int:
    """Where a headline ends that runs into the first paragraph of a text (offset); 0 where none does."""
    # From the beginning: a day that begins before `_LEAST` is passed over as a whole, not read from its middle.
    found = next((m for m in _WHEN.finditer(text, 0, _BEGUN) if m.start() >= _LEAST), None)
    if not found or _GOES_ON.search(text, 0, found.start()):
        return 0
    head = "".join(_PIECES.findall(text[: found.start()]))
    pairs = [head[k : k + 2] for k in range(len(head) - 1)]
    rest = text[found.start() : found.start() + _LOOKED]
    said = sum(pair in rest for pair in pairs)
    return found.start() if said and said >= _AGAIN * len(pairs) else 0


def headline_in(text: str) -> str:
    """That headline, once where it stands there twice; empty where there is none, or more than one."""
    head = text[: run_in(text)].strip()
    half = head[: len(head) // 2].strip()
    if half and head.removeprefix(half).strip() == half:
        return half
    return head if len(head) <= _MOST else ""
