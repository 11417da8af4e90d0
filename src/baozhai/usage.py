"""What `baozhai` alone and `baozhai <stage> --help` say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baozhai.config import keys
from baozhai.typed import MOST_FILES

STAGES = {
    "ingest": "把报纸文件切分成文章",
    "label": "用弱规则给文章打标签，输出规则表",
    "split": "按期划分训练、开发、测试",
    "featurize": "计算 TF-IDF 特征",
    "train": "训练并保存模型（-m 可比较多组配置）",
    "adapt": "按本单位的判断调整已有模型，不要它的语料；可加自己的类别",
    "sweep": "在预算内比较多组设置，可以接着跑",
    "rank": "用编辑写的简讯训练选句模型，写入已有模型",
    "evaluate": "评测模型，写出报告；sample：用随机抽取、由人判过的文章",
    "predict": "今天的报纸 → 一份报摘",
    "digest": "由 articles.jsonl（和修改表）重印报摘、汇总几期，不再运行模型",
    "verify": "核对报摘：摘要、数字、署名是否都在原文中",
    "taxonomy": "类别表：check 检查，diff 比较，migrate 改名后沿用标注",
    "dictionary": "词典：check 检查各类词表",
    "corpus": "import 导入别人的标注语料（CSV、JSONL、文件夹），生成类别表和实验",
    "review": "列出最该人工看的文章；读回改正，记入判断账本",
    "promote": "新模型不比旧模型差，才替换旧模型",
    "summarize": "为文章挑选摘要句",
    "compare": "汇总各次训练的成绩表",
}
_LEARNED = "experiment taxonomy corpus dedupe labels features classifier decision seed work models"
#: Of stages that take words instead of files.
WORDS = {"evaluate": " [sample]"}
#: The settings of each stage, single ones and whole groups. `train` makes what earlier stages make, so it takes theirs.
SETTINGS = {
    "ingest": "experiment corpus work",
    "label": "experiment corpus taxonomy labels work",
    "split": "experiment corpus dedupe seed work",
    "featurize": "experiment features work",
    "train": f"run_name fresh {_LEARNED}",
    "adapt": "model run_name fresh experiment taxonomy corpus dedupe labels classifier decision seed work models",
    "sweep": f"fresh track sweep {_LEARNED}",
    "rank": "model corpus seed",
    "evaluate": "run_name experiment corpus taxonomy decision dedupe ingest track seed work models",
    "predict": "model output format newspaper date page pages merge explain digest summary ingest dedupe decision taxonomy experiment",
    "digest": "output format corrections merge digest dedupe taxonomy experiment",
    "verify": "taxonomy experiment",
    "taxonomy": "experiment taxonomy corpus labels review",
    "dictionary": "features",
    "corpus": "run_name columns",
    "review": f"model corrections review ingest {_LEARNED}",
    "promote": "run_name model fresh experiment corpus taxonomy review seed work models",
    "summarize": "model summary work",
    "compare": "experiment work",
}
#: Where the settings of a group are explained.
EXPLAINED = {
    "digest": "docs/formats.md",
    "ingest": "docs/formats.md",
    "summary": "docs/formats.md",
    "dedupe": "docs/formats.md",
    "taxonomy": "docs/taxonomy.md",
    "columns": "docs/taxonomy.md",
    "review": "docs/review.md",
    "sweep": "docs/experiments.md",
    "features": "docs/experiments.md",
    "classifier": "docs/experiments.md",
    "decision": "docs/experiments.md",
    "labels": "docs/experiments.md",
    "corpus": "docs/experiments.md",
}


def overview() -> str:
    """The table of stages."""
    rows = "".join(f"  {name:<10} {text}\n" for name, text in STAGES.items())
    return (
        f"用法：baozhai <步骤> [文件…] [键=值…]\n\n{rows}"
        "\n一步的设置：baozhai <步骤> --help"
        "\n例：baozhai predict 报纸.txt newspaper=某某报 date=2026-06-12 page=3 output=今日报摘\n"
        "退出码：0 完成，1 程序错误，2 用法或配置，3 输入或输出，4 模型，5 部分完成，130 被中断（Ctrl-C）\n"
    )


def of_stage(stage: str, options: Mapping[str, Sequence[str]]) -> str:
    """The settings of a stage; `options` of each group are the files there are."""
    words = SETTINGS[stage].split()
    groups = [word for word in words if word in options or word in EXPLAINED]
    single = "".join(f" {word}=" for word in words if word not in groups)
    rows = "".join(_group(word, options.get(word, ())) for word in groups)
    files = WORDS.get(stage, "" if MOST_FILES.get(stage) == 0 else " [文件…]")
    head = f"用法：baozhai {stage}{files} [键=值…]\n{STAGES[stage]}\n"
    return f"{head}\n设置：{single.strip()}\n{rows}" if single else head + rows


def _group(name: str, options: Sequence[str]) -> str:
    inside = " ".join(f"{key}=" for key in keys() if key.startswith(f"{name}."))
    chosen = f"{name}={'|'.join(options)}" if options else name
    where = f"（见 {EXPLAINED[name]}）" if name in EXPLAINED else ""
    return f"\n{chosen}{where}\n" + (f"  {inside}\n" if inside else "")
