"""The page's furniture: lines that belong to no piece.

`classify(line_text) -> kind or ""`. Page numbers, date lines, mastheads, hotlines, staff lines, advertisement marks, and
the buttons that epaper sites leave in a copied text.
"""

from __future__ import annotations

import re

from .bylines import read_byline

HAN = "\u4e00-\u9fff"
S = "[ \t\u3000\u00a0]*"

# A01 | B12 民生 | 第3版 | 04版 | 第06版:综合新闻 | A 0 3 ; not: 3版本
PAGE = re.compile(
    f"^(?:[A-Z]{S}\\d{{1,2}}(?:{S}[·:：|]?{S}[{HAN}]{{2,8}}(?:[/·][{HAN}]{{2,6}})?)?|(?:当前)?版?[:：]?第?{S}[A-Z]?\\d{{1,3}}{S}版"
    f"(?:{S}[()（）:：·]?{S}[{HAN}·]{{0,10}}[()（）]?)?(?:{S}(?:PDF|pdf)版?.*)?|第[一二三四五六七八九十]{{1,3}}版(?:{S}[{HAN}]{{0,6}})?|"
    f"[{HAN}]{{2,4}}{S}[A-Z]{S}\\d{{2}}|版面[:：].*|(?:当前)?版(?:次|名)?[:：].{{0,20}})$"
)
YEAR = "(?:\\d{4}|[〇○零一二三四五六七八九]{4})"
# 2010年1月9日 星期五 | 2012.10.25 | 2026-01-26 | 二〇二三年四月七日 | 星期一 ; not: 2010年1月9日，市委
DATE = re.compile(
    f"^(?:(?!本报讯)[{HAN}]{{0,6}}{S})?(?:出版日期|日期|发布日期|时间)?[:：]?{S}{YEAR}{S}[年.\\-/．]{S}[\\d一二三四五六七八九十]{{1,3}}{S}[月.\\-/．]{S}[\\d一二三四五六七八九十]{{1,3}}"
    f"{S}日?(?:{S}[/|,，·]?{S}(?:星期|周)[一二三四五六日天])?(?:{S}(?:农历|[甲乙丙丁戊己庚辛壬癸][{HAN}]年)?{S}[{HAN}]{{2,14}})?"
    f"(?:{S}第{S}\\d+{S}[版期号])?(?:{S}[A-Z]?\\d{{1,2}}版?)?(?:{S}\\d{{1,2}}:\\d{{2}}(?::\\d{{2}})?)?$|^(?:星期|周)[一二三四五六日天]$|^农历[{HAN}]{{2,12}}$|^日期[:：]\\s*[\\d-]*$|^发布日期[:：]?$"
)
# 青川晚报 | 人民日报海外版 ; not: 记者读晚报
MASTHEAD = re.compile(
    f"^[{HAN}]{{2,6}}(?:日报|晚报|时报|早报|晨报|商报|都市报|快报|周报|导报|周刊|报)(?:电子版|数字报)?$"
)
CONTACT = re.compile(
    f"^(?:新闻热线|热线|电话|传真|邮箱|电子邮箱|E-?mail|网址|地址|邮编|投稿|本报热线|爆料|广告热线|发行热线|客服|订报|国内统一|邮发代号|零售|定价|QQ|微信)"
    f"{S}(?:电话|信箱|邮箱)?{S}[:：]?{S}[\\w@.:/ 　,，、()（）-]*$",
    re.IGNORECASE,
)
ADVERTISEMENT = re.compile(f"^[·\\-—*\\s]*(?:广{S}告|公益广告|·?广告·?)[·\\-—*\\s]*$")
STAFF_ROLE = "责任编辑|责编|编辑|美编|美术编辑|版式|版面设计|组版|排版|责任校对|校对|审读|审校|签发|值班编委|值班主任|值班总编|编委|主编|本版编辑|本版责编|本版校对|统筹|终审|制图|照排|图编|视觉"
# 责编 王五 美编 赵六 校对 钱七 ; 责任编辑：王五 版式：赵六 ; not: 编辑部昨日收到
STAFF = re.compile(
    f"^[（(【]?(?:{S}(?:{STAFF_ROLE}){S}[/:：|]?{S}[{HAN}]{{1,4}}(?:{S}[、，,/ 　]?{S}[{HAN}]{{1,4}}){{0,3}}){{1,6}}[）)】]?$"
)
PAGE_STAFF = re.compile("美编|美术|版式|版面|组版|排版|照排|本版|值班|编委|签发|视觉|图编")
SITE = re.compile(
    "^(?:上一篇|下一篇|上一版|下一版|上一期|下一期|返回|关闭|打印|收藏|分享|放大|缩小|默认|字号|字体|展开|收缩|点击|阅读|浏览|评论|首页|导读|目录|"
    "往期|版面导航|标题导航|版面目录|当前报纸|当前版|通版|PDF|朗读|期次|专栏|新闻推荐|相关新闻|相关阅读|推荐阅读|热点新闻|电子报|数字报|您的位置|当前位置|"
    "扫一扫|扫码|关注我们|我要评论|发表评论|网友评论|稿源|Copyright|©|版权所有|版权声明|免责声明|ICP|京ICP|主办|技术支持|作者[:：]$|来源[:：]$|日期[:：]|版面[:：]|"
    "复制链接|正文|更多|登录|注册|搜索|检索|报纸列表|高级搜索|数字报首页).*",
    re.IGNORECASE,
)
SITE_LINE = re.compile(
    r"(?:浏览器|上一篇.*下一篇|版权所有|ICP备|All Rights|https?://|www\.|PDF版|本网站|本站|IE\d|点击(?:查看|阅读|下载|进入)|阅读[:：]\d|\d{4}-\d\d-\d\d,\d+\|)",
    re.I,
)
# 来源：宁夏网 ; （来源：新华网）
SOURCE = re.compile(f"^[（(]?{S}(?:来源|稿源|文章来源|信息来源|转自){S}[:：]{S}(?P<name>[^，。]{{2,30}}?){S}[）)]?$")


def classify(text: str) -> str:
    """The kind of furniture that a line's plain text is, or ""."""
    if len(text) > 90:
        return ""
    compact = re.sub(r"\s+", " ", text).strip()
    if PAGE.match(compact):
        return "page"
    if DATE.match(compact):
        return "date"
    if CONTACT.match(compact):
        return "contact"
    if ADVERTISEMENT.match(compact):
        return "advertisement"
    if STAFF.match(compact) and read_byline(compact):
        return "staff"
    if MASTHEAD.match(compact):
        return "masthead"
    if SOURCE.match(compact):
        return "source"
    if re.search("[。！？]$", compact) and len(compact) > 24 and not SITE_LINE.search(compact):
        return ""
    if SITE.match(compact) and len(compact) <= 40 and not re.search("[，。！？]", compact):
        return "site"
    if SITE_LINE.search(compact):
        return "site"
    return ""
