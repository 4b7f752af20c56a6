"""The page's furniture: lines that belong to no piece.

`classify(text) -> kind`: "page", "date", "contact", "advertisement", "staff", "masthead", "source", "site", or "" for
a line of a piece. Page numbers, date lines, mastheads, hotlines, staff lines, and the buttons that epaper sites leave
in a copied text. `label_of_page(text)` is the page's label that such a line states.
"""

from __future__ import annotations

import re

from .bylines import read_byline
from .datelines import number
from .traditional import fold

HAN = "\u4e00-\u9fff"
S = "[ \t\u3000\u00a0]*"
LONGEST = 90  # characters; a longer line is a paragraph

# --- page numbers ---------------------------------------------------------------------------------
NAME_OF_PAGE = f"[{HAN}]{{2,8}}(?:[/·][{HAN}]{{2,6}})?"
# What sections of a paper are called; with a number beside it, or beside the page's date, one is the page's title.
SECTION = (
    "(?:要闻|时政|时事|综合|综合新闻|新闻|本地|民生|社会|经济|财经|文化|体育|教育|科教|健康|卫生|法治|政法|党建|理论|评论|读书|副刊|文艺|"
    "文艺副刊|文苑|旅游|农业|乡村|三农|乡镇|基层|国内|国际|天下|都市|县域|区域|聚焦|关注|视点|焦点|深度|专题|专版|专刊|特刊|周刊|公告|公示|影像|人物|青春|校园|生活|服务)"
)
SECTIONS = f"{SECTION}(?:[/·・]{SECTION})?"
LETTERED = f"[A-Z]{S}\\d{{1,2}}(?:{S}[·:：|]?{S}{NAME_OF_PAGE})?"  # A01, B12 民生
TITLE_OF_PAGE = f"(?:{S}[()（）:：·]?{S}[{HAN}·]{{0,10}}[()（）]?)?(?:{S}PDF版?.*)?"
NUMBERED = f"(?:当前)?版?[:：]?第?{S}[A-Z]?\\d{{1,3}}{S}版{TITLE_OF_PAGE}"
IN_WORDS = f"第[一二三四五六七八九十]{{1,3}}版(?:{S}[{HAN}]{{0,6}})?"  # 第三版
NAMED = f"[{HAN}]{{2,4}}{S}[A-Z]{S}\\d{{2}}"  # 要闻 A02
LABELLED = "(?:版面|(?:当前)?版(?:次|名)?)[:：].{0,20}"
WITH_NUMBER = f"\\d{{1,2}}{S}{SECTIONS}|{SECTIONS}{S}[·・]?{S}\\d{{1,2}}"  # 03 综合新闻, 要闻·3
COUNT = "(?:今日|本期)?共?(?:\\d{1,3}|[一二四六八十]+)版"  # 今日四版
DASHES = "[-—–－·•]{1,4}"
BETWEEN_DASHES = f"{DASHES}{S}第?{S}\\d{{1,3}}{S}页?{S}{DASHES}"  # —— 1 ——
OF_PAGES = f"第{S}\\d{{1,3}}{S}页(?:{S}[,，/]?{S}共{S}\\d{{1,3}}{S}页)?"  # 第 3 页 共 8 页
# Must match: A01 | B12 民生 | 第3版 | 04版 | 第06版:综合新闻 PDF版阅读 | 当前版:04版 ; must not: 第3版本 | A01的
# What may stand beside a date or a number of the page only.
TITLE_BY_ITS_PLACE = re.compile(f"^{SECTIONS}$")
PAGE = re.compile(
    f"^(?:{LETTERED}|{NUMBERED}|{IN_WORDS}|{NAMED}|{WITH_NUMBER}|{COUNT}|{LABELLED}|{BETWEEN_DASHES}|{OF_PAGES})$"
)

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
    "(?:值班|编辑部|办公|订阅|投稿|订报|发行|广告|监督|举报|咨询)(?:电话|热线|邮箱|信箱)|新闻热线|本报热线|广告热线|发行热线|热线|爆料|电话|传真|电子邮箱|邮箱|E-?mail|网址|地址|邮编|投稿|客服|订报|"
    "邮政编码|邮发代号|零售|定价|QQ|(?:官方)?微信(?:公众号)?|公众号|抖音号"
)
# Must match: 新闻热线 0371-60001111 | E-mail：news@example.com ; must not: 热线开通一年来，
CONTACT = re.compile(
    f"^(?:{CONTACTS}){S}(?:电话|信箱|邮箱)?{S}[:：]?{S}[A-Za-z\\d@.:/_,，、()（） \u3000-]*$", re.IGNORECASE
)
# What the paper says of itself.
# Must match: 国内统一刊号 CN41-0001 | 总第1234期 | 社址：人民路1号 ; must not: 地址在人民路 | 由县工会主办
IMPRINT = re.compile(
    f"^(?:国内统一(?:连续出版物号|刊号).*|(?:总?第{S}\\d+{S}期{S})+(?:{COUNT})?|(?:社址|地址|报社地址|本报地址)[:：][^。，！？]{{3,50}}"
    f"|(?:印刷|承印|法律顾问|本报法律顾问)[:：]?{S}[^。，！？]{{3,30}}|(?![{HAN}]*[由次届])[{HAN}]{{3,14}}(?:主管|主办|出版|承办)(?:{S}[{HAN}]{{3,14}}(?:主管|主办|出版|承办))*)$"
)
# Must match: （上接第1版） | ▲▲▲上接1版 | 下转A02版 ; must not: 下转第三版的文章
CONTINUED = re.compile(
    f"^[（(【●▲◆■★→]*{S}(?:[上下][接转]|紧接|转|接){S}第?{S}(?:[A-Z]?\\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){S}版{S}[）)】●▲◆■★→]*$"
)
# A line of 导读.   Must match: 全县项目建设现场会召开 ▶2版 | 小茶叶大产业（详见第3版） ; must not: 会议在第3版
POINTER = re.compile(
    f"^[^。，！？]{{4,40}}?(?:[ \u3000]*[▶►→⇒…/]+|[ \u3000]+|[（(]?详?见){S}第?{S}[A-Z]?\\d{{1,2}}{S}版[）)]?$"
)
# What a line says of the page that it stands on.
# Must match: A01 | A3版：要闻 | 04版 | 第三版 | 版次：3 | 2023年4月7日 第3版 ; must not: 要闻·3 | —— 1 —— | 第 3 页
STATED_LABEL = re.compile(
    f"(?<![A-Z\\d])(?P<letter>[A-Z]){S}(?P<of_letter>\\d{{1,2}})(?!\\d)|(?<![\\d\\-—～~])(?P<number>\\d{{1,2}}){S}版"
    f"|第(?P<word>[一二三四五六七八九十]{{1,3}})版|版(?:次|面)[:：]{S}第?{S}(?P<said>\\d{{1,2}})(?!\\d)"
)
COUNTS_PAGES = re.compile("今日|本期|共")
# The day below the name of whoever gives notice: it is the notice's, not the page's.
SIGNED = re.compile("(?:公司|局|厅|委员会|委|政府|中心|办公室|办|法院|检察院|学校|医院|银行|协会|处|所|站|社|馆|部)$")
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
    f"^(?:[（(]据(?P<agency>[^，。（）()]{{2,16}}?)(?:报道|消息)?[）)]|[（(]?{S}(?:来源|稿源|(?:文章|信息|稿件|内容|素材)来源|转自){S}[:：|丨｜]{S}(?P<name>(?!.*(?:作者|记者|编辑))[^，。]{{2,30}}?){S}[）)]?)$"
)

