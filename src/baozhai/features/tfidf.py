"""TF-IDF of words and characters, with blocks of their own for the headline and the first lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from baozhai.errors import ModelError
from baozhai.features.blocks import VIEWS, Counted, Spans, batches, checked, counted
from baozhai.features.lexicon import PACKED, Lexicon
from baozhai.features.subjects import BLOCKS, Subjects
from baozhai.features.terms import Terms
from baozhai.features.vocabulary import (
    Entries,
    Frequencies,
    Vocabulary,
    choose,
    frequencies,
    joined,
    stacked,
    total,
    weighed,
)
from baozhai.params import Params
from baozhai.records import Article
from baozhai.rows import Rows


class TfidfFeatures(Params):
    """Blocks of TF-IDF, each row l2-normalized within its block and weighted, side by side.

    Parameters
    ----------
    views : {"words_chars", "words", "chars"}
        `words`: words of title and text, of the title, of title and lead, of title and opening.
        `chars`: character n-grams of title and text, of title and opening.
    title_weight, lead_weight, opening_weight, chars_weight, opening_chars_weight : float
        Weight of those blocks (`words` weighs 1); 0 leaves the block out.
    read_chars, lead_chars, opening_chars : int
        How far text, lead and opening reach, in characters; `read_chars=0` reads the whole text.
    ngram_min, ngram_max : int
        Lengths of the character n-grams, in characters.
    min_df : int
        A term of fewer articles is dropped.
    max_df : float
        A term of a larger share of the articles is dropped, in (0, 1].
    max_features : int or None
        Terms kept a block, the most frequent.
    sublinear_tf : bool
        1 + ln(count) in place of the count.
    mask : bool
        Leave out what stands before the first sentence and after the last one of a text: newspaper or agency, place, day, names
        (`text.credits`).
    dictionary : mapping of str to sequence of str, optional
        Words by subject: blocks with the square root of each subject's share of headline and text, lead and opening.
    subjects_weight : float
        Weight of those blocks, times that of lead and opening; 0 leaves them out.

    Attributes
    ----------
    idf_ : ndarray of float32, shape (n_terms,)
        ln((1 + n) / (1 + df)) + 1, all blocks.

    Notes
    -----
    A block has the values of scikit-learn's `TfidfVectorizer` over the same terms. Bylines and names of newspapers that are fields of
    their own are not read.
    """

    def __init__(
        self,
        *,
        views: str = "words_chars",
        title_weight: float = 1.0,
        lead_weight: float = 0.8,
        opening_weight: float = 0.5,
        chars_weight: float = 1.4,
        opening_chars_weight: float = 0.5,
        read_chars: int = 0,
        lead_chars: int = 250,
        opening_chars: int = 80,
        ngram_min: int = 1,
        ngram_max: int = 2,
        min_df: int = 2,
        max_df: float = 1.0,
        max_features: int | None = None,
        sublinear_tf: bool = True,
        mask: bool = True,
        dictionary: Mapping[str, Sequence[str]] | None = None,
        subjects_weight: float = 1.0,
    ) -> None:
        self.views = views
        self.title_weight = title_weight
        self.lead_weight = lead_weight
        self.opening_weight = opening_weight
        self.chars_weight = chars_weight
        self.opening_chars_weight = opening_chars_weight
        self.read_chars = read_chars
        self.lead_chars = lead_chars
        self.opening_chars = opening_chars
        self.ngram_min = ngram_min
        self.ngram_max = ngram_max
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.sublinear_tf = sublinear_tf
        self.mask = mask
        self.dictionary = dictionary
        self.subjects_weight = subjects_weight

    def fit(self, articles: Sequence[Article], y: object = None) -> Self:
        """Learn terms and their weights.

        A bare string is a TypeError; a bad parameter, no article or no term left a ValueError.
        """
        self._learn(articles)
        return self

    def fit_transform(self, articles: Sequence[Article], y: object = None) -> Any:
        """`fit`, then `transform`; the articles are counted once."""
        return self._matrix(self._learn(articles, keep=True)).csr()

    def transform(self, articles: Sequence[Article]) -> Any:
        """Known terms weighed: csr_matrix of float32, shape (n_articles, n_terms); ModelError before `fit`."""
        return self.rows(articles).csr()

    def rows(self, articles: Sequence[Article], blocks: Sequence[str] | None = None) -> Rows:
        """As `transform`, without the load of `scipy.sparse`; of `blocks` alone, if they are named."""
        known = self._fitted()
        names = [name for name in known.sizes if not blocks or name in blocks]
        return self._matrix(self._counted(checked(articles), names, known.lexicon))

    @property
    def blocks(self) -> tuple[str, ...]:
        """Names of the blocks, in the order of their columns; ModelError before `fit`."""
        return tuple(self._fitted().sizes)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Names `block:term` of the columns, as objects, shape (n_terms,)."""
        tables = self._fitted().tables()
        return np.array([f"{b}:{t}" for b, terms in tables.items() for t in terms], dtype=object)

    def describe(self, columns: Iterable[int]) -> list[tuple[str, str]]:
        """Block and term of some columns."""
        return self._fitted().describe(columns)

    def to_state(self) -> dict[str, Any]:
        """Plain state: `params`, `blocks` (name, size), `terms` (of all blocks, a line end behind each), `idf`."""
        known = self._fitted()
        blocks = [[name, size] for name, size in known.sizes.items()]
        return {"params": self.get_params(), "blocks": blocks, "terms": known.terms.text, "idf": self.idf_}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """An equal vectorizer; ModelError where the parts of `state` do not fit together."""
        terms, idf = Terms(state["terms"]), np.asarray(state["idf"], dtype=np.float32)
        sizes = {str(name): int(size) for name, size in state["blocks"]}
        if sum(sizes.values()) != len(terms) or idf.shape != (len(terms),):
            raise ModelError(
                f"特征状态不一致：{list(sizes.values())} 个词项、词表 {len(terms)}、idf {idf.shape}。请重新训练。"
            )
        try:
            features = cls(**{"mask": False, **state["params"]})  # earlier models masked nothing
            if {*features._check()} != {*sizes}:
                raise ValueError(f"blocks {[*sizes]} are not those of views={features.views}")
            return features._with(idf, Vocabulary(terms, sizes))
        except (AttributeError, TypeError, ValueError, OverflowError) as error:
            raise ModelError(f"特征参数无效（{error}）。请用 baozhai train 重建。") from None

    def _with(self, idf: NDArray[np.float32], vocabulary: Vocabulary) -> Self:
        self.idf_, self._vocabulary, self.subjects = idf, vocabulary, Subjects(self.dictionary or {})
        return self

    def _learn(self, articles: Sequence[Article], *, keep: bool = False) -> list[Counted]:
        """Learn terms and weights; the counts of the articles where they are to be kept."""
        names, articles = self._check(), checked(articles)
        if not articles:
            raise ValueError("no article to learn from")
        lexicon, self.subjects = Lexicon(), Subjects(self.dictionary or {})
        kept: list[Counted] = []
        sums: dict[str, list[Frequencies]] = {name: [] for name in names if name not in BLOCKS}
        for part in self._counted(articles, names, lexicon):
            for name, tally in part.tallies.items():
                sums[name].append(frequencies(tally, totals=self.max_features is not None))
            kept += [part] if keep else []
        limits = self.min_df, self.max_df * len(articles), self.max_features
        tables = {name: choose(name, total(parts), lexicon, limits) for name, parts in sums.items()}
        df = np.concatenate([df for _, df in tables.values()])
        if not len(df):
            few = f"{self.min_df} to {limits[1]:g} of {len(articles)}"
            raise ValueError(f"no term occurs in {few} articles: lower min_df, raise max_df")
        idf = np.log((1 + len(articles)) / (1 + df)) + 1
        more = {name: list(self.subjects.terms) for name in names if name in BLOCKS}
        lexicon.long([name for name in self.subjects.terms if len(name) > PACKED])
        self.idf_ = np.append(idf, np.ones(sum(map(len, more.values())))).astype(np.float32)
        self._vocabulary = Vocabulary.of({name: terms for name, (terms, _) in tables.items()} | more, lexicon)
        return kept

    def _fitted(self) -> Vocabulary:
        if not hasattr(self, "idf_"):
            raise ModelError("TfidfFeatures 尚未拟合：请先调用 fit 或 from_state。")
        return self._vocabulary

    def _check(self) -> tuple[str, ...]:
        if self.views not in VIEWS:
            raise ValueError(f"views={self.views!r}: one of {sorted(VIEWS)}")
        if not 1 <= self.ngram_min <= self.ngram_max:
            raise ValueError(f"ngram_min={self.ngram_min}, ngram_max={self.ngram_max}: 1 ≤ min ≤ max")
        if self.min_df < 1 or (self.max_features is not None and self.max_features < 1):
            raise ValueError(f"min_df={self.min_df}, max_features={self.max_features}: at least 1")
        if not 0 < self.max_df <= 1:
            raise ValueError(f"max_df={self.max_df}: above 0, at most 1")
        weights = (f"{block}_weight" for block in (*VIEWS["words_chars"][1:], "subjects"))
        for name in ("read_chars", "lead_chars", "opening_chars", *weights):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name}={getattr(self, name)!r} must not be negative")
        parts = BLOCKS if self.dictionary else ()
        names = tuple(name for name in (*VIEWS[self.views], *parts) if self._weight(name) > 0)
        if not names:
            raise ValueError(f"every block of views={self.views} has the weight 0")
        return names

    def _weight(self, name: str) -> float:
        fields = name.split("_") if name in BLOCKS else [name]
        return float(np.prod([getattr(self, f"{field}_weight") for field in fields if field != "words"]))

    def _counted(
        self, articles: Sequence[Article], names: Sequence[str], lexicon: Lexicon
    ) -> Iterator[Counted]:
        spans = Spans(self.lead_chars, self.opening_chars, self.ngram_min, self.ngram_max)
        some = batches(articles, self.read_chars, mask=self.mask)
        return (counted(batch, names, spans, lexicon, self.subjects) for batch in some)

    def _matrix(self, batches: Iterable[Counted]) -> Rows:
        """Rows of all blocks, side by side."""
        parts = (([*self._entries(batch)], batch.size) for batch in batches)
        return stacked([joined(blocks, n, len(self.idf_)) for blocks, n in parts], len(self.idf_))

    def _entries(self, batch: Counted) -> Iterator[Entries]:
        for name, tally in batch.tallies.items():
            found, weight = self._vocabulary.find(name, tally), self._weight(name)
            yield weighed(found, self.idf_, batch.size, weight, self.sublinear_tf)
        for name, shares in batch.shares.items():
            columns = self._vocabulary.columns(name, self.subjects.terms)
            rows, numbers = np.nonzero(shares * (columns >= 0))
            values = self._weight(name) * np.sqrt(shares[rows, numbers])
            yield Entries(rows.astype(np.uint16), columns[numbers], values.astype(np.float32))
