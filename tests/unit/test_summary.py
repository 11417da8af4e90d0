"""Rankers on hand-worked articles, the contract of a summary, and keywords."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.records import Article
from baozhai.summary import (
    LSA,
    CentroidMMR,
    Coverage,
    Lead,
    LexRank,
    Summarizer,
    TextRank,
    keywords,
    select,
    sentences_of,
)
from baozhai.summary.graph import pagerank
from baozhai.summary.select import jaccard
from baozhai.summary.units import count_matrix, n_chars, terms, text_of, tfidf
from baozhai.text.sentences import balanced

RANKERS: list[Summarizer] = [
    Lead(),
    TextRank(),
    LexRank(),
    LexRank(threshold=0.0),
    CentroidMMR(),
    LSA(),
    Coverage(),
]


def article(*paragraphs: str, title: str = "") -> Article:
    return Article("t", title=title, paragraphs=paragraphs)


def test_sentences_leave_out_blank_edges() -> None:
    found = sentences_of(article("　　甲来。 乙走。", " ", "丙"))
    assert [(s.paragraph, s.start, s.end) for s in found] == [(0, 2, 5), (0, 6, 9), (2, 0, 1)]


def test_terms() -> None:
    assert terms("云岭市，增15.06%用AEC-Q100") == ["云岭", "岭市", "增", "15.06", "用", "aec-q100"]


def test_count_matrix() -> None:
    assert count_matrix(["甲乙甲乙", "乙甲"]).tolist() == [[2.0, 1.0], [0.0, 1.0]]


def test_tfidf_rows_have_length_one_or_zero() -> None:
    assert np.linalg.norm(tfidf(["甲乙", "乙丙丁", "。"]), axis=1) == pytest.approx([1, 1, 0])


def test_lead() -> None:
    assert Lead().scores(article("甲。乙。丙。丁。")).tolist() == [1.0, 0.75, 0.5, 0.25]


def test_textrank_similarity_by_hand() -> None:
    # Terms 甲乙 乙丙 | 甲乙 乙丁: one shared, over ln 2 + ln 2.
    similar = TextRank().similarity(article("甲乙丙。甲乙丁。"))
    assert similar == pytest.approx(np.array([[0, 1], [1, 0]]) / (2 * math.log(2)))


def test_pagerank_of_a_star_by_hand() -> None:
    # Center c, leaves l: c = .05 + .85 * 2l, l = .05 + .425c, hence c = .135 / .2775.
    star = np.array([[0.0, 1, 1], [1, 0, 0], [1, 0, 0]])
    center = 0.135 / 0.2775
    assert pagerank(star, 0.85, 500) == pytest.approx([center, (1 - center) / 2, (1 - center) / 2])


def test_pagerank_without_edges_is_even() -> None:
    assert pagerank(np.zeros((4, 4)), 0.85, 100) == pytest.approx([0.25] * 4)


def test_lexrank_threshold_links_by_hand() -> None:
    # The third sentence shares no term: alone with its own link, it keeps 1/3.
    found = LexRank(threshold=0.1)
    a = article("甲乙丙。甲乙丁。戊己庚。")
    assert found.similarity(a).tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert found.scores(a) == pytest.approx([1 / 3] * 3)


def test_lexrank_cosine_by_hand() -> None:
    # Shared term idf 1, own term idf ln(3/2) + 1.
    own = math.log(1.5) + 1
    cosine = LexRank(threshold=0.0).similarity(article("甲乙丙。甲乙丁。"))
    assert cosine == pytest.approx(np.array([[1, 1 / (1 + own**2)], [1 / (1 + own**2), 1]]))


@pytest.mark.parametrize("ranker", [TextRank(), LexRank(), LexRank(threshold=0.0)])
def test_graph_scores_sum_to_one_and_are_fair(ranker: Summarizer) -> None:
    scores = ranker.scores(article("甲乙丙丁。乙丙丁戊。", "甲乙丙丁。己庚辛。"))
    assert scores.sum() == pytest.approx(1)
    assert scores[0] == pytest.approx(scores[2])


def test_textrank_prefers_the_middle_of_a_chain() -> None:
    scores = TextRank().scores(article("甲乙丙。乙丙丁戊。丁戊己。"))
    assert scores.argmax() == 1
    assert scores[0] == pytest.approx(scores[2])


def test_mmr_puts_a_repeated_sentence_off() -> None:
    a = article("甲乙丙丁。甲乙丙丁。戊己庚。")
    assert np.argsort(-CentroidMMR(diversity=0.5).scores(a), kind="stable").tolist() == [0, 2, 1]
    bare = CentroidMMR(diversity=0.0).scores(a)
    assert bare[0] == pytest.approx(bare[1])
    assert bare[0] > bare[2]


def test_lsa_by_hand() -> None:
    # Two equal sentences make a topic of strength √2, the third one of strength 1 ≥ √2 / 2.
    a = article("甲乙丙。甲乙丙。戊己庚。")
    assert LSA().scores(a) == pytest.approx([1, 1, 1])
    assert LSA(share=0.8).scores(a) == pytest.approx([1, 1, 0])


def test_coverage_by_hand() -> None:
    # Cosines 1 1 0 | 1 1 0 | 0 0 1, limits 1 1 .5: the first covers both, the third itself.
    assert Coverage(saturation=0.5).scores(article("甲乙丙。甲乙丙。戊己庚。")) == pytest.approx([2, 0, 0.5])


@pytest.mark.parametrize("ranker", RANKERS)
def test_no_sentence_no_score(ranker: Summarizer) -> None:
    assert ranker.scores(article()).shape == (0,)


@pytest.mark.parametrize(
    "ranker",
    [
        TextRank(damping=1.5),
        TextRank(max_rounds=0),
        LexRank(threshold=1.0),
        CentroidMMR(diversity=-1),
        LSA(share=0),
        Coverage(saturation=2),
    ],
)
def test_wrong_settings_are_refused(ranker: Summarizer) -> None:
    with pytest.raises(ValueError, match="must"):
        ranker.scores(article("甲。"))


LONG = article(
    "云岭市新建的大桥昨天正式通车。此外，两岸的老码头也将改建。",
    "“我们盼桥盼了三十年。”村民柳大山说。左图：大桥夜景十分好看。",
    "工程共用钢材五千吨。好。",
)


def summary_of(a: Article, scores: list[float], low: int = 0, high: int = 120) -> str:
    return select(a, np.array(scores), min_chars=low, max_chars=high).text


def test_whole_article_when_short() -> None:
    assert summary_of(LONG, [0] * 6) == "".join(LONG.paragraphs)


def test_frame_of_a_notice_and_lines_without_an_end_are_not_printed() -> None:
    """A salutation, 现将…如下。, who signs and the day say nothing, and would run into what does."""
    notice = article(
        "各部门、各街道：",
        "现将停水事项通知如下。",
        "云岫路以北停水八小时。",
        "云岫水务公司",
        "2026年8月10日",
    )
    assert summary_of(notice, [0] * 5) == "云岫路以北停水八小时。"
    assert summary_of(notice, [9, 8, 0, 7, 6], high=24) == "云岫路以北停水八小时。"
    table = article("年份\u3000兑付（亿元）", "2024\u30002.1", "去年兑付两亿元。")
    assert summary_of(table, [9, 9, 0]) == "去年兑付两亿元。"
    cut = article("樟溪水务公司连夜抢修管道，", "云岫路以北恢复供水。")
    assert summary_of(cut, [0, 0]) == "樟溪水务公司连夜抢修管道，云岫路以北恢复供水。"
    assert summary_of(article("● 一亿元：给团队", "● 三年：免租"), [0, 0]) == "● 一亿元：给团队● 三年：免租"


def test_rank_order_in_document_order() -> None:
    assert (
        summary_of(LONG, [1, 0, 0, 0, 2, 0], high=25) == "云岭市新建的大桥昨天正式通车。工程共用钢材五千吨。"
    )


def test_opener_only_after_its_sentence() -> None:
    assert summary_of(LONG, [0, 9, 0, 0, 1, 0], high=14) == "工程共用钢材五千吨。"
    assert summary_of(LONG, [8, 9, 0, 0, 1, 0], high=30) == LONG.paragraphs[0]


def test_caption_and_scrap_are_left_out() -> None:
    assert summary_of(LONG, [1, 0, 0, 9, 0, 9], high=20) == "云岭市新建的大桥昨天正式通车。"


def test_quotation_keeps_its_speaker() -> None:
    assert summary_of(LONG, [0, 0, 1, 0, 0, 0], high=20) == "“我们盼桥盼了三十年。”村民柳大山说。"


def test_near_copies_are_taken_once() -> None:
    a = article("云岭市新建的大桥昨天正式通车了。云岭市新建的大桥昨天正式通车。工程共用钢材五千吨。")
    assert summary_of(a, [3, 2, 1], high=40) == "云岭市新建的大桥昨天正式通车了。工程共用钢材五千吨。"


def test_unbalanced_is_left_out() -> None:
    a = article("他说“大桥昨天正式通车了。工程共用钢材五千吨。")
    assert summary_of(a, [9, 1], high=12) == "工程共用钢材五千吨。"


def test_fallback_is_the_shortest_that_stands_alone() -> None:
    assert summary_of(LONG, [1, 0, 0, 0, 0, 0], high=5) == "工程共用钢材五千吨。"


def test_fallback_is_the_first_sentence() -> None:
    assert summary_of(article("此外，两岸的老码头也将改建。"), [0], high=5) == "此外，两岸的老码头也将改建。"


def test_minimum_moves_the_start() -> None:
    # 12 characters first leave no room for 15; 15 alone meet the minimum of 13.
    a = article("工程用钢材总共五千吨。云岭市新建的大桥昨天正式通车。")
    assert summary_of(a, [2, 1], high=16) == "工程用钢材总共五千吨。"
    assert summary_of(a, [2, 1], low=13, high=16) == "云岭市新建的大桥昨天正式通车。"
    assert summary_of(a, [2, 1], low=16, high=16) == "工程用钢材总共五千吨。"


def test_scores_travel_with_sentences() -> None:
    assert [s.score for s in select(article("甲乙。丙丁。"), [0.5, 0.25]).sentences] == [0.5, 0.25]


def test_no_text_no_summary() -> None:
    assert select(article(" "), []).sentences == ()


@pytest.mark.parametrize(
    ("scores", "low", "high"),
    [([1.0], 0, 9), ([1.0, math.nan], 0, 9), ([1, 1], 9, 8), ([1, 1], 0, 0), ([1, 1], -1, 5)],
)
def test_wrong_input_is_refused(scores: list[float], low: int, high: int) -> None:
    with pytest.raises(ValueError, match="want"):
        select(article("甲。乙。"), scores, min_chars=low, max_chars=high)


SENTENCE = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "此外，", "他说，", "“", "左图：", "（"]),
    st.text(st.sampled_from("山水云路桥人车村"), min_size=1, max_size=30),
    st.sampled_from(["。", "！", "……", "”", "。”柳大山说。", "）。", " "]),
)
ARTICLES = st.lists(st.lists(SENTENCE, max_size=5).map("".join), max_size=5).map(
    lambda paragraphs: Article("r", paragraphs=tuple(paragraphs))
)


@given(ARTICLES, st.sampled_from(RANKERS), st.integers(1, 120), st.integers(0, 120))
def test_contract(a: Article, ranker: Summarizer, high: int, low: int) -> None:
    sentences = sentences_of(a)
    found = select(a, ranker.scores(a), min_chars=min(low, high), max_chars=high)
    texts = [text_of(a, s) for s in found.sentences]
    places = [(s.paragraph, s.start, s.end) for s in found.sentences]
    every = [(s.paragraph, s.start, s.end) for s in sentences]
    assert found.text == "".join(texts)
    assert places == sorted(set(places)) and set(places) <= set(every)
    assert bool(found.text) == bool(sentences)
    if sum(n_chars(p) for p in a.paragraphs) <= high:
        assert {p for p, s in zip(every, sentences, strict=True) if text_of(a, s)[-1] in "。！？"} <= set(
            places
        )
        return
    assert n_chars(found.text) <= high or len(texts) == 1
    if len(texts) > 1:
        assert all(balanced(t) and n_chars(t) >= 8 and not t.startswith("左图") for t in texts)
        for place, text in zip(places, texts, strict=True):
            before = every.index(place) - 1
            assert not text.startswith(("此外", "他说")) or (before >= 0 and every[before] in places)
        sets = [frozenset(terms(t)) for t in texts]
        assert all(jaccard(x, y) <= 0.6 for i, x in enumerate(sets) for y in sets[:i])


@given(ARTICLES, st.sampled_from(RANKERS))
def test_one_finite_score_a_sentence(a: Article, ranker: Summarizer) -> None:
    scores = ranker.scores(a)
    assert scores.shape == (len(sentences_of(a)),)
    assert scores.dtype == np.float64 and np.isfinite(scores).all()


PARK = article(
    "云岭市的生物医药产业园开工。生物医药产业园占地三千亩，推行“1+N”服务。",
    "“1+N”服务由园区推行，2024年投入3亿元。记者了解到，企业满意。",
    title="云岭生物医药产业园开工",
)


def test_keywords_keep_groups_and_quoted_terms() -> None:
    found = keywords(PARK)
    assert "1+N" in found
    assert any(word.startswith("生物医药") for word in found)


@pytest.mark.parametrize("n", [0, 1, 3, 20])
def test_keywords_contract(n: int) -> None:
    found = keywords(PARK, n)
    text = PARK.title + "".join(PARK.paragraphs)
    assert len(found) <= n and len(set(found)) == len(found)
    assert all(word in text for word in found)
    assert not any(a != b and a in b for a in found for b in found)
    assert not {"记者", "2024年", "3亿元", "三千亩"} & set(found)
    assert found == keywords(PARK, n)


def test_a_name_cut_short_is_made_whole() -> None:
    """The segmenter knows neither name; 期临床 opens no sentence and stays 临床."""
    texts = ("沐阳坪高新区6月启动三期临床。", "沐阳坪高新区有医院九家，三期临床由其中四家承担。")
    found = keywords(Article("a", title="沐阳坪高新区启动三期临床", paragraphs=texts))
    assert "沐阳坪高新区" in found and not {"阳坪", "高新区", "期临床"} & set(found)


def test_long_quotations_are_no_keywords() -> None:
    assert "我们盼桥盼了三十年" not in keywords(article("柳大山说“我们盼桥盼了三十年”。"))


WHOLE = [
    ("“齐新领航”亮出品牌", "“齐新领航”品牌引领党员。支部说“齐新领航”管用。", "齐新领航", "领航"),
    ("澜舸动力入选专精特新", "澜舸动力入选省级专精特新名单，专精特新可获奖励。", "专精特新", "专精"),
    ("瞪羚企业再添两家", "全区瞪羚企业增至12家，瞪羚企业可获奖励。", "瞪羚企业", "企业"),
    ("两新组织书记述职", "两新组织书记述职，两新组织扩大覆盖。", "两新组织", "组织"),
    ("生活圈建成", "“10分钟党建生活圈”覆盖全区。党员说方便。", "10分钟党建生活圈", "分钟"),
    ("模式推开", "“1+N”模式推开，各镇照“1+N”办。", "1+N", "N"),
    ("澜浦生物新药获批", "CAR-T疗法获批，CAR-T疗法价格公布。", "CAR-T疗法", "疗法"),
    ("芯片过关", "芯片通过AEC-Q100认证，AEC-Q100要求很严。", "AEC-Q100", "Q100"),
    ("独角兽企业落户", "独角兽企业落户澜浦，独角兽企业带来订单。", "独角兽企业", "独角兽"),
    ("两国元首举行会谈", "两国元首举行会谈，发表声明。元首会晤中谈到贸易。", "元首", "举行会谈"),
    ("十四岁的剪刀", "一把剪刀用了十四年，十四岁的剪刀。", "剪刀", "一把剪刀"),
    ("G7与AI", "G座的AI会诊系统上线，AI会诊用了一年。", "AI", "G"),
    ("产线改造", "改造后不良品率由千分之三降至万分之五。", "不良品率", "良品率"),
    ("居民更富", "乡亲的可支配收入多了，可支配收入三万。", "可支配收入", "支配收入"),
    (
        "樟溪成了主场",
        "柳问舟去二十国集团青年茶会。柳问舟在二十国集团青年茶会上说了话。",
        "二十国集团青年",
        "十国集团青年",
    ),
    (
        "渔港缆绳隐患集中排查展开",
        "渔港缆绳隐患集中排查展开。渔港缆绳隐患集中排查为期一年。",
        "渔港缆绳隐患集中排查",
        "缆绳隐患集中排查",
    ),
    (
        "澜浦纪工委通报两起问题",
        "澜浦纪工委通报两起违反中央八项规定精神问题，两人受处分。",
        "中央八项规定精神",
        "违反中央",
    ),
    ("澜浦学习三中全会", "澜浦各支部学习党的二十届三中全会精神。", "党的二十届三中全会精神", "中全会精神"),
    ("党员过组织生活", "“三会一课”不缺席，支部的“三会一课”有台账。", "三会一课", "一课"),
]


@pytest.mark.parametrize(("title", "text", "term", "fragment"), WHOLE)
def test_a_term_is_kept_whole(title: str, text: str, term: str, fragment: str) -> None:
    found = keywords(Article("a", title=title, paragraphs=(text,)))
    assert term in found[:3] and fragment not in found


@pytest.mark.parametrize(
    "part",
    [
        "1、石桥村轴承厂占用水浇地的问题。",
        "（一）石桥村轴承厂占用水浇地的问题。",
        "石桥轴承、青岚绞车、云岫药泵……",
        "此次公布的问题都已经整改到位。",
    ],
)
def test_a_part_of_a_list_or_what_points_back_does_not_stand_alone(part: str) -> None:
    """Scored highest, and yet not chosen before what it belongs to."""
    found = article("县里公布三起占地问题。" + "其余问题仍在核查当中，结果另行公布给村民。", part)
    chosen = select(found, [0.5, 0.1, 0.9], max_chars=24)
    assert chosen.text == "县里公布三起占地问题。"


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("康泽药业", "医生说康泽药业好。县里请康泽药业送药，让康泽药业办展。"),
        ("福霖制药", "县里的福霖制药投产。医院向福霖制药订货，福霖制药扩产。"),
        ("新业态", "街道关爱新业态职工。暖心驿站让新业态骑手歇脚，为新业态出力。"),
        ("安置点", "医生到安置点问诊。安置点有热水，安置点里住着老人。"),
        ("卫生健康委", "市卫生健康委派出医生。在卫生健康委指导下，卫生健康委巡诊。"),
        ("实际控制人", "公司实际控制人被查。该实际控制人持股三成，实际控制人已辞职。"),
    ],
)
def test_keywords_keep_the_character_that_begins_or_ends_a_name(term: str, text: str) -> None:
    found = keywords(article(text), 8)
    assert any(term in word for word in found)
    assert not any(word in term and word != term for word in found if len(word) > 2)


def test_the_name_of_the_newspaper_is_no_keyword() -> None:
    text = "AI之家8月3日消息，轴承厂投产。AI之家此前报道轴承厂开工。AI之家注：轴承厂在高新区。"
    found = keywords(Article("a", "", (text,), newspaper="AI之家"), 8)
    assert "轴承厂" in found and "AI" not in found
    assert "AI" in keywords(
        Article("a", "", ("轴承厂用AI质检。AI之家报道，AI找出裂纹。",), newspaper="AI之家"), 8
    )


def test_words_that_say_nothing_of_the_matter_are_no_keywords() -> None:
    text = "轴承厂迎来订单，做好质检。园区迎来新厂，做好服务。截至发稿，轴承厂感到有望扩产；截至发稿未停产。"
    assert not {"迎来", "做好", "截至发稿", "截至", "感到"} & set(keywords(article(text), 20))


def test_keywords_of_nothing() -> None:
    assert keywords(article()) == ()


def test_negative_number_of_keywords() -> None:
    with pytest.raises(ValueError, match="n must"):
        keywords(PARK, -1)


def test_a_number_in_words_is_no_keyword() -> None:
    found = keywords(article("年利率百分之三点四五，比去年低百分之三点。", "贷款年利率百分之三点四五。"))
    assert not any("百分之" in word for word in found)


def test_the_name_of_a_column_gives_no_keywords() -> None:
    text = "省科协公布科普教育基地名单，鹿洄科技馆获评科普教育基地。科技馆去年接待观众七万八千人次。"
    said = Article("01", title="鹿洄科技馆获评科普教育基地", subtitle="——基层治理见闻", paragraphs=(text,))
    assert not {"基层", "治理", "见闻"} & set(keywords(said, 8))
    named = replace(said, paragraphs=(text + "基层的科技馆不多。",))
    assert "基层" in keywords(named, 8)


def test_numerals_and_the_like_are_no_keywords() -> None:
    text = "首台绞车一款两用，有人试了二十分钟。首台绞车下线，有人又试了二十分钟，一款软件管着它。"
    found = keywords(Article("a", title="首台绞车一款软件二十分钟下线", paragraphs=(text,)), 8)
    assert "绞车" in found and not {"首台", "一款", "有人", "二十分钟", "绞车一款"} & set(found)


def test_a_long_term_of_politics_stays_whole() -> None:
    text = "支部学习习近平新时代中国特色社会主义思想，讨论了新时代中国特色社会主义思想的世界观。"
    found = keywords(Article("a", title="学习习近平新时代中国特色社会主义思想", paragraphs=(text,)))
    assert "习近平新时代中国特色社会主义思想" in found and "时代中国特色社会主义" not in found


def test_no_piece_of_a_token_and_no_given_name_is_a_keyword() -> None:
    text = "公司发布8K光场屏，靶向CLDN18.2的药物进入临床，YT-207注射液同时获批。退休干部柏长青到场。82岁的柏长青说好。"
    found = keywords(Article("a", "8K光场屏发布 CLDN18.2药物进入临床", (text,)), 40)
    assert not {"K", "CLDN18", "长青"} & set(found)
    assert "CLDN18.2" in {word[:8] for word in found} and "YT-207" in found
