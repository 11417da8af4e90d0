"""Sentence splitting: one case a line, `|` marks the expected boundaries, the rule is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.text.sentences import balanced, pairs, split

CASES = [
    ("plain stops", "云岭市今天开了会。|会议开了两天。"),
    ("plain stops", "项目开工了！|谁来干？|大家来干。"),
    ("no final mark", "云岭市今天开了会。|会议开了两天"),
    ("one sentence", "没有标点的一句话"),
    ("only a mark", "。"),
    ("semicolon", "一是修路；二是架桥；三是通水。|村民都满意。"),
    ("colon", "目标有三个：修路、架桥、通水。|工期一年。"),
    ("comma", "天晴了，人来了，车也来了。"),
    ("a closing quote", "他答应“马上就来。”|第二天他来了。"),
    ("a closing paren", "全程三公里（含支路。）|工期一年。"),
    ("a stray closing quote", "事情办好了。”|大家散了。"),
    ("a stray closing bracket", "事情办好了。】|大家散了。"),
    ("b say", "“这条路修得好。”村民柳大山说。|路长三公里。"),
    ("b state", "“明年还要扩建。”云岭厂厂长柳大山表示。|工厂有百人。"),
    ("b introduce", "“机器昼夜不停。”车间主任方小禾介绍，今年订单翻番。|工厂有百人。"),
    ("b hold", "“人才是根本。”柳大山认为，要留住人。|会议开了两天。"),
    ("b point out", "“短板还在。”柳大山指出。"),
    ("b no stop", "“短板还在。”柳大山说"),
    ("b question", "“这样的好事哪里找？”柳大山说。|他笑了。"),
    ("b exclaim", "“真是太好了，我们全家都很高兴！”柳大山高兴地说。|他笑了。"),
    ("b two inner sentences", "“路通了。车多了。”柳大山说。|他笑了。"),
    ("b split quotation", "“路通了。”柳大山说，“车也多了。”|他笑了。"),
    ("b long title", "“路通了。”云岭实业集团有限公司董事长、总经理柳大山说。|他笑了。"),
    ("b comma before a final verb", "“路通了。”谈起变化，柳大山笑着说。|他笑了。"),
    ("b a new scene is new", "“我们都知道路通了。”|会后，柳大山说，明年还修。"),
    ("b the colon opens the next", "“我们都知道路通了。”|柳大山说：“车也多了。”"),
    ("b a verb with object is new", "“我们都知道路通了。”|柳大山介绍了全村的情况。"),
    ("b reported is new", "“我们都知道路通了。”|据介绍，明年还修。"),
    ("b tell the reporter", "“路通了。”柳大山告诉记者，车也多了。|他笑了。"),
    ("c say", "柳大山说：“路通了。”|会后他去了工地。"),
    ("c two inner sentences", "柳大山说：“路通了。车多了。”|会后他去了工地。"),
    ("c question", "柳大山问：“几时通车？”|没有人回答。"),
    ("c answer by another", "柳大山问：“几时通车？”|方小禾说：“下月。”"),
    ("c comma", "柳大山说，“路通了。”|会后他去了工地。"),
    ("c nested quotation", "柳大山说：“有人问：‘几时通车？’我答下月。”|会后他去了工地。"),
    ("c goes on with 的", "面对：“几时通车？”的疑问，没有人回答。"),
    ("d a new clause", "大家都在想……|柳大山站了起来。"),
    ("d 的", "那些山、水、云……的故事还长。"),
    ("d 等", "苹果、梨……等水果上市。"),
    ("d closing quote", "“我想想……”柳大山说。|他笑了。"),
    ("d comma", "山、水、云……，都在画里。|他笑了。"),
    ("d 都", "唱歌、跳舞……都有人教。"),
    ("d with a stop", "说来话长……。|他笑了。"),
    ("d at the end", "说来话长……"),
    ("d three dots", "大家都在想...|柳大山站了起来。"),
    ("e book title", "他写了《路在哪里？》一书。|书很厚。"),
    ("e exclaim in title", "电影《前进！》上映。|票房很好。"),
    ("e short term", "开展“我能做点啥？”大讨论。|人人参加。"),
    ("e short opening term", "“云岭，你好！”音乐节开幕。|人人参加。"),
    ("e title in quotation", "他读完“《路在哪里？》”后睡了。"),
    ("e paren inside", "工程（真的快吗？）已完工。|人人参加。"),
    ("f ？！", "真的吗？！|当然是真的。"),
    ("f ！！", "快来！！|人人参加。"),
    ("f ？？？", "为什么？？？|没有人回答。"),
    ("f ?! half width", "真的吗?!|当然是真的。"),
    ("g decimal", "面积46.77平方米。|造价不高。"),
    ("g percent", "同比增长15.06%。|造价不高。"),
    ("g version", "软件3.5.1版发布。|下载很快。"),
    ("g address", "详见www.yunling.cn。|电话不变。"),
    ("g address with query", "详见www.yunling.cn/a?id=3页面。|电话不变。"),
    ("g standard", "产品通过AEC-Q100认证。|销量大增。"),
    ("g name with mark", "用户打开Yahoo!网页。|速度很快。"),
    ("h no partner", "他说“路通了。|车多了。"),
    ("h partner further on", "柳大山说：“路通了。车多了。人来了。”|这是心里话。"),
    ("h no partner, then a pair", "他说“路通了。|柳大山说：“车多了。”|他笑了。"),
    ("h no partner for a paren", "工程（一期完工了。|二期在建。"),
    ("i straight say", '"路通了。"柳大山说。|他笑了。'),
    ("i straight colon", '柳大山说:"路通了。"|他笑了。'),
    ("i straight term", '开展"我能做点啥？"大讨论。|人人参加。'),
    ("i straight odd", '他说"路通了。|车多了。'),
    ("mark after quote", "他称之为“云岭速度”。|人人参加。"),
    ("mark after marked quote", "他喊：“快来！”，没人应。|他走了。"),
    ("numbering", "（一）修路。|（二）架桥。"),
    ("bracketed credit", "路通了。|（云岭社供稿。）|车多了。"),
    ("space stays left", "路通了。 |车多了。"),
    ("space at the start", "　　路通了。|车多了。"),
    ("two quotations", "“我们这里的路通了。”|“我们这里的车多了。”"),
]


@pytest.mark.parametrize(("rule", "marked"), CASES)
def test_rule(rule: str, marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[a:b] for a, b in split(text)] == marked.split("|"), rule


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


def test_empty() -> None:
    assert split("") == []


def test_offsets() -> None:
    assert split("项目开工了。年底建成。") == [(0, 6), (6, 11)]


def test_blank_text_is_one_piece() -> None:
    assert split(" \n") == [(0, 2)]


def test_only_outermost_pairs() -> None:
    assert pairs("“《甲》”（乙") == {0: 4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“甲”", True),
        ("“甲", False),
        ("甲）", False),
        ("（甲“乙）丙”", False),
        ('"甲', False),
        ("(甲）", True),
    ],
)
def test_balanced(text: str, expected: bool) -> None:
    assert balanced(text) is expected


ALPHABET = '甲乙说表示的等。？！；：，、…“”‘’（）《》【】"?!. 3a\n'


@given(st.text(st.sampled_from(ALPHABET), max_size=60) | st.text(max_size=40))
def test_tiles_the_text(text: str) -> None:
    spans = split(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert [a for a, _ in spans] == [0, *(b for _, b in spans)][: len(spans)]
    assert all(a < b for a, b in spans)


@given(st.lists(st.text(st.sampled_from("甲乙丙丁"), min_size=1, max_size=8), min_size=1, max_size=8))
def test_plain_sentences_come_back(sentences: list[str]) -> None:
    text = "".join(s + "。" for s in sentences)
    assert [text[a:b] for a, b in split(text)] == [s + "。" for s in sentences]


@given(st.text(st.sampled_from(ALPHABET), max_size=60))
def test_no_boundary_inside_a_pair(text: str) -> None:
    inside = {i for a, b in pairs(text).items() for i in range(a + 1, b + 1)}
    assert not inside & {a for a, _ in split(text)}
