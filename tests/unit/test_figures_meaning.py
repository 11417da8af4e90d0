"""Key figures keep the words without which they say something else: rates, additions, denials, deadlines."""

from __future__ import annotations

import pytest

from baozhai.evaluation.verify import record_faults
from baozhai.io.writers.layout import figure_texts
from baozhai.records import Article, Entry, Prediction, Summary
from baozhai.summary.figures import key_figures
from baozhai.text.quantities import periods


def printed(text: str, title: str = "", date: str = "2026-06-12") -> str:
    article = Article("a", title=title, paragraphs=tuple(text.split("\n")), date=date)
    found = key_figures(article)
    entry = Entry(article, Prediction("a", (), {}), Summary("a"), figures=found)
    assert record_faults(entry, ("summary", "keywords")) == []
    return "；".join(figure_texts(entry))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("甲国禁止18名乙国公民入境。", ""),
        ("甲国宣布驱逐5名乙国外交人员。", ""),
        ("药物避免了600例并发症。", ""),
        ("1到5月份，每天新登记企业超过1.6万家。", "每天新登记企业超过1.6万家"),
        ("“十三五”期间，青垣地铁新增运营里程40公里。", "新增运营里程40公里（“十三五”期间）"),
        ("在青垣，每天有超过10万人次乘坐渡轮通勤。", ""),
        ("她平均每天至少要做20多台手术。", ""),
        ("2015年以来，全县启动了190多个自然村建设改造。", ""),
        ("七处冷库新增库容1800吨以上。", "新增库容1800吨以上"),
        ("项目新增销售收入31亿元。", "新增销售收入31亿元"),
        ("园区累计投入4.2亿元。", "累计投入4.2亿元"),
        ("园区累计实现营业收入4.2亿元。", "累计实现营业收入4.2亿元"),
        ("园区累计培育20家企业。", ""),
        ("园区新增17个项目。", "新增17个项目"),
        ("报名者来自17个项目。", "17个项目"),
        ("园区未能实现产值4亿元。", ""),
        ("未来三年，园区投入4亿元。", "园区投入4亿元"),
    ],
)
def test_what_changes_the_meaning_of_a_number_stays_with_it(text: str, figure: str) -> None:
    assert printed(text) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("会议总结上半年工作，通报3起典型问题。", "3起典型问题"),
        ("园区今天发布一季度数据：产值4亿元。", "产值4亿元（一季度）"),
        ("年底前，园区建成8条产业链。", "8条产业链（年底前，计划）"),
        ("到年底，园区建成8条产业链。", "8条产业链（到年底，计划）"),
        ("8月底前增加6个窗口。", "增加6个窗口（8月底前，计划）"),
        ("去年底前增加6个窗口。", "增加6个窗口（去年底前）"),
        ("5月底前增加6个窗口。", "增加6个窗口（5月底前）"),
        ("2022年起，园区人均产值增至75万元。", "园区人均产值增至75万元（2022年起）"),
        ("自2022年以来，园区人均产值增至75万元。", "园区人均产值增至75万元（2022年以来）"),
        ("截至5月底，绿电占比达62%。", "绿电占比达62%（截至5月底）"),
        ("截至今年三月底，绿电占比达62%。", "绿电占比达62%（截至今年三月底）"),
        ("新药去年2月获批，销售收入1.7亿元。", "销售收入1.7亿元"),
        ("园区2014年动工，占地4.2平方公里。", "占地4.2平方公里"),
        ("3月底至5月初，园区接待游客4万人。", "接待游客4万人（5月初）"),
    ],
)
def test_a_period_is_that_of_the_figure_and_a_deadline_is_a_plan(text: str, figure: str) -> None:
    assert printed(text) == figure


