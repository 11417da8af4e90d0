"""Train the line tagger of the dump cutter on drawn pages.

    python benchmarks/train_cutter.py --pages 1300 --fields 5 [--corpus news.jsonl.xz …]

The pages are drawn by `dumpgen` from the starter articles and, where given, from more news (title
and body a line): the weights say how pages are laid out, none of them holds a word of a text. A
linear-chain conditional random field (Lafferty et al., 2001; python-crfsuite) learns a weight for
each signal and label; they go to src/baozhai/ingest/tagger.json.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from dumpgen import Item, pages  # noqa: E402

from baozhai.ingest.reflow import Line, width  # noqa: E402
from baozhai.ingest.signals import signals  # noqa: E402
from baozhai.ingest.tagger import WINDOW, windowed  # noqa: E402

#: Weights smaller than this change next to nothing and are dropped.
LEAST_WEIGHT = 0.02


def starter() -> list[Item]:
    """Our own articles."""
    files = sorted((ROOT / "data" / "starter" / "articles").glob("*.jsonl"))
    rows = [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    return [Item(row["title"], row["paragraphs"]) for row in rows if row["title"]]


def corpus(path: str, count: int) -> list[Item]:
    """Titled articles of a JSONL(.xz) file with `title` and `body`."""
    out: list[Item] = []
    with (lzma.open if path.endswith(".xz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            paragraphs = [p.strip() for p in row["body"].split("\n") if p.strip()]
            if row.get("title") and 80 < len(row["body"]) < 2500 and paragraphs:
                out.append(Item(row["title"], paragraphs))
    return out[:: max(1, len(out) // count)]


def fit(pool: list[Item], count: int, seed: int) -> Any:
    """A field fitted on pages drawn with one seed."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.2, "c2": 0.05, "max_iterations": 100, "feature.possible_transitions": True})
    for page in pages(pool, count, seed):
        lines = [Line(k + 1, text.strip(), width(text.strip())) for k, (text, _) in enumerate(page)]
        trainer.append(windowed(signals(lines)), [label for _, label in page])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/crf")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/crf")
        return tagger.info()


def mean(fields: list[Any]) -> dict[str, Any]:
    """The mean of the weights of several fields (bagging, Breiman 1996: the fields are linear)."""
    labels = sorted(set().union(*(field.labels for field in fields)))
    weights: dict[str, list[float]] = {}
    for field in fields:
        for (name, label), value in field.state_features.items():
            row = weights.setdefault(name, [0.0] * len(labels))
            row[labels.index(label)] += value / len(fields)
    kept = {
        k: [round(v, 3) for v in w] for k, w in sorted(weights.items()) if max(map(abs, w)) >= LEAST_WEIGHT
    }
    steps = [
        [round(sum(f.transitions.get((a, b), -9.0) for f in fields) / len(fields), 3) for b in labels]
        for a in labels
    ]
    return {"labels": labels, "window": WINDOW, "steps": steps, "weights": kept}


def main() -> None:
    """Draw pages, fit, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1300, help="drawn pages a field")
    parser.add_argument("--fields", type=int, default=5, help="fields whose weights are averaged")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", nargs="*", default=[])
    parser.add_argument("--articles", type=int, default=6000, help="at most so many of each corpus")
    args = parser.parse_args()
    pool = starter()
    for path in args.corpus:
        pool += corpus(path, args.articles)
    fields = []
    for seed in range(args.seed, args.seed + args.fields):
        fields.append(fit(pool, args.pages, seed))
        print(f"seed {seed}: {len(fields[-1].state_features)} weights", flush=True)
    model = mean(fields)
    target = ROOT / "src" / "baozhai" / "ingest" / "tagger.json"
    target.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(pool)} articles, {len(model['weights'])} signals, {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
