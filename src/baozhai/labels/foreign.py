"""Records of other people → articles with labels, and a taxonomy of these labels."""

from __future__ import annotations

import ast
import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from baozhai.labels.ledger import content_hash
from baozhai.labels.marks import SEPARATORS
from baozhai.labels.taxonomy import shown
from baozhai.records import RESERVED, Article, Judgement, Topic
from baozhai.text.days import iso_date

_TEXT = r"""(?:'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")"""
#: A list of texts as pandas (`['甲', '乙']`; of an array without commas) or JSON writes it into a cell.
_LIST = re.compile(rf"\[\s*+(?:{_TEXT}(?:[,\s]++{_TEXT})*+[,\s]*+)?\]", re.DOTALL)
#: What programs write into an empty cell (NFKC, lower case).
_EMPTY = frozenset(("nan", "none", "null", "n/a", "#n/a", "<na>", "nat"))
_HALVES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Labelled:
    """An article and the names of its labels (none: other news, or nobody `judged` it), and where it stands."""

    article: Article
    labels: tuple[str, ...]
    judged: bool = True
    where: str = ""


def labelled(fields: Mapping[str, object], columns: Mapping[str, str], key: str) -> Labelled:
    """One record; `columns` gives the column of `title`, `text`, `labels`, `date`, `newspaper` where there is one.

    Raises
    ------
    ValueError
        No text, or a value of the wrong kind.
    """
    said = {name: fields.get(column) for name, column in columns.items()}
    paragraphs = _paragraphs(said.get("text"))
    if not paragraphs:
        raise ValueError("没有正文")
    title, day, paper = (_text(said.get(name)) for name in ("title", "date", "newspaper"))
    article = Article(_text(key), title, paragraphs=paragraphs, date=iso_date(day), newspaper=paper)
    value = _listed(said.get("labels"))
    value = None if isinstance(value, str) and _folded(value) in _EMPTY else value
    labels = _labels(value)
    # An empty cell says nothing; an empty list was written by somebody who could have named several labels.
    return Labelled(article, labels, judged=bool(labels) or value == [])