def test_beginnings_and_deadlines_are_read_whole() -> None:
    for text in ("2022年起", "8月底前", "5月以来", "本月起", "截至5月底", "到7月中旬"):
        (found,) = periods(f"{text}，", "2026-06-12")
        assert (found.start, found.end) == (0, len(text))
    assert [p.end for p in periods("去年前后，今年前往", "2026-06-12")] == [2, 7]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("会议通报2起违反规定的案例。", ""),
        ("全市组建20个涉及光电、芯片的中心。", ""),
        ("园区培养了240名持证上岗的经纪人。", ""),
        ("去年9个行业能耗均下降。", ""),
        ("村民每户每年只交40元卫生费。", ""),
        ("园区总投资40亿元。", "园区总投资40亿元"),
        ("水厂为园区内46家企业供水。", "46家企业"),
        ("查出手续繁琐、窗口推诿等问题34个。", "问题34个"),
        ("馆里征集到账本、工牌等老物件1700余件。", "老物件1700余件"),
        ("两名工人先后获一等功5次。", "两名工人先后获一等功5次"),
        ("会上解读“惠企30条”。", ""),
        ("大会请来4个国际组织参会。", "4个国际组织"),
        ("7家企业共同参与建设。", "7家企业共同参与建设"),
        ("事故造成37人死亡、1人失联。", "37人死亡；1人失联"),
        ("名单上有128个疗效确切、价格适宜的品种。", ""),
        ("社区服务业收入增长17.1%。", "社区服务业收入增长17.1%"),
        ("招工面向50人以上企业。", ""),
        ("比三年前增加一倍。", ""),
        ("就餐人数比三年前增加一倍。", "就餐人数比三年前增加一倍"),
        ("此前两轮，7家企业入选。", ""),
        ("车间工序减少3个环节。", "减少3个环节"),
        ("药厂召回胶囊1.2万盒。", "药厂召回胶囊1.2万盒"),
    ],
)
def test_a_counted_noun_is_whole_and_a_metric_is_there(text: str, figure: str) -> None:
    assert printed(text) == figure


@pytest.mark.parametrize(
    ("title", "text", "figure"),
    [
        (
            "樟溪药谷产值下降3.2%",
            "樟溪药谷公布半年账。\n全区产值82.1亿元，下降3.2%。其中，疫苗企业实现产值9.1亿元，同比增长12.4%。",
            "全区产值82.1亿元（下降3.2%）；疫苗企业实现产值9.1亿元（同比增长12.4%）",
        ),
        (
            "各地春耕有序推进",
            "各地春耕展开。\n今年，辽宁完成播种面积530万亩。",
            "辽宁完成播种面积530万亩（今年）",
        ),
        ("海绵城市有了里子", "各地都在建。\n而在宁波，今年海绵城市提速，建设项目多达58个。", ""),
        (
            "宁波海绵城市有了里子",
            "各地都在建。\n而在宁波，今年海绵城市提速，建设项目多达58个。",
            "建设项目多达58个（今年）",
        ),
        ("樟溪科学城换新装", "樟溪科学城改造产线。\n在青垣沃鼎精密公司，机械手忙碌，年产值增加20%以上。", ""),
        ("樟溪科学城换新装", "樟溪科学城改造产线。\n沃鼎精密公司年产值4亿元。", "沃鼎精密公司年产值4亿元"),
        ("沃鼎精密扩产", "产线换新。\n沃鼎精密公司去年投产，产值4亿元。", "产值4亿元"),
        ("樟溪科学城换新装", "樟溪科学城改造产线。\n该公司销售额4.1亿元。", ""),
        ("沃鼎动力投产", "沃鼎动力昨天投产。\n该厂去年产值9亿元。", "产值9亿元（去年）"),
        (
            "樟溪科学城换新装",
            "樟溪科学城改造产线。\n青垣岭拓重装公司换了机床。这家企业去年产值9亿元。",
            "",
        ),
        ("两家公司上市", "沃鼎精密公司与岭拓重装公司昨天上市。\n沃鼎精密公司去年获奖，募资7亿元。", ""),
        ("全球粮价回落", "粮价公布。\n据甲国媒体报道，出口额4亿元。", "出口额4亿元"),
    ],
)
def test_a_figure_of_another_than_the_headlines_subject_is_named_or_left_out(
    title: str, text: str, figure: str
) -> None:
    assert printed(text, title) == figure


