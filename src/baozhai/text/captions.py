"""What captions say of their pictures, without the words that point to them (上图：)."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.text.lazy import lazy

_POINTER = lazy(
    r"(?:^|(?<=[。！？；…]))\s*(?:[▲▼◀▶◆●△]+\s*)?(?:[左右上下中]{1,2}|[大小]|本版)?图片?\s*[：:]\s*"
)


def unpointed(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """A caption with blanks in place of 上图： and the like, and of what such words say after a sentence that describes the pictures.

    Places of the other characters stay the same. A caption that is nothing else stays as it is.
    """
    out: list[str] = []
    for text in paragraphs:
        places = [match.span() for match in _POINTER.finditer(text)]
        ends = [start for start, _ in places[1:]] + [len(text)]
        for (start, end), stop in zip(places, ends, strict=False):
            said = "".join([*out, text[:start]]).strip()
            gone = stop if said else end
            text = f"{text[:start]}{' ' * (gone - start)}{text[gone:]}"
        out.append(text)
    return tuple(out if any(map(str.strip, out)) else paragraphs)