def _paragraphs(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _text(value).split("\n")
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("正文应是文字，或一列文字")
    return tuple(text for text in map(_text, parts) if text)


def _text(value: object) -> str:
    """Half a surrogate pair, which no file can hold, becomes U+FFFD; pandas writes whole numbers as 3.0 where cells are empty."""
    if value is None or isinstance(value, str):
        return _HALVES.sub("\ufffd", value or "").strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    raise ValueError(f"应是文字，得到 {type(value).__name__}")


def _listed(value: object) -> object:
    """The list that a cell holds, if it is nothing but a list of texts."""
    if not isinstance(value, str) or not _LIST.fullmatch(value.strip()):
        return value
    with suppress(ValueError):
        return json.loads(value)
    with suppress(SyntaxError, ValueError):  # an escape or a line end that no text of Python has
        return [ast.literal_eval(text) for text in re.findall(_TEXT, value, re.DOTALL)]
    return value


def _labels(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else re.split(f"[{SEPARATORS}]+", _text(value))
    return tuple(dict.fromkeys(t for t in (shown(_text(part)).strip() for part in parts) if t))


def unified(rows: Sequence[Labelled]) -> tuple[list[Labelled], dict[str, str]]:
    """Rows in which a label has one spelling, the most frequent; and each other one with it.

    Spellings differ in case, in width (NFKC) and in blanks around them.
    """
    counts = Counter(label for row in rows for label in row.labels)
    chosen: dict[str, str] = {}
    for label in sorted(counts, key=lambda name: (-counts[name], name)):
        chosen.setdefault(_folded(label), label)
    spelled = {label: chosen[_folded(label)] for label in counts}
    out = [replace(row, labels=tuple(dict.fromkeys(spelled[label] for label in row.labels))) for row in rows]
    return out, {label: name for label, name in spelled.items() if label != name}


def _folded(label: str) -> str:
    return unicodedata.normalize("NFKC", label).casefold().strip()


def one_label(rows: Sequence[Labelled]) -> bool:
    """Whether every article that was judged has exactly one label."""
    return all(len(row.labels) == 1 for row in rows if row.judged)


def merged(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[tuple[Labelled, Labelled]]]:
    """One row a wording; pairs of rows that contradict each other, the one that counts first.

    Where rows may have several labels, a second copy adds its own. Where each has one, the first copy counts: else a
    single slip would make it a corpus of several labels.
    """
    single = one_label(rows)
    out: dict[str, Labelled] = {}
    against = []
    for row in rows:
        key = content_hash(row.article)
        before = out.setdefault(key, row)
        if not before.judged:
            out[key] = row
        elif single and row.judged and row.labels != before.labels:
            against.append((before, row))
        elif not single:
            out[key] = replace(before, labels=tuple(dict.fromkeys((*before.labels, *row.labels))))
    return list(out.values()), against


def topics_of(rows: Sequence[Labelled], known: Sequence[Topic] = ()) -> dict[str, Topic]:
    """The topic of each label, the most frequent label first; no two labels share one, but for names of one known topic.

    No id is the name, id or alias of another topic, in upper or lower case.

    Parameters
    ----------
    known : sequence of Topic
        Topics that are there already: a label that is the name, id or an alias of one (as `unified` compares) belongs to it.
    """
    by_name = {_folded(word): t for t in known for word in (*t.aliases, t.name, t.id)}
    counts = Counter(label for row in rows for label in row.labels)
    words, ids, out = {_folded(label) for label in counts}, {*RESERVED, *by_name}, {}
    for label in sorted(counts, key=lambda name: (-counts[name], name)):
        word = _folded(label)
        if word not in by_name:
            by_name[word] = Topic(_new_id(label, ids | (words - {word})), label)
            ids.add(by_name[word].id)
        out[label] = by_name[word]
    return out


def _new_id(label: str, used: Collection[str]) -> str:
    """`IT News` → it_news; topic_01, topic_02, … for what is not written in English letters, or taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    numbered = (f"topic_{number:02d}" for number in itertools.count(1))
    own = [plain] if label.isascii() and plain[:1].isalpha() else []
    return next(key for key in itertools.chain(own, numbered) if key not in used)


def judgements(
    rows: Sequence[Labelled], topics: Mapping[str, Topic], *, source: str, when: str
) -> list[Judgement]:
    """A verdict on every topic for every article that was judged; `topics` by label."""
    ids = list(dict.fromkeys(t.id for t in topics.values()))
    out = []
    for row in filter(lambda row: row.judged, rows):
        yes = {topics[label].id for label in row.labels}
        key = content_hash(row.article)
        out += [Judgement(key, topic, 1 if topic in yes else -1, source, when) for topic in ids]
    return out


def renewed(ledger: Sequence[Judgement], said: Sequence[Judgement], source: str) -> list[Judgement]:
    """A ledger after another import of its corpus: what the import says now, and every line that no import wrote.

    Lines that still hold stay where they are, as they are: a model knows the ledger it learned from by its first lines.
    What people judged since stands after what the import says of the same.
    """
    now = {(j.article, j.topic): j for j in said}
    stay, held, judged = [], set(), set()
    for j in ledger:
        pair = j.article, j.topic
        if not imported(j, source):
            judged.add(pair)
        elif pair in now and now[pair].verdict == j.verdict:
            held.add(pair)
        else:
            continue
        stay.append(j)
    new = [(pair in judged, j) for pair, j in now.items() if pair not in held]
    return [*(j for known, j in new if known), *stay, *(j for known, j in new if not known)]


def imported(judgement: Judgement, source: str) -> bool:
    """Whether an import under this source wrote a line of the ledger; answers of a review have a batch."""
    return judgement.source == source and not judgement.batch
