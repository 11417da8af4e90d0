"""Saved pages of digital newspapers; all of them are made up in the manner of common publishing systems."""

from __future__ import annotations

import re
import tomllib
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import InputError
from baozhai.ingest.ledger import fields
from baozhai.ingest.single import dressed
from baozhai.io.readers.html import read_html
from baozhai.records import Crosshead, Issue, Person

EPAPER = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>云岫北门大桥合龙</title></head><body>
<div class="paper"><span class="date">2026年06月12日 星期五</span><p class="ban">第03版：综合</p></div>
<div class="swiper"><ul><li><a href="a.html">樟溪老街修旧如旧，二十三家铺子换了木门板</a></li>
<li><a href="b.html">站长的一天</a></li></ul></div>
<div class="article"><h3>历时三年</h3><h1>云岫北门大桥合龙</h1><h2>——全长九百二十米</h2>
<p class="sec">本报记者　柳问舟<span class="date">《云岫日报》（2026年06月12日　第 03 版）</span></p>
<div id="ozoom"><!--enpproperty <articleid>1</articleid><date>2026-06-12 00:00:00.0</date><author>柳问舟</author>
<title><p>云岫北门大桥合龙</p></title><subtitle></subtitle><introtitle>历时&nbsp;三年</introtitle>/enpproperty-->
<!--enpcontent--><P>　　本报讯　云岫北门大桥昨日合龙，全长九百二十米，
工期三年。2025年3月5日曾停工一天。</P><P><b><strong>桥下能走船</strong></b></P>
<P>　　站长何照说，桥下净空十二米，<b>千吨级</b>船舶可以通过。</P><P>（责编：卢守田）</P><!--/enpcontent-->
</div></div><script>var 正文 = "不是文字";</script></body></html>"""

FOUNDER = """<html><head><title>云岫日报数字报</title></head><body><div style="display:none">
<founder-title>第二座水文站<br>昨日投用</founder-title><founder-introtitle>汛期之前</founder-introtitle>
<founder-subtitle></founder-subtitle><founder-author>通讯员 何照</founder-author>
<founder-date>2026-06-12</founder-date></div><founder-content><p>樟溪镇第二座水文站昨日投用，数据十分钟一报。</p>
<figure><img src="1.jpg"><figcaption>值班员在看屏幕。 卢守田 摄</figcaption></figure>
<p>值班员不再夜里打手电看水尺。</p></founder-content></body></html>"""

LINKS = "".join(f'<li><a href="{k}.html">第{k}条别的新闻，标题也有这样长</a></li>' for k in range(30))
PLAIN = f"""<html><head><title>老街修旧如旧 - 云岫日报</title></head><body><form id="aspnetForm"><div><ul>{LINKS}</ul></div>
<h1>云岫日报</h1><div id="main"><div class="title">老街修旧如旧</div><div>2026-06-12 08:30　来源：云岫日报</div>
<div class="c"><p>樟溪老街的青石板重新铺过，二十三家铺子都换了木门板。</p>
<p>施工队用了老工匠传下来的办法，灰浆里加糯米汁。<br/>　　沿河的路灯也亮了。</p></div></div></form></body></html>"""

PEOPLE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=GBK">
<meta name="publishdate" content="2026-06-12"><title>果园装上了防雹网--云岫频道--云岫网</title></head><body>
<div class="rm_txt"><h4 class="pre">冰雹季将至</h4><h1>果园装上了防雹网</h1><h4 class="sub">收成有了底</h4>
<div class="author">闻人晓</div><div class="rm_txt_con cf"><p>本报记者 闻人晓</p>
<p>　　两千亩果园装上了防雹网，果农说收成有了底。</p>
<div class="pic_c">果农在检查防雹网。</div><p>　　网眼四毫米，蜜蜂进得去，冰雹进不来。</p>
<div class="edit">(责编：何照、卢守田)</div></div></div></body></html>"""


def read(page: str, encoding: str = "utf-8") -> Issue:
    return dressed(read_html(page.encode(encoding), "page.html"))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_epaper_page(encoding: str) -> None:
    """Whatever the page declares, its bytes are read for what they are."""
    issue = read(EPAPER, encoding)
    (a,) = issue.articles
    assert (a.title, a.subtitle) == ("云岫北门大桥合龙", "——全长九百二十米")
    assert a.kicker == "历时 三年"  # the comment outranks the page
    assert (a.newspaper, a.date, a.page) == ("云岫日报", "2026-06-12", "3")
    assert a.byline == (Person("柳问舟"),) and a.dateline == "本报讯"
    assert a.paragraphs == (
        "云岫北门大桥昨日合龙，全长九百二十米，工期三年。2025年3月5日曾停工一天。",
        "站长何照说，桥下净空十二米，千吨级船舶可以通过。",
    )
    assert a.crossheads == (Crosshead(1, "桥下能走船"),)
    assert issue.furniture == ("（责编：卢守田）",)


