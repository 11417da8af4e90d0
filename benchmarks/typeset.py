"""Lay our own articles out as newspaper pages: text dumps in stream order, PDFs, and their gold.

    python benchmarks/typeset.py   # rebuilds data/starter/issues and the judgements; dates the articles

The dumps carry the artefacts of real ones: hard wraps inside words, blank lines that mean
nothing, blanks between digits and ideographs, headlines detached from their texts and printed
in another order, bylines in four places.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from press_days import issues  # noqa: E402

from baozhai.io.readers.records import from_dict  # noqa: E402
from baozhai.labels.ledger import content_hash  # noqa: E402

NO_START = "，。、；：？！”’）》】…%"
NO_END = "“‘（《【"
PAPER = "云岫高新技术导报"


def wrap(text: str, measure: int, indent: int = 2) -> list[str]:
    """Hard-wrap running text at `measure` ems, first line shorter by the indent; no bad line breaks."""
    lines, line, width, limit = [], "", 0.0, measure - indent
    for c in text:
        step = 0.5 if c.isascii() else 1.0
        if width + step > limit + 0.01 and c not in NO_START:
            keep = ""
            while line and (line[-1] in NO_END or (line[-1].isascii() and c.isascii() and len(keep) < 5)):
                keep, line = line[-1] + keep, line[:-1]
            if not line:
                line, keep = keep, ""
            lines.append(line)
            line, limit = keep, measure
            width = sum(0.5 if k.isascii() else 1.0 for k in keep)
        line += c
        width += step
    return [*lines, line] if line else lines


def spaced(text: str, rng: random.Random) -> str:
    """Blanks between digits and ideographs, as extractors leave them."""
    out = ""
    for a, b in zip(text, text[1:] + "\0", strict=True):
        out += a
        edge = (
            a.isascii()
            and a.isdigit()
            and "\u4e00" <= b <= "\u9fff"
            or "\u4e00" <= a <= "\u9fff"
            and b.isdigit()
        )
        out += " " if edge and rng.random() < 0.5 else ""
    return out


def byline(item: dict) -> str:
    """The byline as printed."""
    out, role = [], None
    for person in item["byline"]:
        if person["role"] != role and person["role"] not in ("作者", "摄影"):
            out.append(person["role"])
        role = person["role"]
        out.append(person["name"])
    return " ".join(out)


def body_lines(item: dict, measure: int, rng: random.Random) -> list[str]:
    """Printed lines of an item's text, crossheads and end byline in place."""
    paras = list(item["paragraphs"])
    opening = item["dateline"] or ""
    if item["byline"] and item["byline_pos"] == "after_dateline":
        opening += f"（{byline(item)}）"
    if opening:
        paras[0] = f"{opening}\u3000{paras[0]}"
    lines: list[str] = []
    for k, para in enumerate(paras):
        lines += [c["text"] for c in item["crossheads"] if c["before_para"] == k]
        wrapped = wrap(para, measure)
        lines += [spaced(line, rng).replace("\u3000", " ") for line in wrapped]
    if item["byline"] and item["byline_pos"] == "end_of_body":
        lines[-1] += " " + byline(item)
    if item["byline"] and item["byline_pos"] == "end_of_caption":
        lines.append(f"{item['byline'][0]['name']}/摄")
    return lines


def head_lines(item: dict, rng: random.Random) -> list[str]:
    """Printed headline lines and the byline below them."""
    title = item["title"]
    cut = title.find("：") + 1 or title.find(" ") + 1
    lines = [title[:cut].strip(), title[cut:]] if 3 < cut < len(title) - 3 and rng.random() < 0.8 else [title]
    if item["subtitle"]:
        lines.append(f"——{item['subtitle'].lstrip('—')}")
    if item["byline"] and item["byline_pos"] == "below_title":
        lines.append(f"▶ {byline(item)}")
    return lines


