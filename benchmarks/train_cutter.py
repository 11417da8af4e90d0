"""Train the line tagger of the dump cutter on drawn pages.

    python benchmarks/train_cutter.py --pages 1300 --fields 5 [--corpus news.jsonl.xz …]

The pages are drawn by `dumpgen` from the starter articles and, where given, from more news (title
and body a line): the weights say how pages are laid out, none of them holds a word of a text. A
linear-chain conditional random field (Lafferty et al., 2001; python-crfsuite) learns a weight for
each signal and label; they go to src/baozhai/ingest/tagger.json.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import random
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from dumpgen import Item, head, pages, style  # noqa: E402

from baozhai.ingest.cohesion import BITS, cosines, embedded  # noqa: E402
from baozhai.ingest.reflow import Line, width  # noqa: E402
from baozhai.ingest.signals import named, signals  # noqa: E402
from baozhai.ingest.tagger import WINDOW, windowed  # noqa: E402
from baozhai.ingest.wording import QUESTIONS, bigram_counts, grams  # noqa: E402

#: Weights smaller than this change next to nothing and are dropped.
LEAST_WEIGHT = 0.02
#: Latent dimensions of `ingest.cohesion`: 24 to 64 part texts alike well, the file grows with them.
DIMENSIONS = 48


def starter() -> list[Item]:
    """Our own articles."""
    files = sorted((ROOT / "data" / "starter" / "articles").glob("*.jsonl"))
    rows = [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    return [Item(row["title"], row["paragraphs"]) for row in rows if row["title"]]


#: How often every headline is drawn for the piles.
PILES = 3
#: Share of its stretches that a text may have in common with texts that are measured on.
SHARED = 0.1
_KICKER = re.compile(r"^【(.{2,16})】(.{4,})$|^(.{3,14})[｜丨](.{4,})$")


def titled(title: str, paragraphs: list[str], keep: float, rng: random.Random) -> Item:
    """An item; what stands in 【】 or before ｜ is a kicker, but for a share `keep` of them."""
    found = _KICKER.match(title)
    if not found or rng.random() < keep:
        return Item(title, paragraphs)
    return Item((found[2] or found[4]).strip(), paragraphs, kicker=found[1] or found[3])


def corpus(path: str, count: int, without: set[str]) -> list[Item]:
    """Titled articles of a JSONL(.xz) file with `title` and `body`; not those whose text is in `without`."""
    out: list[tuple[str, Item]] = []
    rng = random.Random(count)
    with (lzma.open if path.endswith(".xz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            paragraphs = [p.strip() for p in row["body"].split("\n") if p.strip()]
            usable = row.get("title") and 80 < len(row["body"]) < 2500 and paragraphs
            if usable and not known(paragraphs, without):
                out.append((row.get("date") or "", titled(row["title"].strip(), paragraphs, 0.3, rng)))
    return [item for _, item in sorted(out, key=lambda dated: dated[0])][:: max(1, len(out) // count)]


def shingles(text: str) -> set[str]:
    """All stretches of 14 characters."""
    text = "".join(text.split())
    return {text[k : k + 14] for k in range(len(text) - 13)}


def known(paragraphs: list[str], texts: set[str]) -> bool:
    """Whether a text is, in part, one of the texts whose stretches are given.

    One stretch is no sign: titles of office and names of meetings stand in every second piece of political news.
    """
    own = shingles("".join(paragraphs))
    return len(own & texts) > SHARED * len(own)


def development(folder: str) -> set[str]:
    """The stretches of the pages in a folder of `*.gold.json`: articles that are measured on are not learned from."""
    out: set[str] = set()
    for path in Path(folder).glob("*.gold.json"):
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            out |= shingles("".join(item["paragraphs"]))
    return out


_HEADS = "KHhS"


def headlines(pool: list[Item], seed: int) -> list[tuple[str, str]]:
    """Headlines of all articles in chance order, several times, with their labels, as if they stood in a pile.

    There are more of them than pages can be drawn of: no text stands between two of them.
    """
    rng = random.Random(seed)
    piles = [rng.sample(pool, len(pool)) for _ in range(PILES)]
    return [row for pile in piles for item in pile for row in head(item, rng, style(rng)) if row[1] != "Y"]


def wording(pool: list[Item], count: int, seed: int) -> dict[str, Any]:
    """The regressions of `ingest.wording`, learned from the lines of drawn pages, `fresh` from piles of headlines."""
    rows: dict[str, list[Any]] = {name: [] for name in QUESTIONS}
    answers: dict[str, list[NDArray[np.bool_]]] = {name: [] for name in QUESTIONS}
    pile = headlines(pool, seed)
    for page in itertools.chain([pile], pages(pool, count, seed)):
        labels = np.array([label for _, label in page])
        asked = _answers(labels)
        groups = grams([text.strip() for text, _ in page])
        for name, used in QUESTIONS.items():
            if (name == "fresh") != (page is pile):
                continue
            at, yes = asked[name]
            rows[name].append(sum(groups[group] for group in used)[at])
            answers[name].append(yes)
    out: dict[str, Any] = {}
    for name in QUESTIONS:
        X, y = sparse.vstack(rows[name]).tocsr(), np.concatenate(answers[name])
        model = LogisticRegression(C=0.3, max_iter=300, tol=1e-3).fit(X, y)
        print(
            f"wording {name}: {len(y)} lines, {y.mean():.3f} yes, {model.score(X, y):.4f} right", flush=True
        )
        out[name], out[f"{name}_bias"] = model.coef_[0], np.float32(model.intercept_[0])
    scale = max(float(np.abs(out[name]).max()) for name in QUESTIONS) / 127
    for name in QUESTIONS:
        out[name] = np.rint(out[name] / scale).astype(np.int8)
    return out | {"scale": np.float32(scale)}


def cohesion(pool: list[Item], count: int, seed: int) -> dict[str, Any]:
    """The vectors of `ingest.cohesion`: LSA of stretches of text; what their cosines say, from drawn pages."""
    texts = ["".join(item.paragraphs) for item in pool]
    counts = bigram_counts(
        [t[k : k + 250] for t in texts for k in range(0, min(len(t), 1250), 250)], BITS
    ).csr()
    counts.sum_duplicates()
    idf = np.log((1 + counts.shape[0]) / (1 + np.bincount(counts.indices, minlength=2**BITS)))
    counts.data = 1 + np.log(counts.data)
    X = normalize(sparse.csr_matrix(counts @ sparse.diags_array(idf)))
    svd = TruncatedSVD(DIMENSIONS, random_state=seed, n_iter=4).fit(X)
    table = idf[:, None] * svd.components_.T
    scale = np.abs(table).max(axis=0) / 127
    table = np.rint(table / scale).astype(np.int8)
    rows, answers = [], []
    for page in pages(pool, count // 10, seed):
        labels = np.array([label for _, label in page])
        at = np.flatnonzero(np.isin(labels, ["A", "P"]))
        vectors = embedded([text.strip() for text, _ in page], (table * scale).astype(np.float32))
        rows.append(cosines(vectors)[at])
        answers.append(labels[at] == "A")
    model = LogisticRegression(C=10, max_iter=1000).fit(np.vstack(rows), np.concatenate(answers))
    print(f"cohesion: {model.score(np.vstack(rows), np.concatenate(answers)):.4f} right", flush=True)
    weights, bias = model.coef_[0].astype(np.float32), np.float32(model.intercept_[0])
    return {"table": table, "scale": scale.astype(np.float32), "weights": weights, "bias": bias}


def _answers(labels: NDArray[np.str_]) -> dict[str, tuple[NDArray[np.intp], NDArray[np.bool_]]]:
    """Lines each question is asked of, and whether the answer is yes."""
    before = np.concatenate([["-"], labels[:-1]])
    head, text = np.isin(labels, list(_HEADS)), np.isin(labels, list("APCQ"))
    inside = head & np.isin(before, list(_HEADS))
    start = (labels == "K") | ((labels == "H") & (before != "K"))
    masks = {
        "title": (head | text | (labels == "X"), ~text),
        "fresh": (inside, start),
        "kicker": (head, labels == "K"),
        "crosshead": (head | (labels == "X"), labels == "X"),
        "opens": (np.isin(labels, ["A", "P"]), labels == "A"),
        "caption": (np.isin(labels, ["A", "P", "Q"]), labels == "Q"),
    }
    return {name: (np.flatnonzero(mask), yes[mask]) for name, (mask, yes) in masks.items()}


@dataclass(frozen=True)
class Field:
    """Weights of one fitted field: by (signal, label), and of label after label."""

    labels: list[str]
    weights: dict[tuple[str, str], float]
    steps: dict[tuple[str, str], float]


def fit(pool: list[Item], count: int, seed: int) -> Field:
    """A field fitted on pages drawn with one seed."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.2, "c2": 0.05, "max_iterations": 100, "feature.possible_transitions": True})
    for page in pages(pool, count, seed):
        lines = [Line(k + 1, text.strip(), width(text.strip())) for k, (text, _) in enumerate(page)]
        trainer.append(windowed(named(signals(lines))), [label for _, label in page])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/crf")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/crf")
        found = tagger.info()
        return Field(list(found.labels), dict(found.state_features), dict(found.transitions))