# --- what sites leave -----------------------------------------------------------------------------
BUTTONS = (
    "上一篇|下一篇|上一版|下一版|上一期|下一期|返回|关闭|打印|收藏|分享|放大|缩小|默认|字号|字体|展开|收缩|点击|阅读|浏览|评论(?!员)|首页|今日导读|导读|目录|往期|"
    "版面导航|标题导航|版面目录|当前报纸|当前版|通版|PDF|朗读|期次|专栏|新闻推荐|相关新闻|相关阅读|推荐阅读|热点新闻|电子报|数字报|您的位置|当前位置|"
    "扫描|扫一扫|扫码|关注我们|我要评论|发表评论|网友评论|稿源|Copyright|©|版权所有|版权声明|免责声明|ICP|京ICP|主办|技术支持|作者[:：]$|来源[:：]$|"
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
MOST_WORDS = 12  # of a line of furniture that is made of parts

KINDS = (
    ("page", PAGE),
    ("date", DATE),
    ("page", CONTINUED),
    ("page", POINTER),
    ("contact", CONTACT),
    ("contact", IMPRINT),
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
    found = {kind for kind, _part in parts(compact)}
    if found:
        return next(kind for kind in ("date", "staff", *(kind for kind, _pattern in KINDS)) if kind in found)
    is_sentence = compact[-1:] in "。！？" and len(compact) > LONGEST_WITHOUT_SENTENCE
    if SITE_WORDS.search(compact):
        return "site"
    if not is_sentence and len(compact) <= LONGEST_BUTTON and BUTTON.match(compact):
        return "site"
    return ""


def label_of_page(text: str) -> str:
    """The label of the page that a line of furniture states plainly, as `label_in` has it of a file's name; else "".

    >>> label_of_page("A3版：要闻"), label_of_page("青岚日报 2023年4月7日 第3版"), label_of_page("下转A02版")
    ('A3', '03', '')
    """
    for kind, part in parts(text):
        is_of_others = kind == "page" and any(one.match(part) for one in (CONTINUED, POINTER, COUNTS_PAGES))
        found = STATED_LABEL.search(part) if kind in ("page", "date") and not is_of_others else None
        if found and found["letter"]:
            return f"{found['letter']}{found['of_letter']}"
        if found:
            return f"{number(found['number'] or found['word'] or found['said']):02d}"
    return ""


def parts(text: str) -> list[tuple[str, str]]:
    """The parts that make a line of furniture, with their kinds; none where the line is something else.

    >>> parts("3版 2023年4月7日 责编：王五")
    [('page', '3版'), ('date', '2023年4月7日'), ('staff', '责编：王五')]
    """
    compact = re.sub(r"\s+", " ", text).strip()
    if kind := _kind(compact):
        return [(kind, compact)]
    words = compact.split(" ")
    if not 2 <= len(words) <= MOST_WORDS:
        return []
    # The parts of the first words, None where these can't be divided into parts.
    divided: list[list[tuple[str, str]] | None] = [[]]
    for end in range(1, len(words) + 1):
        found = None
        for start in range(end):
            part = " ".join(words[start:end])
            if divided[start] is not None and (kind := _kind(part) or _kind_by_place(part)):
                found = [*divided[start], (kind, part)]
                break
        divided.append(found)
    found = divided[-1] or []
    return found if any(_kind(part) for _known, part in found) else []


def _kind(text: str) -> str:
    compact = fold(text)
    for kind, pattern in KINDS:
        if pattern.match(compact) and (kind != "staff" or LABELLED_STAFF.match(compact) or read_byline(compact)):
            return kind
    return ""


def _kind_by_place(part: str) -> str:
    """The kind of what is furniture only beside other furniture: 要闻."""
    return "page" if TITLE_BY_ITS_PLACE.match(fold(part)) else ""
