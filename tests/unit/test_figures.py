"""Figures of articles: numbers, units, periods, changes and plans, worked by hand."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import InputError
from baozhai.io.readers.entries import read_entries
from baozhai.io.writers import render
from baozhai.io.writers.layout import figure_texts
from baozhai.records import Article, Digest, Entry, Figure, Sentence, Summary
from baozhai.summary.figures import figures, key_figures
from baozhai.text.numerals import han_number
from baozhai.text.quantities import periods, quantities

VALUES = [
    ("共计九万六千毫升。", "九万六千毫升", 96_000, "毫升"),
    ("共有十二万三千四百户。", "十二万三千四百户", 123_400, "户"),
    ("总投资21.8亿元。", "21.8亿元", 2_180_000_000, "元"),
    ("总投资３.5亿元。", "３.5亿元", 350_000_000, "元"),
    ("合同额1,280.5万元。", "1,280.5万元", 12_805_000, "元"),
    ("协议外资1.2亿美元。", "1.2亿美元", 120_000_000, "美元"),
    ("贷款三百二十万元。", "三百二十万元", 3_200_000, "元"),
    ("产值两万亿元。", "两万亿元", 2_000_000_000_000, "元"),
    ("产值2.1万亿元。", "2.1万亿元", 2_100_000_000_000, "元"),
    ("存款8千万元。", "8千万元", 80_000_000, "元"),
    ("票价19元。", "19元", 19, "元"),
    ("占地少了三成。", "三成", 30, "%"),
    ("近七成是职工。", "近七成", 70, "%"),
    ("合格的占三成五。", "三成五", 35, "%"),
    ("良品率98.7%。", "98.7%", 98.7, "%"),
    ("良品率98.7％。", "98.7％", 98.7, "%"),
    ("上座率百分之八十五。", "百分之八十五", 85, "%"),
    ("上座率百分之三点五。", "百分之三点五", 3.5, "%"),
    ("废品率4‰。", "4‰", 0.4, "%"),
    ("提高1.2个百分点。", "1.2个百分点", 1.2, "个百分点"),
    ("增长1.3倍。", "1.3倍", 1.3, "倍"),
    ("产量翻一番。", "翻一番", 100, "%"),
    ("产量翻了两番。", "翻了两番", 300, "%"),
    ("下线4.6万只。", "4.6万只", 46_000, "只"),
    ("从业人员1900余人。", "1900余人", 1900, "人"),
    ("入驻三十七家。", "三十七家", 37, "家"),
    ("来了十余家企业。", "十余家", 10, "家"),
    ("面积2.9万平方米。", "2.9万平方米", 29_000, "平方米"),
    ("装机1.9吉瓦时。", "1.9吉瓦时", 1.9, "吉瓦时"),
    ("重3千克。", "3千克", 3000, "克"),
    ("用户超3亿。", "超3亿", 300_000_000, ""),
    ("出口额三点七亿元。", "三点七亿元", 370_000_000, "元"),
    ("提高到二点六倍。", "二点六倍", 2.6, "倍"),
    ("每片密度0.05个/平方厘米。", "0.05个/平方厘米", 0.05, "个/平方厘米"),
    ("现场签约17个。", "17个", 17, "个"),
    ("距离约17公里。", "约17公里", 17, "公里"),
    ("历时720小时。", "720小时", 720, "小时"),
    ("合同总额为 3.04 亿元。", "3.04 亿元", 304_000_000, "元"),
    ("每股 8.20 元 / 股。", "8.20 元 / 股", 8.2, "元/股"),
    ("以8.2元/股的价格发行。", "8.2元/股", 8.2, "元/股"),
    ("举办活动310场次。", "310场次", 310, "场次"),
]


@pytest.mark.parametrize(("text", "shown", "value", "unit"), VALUES)
def test_value(text: str, shown: str, value: float, unit: str) -> None:
    (found,) = quantities(text)
    assert text[found.start : found.end] == shown
    assert (found.value, found.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "今年1-4月开工。",
        "2026年6月12日开幕。",
        "12日开幕。",
        "9:30开始，18时散场。",
        "2026年项目启动。",
        "第17个窗口。",
        "三家企业，一个园区。",
        "项目建成投产，成员到齐。",
        "一成不变。",
        "通过AEC-Q100项认证。",
        "固件升级到3.5.1。",
        "千家万户，百家争鸣。",
        "五六十家。",
        "几十万元，几十倍。",
        "数百万元，几十万人口。",
        "下调25个基点。",
        "历时3个多月。",
        "三期工程。",
        "没有数字。",
        "",
    ],
)
def test_no_quantity(text: str) -> None:
    assert list(quantities(text)) == []


def test_ranges() -> None:
    low, high = quantities("投资3—5亿元，增长8%-10%。")
    assert (low.value, low.high, low.unit) == (3e8, 5e8, "元")
    assert (high.value, high.high, high.unit) == (8, 10, "%")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("两千", 2000),
        ("三万五千", 35000),
        ("一亿二千万", 120000000),
    ],
)
def test_han_number(text: str, value: int) -> None:
    assert han_number(text) == value


def test_no_han_number() -> None:
    assert han_number("五六十") is None and han_number("二〇二六") is None and han_number("甲") is None


PERIODS = [
    ("今年1-4月，", "今年1-4月", "2026-01/2026-04"),
    ("今年1月至4月，", "今年1月至4月", "2026-01/2026-04"),
    ("1—5月，", "1—5月", "2026-01/2026-05"),
    ("前4个月，", "前4个月", "2026-01/2026-04"),
    ("今年前两个月，", "今年前两个月", "2026-01/2026-02"),
    ("去年前三季度，", "去年前三季度", "2025-01/2025-09"),
    ("一季度，", "一季度", "2026-01/2026-03"),
    ("2025年四季度，", "2025年四季度", "2025-10/2025-12"),
    ("上半年，", "上半年", "2026-01/2026-06"),
    ("去年下半年，", "去年下半年", "2025-07/2025-12"),
    ("2024年，", "2024年", "2024"),
    ("去年，", "去年", "2025"),
    ("明年，", "明年", "2027"),
    ("5月，", "5月", "2026-05"),
    ("5月27日，", "5月27日", "2026-05-27"),
    ("去年12月3日，", "去年12月3日", "2025-12-03"),
    ("昨天，", "昨天", "2026-06-11"),
    ("本月，", "本月", "2026-06"),
    ("上月，", "上月", "2026-05"),
    ("到2027年，", "到2027年", "2027"),
    ("2024 年，", "2024 年", "2024"),
    ("到 2027 年 8 月 30 日，", "到 2027 年 8 月 30 日", "2027-08-30"),
    ("1-3 月，", "1-3 月", "2026-01/2026-03"),
]


@pytest.mark.parametrize(("text", "shown", "when"), PERIODS)
def test_period(text: str, shown: str, when: str) -> None:
    (found,) = periods(text, "2026-06-12")
    assert (text[found.start : found.end], found.when) == (shown, when)


def test_a_relative_period_stays_relative_without_a_date() -> None:
    for text in ("今年1-4月", "去年", "昨天", "上半年"):
        (found,) = periods(text)
        assert (found.end, found.when) == (len(text), "")
    assert periods("2024年5月")[0].when == "2024-05"


def test_a_far_month_without_a_year_is_behind() -> None:
    assert periods("12月，", "2026-01-05")[0].when == "2025-12"
    assert periods("9月25日，", "2026-09-20")[0].when == "2026-09-25"
    assert periods("上月，", "2026-01-05")[0].when == "2025-12"


def test_what_is_compared_with_is_no_period() -> None:
    assert periods("比去年提高，较2020年增长，同比上升") == []


def only(text: str, date: str = "2026-06-12") -> Figure:
    (found,) = figures(Article("a", paragraphs=(text,), date=date))
    assert text[found.start : found.end] == found.text
    return found


METRICS = [
    ("江屿园去年实现产值306.8亿元。", "产值"),
    ("现场签约项目17个。", "签约项目"),
    ("二期项目总投资21.8亿元。", "二期项目总投资"),
    ("良品率稳定在98.7%。", "良品率"),
    ("研发投入占营业收入比重达13.6%。", "研发投入占营业收入比重"),
    ("两条产线日均下线电芯4.6万只。", "两条产线日均下线电芯"),
    ("会议编入9个临时党小组。", "临时党小组"),
    ("全省5家园区入围。", "园区入围"),
    ("入驻企业户均营收达5100万元。", "入驻企业户均营收"),
    ("促成专利转让许可632件。", "促成专利转让许可"),
    ("三年后续费率升到91%。", "三年后续费率"),
    ("粗糙度降至0.25微米。", "粗糙度"),
    ("拥有党员112名的跃屿集团支部参评。", ""),
    ("三十七个支部中评出先进。", ""),
    ("其中62%由周边厂家供货。", ""),
]


READS_WELL = [
    ("36名党员徒步七公里，来到旧址。", "党员徒步七公里"),
    ("园区表彰了30名优秀共产党员和12个集体。", "优秀共产党员"),
    ("第三方向4600名创业者发放问卷。", "创业者"),
    ("24个电池舱可单独更换。", "电池舱可单独更换"),
    ("它自重一点九吨。", "自重"),
    ("就业补助资金667.4亿元。", "就业补助资金"),
    ("江浔高新区将获得专项资金2000万元。", "江浔高新区将获得专项资金"),
    ("这个支部有党员34人。", "党员"),
    ("国有企业资产12亿元。", "国有企业资产"),
    ("报名人数是名额的五倍。", "报名人数是名额的"),
    ("脱落率控制在4%以内。", "脱落率"),
    ("罐壁粗糙度要控制在0.3微米以下。", "罐壁粗糙度"),
    ("到位资金却有29亿元。", "到位资金"),
    ("大科学装置从寥寥可数增加到50余个。", "大科学装置"),
    ("年利率百分之三点四五。", "年利率"),
    ("知识产权使用费3500亿元。", "知识产权使用费"),
    ("18台金属打印机排成两列。", "金属打印机排成两列"),
    ("14名支部书记各讲八分钟。", "支部书记各讲八分钟"),
    ("60名普通党员当听众。", "普通党员当听众"),
    ("2296名党的十九大代表参加。", "党的十九大代表参加"),
    ("53名工人受伤。", "工人受伤"),
    ("按时办结率91.4%。", "按时办结率"),
    ("绿电占比已达58%。", "绿电占比"),
    ("药谷在研品种五十八个。", "药谷在研品种"),
    ("服务520家规模以上企业。", "规模以上企业"),
    ("大会为园区1.2万家民营企业鼓劲加油。", "民营企业"),
    ("社区对45位独居老人开展探访。", "独居老人"),
    ("园区将执行8次商业发射任务。", "商业发射任务"),
    ("16家药店全部开门营业。", "药店全部开门营业"),
    ("良品率达到85%左右。", "良品率"),
    ("已有效化解纠纷十余件。", "有效化解纠纷"),
    ("占地面积从30%增至45%，仍不够用。", "占地面积"),
]
SHARES = [
    "江浔高新区拥有80%以上的研发成果。",
    "主轴实现100%国产化。",
    "上周本市46%的病例已痊愈。",
    "本次改革全部取消15%的加成。",
    "沃鼎公司直接持有公司5%以上股份。",
]
DROPPED = [
    *SHARES,
    "这座建在湿地公园里的小馆只有两千三百平方米。",
    "一副重11.8吨的车架吊下工装台。",
    "一层只有0.03毫米。",
    "船过桥时要放慢十倍。",
    "步行十分钟能凑齐1180个。",
    "人选因赞成率不足六成被退回。",
    "最近的一家离卸货口只有400米。",
    "居民仍按建筑面积每平方米23.5元。",
    "申报案例中评出20个。",
    "全区至此有3处。",
    "打通了143个。",
    "三天来了六万人。",
    "48人逐一对照，写成清单。",
    "产值又破纪录，是十年前总厂鼎盛时期的三倍多。",
    "12台是企业自己造的。",
    "一支支制剂正以每分钟320支的速度下线。",
    "工人用铁钩将一块重约400公斤的冰拖上岸。",
    "抢修队在零下31摄氏度的室外干了一夜。",
    "每年8000万元的欠账从哪里来？",
    "工委每季度按10%的比例抽查。",
    "一张高铁网将90%的城市连了起来。",
    "一万多棵没人管的构树长满了空地。",
    "册子发到146名基层党支部书记手里。",
    "三年前这个数字是41%。",
    "青垣是全省12个示范县之一。",
    "园区企业贡献了3个“百分之八十”。",
    "青垣县9位90后木匠到场。",
    "庙会期间5座以下游船免票。",
    "年会请来20位曾经支教的学生。",
    "园区总投资6.4亿元的4处在建厂房正在加速。",
    "这项课题由樟溪重工十八所等承担。",
    "灯会办到正月十五元宵节。",
    "要贯彻省十二次党代会精神。",
    "对照组为44.0%。",
    "小馆靠的是四十六件本县教师自制的展具。",
    "揭牌一只总规模5亿元的基金。",
    "西侧是占地680亩的产业园。",
    "合格率98%的车间有三个。",
    "樟溪生物（云岫）有限公司日前宣布完成3.2亿元融资。",
]


@pytest.mark.parametrize(("text", "metric"), READS_WELL)
def test_what_is_quoted_reads_as_a_phrase(text: str, metric: str) -> None:
    assert figures(Article("a", paragraphs=(text,)))[0].metric == metric


@pytest.mark.parametrize("text", DROPPED)
def test_half_a_clause_is_no_metric(text: str) -> None:
    assert key_figures(Article("a", paragraphs=(text,))) == ()


@pytest.mark.parametrize(("text", "metric"), METRICS)
def test_metric(text: str, metric: str) -> None:
    assert only(text).metric == metric
    assert metric in text


CHANGES = [
    ("产值306.8亿元，同比增长18.9%。", "306.8亿元", "同比增长18.9%", "同比", 18.9, "%"),
    ("产值306.8亿元，环比下降2.5%。", "306.8亿元", "环比下降2.5%", "环比", -2.5, "%"),
    ("产值306.8亿元，增长18.9%。", "306.8亿元", "增长18.9%", "", 18.9, "%"),
    ("占比13.6%，比上年提高1.2个百分点。", "13.6%", "比上年提高1.2个百分点", "比上年", 1.2, "个百分点"),
    ("电池系统19套，同比增加12套。", "19套", "同比增加12套", "同比", 12, "套"),
    ("单位产品电耗下降11.4%。", "11.4%", "下降11.4%", "", -11.4, "%"),
    ("产值同比增长约两成。", "约两成", "同比增长约两成", "同比", 20, "%"),
    ("单件能耗降了27%。", "27%", "降了27%", "", -27, "%"),
    ("单价涨3%。", "3%", "涨3%", "", 3, "%"),
    ("工业产出下跌0.9%。", "0.9%", "下跌0.9%", "", -0.9, "%"),
    ("会员数较上期减少4.3%。", "4.3%", "较上期减少4.3%", "较上期", -4.3, "%"),
    ("会员数较5月8日减少4.3%。", "4.3%", "较5月8日减少4.3%", "较5月8日", -4.3, "%"),
    ("浓度在2012年基础上下降25%。", "25%", "在2012年基础上下降25%", "在2012年基础上", -25, "%"),
    ("产量同比翻一番。", "翻一番", "同比翻一番", "同比", 100, "%"),
]


@pytest.mark.parametrize(("text", "shown", "words", "base", "value", "unit"), CHANGES)
def test_change(text: str, shown: str, words: str, base: str, value: float, unit: str) -> None:
    found = only(text)
    assert found.text == shown and found.change is not None
    assert text[found.change.start : found.change.end] == words
    assert (found.change.base, found.change.value, found.change.unit) == (base, pytest.approx(value), unit)


def test_a_level_is_no_change() -> None:
    before, after = figures(Article("a", paragraphs=("整机自制率由44%升至91%。",)))
    assert (before.value, after.value) == (44, 91) and before.change is after.change is None
    assert before.metric == after.metric == "整机自制率"
    assert only("产值增长到30亿元。").change is None


def test_a_change_belongs_to_the_figure_it_follows() -> None:
    text = "规上企业实现产值58.2亿元，同比增长19.6%；税收3.1亿元，下降2%。"
    first, second = figures(Article("a", paragraphs=(text,)))
    assert first.change and second.change
    assert (first.metric, first.change.value, second.metric, second.change.value) == (
        "产值",
        19.6,
        "税收",
        -2,
    )


PLANS = [
    ("到2027年，力争产值突破300亿元。", True),
    ("到2027年，产值达300亿元。", True),
    ("到今年底，建成标准厂房30万平方米。", True),
    ("预计年产值58亿元。", True),
    ("计划总投资5亿元。", True),
    ("明年产能将增至6.4吉瓦时。", True),
    ("全部达产后，年产值可达58亿元。", True),
    ("锚定产值300亿元目标。", True),
    ("去年产值93.2亿元。", False),
    ("今年1-4月，产值31.6亿元。", False),
    ("到2024年，产值达300亿元。", False),
    ("截至目前，入驻企业23家。", False),
    ("较计划多出2亿元。", False),
    ("园区将厂房面积由2万平方米以上出租。", False),
    ("线路串起规划区内企业23家。", False),
    ("虚拟投资展厅接待1200人。", False),
    ("公司拟募集资金3亿元。", True),
]


@pytest.mark.parametrize(("text", "planned"), PLANS)
def test_planned(text: str, planned: bool) -> None:
    assert only(text).planned is planned


def test_done_and_planned_in_one_sentence() -> None:
    text = "目前已投入3亿元，预计明年新增产值8亿元。"
    first, second = figures(Article("a", paragraphs=(text,), date="2026-06-12"))
    assert (first.planned, second.planned) == (False, True)
    assert (second.period, second.when) == ("明年", "2027")


def test_a_year_that_opens_the_sentence_is_that_of_a_yearly_output() -> None:
    text = "2010年，公司第一条产线投产，年产值不到3000万元；2025年，年产值86亿元。"
    found = figures(Article("a", paragraphs=(text,), date="2026-06-12"))
    assert [f.period for f in found if f.unit == "元"] == ["2010年", "2025年"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("预计本轮降雨，累计雨量80—120毫米。", "预计"),
        ("方案提出今年充电桩达到2万个的目标。", "目标"),
        ("园区计划总投资5亿元。", "计划"),
        ("计划明年开工，力争产值58亿元。", "力争"),
        ("预计月底完工。产值明年将达58亿元。", "计划"),
        ("园区提出产值58亿元的目标。", "目标"),
        ("园区今年的目标是产值58亿元。", "目标"),
    ],
)
def test_what_is_not_yet_is_called_as_the_article_calls_it(digest: Digest, text: str, said: str) -> None:
    article = Article("a", paragraphs=(text,), date="2026-06-12")
    entry = replace(digest.entries[0], article=article, figures=tuple(figures(article)))
    assert figure_texts(entry)[-1].endswith((f"（{said}）", f"，{said}）"))


def test_numbers_of_a_list_are_no_part_of_a_metric() -> None:
    found = [
        figures(Article("a", paragraphs=(t,))) for t in ("2.高新技术企业达到512家；", "4.研发投入强度7.8%；")
    ]
    assert [f.metric for (f,) in found] == ["高新技术企业", "研发投入强度"]


def test_a_noun_ends_before_what_they_still_do() -> None:
    assert only("书记带着6名党员还在调试。").metric == "党员"


@pytest.mark.parametrize(
    ("text", "shown", "metric", "period"),
    [
        ("大赛自3月启动以来，共收到1856个项目。", "1856个", "项目", ""),
        ("年产值从2021年的3亿元增至去年的5亿元。", "3亿元", "", "2021年"),
        ("2021年续约，十年来发送旅客3万人次。", "3万人次", "发送旅客", "十年来"),
        ("到2030年，甲市排放在2025年基础上下降25%，乙市下降20%。", "20%", "乙市", "到2030年"),
        ("2025年底60周岁以上老年人口近2亿。", "近2亿", "60周岁以上老年人口", "2025年底"),
        ("森林覆盖率每年提高2个百分点。", "2个百分点", "森林覆盖率每年", ""),
        ("试验共入组548例患者。", "548例", "患者", ""),
        ("抽检发现14批次药品。", "14批次", "药品", ""),
    ],
)
def test_whose_and_of_when_a_figure_is(text: str, shown: str, metric: str, period: str) -> None:
    """Neither the day something began nor what it is compared with is its period; no pieces of words."""
    found = next(f for f in figures(Article("a", paragraphs=(text,))) if f.text == shown)
    assert (found.metric, found.period) == (metric, period)


def test_a_period_is_of_its_sentence() -> None:
    text = "去年产值9亿元。今年前4个月，税收3亿元；订单2亿元。"
    found = figures(Article("a", paragraphs=(text,), date="2026-06-12"))
    assert [f.when for f in found] == ["2025", "2026-01/2026-04", ""]


def test_the_headline_comes_first_then_the_summary() -> None:
    text = "园区占地120亩。总投资5亿元。从业人员800人。"
    article = Article("a", title="澜浦园聚起800人", paragraphs=("", text))
    assert [f.text for f in key_figures(article, n=2)] == ["5亿元", "800人"]
    spans = (Sentence(1, 0, text.index("。") + 1),)
    assert [f.text for f in key_figures(article, spans, 2)] == ["120亩", "800人"]
    assert [f.text for f in key_figures(article, spans, 1)] == ["800人"]


def test_what_it_was_before_is_no_key_figure() -> None:
    article = Article("a", paragraphs=("应急资金池由3亿元扩至5亿元。寿命从一千万次提高到三千万次。",))
    assert [(f.metric, f.text) for f in key_figures(article)] == [
        ("应急资金池", "5亿元"),
        ("寿命", "三千万次"),
    ]


def test_a_figure_is_given_once() -> None:
    article = Article("a", paragraphs=("总投资5亿元。", "总投资5亿元，用地20亩。"))
    assert sorted(f.text for f in key_figures(article)) == ["20亩", "5亿元"]


def test_figures_are_printed_in_every_format_and_read_back(digest: Digest) -> None:
    text = "澜浦园去年实现产值306.8亿元，同比增长18.9%。现场签约17个项目，单位电耗降了11.4%，自制率由44%升至91%。"
    article = Article("01", title="澜浦园", paragraphs=(text,), date="2026-06-12")
    entry = Entry(
        article, digest.entries[0].prediction, Summary("01", text), figures=key_figures(article, n=4)
    )
    line = "产值306.8亿元（去年，同比增长18.9%）；17个项目；单位电耗降了11.4%；自制率由44%升至91%"
    data = render(replace(digest, entries=(entry,)), ("md", "html", "docx", "xlsx", "csv", "jsonl"))
    assert f"- 关键数字：{line}\n" in data["digest.md"].decode()
    assert f"关键数字：{line}<" in data["digest.html"].decode()
    word = docx.Document(io.BytesIO(data["digest.docx"]))
    assert any(f"关键数字：{line}" in p.text for p in word.paragraphs)
    sheet = openpyxl.load_workbook(io.BytesIO(data["digest.xlsx"]))["报摘"]
    assert line in [cell.value for cell in sheet[2]]
    assert line in data["digest.csv"].decode("utf-8-sig")
    lines = data["articles.jsonl"].decode()
    schema = json.loads((files("baozhai") / "schemas" / "articles.v1.json").read_text("utf-8"))
    jsonschema.validate(json.loads(lines), schema)
    assert read_entries(lines, "x")[0].figures == entry.figures
    with pytest.raises(InputError, match="没有第 7 段"):
        read_entries(lines.replace('"figures": [{"paragraph": 0', '"figures": [{"paragraph": 7'), "x")


def test_figures_of_the_starter_articles_stand_where_they_say(root: Path) -> None:
    seen = 0
    for path in sorted((root / "data" / "starter" / "articles").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            article = Article("a", paragraphs=tuple(json.loads(line)["paragraphs"]), date="2026-06-12")
            for f in figures(article):
                text = article.paragraphs[f.paragraph]
                assert text[f.start : f.end] == f.text
                assert f.metric in text and f.period in text
                seen += 1
    assert seen > 1000


ALPHABET = "0123456789.,一二三十百万亿元%％成倍家年月日去今同比增长了，。；的-—至到翻番百分之第余 "


@given(st.text(st.sampled_from(ALPHABET), max_size=60) | st.text(max_size=30))
def test_any_text(text: str) -> None:
    last = 0
    for f in figures(Article("a", title=text, paragraphs=(text,), date="2026-06-12")):
        assert last <= f.start < f.end and text[f.start : f.end] == f.text
        assert f.change is None or text[f.change.start : f.change.end]
        last = f.end


@pytest.mark.parametrize(
    "text",
    ["转接组织关系9人。", "去年，拿出3.8亿元。", "如今，建起一万平方米。", "首次迈过十亿元。", "全市20个。"],
)
def test_a_verb_or_a_place_alone_is_no_metric(text: str) -> None:
    assert key_figures(Article("a", paragraphs=(text,))) == ()


def test_the_age_of_a_building_is_not_the_period_of_its_length() -> None:
    (found,) = figures(Article("a", date="2026-06-12", paragraphs=("这座建于1954年的厂房长312米。",)))
    assert found.period == ""


def test_what_there_only_was_is_no_plan() -> None:
    (found,) = figures(Article("a", paragraphs=("到2012年，村民收入只有950元。",)))
    assert not found.planned


def test_a_list_of_things_counts_the_things() -> None:
    (found,) = key_figures(Article("a", paragraphs=("公布首批20个营商环境观察点名单。",)))
    assert found.metric == "营商环境观察点"


def test_what_a_plant_makes_a_year_has_no_month() -> None:
    """The month in the sentence is that of the opening, and 年产 stays whole."""
    (found,) = figures(Article("a", date="2026-09-28", paragraphs=("产线7月初投用，年产配方颗粒1500吨。",)))
    assert (found.metric, found.period) == ("年产配方颗粒", "")


@pytest.mark.parametrize(
    ("text", "metric"), [("中药饮片则同比微降2.3%。", "中药饮片"), ("新规则同比减少12%。", "新规则")]
)
def test_a_joining_word_behind_a_metric(text: str, metric: str) -> None:
    (found,) = figures(Article("a", paragraphs=(text,)))
    assert found.metric == metric and found.change is not None and found.change.value < 0


def test_changes_said_of_several_figures_at_once_go_to_none() -> None:
    """分别: which change is whose stands in their order, not beside them; one of its own is kept."""
    text = "去年园区营业收入46.77亿元、税收0.86亿元，同比分别增长15.06%、6.16%。企业利润3.2亿元，同比增长7%。"
    found = {f.metric: f.change for f in key_figures(Article("a", paragraphs=(text,)), ())}
    assert found["税收"] is None and found["园区营业收入"] is None
    assert found["企业利润"] is not None and found["企业利润"].value == 7


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("2022年，社区请来规划师驻点，收了1765条意见。", False),
        ("去年规划展览馆接待观众3万人次。", False),
        ("规划到2027年产值突破300亿元。", True),
    ],
)
def test_who_plans_is_no_plan(text: str, plan: bool) -> None:
    (found,) = key_figures(Article("a", paragraphs=(text,)), ())
    assert found.planned == plan


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("大会请来4个国际组织参会。", "国际组织"),
        ("座谈会有30名企业家出席。", "企业家出席"),
        ("260余名代表共同出席。", "代表共同出席"),
        ("230多家工厂参展参会。", "工厂参展参会"),
        ("计算机板块上涨2.6%。", "计算机板块"),
        ("共享单车投放3万辆。", "共享单车投放"),
        ("底盘产能3万套。", "底盘产能"),
        ("初级工占比40%。", "初级工占比"),
        ("并购金额3亿元。", "并购金额"),
        ("判处拘役，并处罚金4万元。", "罚金"),
        ("产值年均增速6.4%。", "产值年均"),
        ("两村一共是61户。", "两村"),
        ("产值有望突破8亿元。", "产值"),
        ("资产总额曾经逾3亿元。", "资产总额"),
        ("青垣降水偏少约一至三成。", "青垣降水偏少"),
        ("处理器 X2 售价为 2600 元。", "处理器 X2 售价"),
    ],
)
def test_a_metric_keeps_its_first_word_and_no_adverb(text: str, metric: str) -> None:
    assert [f.metric for f in key_figures(Article("a", paragraphs=(text,)))] == [metric]


@pytest.mark.parametrize(
    "text",
    [
        "低于行业均值28.4倍。",
        "占园区厂房面积约40%。",
        "震中位于北纬30.5度，东经112.8度。",
        "从居住品质提升3个方面发力。",
        "双方以2万元和解。",
        "征收局以人民币280万元补偿厂房。",
        "这是原本300万元的本金。",
        "约合人民币400元。",
        "事故分别环比减少38起、9起。",
    ],
)
def test_what_is_compared_placed_or_divided_is_no_key_figure(text: str) -> None:
    assert key_figures(Article("a", paragraphs=(text,))) == ()


def test_both_ends_of_a_range_of_tenths_are_shares() -> None:
    assert [(q.value, q.high) for q in quantities("增长3至5成。")] == [(30, 50)]
    assert [(q.value, q.high) for q in quantities("减少一至三成。")] == [(10, 30)]


def test_a_yearly_task_is_not_that_of_its_first_year() -> None:
    (found,) = figures(Article("a", paragraphs=("2019年改由河长管护，每年清理河道52公里。",)))
    assert found.period == ""


def test_a_text_without_any_full_stop_lends_a_period_no_further_than_a_sentence_reaches() -> None:
    """Looked for from each figure to the start of the text, a hundred thousand characters took half a minute."""
    near, far = (f"2025年全区变了样{'树又绿了' * n}产值达到3亿元" for n in (240, 260))
    assert [[f.period for f in figures(Article("01", paragraphs=(t,)))] for t in (near, far)] == [
        ["2025年"],
        [""],
    ]


def test_a_list_over_a_line_end_is_left_out_as_a_whole() -> None:
    text = "云岫企\n5按谁从瓶盖、培养基等上下游项目9个，总投资"
    assert [f.metric for f in key_figures(Article("1", "", paragraphs=(text,)))] == ["上下游项目"]