def mean(fields: list[Field]) -> dict[str, Any]:
    """The mean of the weights of several fields (bagging, Breiman 1996: the fields are linear)."""
    labels = sorted(set().union(*(field.labels for field in fields)))
    weights: dict[str, list[float]] = {}
    for field in fields:
        for (name, label), value in field.weights.items():
            row = weights.setdefault(name, [0.0] * len(labels))
            row[labels.index(label)] += value / len(fields)
    kept = {
        k: [round(v, 3) for v in w] for k, w in sorted(weights.items()) if max(map(abs, w)) >= LEAST_WEIGHT
    }
    steps = [
        [round(sum(f.steps.get((a, b), -9.0) for f in fields) / len(fields), 3) for b in labels]
        for a in labels
    ]
    return {"labels": labels, "window": WINDOW, "steps": steps, "weights": kept}


def main() -> None:
    """Draw pages, fit, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1300, help="drawn pages a field")
    parser.add_argument("--fields", type=int, default=5, help="fields whose weights are averaged")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="fields learned side by side")
    parser.add_argument("--corpus", nargs="*", default=[])
    parser.add_argument("--articles", type=int, default=6000, help="at most so many of each corpus")
    parser.add_argument("--wording-pages", type=int, default=8000, help="drawn pages for the wording")
    parser.add_argument("--without", nargs="*", default=[], help="folders of *.gold.json: not learned from")
    args = parser.parse_args()
    pool = starter()
    held_out = set().union(*map(development, args.without))
    for path in args.corpus:
        pool += corpus(path, args.articles, held_out)
    # What the wording says of texts it has learned from is too good: the fields see other articles.
    pool, others = pool[::2], pool[1::2]
    folder = ROOT / "src" / "baozhai" / "ingest"
    if args.wording_pages:
        np.savez(folder / "wording.npz", **wording(pool, args.wording_pages, args.seed))
        np.savez(folder / "cohesion.npz", **cohesion(pool, args.wording_pages, args.seed))
    seeds = range(args.seed, args.seed + args.fields)
    model = mean(Parallel(n_jobs=args.jobs)(delayed(fit)(others, args.pages, seed) for seed in seeds))
    target = folder / "tagger.json"
    target.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    size = target.stat().st_size / 1000
    print(f"{len(pool) + len(others)} articles, {len(model['weights'])} signals, {size:.0f} kB")


if __name__ == "__main__":
    main()