def test_visible_parts_serve_without_the_comment() -> None:
    (a,) = read(re.sub("<!--enpproperty.*?-->", "", EPAPER, flags=re.S)).articles
    assert (a.kicker, a.title, a.subtitle) == ("历时三年", "云岫北门大桥合龙", "——全长九百二十米")
    assert a.byline == (Person("柳问舟", "本报记者"),) and (a.date, a.page) == ("2026-06-12", "3")


def test_founder_tags_and_captions() -> None:
    article, photo = read(FOUNDER).articles
    assert (article.kicker, article.title, article.subtitle) == ("汛期之前", "第二座水文站 昨日投用", "")
    assert article.byline == (Person("何照", "通讯员"),) and article.date == "2026-06-12"
    assert article.paragraphs == (
        "樟溪镇第二座水文站昨日投用，数据十分钟一报。",
        "值班员不再夜里打手电看水尺。",
    )
    assert (photo.kind, photo.paragraphs, photo.byline) == (
        "photo",
        ("值班员在看屏幕。",),
        (Person("卢守田", "摄影"),),
    )


def test_page_without_any_known_name() -> None:
    """A menu of links is longer than the text; the logo is a headline by its tag."""
    (a,) = read(PLAIN).articles
    assert (a.title, a.newspaper, a.date) == ("老街修旧如旧", "云岫日报", "2026-06-12")
    assert a.paragraphs == (
        "樟溪老街的青石板重新铺过，二十三家铺子都换了木门板。",
        "施工队用了老工匠传下来的办法，灰浆里加糯米汁。",
        "沿河的路灯也亮了。",
    )


def test_portal_page() -> None:
    article, photo = read(PEOPLE, "gbk").articles
    assert (article.kicker, article.title, article.subtitle) == (
        "冰雹季将至",
        "果园装上了防雹网",
        "收成有了底",
    )
    assert article.date == "2026-06-12" and article.byline == (Person("闻人晓", "本报记者"),)
    assert len(article.paragraphs) == 2 and photo.paragraphs == ("果农在检查防雹网。",)


def test_source_beside_the_text_and_lines_of_an_official_account() -> None:
    """来源：某某报 above the text of a portal names the newspaper; 来源 | and 审核 | below it are furniture."""
    lines = (
        "<p>云岫果园装上了防雹网，收成有了底，果农放心了。</p><p>—END—</p><p>编辑 | 柳问舟 审核 | 何照</p>"
    )
    issue = read(
        f"<html><h1>果园装上了防雹网</h1><p>来源：云岫日报</p><div id='js_content'>{lines}</div></html>"
    )
    (a,) = issue.articles
    assert a.newspaper == "云岫日报" and len(a.paragraphs) == 1
    assert issue.furniture == ("—END—", "编辑 | 柳问舟 审核 | 何照")


def test_table_of_figures_and_a_table_round_a_picture() -> None:
    """A row of figures is one paragraph; what closes with the credit of a photo is its caption, whatever holds it."""
    table = "<table><tr><th>事项</th>\n<th>受理</th></tr><tr><td><p>用工</p></td><td>132</td></tr></table>"
    picture = "<table><tr><td><img></td></tr><tr><td>果农在检查防雹网。柳问舟 摄</td></tr></table>"
    lines = "<p>云岫果园装上了防雹网，收成有了底。</p><p>下月办结情况如下。</p>"
    article, photo = read(
        f"<html><h1>果园装上了防雹网</h1><div>{picture}{lines}{table}</div></html>"
    ).articles
    assert article.paragraphs == (
        "云岫果园装上了防雹网，收成有了底。",
        "下月办结情况如下。",
        "事项　受理",
        "用工　132",
    )
    assert (photo.kind, photo.paragraphs, photo.byline) == (
        "photo",
        ("果农在检查防雹网。",),
        (Person("柳问舟", "摄影"),),
    )


def test_each_paragraph_in_a_box_of_its_own() -> None:
    boxes = "".join(
        f"<div><div><p>第{k}段说的是果园里的事，风调雨顺，收成不错。</p></div></div>" for k in range(6)
    )
    (a,) = read(f"<html><body><h1>果园四季</h1><div>{boxes}</div></body></html>").articles
    assert a.title == "果园四季" and len(a.paragraphs) == 6


def test_hidden_copy_and_text_outside_the_body() -> None:
    """The copy is read once and its dates date nothing; another text is not dropped without a word."""
    copy = re.search("<div id=.ozoom.>.*?</div>", EPAPER, re.S)
    assert copy
    hidden = f"<div style='display:none'><founder-content>{copy.group(0)[16:-6]}</founder-content></div>"
    issue = read(EPAPER.replace('<div class="paper">', hidden + '<div class="paper">'))
    (a,) = issue.articles
    assert len(a.paragraphs) == 2 and a.date == "2026-06-12" and issue.notes == ()
    other = (
        "<div><p>"
        + "樟溪老街的青石板重新铺过，二十三家铺子都换了木门板，沿河的路灯也亮了。" * 2
        + "</p></div>"
    )
    (note,) = read(EPAPER.replace('<div class="paper">', other + '<div class="paper">')).notes
    assert "1 段" in note and "樟溪老街" in note


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"   \n ", "空"),
        (f"<html><body><ul>{LINKS}</ul></body></html>".encode(), "正文"),
        (b"<html><body></body></html>", "正文"),
        ("<html><body><p>请登录。</p></body></html>".encode(), "正文"),
        (b"<html><body><p>Only Latin letters here, no article at all.</p></body></html>", "正文"),
        (("<div>" * 20000 + "深" * 50).encode(), "嵌套"),
        (b"<html><meta charset='gb2312'><p>" + b"\xff\xfa\x81\x20\xff" * 20, "编码"),
        (b"<html><meta charset='no-such'><p>" + b"\xff\xfa\x81\x20\xff" * 20, "no-such"),
        (b"<html><meta charset='base64'><p>" + b"\xff\xfa\x81\x20\xff" * 20, "编码"),
        (b"\x00\x01\x02\x03" * 40, "二进制"),
    ],
)
def test_bad_pages(data: bytes, word: str) -> None:
    with pytest.raises(InputError, match=f"page.html：.*{word}"):
        read_html(data, "page.html")


