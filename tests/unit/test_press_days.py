"""Days of the made-up issues: what a report tells about its day, worked by hand, and issues that respect it."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from press_days import FRESH, Told, fits, issues, told  # noqa: E402


def item(*paragraphs: str, dateline: str | None = None, kind: str = "article") -> dict[str, Any]:
    return {"id": paragraphs[0], "kind": kind, "dateline": dateline, "paragraphs": list(paragraphs)}


def day(month: int, day: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, day)


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("3月11日，二期产线完成爬坡。去年4月2日打桩。", day(3, 11)),
        ("六月三十日上午，支部开会。", day(6, 30)),
        ("7月2日获奖；7月8日，又得一奖。", day(7, 8)),
        ("7月5日，工人将一支叶片移出模具，全部发往西北。", day(7, 5)),  # 将 of the object is no plan
        ("12月18日公布名单。", day(12, 18, 2025)),
        ("今年6月3日开馆，此前7月1日的计划取消。", day(6, 3)),
    ],
)
def test_news_day_of_a_lead(text: str, news: datetime.date) -> None:
    assert told(item(text, "9月9日将复核。")) == Told(news=news)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("10月30日将开工。", day(10, 30) - FRESH, day(10, 30)),
        ("比赛定于6月10日举行。", day(6, 10) - FRESH, day(6, 10)),
        ("8月1日起实施。", day(8, 1), None),
        ("2023年5月8日，批件到手。去年10月复查。", None, None),
        ("今年上半年批签发420万支。", day(7, 3), None),
        ("今年前五个月完成141批。", day(6, 3), None),
        ("比计划提前两个月完成。", None, None),
        ("截至今年5月底，有41件。", day(6, 1), None),
        ("1至8月产量1860吨。", day(9, 1), None),
        ("11月上旬公布结果。", day(11, 10), None),
        ("3月迎来新客，首条预计9月投用。", day(4, 1), day(9, 30)),
        ("目前37个品种获批。", None, None),
    ],
)
def test_days_of_a_report_without_news_day(
    text: str, earliest: datetime.date | None, latest: datetime.date | None
) -> None:
    assert told(item(text)) == Told(earliest=earliest, latest=latest)


def test_a_dateline_beats_the_days_of_the_text() -> None:
    assert told(item("此次大赛9月3日开幕。", dateline="本报石堰9月5日电")).news == day(9, 5)


def test_a_day_further_down_counts_for_photos_only() -> None:
    texts = ("车间一角。", "图为7月6日傍晚。")
    assert told(item(*texts, kind="photo")).news == day(7, 6)
    assert told(item(*texts)) == Told(earliest=day(7, 6))


def test_issues_print_news_within_four_days_and_everything_once() -> None:
    news = [item(f"5月{d}日，第{k}家入驻。") for d in (2, 3, 5, 6, 20) for k in range(3)]
    others = [item(f"去年引进{k}家。") for k in range(5)] + [item("截至4月底，名单已定。")]
    planned = issues([*others, *news], size=4)
    assert sorted(i["id"] for _, group in planned for i in group) == sorted(i["id"] for i in news + others)
    assert all(fits(i, printed) for printed, group in planned for i in group)
    assert [printed for printed, _ in planned] == [day(5, 4), day(5, 6), day(5, 7), day(5, 21)]
    assert planned == issues([*others, *news], size=4)


def test_a_report_no_issue_can_print_is_told() -> None:
    with pytest.raises(ValueError, match="截至9月底，全部完成。"):
        issues([item("5月2日，开园。"), item("截至9月底，全部完成。")])
