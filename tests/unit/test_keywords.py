"""Keywords are whole: no pieces of a name, no clauses, no words that name nothing."""

import pytest

from baozhai.records import Article
from baozhai.summary.joining import joined
from baozhai.summary.keywords import keywords
from baozhai.text.words import cut


def found(*paragraphs: str, title: str = "", n: int = 8) -> tuple[str, ...]:
    return keywords(Article("a", title=title, paragraphs=paragraphs), n)


PIECES = [
    ("沐尤尼斯", "尼斯", "沐尤尼斯守得住。渔民在沐尤尼斯修船，村里的沐尤尼斯很小。"),
    ("浦农合", "浦农", "镇上启动浦农合报销，原有浦农合不变，浦农合花费少。"),
    ("翠玉花", "翠玉", "翠玉花织毯子，毯子好卖。渔民找翠玉花买，翠玉花忙不过来。"),
    (
        "中蒙俄茶叶走廊",
        "蒙俄茶叶走廊",
        "渔民谈中蒙俄茶叶走廊，县里修中蒙俄茶叶走廊，茶农走中蒙俄茶叶走廊。",
    ),
    ("十八大开幕式", "大开幕式", "渔民听十八大开幕式。老师也听十八大开幕式。"),
    ("中英总理", "英总理", "两国举行中英总理茶会。中英总理茶会谈到轴承。"),
    ("准渔民", "渔民", "准渔民来了。准渔民走了，渔民说好。"),
    ("轴承外长会", "轴承外长", "镇上承办轴承外长会，赞赏轴承外长会，轴承外长会开幕。"),
]


@pytest.mark.parametrize(("term", "piece", "text"), PIECES)
def test_a_name_that_always_has_the_same_neighbour_is_one_term(term: str, piece: str, text: str) -> None:
    words = found(text)
    assert any(term in word for word in words) and piece not in words


def test_pieces_of_one_term_are_not_printed_beside_it() -> None:
    words = found(
        "专项轴承机制会议在县里召开。",
        "专项轴承机制会议说了三件事。",
        title="专项轴承机制会议召开",
    )
    assert words[0] == "专项轴承机制会议" and not {"专项", "机制会议", "轴承机制会议"} & set(words)


def test_a_piece_is_none_even_where_its_term_is_not_printed() -> None:
    """码头 outweighs 沐浦码头, of which 沐浦 is a piece."""
    words = found("沐浦码头好，沐浦码头大。码头新，码头有人，码头有船，码头热闹，码头很长，码头很宽。")
    assert "码头" in words and "沐浦" not in words


def test_a_word_within_a_longer_term_gives_way_to_it() -> None:
    """城市 weighs 7, the longer term 6: three times two words."""
    text = "海绵城市试点，海绵城市有池，建海绵城市。城市内涝少了，城市好，城市大，城市新。"
    assert "海绵城市" in found(text) and "城市" not in found(text)


def test_said_once_a_phrase_is_named_whole_or_not_at_all() -> None:
    assert "国际社会" in found("渔民说轴承好。", title="国际社会积极评价轴承")
    assert not {"国际", "社会"} & set(found("渔民说轴承好。", title="国际社会积极评价轴承"))
    assert "中英总理茶会" in found("渔民说轴承好。", title="中英总理茶会举行")
    assert "俄乌边境" in found("渔民在俄乌边境修船。")
    assert "京讲座" not in found("渔民说轴承好。", title="船长在京讲座")
    # No piece of a name that goes on with a character that no dictionary joins.
    assert "尔多" not in " ".join(found("应船长沐尔多安邀请，渔民去了。"))


def test_a_phrase_that_never_begins_or_ends_is_a_piece() -> None:
    assert "渔业核心" not in found("渔业核心价值体系好。渔业核心价值观好。")
    # Eight words are too long for a keyword, and so their ends are none.
    long = "渔港轴承绞车缆绳灯塔渔船隐患清单"
    assert all(len(word) == 2 for word in found(f"{long}公布。{long}公开。", n=20))


def test_a_bare_number_belongs_to_the_name_behind_it() -> None:
    """A measure would stand between: 十一学校 is no school of eleven."""
    words = found("云岭十一学校柳湾学校翻新。云岭十一学校柳湾学校放假。")
    assert not any(word.startswith("学校柳") for word in words)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("渔业保护齐头并进", "渔业保护齐头并进。轴承和渔业保护齐头并进。"),
        ("贯彻渔业书记", "县里贯彻渔业书记精神。镇上贯彻渔业书记讲话。"),
        ("代表社会", "渔民要代表社会的力量。船长要代表社会的力量。"),
        ("完整准确贯彻新章程", "渔民完整准确贯彻新章程。船长完整准确贯彻新章程。"),
        ("治理环境", "渔民治理环境，县里治理环境。"),
        ("发送旅客", "铁路发送旅客三万人，公路发送旅客五万人。"),
        ("从渔港", "从渔港需要出发。从渔港的风浪出发。"),
        ("再次出现", "沙尘再次出现。大雾再次出现。"),
        ("意义深远", "渔港意义深远。轴承意义深远。"),
        ("港法案", "县里炮制涉港法案。渔民说涉港法案不好。"),
    ],
)
def test_a_clause_is_no_keyword(clause: str, text: str) -> None:
    assert not any(clause in word for word in found(text))