def test_big5_as_declared() -> None:
    page = "<html><meta charset=big5><h1>橋面合龍</h1><p>北門大橋昨日合龍，全長九百二十公尺，工期三年。</p></html>"
    (a,) = read(page, "big5").articles
    assert a.title == "橋面合龍" and a.paragraphs == ("北門大橋昨日合龍，全長九百二十公尺，工期三年。",)


WORDS = st.text("云岫樟溪大桥水文站果园风调雨顺，。“”（）0123ab &<>", min_size=1, max_size=30)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "div", "h3", "b", "br", "span", "figcaption"]), WORDS), max_size=12
    )
)
def test_every_character_of_the_body_lands_in_a_field(pieces: list[tuple[str, str]]) -> None:
    seen = "云岫北门大桥昨日合龙，全长九百二十米，工期三年，明天通车。"
    inner = "".join(f"<{t}>{escape(w)}</{t}>" if t != "br" else f"<br>{escape(w)}" for t, w in pieces)
    page = f"<html><body><h1>桥</h1><div id='ozoom'><p>{seen}</p>{inner}</div></body></html>"
    issue = read(page)
    landed = [text for a in issue.articles for text in fields(a)] + list(issue.furniture)
    kept = sorted(c for c in "".join(landed) if not c.isspace())
    assert kept == sorted(c for c in f"桥{seen}{''.join(w for _, w in pieces)}" if not c.isspace())


@given(st.binary(max_size=300), st.integers(0, len(EPAPER.encode())))
def test_damaged_pages_never_crash(noise: bytes, at: int) -> None:
    page = EPAPER.encode()
    for data in (page[:at], page[:at] + noise + page[at:], b"<html>" + noise):
        try:
            assert read_html(data, "page.html").articles
        except InputError as error:
            assert "page.html" in str(error)


def test_a_line_of_date_and_source_is_no_paragraph() -> None:
    page = (
        "<html><head><title>澜汀高新区夜间公交开通</title></head><body><article><h1>澜汀高新区夜间公交开通</h1>"
        "<p>2026-06-12 来源：某某报 记者 温岚</p><p>6月12日起，澜汀高新区开通两条夜间公交线，末班车延长到零点，票价2元。</p>"
        "<p>2026年6月12日，记者 在首末站看到，来乘车的多是倒班职工。</p></article></body></html>"
    )
    issue = read_html(page.encode(), "page.html")
    (article,) = issue.articles
    assert len(article.paragraphs) == 2 and article.paragraphs[0].startswith("6月12日起")
    assert (article.date, article.newspaper, article.byline_raw) == ("2026-06-12", "某某报", "记者 温岚")
    assert issue.furniture == ("2026-06-12 来源：某某报 记者 温岚",)


def test_who_edited_a_page_is_no_reporter_and_its_line_tells_the_page() -> None:
    page = (
        "<html><head><title>x</title></head><body><div><h1>澜汀高新区：<br>“夜班公交”开通两条</h1>"
        "<p>来源：澜汀日报　2026-06-13　第02版　记者 温岚</p>"
        "<p>6月12日起，澜汀高新区开通两条夜间公交线，末班车延长到零点，票价2元，倒班职工多了一种走法。</p>"
        "<p>扫一扫分享到微信</p><p>编辑：吴言</p></div></body></html>"
    )
    issue = read_html(page.encode(), "page.html")
    (article,) = issue.articles
    assert (article.title, article.byline_raw) == ("澜汀高新区：“夜班公交”开通两条", "记者 温岚")
    assert (issue.newspaper, issue.page) == ("澜汀日报", "2") and len(article.paragraphs) == 1
    assert issue.furniture[1:] == ("扫一扫分享到微信", "编辑：吴言")
    one = page.replace("记者 温岚", "记者 温岚 编辑：吴言").replace("<p>编辑：吴言</p>", "")
    assert read_html(one.encode(), "page.html").articles[0].byline_raw == "记者 温岚"


def test_saved_pages_need_no_extra(root: Path) -> None:
    """README promises them after `make install`, which takes no extras."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(name.startswith("selectolax") for name in project["dependencies"])