def test_what_falls_is_listed_beside_what_grows() -> None:
    text = "新材料产值增长21.4%，药品产值增长3%，食品产值增长2%，钢材产值下降2.8%。"
    assert printed(text) == "新材料产值增长21.4%；药品产值增长3%；钢材产值下降2.8%"


def test_a_deadline_of_a_condition_is_no_plan() -> None:
    assert printed("小区如在10月20日前缴清，管理费减收3%。") == "管理费减收3%（10月20日前）"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("三号窑煤耗和次品率平均降低3.4%和8%。", ""),
        ("园区产值增长4%左右、6%左右。", ""),
        ("两园产值分别为2亿元。", ""),
        ("园区产值增长7%，甲厂、乙厂利润分别增长3%、9%。", "园区产值增长7%"),
        ("樟溪在全省排第二十二或二十一位。", ""),
        ("镇里还在商议价钱是否涨至6%。", ""),
        ("樟溪以9亿元反超青垣8亿元。", ""),
        ("竹料卖成了笛子，它的价钱也提高了6倍。", ""),
        ("竹笛的价钱提高了6倍。", "竹笛的价钱提高了6倍"),
        ("窑区产值首次突破3亿元大关，达到30412万元，增长6%。", "窑区产值30412万元（增长6%）"),
        ("三家窑厂身价达到7亿人民币。", "三家窑厂身价达到7亿人民币"),
    ],
)
def test_a_number_of_several_things_or_of_a_question_is_not_printed(text: str, figure: str) -> None:
    assert printed(text) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("其中，樟溪、青垣两地瓷器销量提升了14%。", "樟溪、青垣两地瓷器销量提升了14%"),
        ("甲窑、乙窑下降14%，丙窑下降6%。", "甲窑、乙窑下降14%；丙窑下降6%"),
        ("茶盏9元一只、茶壶61元。", "茶盏9元；茶壶61元"),
        ("展柜里摆出胎质细密、釉色均匀、器形端正、纹样古朴的新款茶具26个。", ""),
        ("樟溪的茶具、餐具、酒具、花器、文具新增订单占全县订单的61%。", ""),
        ("窑区翻修旧窑、新增库房4万平方米。", "新增库房4万平方米"),
    ],
)
def test_a_list_that_a_number_is_of_is_whole_or_it_is_not_printed(text: str, figure: str) -> None:
    assert printed(text) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("县里改水9处，惠及茶农1.3万户。", "惠及茶农1.3万户"),
        ("去年园区共新登记企业26户。", "新登记企业26户（去年）"),
        ("窑区服务外包收入增长5%。", "窑区服务外包收入增长5%"),
        ("窑厂交付时长缩短31%。", "窑厂交付时长缩短31%"),
        ("县里将安排修窑资金7亿元。", "安排修窑资金7亿元"),
        ("在线窑艺课收入增长4%。", "在线窑艺课收入增长4%"),
    ],
)
def test_what_was_done_with_what_is_counted_stays_with_it(text: str, figure: str) -> None:
    assert figure in printed(text).split("；")


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("茶价没有回落，继续在46元/两上方徘徊。", ""),
        ("细则要求下降9%。", ""),
        ("渠道已经比1987年延长了3公里。", ""),
        ("青垣县已组建9支、共计260人的巡渠队。", ""),
        ("新馆包含2栋16米高的瓷塔。", ""),
        ("烟囱高31.5米。", "烟囱高31.5米"),
        ("塌方造成死亡2人。", "塌方造成死亡2人"),
        ("园区投入3亿元。", "园区投入3亿元"),
    ],
)
def test_a_verb_without_what_it_is_of_is_no_metric(text: str, figure: str) -> None:
    assert figure == printed(text)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("开春以后，97户窑工陆续搬进新屋。", "97户窑工陆续搬进新屋"),
        ("傍晚，全县26座旧窑重新点火，游人站满河岸。", "26座旧窑重新点火"),
        ("全县12个窑口和160多家茶庄到场。", "160多家茶庄到场"),
        ("全县46个窑口围绕入秋以来各家各户柴火不足窑温不够的难题想办法。", ""),
        ("沿河27个窑口中，樟溪窑最老。", ""),
        ("昨夜困在山里的52名采茶人里，已有19名采茶人被接下山。", "19名采茶人被接下山"),
        ("这26名窑工住在河边。", ""),
        ("镇里将全区24个窑口划分为61个片。", ""),
        ("近8个工作日，茶价上涨。", ""),
        ("河边停着1台水车。", ""),
        ("窑顶垮塌致1人受伤。", "1人受伤"),
        ("公约列出了三部分46条守窑规矩。", "46条守窑规矩"),
        ("窑区引来了26家釉色一流的老窑厂。", ""),
        ("会上，窑区签署26份购茶协议，皆大欢喜。", "26份购茶协议"),
        ("来自樟溪等9个窑口的46支龙舟队到场，12个茶社、7个商会的代表发言。", "46支龙舟队到场"),
    ],
)
def test_who_is_counted_does_something_or_something_is_done_with_them(text: str, figure: str) -> None:
    assert printed(text) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (
            "今年学徒人数260人，到了近6年以来的最高点，窑厂挑出46名徒弟。",
            "学徒人数260人（今年）；46名徒弟（今年）",
        ),
        ("樟溪县今天印发守窑公约，从认清守窑目标、备足柴火两头提出26项护窑措施。", "26项护窑措施"),
        ("樟溪窑厂今天宣布开火，产值4亿元。", "产值4亿元"),
        ("今天上午，湖面宽6公里。", "湖面宽6公里（今天）"),
        ("茶园规划面积46公顷。", "茶园规划面积46公顷"),
        ("《窑火计划》刊印，产值4亿元。", "产值4亿元"),
        ("按照计划，产值4亿元。", "产值4亿元（计划）"),
        ("茶船载重可达46吨。", "茶船载重可达46吨"),
        ("现将有关账目抄在墙上，产值4亿元。", "产值4亿元"),
        ("那时码头还是浅滩，出山水路只有2条。", ""),
    ],
)
def test_neither_a_day_of_telling_nor_a_named_plan_is_of_a_figure(text: str, figure: str) -> None:
    assert printed(text) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("去年，窑区新签约项目8个，总投资额达3.7亿元。", "新签约项目8个，总投资额达3.7亿元（去年）"),
        ("会上签署7个协议，总金额3亿元。", "7个协议，总金额3亿元"),
        ("窑区新签约项目8个，地方宽阔，总投资额3.7亿元。", "新签约项目8个；总投资额3.7亿元"),
        ("窑区新签约项目8个，产值3.7亿元。", "新签约项目8个；产值3.7亿元"),
        ("总投资9亿元瓷器城开门。", ""),
        ("全长46公里的樟青茶道重修。", ""),
        ("茶道全长46公里，串起7乡。", "茶道全长46公里"),
    ],
)
def test_how_much_is_printed_with_what_it_is_of(text: str, figure: str) -> None:
    assert printed(text) == figure


def test_the_firm_before_may_be_called_the_enterprise() -> None:
    text = "樟溪修整河堤。\n青垣沃鼎集团让出滩地。去年企业实现产值3亿元。"
    assert printed(text, "樟溪河堤修好") == ""
    assert printed(text, "沃鼎集团让出滩地") == "产值3亿元（去年）"