def test_a_noun_that_the_dictionary_takes_for_a_verb_is_one() -> None:
    assert "渔业新通道" in found("渔业新通道开通。渔业新通道很长。")
    assert "渔业振兴" in found("渔业振兴靠大家。渔业振兴不容易，好船也要渔业振兴。")


@pytest.mark.parametrize("word", ["依法", "评价", "出发", "全媒体", "发生"])
def test_a_stop_word_is_none_alone_or_in_a_phrase(word: str) -> None:
    assert not any(word in term for term in found(f"渔港{word}。船长{word}。渔港{word}好。"))


@pytest.mark.parametrize("word", ["具有", "打造出", "十足", "有序", "相一致", "依托", "加大力度"])
def test_a_verb_or_adverb_is_no_keyword(word: str) -> None:
    """Even where it recurs: it has an object, or tells of another word."""
    text = f"渔港{word}轴承三万件，渔民放心。渔港{word}绞车两台。"
    assert word not in found(text)


def test_a_verb_that_stands_as_a_noun_is_one() -> None:
    words = found("县里重视创新。绞车的创新，轴承的创新，都好。")
    assert "创新" in words


def test_a_verb_may_tell_the_kind_of_a_noun() -> None:
    words = found("死亡病例三例，新增死亡病例一例。安置点有水，安置点有饭。")
    assert {"死亡病例", "安置点"} <= set(words)


def test_names_of_writings_are_whole() -> None:
    text = "《提振渔业专项行动方案》印发。《提振渔业专项行动方案》说明了政策，《方案》有八条。"
    words = found(text, title="我省大力提振渔业")
    assert "提振渔业专项行动方案" in words and not {"行动", "方案", "专项"} & set(words)
    words = found("渔民说好。", title="县里印发《关于渔港轴承安全的意见》")
    assert "关于渔港轴承安全的意见" in words and not any("轴承" in w and w[0] != "关" for w in words)


def test_a_common_word_in_quotation_marks_is_a_figure_of_speech() -> None:
    words = found("公司给绞车做“体检”，让轴承更有“面子”。‘“快”进渔港’很热闹。")
    assert not {"体检", "面子"} & set(words)
    assert "‘快’进渔港" not in found("轴承“‘快’进渔港”，好。")


def test_joined_leaves_words_with_several_neighbours() -> None:
    texts = [cut("渔民去沐湾。沐湾有桥。新桥在沐湾。桥下有水，老桥没水。")]
    words = joined(texts)[0]
    assert "".join(words) == "".join(texts[0]) and words.count("沐湾") == 3 and "桥" in words


def test_a_word_of_every_article_counts_within_a_phrase_only() -> None:
    words = found("渔民的企业买轴承。企业做轴承，企业修轴承。", "轴承产业园收企业，轴承产业园不大。")
    assert "轴承产业园" in words and not {"企业", "产业"} & set(words)


@pytest.mark.parametrize("done", ("调研", "全力"))
def test_what_officials_do_somewhere_is_no_part_of_a_name(done: str) -> None:
    words = found(f"渔民说，苏州{done}很忙。苏州{done}到晚上。", title=f"轴承厂在苏州{done}")
    assert words and not any(done in word and word != done for word in words)


def test_ministries_with_an_and_are_whole() -> None:
    words = found("文化和旅游部称渔民要来。文化和旅游部又说轴承要来。", "国家发展和改革委员会称渔民要来。")
    assert {"文化和旅游部", "国家发展和改革委员会"} <= set(words) and "旅游部" not in words


def test_a_verb_behind_an_auxiliary_joins_no_nouns() -> None:
    words = found("轴承厂可享受房租减免。", "轴承厂可享受渔民码头。可支配收入多，可支配收入够。")
    assert "可支配收入" in words and not any("可享受" in word for word in words)


def test_what_people_are_stands_before_them() -> None:
    words = found("渔民说，退休党员很忙。退休党员忙到晚上。", title="退休党员当导师")
    assert words[0] == "退休党员" and "党员" not in words
