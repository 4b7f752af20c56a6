"""The page's furniture: lines that belong to no piece.

`classify(text) -> kind`: "page", "date", "contact", "advertisement", "staff", "masthead", "source", "site", or "" for
a line of a piece. Page numbers, date lines, mastheads, hotlines, staff lines, and the buttons that epaper sites leave
in a copied text.
"""

from __future__ import annotations

import re

from .bylines import read_byline
from .traditional import fold

HAN = "\u4e00-\u9fff"
S = "[ \t\u3000\u00a0]*"
LONGEST = 90  # characters; a longer line is a paragraph

# --- page numbers ---------------------------------------------------------------------------------
NAME_OF_PAGE = f"[{HAN}]{{2,8}}(?:[/·][{HAN}]{{2,6}})?"
LETTERED = f"[A-Z]{S}\\d{{1,2}}(?:{S}[·:：|]?{S}{NAME_OF_PAGE})?"  # A01, B12 民生
TITLE_OF_PAGE = f"(?:{S}[()（）:：·]?{S}[{HAN}·]{{0,10}}[()（）]?)?(?:{S}PDF版?.*)?"
NUMBERED = f"(?:当前)?版?[:：]?第?{S}[A-Z]?\\d{{1,3}}{S}版{TITLE_OF_PAGE}"
IN_WORDS = f"第[一二三四五六七八九十]{{1,3}}版(?:{S}[{HAN}]{{0,6}})?"  # 第三版
NAMED = f"[{HAN}]{{2,4}}{S}[A-Z]{S}\\d{{2}}"  # 要闻 A02
LABELLED = "(?:版面|(?:当前)?版(?:次|名)?)[:：].{0,20}"
DASHES = "[-—–－·•]{1,4}"
BETWEEN_DASHES = f"{DASHES}{S}第?{S}\\d{{1,3}}{S}页?{S}{DASHES}"  # —— 1 ——
OF_PAGES = f"第{S}\\d{{1,3}}{S}页(?:{S}[,，/]?{S}共{S}\\d{{1,3}}{S}页)?"  # 第 3 页 共 8 页
# Must match: A01 | B12 民生 | 第3版 | 04版 | 第06版:综合新闻 PDF版阅读 | 当前版:04版 ; must not: 第3版本 | A01的
PAGE = re.compile(f"^(?:{LETTERED}|{NUMBERED}|{IN_WORDS}|{NAMED}|{LABELLED}|{BETWEEN_DASHES}|{OF_PAGES})$")

# --- date lines -----------------------------------------------------------------------------------
NUMBER = "[\\d一二三四五六七八九十]{1,3}"
DAY = (
    f"(?:\\d{{4}}|[〇○零一二三四五六七八九]{{4}}){S}[年.\\-/．]{S}{NUMBER}{S}[月.\\-/．]{S}{NUMBER}{S}日?"  # 2012.10.25
)
WEEKDAY = "(?:星期|周)[一二三四五六日天]"
OLD_CALENDAR = f"(?:农历|[甲乙丙丁戊己庚辛壬癸][{HAN}]年)?{S}[{HAN}]{{2,14}}"
BEFORE_DAY = f"(?:(?!本报讯)[{HAN}]{{0,6}}{S})?(?:出版日期|日期|发布日期|时间)?[:：]?{S}"
AFTER_DAY = (
    f"(?:{S}[/|,，·]?{S}{WEEKDAY})?(?:{S}{OLD_CALENDAR})?(?:{S}第{S}\\d+{S}[版期号])?(?:{S}[A-Z]?\\d{{1,2}}版?)?"
    f"(?:{S}\\d{{1,2}}:\\d{{2}}(?::\\d{{2}})?)?"
)
# Must match: 2010年1月9日 星期五 | 2012.10.25 | 二〇二三年四月七日 | 星期一 | 日期:10-28 ; must not: 2010年1月9日，市委
DATE = re.compile(
    f"^(?:{BEFORE_DAY}{DAY}{AFTER_DAY}|{WEEKDAY}|农历[{HAN}]{{2,12}}|日期[:：]\\s*[\\d-]*|发布日期[:：]?)$"
)