def page(items: list[dict], rng: random.Random) -> tuple[list[list[str]], list[str]]:
    """Frames in stream order (lists of lines) and the furniture lines."""
    frames, heads = [], []
    for item in items:
        measure = rng.choice([30, 36]) if item["kind"] == "photo" else rng.choice([15, 16, 17, 18])
        frames.append(body_lines(item, measure, rng))
        if item["title"]:
            heads.append(head_lines(item, rng))
    style = rng.choice(["end_reversed", "end_shuffled", "before"])
    if style == "before":
        titled = iter(heads)
        mixed = []
        for item, frame in zip(items, frames, strict=True):
            mixed += ([next(titled)] if item["title"] else []) + [frame]
        frames = mixed
    else:
        heads.reverse()
        if style == "end_shuffled":
            rng.shuffle(heads)
        frames += heads
    return frames, [f"责编：{rng.choice(['柏序川', '祝南汀'])} 版式：{rng.choice(['岑野渡', '尤星垂'])}"]


def gold(items: list[dict], furniture: list[str]) -> dict:
    """The gold segmentation in the annotation format of `docs/formats.md`."""
    keep = ("id", "kind", "title", "kicker", "byline", "dateline", "crossheads", "paragraphs", "topics")
    rows = []
    for item in items:
        row = {key: item[key] for key in keep}
        row["kicker"] = None  # kickers are not printed by this typesetter
        row["subtitle"] = f"——{item['subtitle'].lstrip('—')}" if item["subtitle"] else None
        row["byline_pos"] = item["byline_pos"] if item["byline"] else None
        rows.append(row)
    return {"items": rows, "furniture": furniture}


def write_pdf(frames: list[list[str]]) -> bytes:
    """One A2-like page, columns of lines, in stream order."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(1600, 1500), invariant=1)
    x, y = 40.0, 1450.0
    for frame in frames:
        for line in frame:
            if y < 50:
                x, y = x + 190 if len(line) <= 20 else x + 360, 1450.0
            sheet.setFont("STSong-Light", 9)
            sheet.drawString(x, y, line)
            y -= 13
        y -= 13
    sheet.save()
    return buffer.getvalue()


def main() -> None:
    """Rebuild the starter issues."""
    files = sorted((ROOT / "data/starter/articles").glob("*.jsonl"))
    voices = {
        f: [json.loads(line) for line in f.read_text("utf-8").split("\n") if line.strip()] for f in files
    }
    items = [item for voice in voices.values() for item in voice]
    rng = random.Random(20260612)
    rng.shuffle(items)
    target = ROOT / "data/starter/issues"
    shutil.rmtree(target, ignore_errors=True)
    planned = issues(items)
    for number, (day, group) in enumerate(planned):
        chosen = sorted(group, key=lambda i: (i["kind"] == "photo", items.index(i)))
        frames, furniture = page(chosen, rng)
        folder = target / f"{number + 1:03d}"
        folder.mkdir(parents=True)
        lines = [line for frame in frames for line in frame] + furniture
        text = "".join(line + ("\n" if rng.random() < 0.03 else "\n\n") for line in lines)
        (folder / "issue.txt").write_text(text, encoding="utf-8")
        if number % 10 == 0:
            (folder / "issue.pdf").write_bytes(write_pdf([*frames, furniture]))
        place = {
            "newspaper": PAPER,
            "date": day.isoformat(),
            "page": str(number % 8 + 1),
        }
        sidecar = "".join(f"{key}: {value}\n" for key, value in place.items())
        (folder / "issue.yaml").write_text(sidecar, encoding="utf-8")
        for item in chosen:
            item |= place
        (folder / "gold.json").write_text(
            json.dumps(gold(chosen, furniture), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    for file, voice in voices.items():
        lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in voice]
        file.write_text("".join(lines), encoding="utf-8")
    rows = []
    for item in sorted(items, key=lambda i: i["id"]):
        key = content_hash(from_dict(item))
        for topic in ("party_building", "manufacturing", "biomedicine", "awards"):
            verdict = 1 if topic in item["topics"] else -1
            rows.append(
                {
                    "article": key,
                    "topic": topic,
                    "verdict": verdict,
                    "source": "person:starter",
                    "when": "2026-11-25",
                    "note": "",
                }
            )
    labels = ROOT / "data/labels/judgements.jsonl"
    labels.parent.mkdir(parents=True, exist_ok=True)
    labels.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    print(f"{len(planned)} issues, {len(items)} items, {len(rows)} judgements")


if __name__ == "__main__":
    main()