# --- the paper and its people ---------------------------------------------------------------------
PAPERS = "日报|晚报|时报|新报|早报|晨报|商报|都市报|快报|周报|导报|青年报|电视报|周刊"
# Must match: 青川晚报 ; must not: 我与晚报 | 读晚报
MASTHEAD = re.compile(f"^(?![{HAN}]*[我你他她与和的读看在为给从])[{HAN}]{{2,6}}(?:{PAPERS})(?:电子版|数字报)?$")
# What a masthead may be that stands beside the page's date or number.   Must match: 青橹报 ; must not: 雨情通报
MASTHEAD_BY_ITS_PLACE = re.compile(f"^[{HAN}]{{2,8}}(?<![通汇海情预警喜捷简战公谎填申上])报$")
CONTACTS = (
    "新闻热线|本报热线|广告热线|发行热线|热线|爆料|电话|传真|电子邮箱|邮箱|E-?mail|网址|地址|邮编|投稿|客服|订报|"
    "国内统一|邮发代号|零售|定价|QQ|微信"
)
# Must match: 新闻热线 0371-60001111 | E-mail：news@example.com ; must not: 热线开通一年来，
CONTACT = re.compile(
    f"^(?:{CONTACTS}){S}(?:电话|信箱|邮箱)?{S}[:：]?{S}[A-Za-z\\d@.:/_,，、()（） \u3000-]*$", re.IGNORECASE
)
ADVERTISEMENT = re.compile(f"^[·\\-—*\\s]*(?:公益)?广{S}告[·\\-—*\\s]*$")
STAFF_ROLES = (
    "责任编辑|责编|编辑|美编|美术编辑|版式|版面设计|组版|排版|责任校对|校对|审读|审校|签发|值班编委|值班主任|值班总编|编委|主编|"
    "本版编辑|本版责编|本版校对|统筹|终审|制图|照排|图编|视觉"
)
STAFF_NAMES = f"[{HAN}]{{1,4}}(?:{S}[、，,/ ]?{S}[{HAN}]{{1,4}}){{0,3}}"
# Must match: 责编 王五 美编 赵六 校对 钱七 | 责任编辑：王五 版式：赵六 ; must not: 编辑部昨日收到
STAFF = re.compile(f"^[（(【]?(?:{S}(?:{STAFF_ROLES}){S}[/:：|]?{S}{STAFF_NAMES}){{1,6}}[）)】]?$")
# Two roles with a colon behind each need no known name.   Must match: 责编：老王 校对：小钱 ; must not: 编辑：您好
LABELLED_STAFF = re.compile(f"^[（(【]?(?:{S}(?:{STAFF_ROLES}){S}[:：]{S}{STAFF_NAMES}){{2,6}}[）)】]?$")
# Roles that only a page has, so that the line can't be one piece's.
PAGE_STAFF = re.compile("美编|美术|版式|版面|组版|排版|照排|本版|值班|编委|签发|视觉|图编")
# Must match: 来源：清河网 | （来源：清河网） ; must not: 来源：清河网 作者：王五
SOURCE = re.compile(
    f"^[（(]?{S}(?:来源|稿源|文章来源|信息来源|转自){S}[:：]{S}(?P<name>(?!.*(?:作者|记者|编辑))[^，。]{{2,30}}?){S}[）)]?$"
)

# --- what sites leave -----------------------------------------------------------------------------
BUTTONS = (
    "上一篇|下一篇|上一版|下一版|上一期|下一期|返回|关闭|打印|收藏|分享|放大|缩小|默认|字号|字体|展开|收缩|点击|阅读|浏览|评论|首页|导读|目录|往期|"
    "版面导航|标题导航|版面目录|当前报纸|当前版|通版|PDF|朗读|期次|专栏|新闻推荐|相关新闻|相关阅读|推荐阅读|热点新闻|电子报|数字报|您的位置|当前位置|"
    "扫一扫|扫码|关注我们|我要评论|发表评论|网友评论|稿源|Copyright|©|版权所有|版权声明|免责声明|ICP|京ICP|主办|技术支持|作者[:：]$|来源[:：]$|"
    "日期[:：]|版面[:：]|复制链接|正文|更多|登录|注册|搜索|检索|报纸列表|高级搜索"
)
BUTTON = re.compile(f"^(?:{BUTTONS})[^，。！？]*$", re.IGNORECASE)
LONGEST_BUTTON = 40
SITE_WORDS = re.compile(
    "浏览器|上一篇.*下一篇|版权所有|ICP备|All Rights|https?://|www\\.|PDF版|本网站|本站|IE\\d|点击(?:查看|阅读|下载|进入)|"
    "阅读[:：]\\d|\\d{4}-\\d\\d-\\d\\d,\\d+\\|",
    re.IGNORECASE,
)
LONGEST_WITHOUT_SENTENCE = 24

KINDS = (
    ("page", PAGE),
    ("date", DATE),
    ("contact", CONTACT),
    ("advertisement", ADVERTISEMENT),
    ("staff", STAFF),
    ("masthead", MASTHEAD),
    ("source", SOURCE),
)


def classify(text: str) -> str:
    """The kind of furniture that a line's plain text is, or "" where it belongs to a piece."""
    if len(text) > LONGEST:
        return ""
    compact = fold(re.sub(r"\s+", " ", text).strip())
    for kind, pattern in KINDS:
        if pattern.match(compact) and (kind != "staff" or LABELLED_STAFF.match(compact) or read_byline(compact)):
            return kind
    is_sentence = compact[-1:] in "。！？" and len(compact) > LONGEST_WITHOUT_SENTENCE
    if SITE_WORDS.search(compact):
        return "site"
    if not is_sentence and len(compact) <= LONGEST_BUTTON and BUTTON.match(compact):
        return "site"
    return ""
