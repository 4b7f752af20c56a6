"""The words that bylines are made of: standings, roles, organisations, marks, and what stands between names."""

from __future__ import annotations

import re

HAN = "\u4e00-\u9fff"
SPACES = " \t\u3000\u00a0\u2002\u2003"
# A line end inside a byline may have swallowed the space between two names, or divide one name.
JOINT = "\n"
S = f"[{SPACES}{JOINT}]*"
# --- the parts of a standing ----------------------------------------------------------------------
# Matches 记者, 通讯员, 实习生, 作者; the word that a standing ends with.
CORE = "小记者|记者|通讯员|实习生|评论员|撰稿人|观察员|通联员|报道员|报道组|特派员|研究员|小主播|主播|作者|撰稿"
# Matches 首席, 全媒体, 特约, 见习, 驻站; what stands before it.
QUALIFIER = (
    "首席|全媒体?|融媒体?|新媒体|特约|特派|特聘|见习|实习|高级|资深|职工|摄影|文字|图片|视频|驻站|前方|随军|校园|学生|青年|"
    "报业|集团|传媒|本版|专职|兼职|外聘|签约|主任|军事|体育|财经|经济|文化"
)
# Matches 驻委内瑞拉, 驻台北.
POSTED = f"驻[{HAN}]{{1,6}}?"
STANDING = f"(?:{POSTED})?(?:(?:{QUALIFIER}){S}){{0,3}}(?:{CORE})"
# Organisations that are known wherever they stand; others only at the head of a label.
KNOWN_ORGANISATION = "本报|本台|本网|本刊|本社|新华社|中新社|中新网|新华网|人民网|央视网|央视"
ORGANISATION = (
    f"(?:{KNOWN_ORGANISATION})|[{HAN}A-Za-z·]{{1,14}}(?:日报|晚报|时报|早报|晨报|商报|都市报|快报|周报|导报|报社|报业|报|新闻网|网|"
    "电视台|电台|台|通讯社|社|新闻|在线|客户端|融媒体?|全媒体?|传媒|中心|工作室|频道|周刊|杂志|南都)|晚报|日报|时报|南都"
)
LABEL = re.compile(f"(?P<standing>{STANDING})")
OF_A_HOUSE = re.compile("融媒|全媒|传媒|报业|新媒体|日报|晚报")
ORGANISATION_END = re.compile(f"(?:{ORGANISATION})$")
KNOWN_ORGANISATION_END = re.compile(f"(?:{KNOWN_ORGANISATION})$")
# --- the parts of a role --------------------------------------------------------------------------
BOTH = (
    "文字?[/、]图片?|图[/、]文|文字?[/、]?摄影|撰文[/、]摄影|报道[/、]摄影|文[/、]摄影?|摄[/、]文|文图|图文|文[并及]摄影?|文/摄影|采写/摄影|摄影/文|摄影/报道|摄影报道|图片报道|图文报道|"
    "文并图|文 ?图|摄并文"
)
SUPPLIES = "图片提供|供图片?|供稿|图片来源|提供|素材提供"
EDITS = (
    "责任编辑|本版责编|本版编辑|本期编辑|值班编辑|执行编辑|责编|编辑|美术编辑|版式设计|美编|版式|组版|排版|责任校对|本版校对|校对|审校|"
    "审核|审读|终审|复审|初审|一审|二审|三审|出品人|总监制|总编审|监制|主编|统筹|总策划|执行策划|策划|执行|值班编委|值班总编|值班主任|"
    "制图|编译|翻译|综合整理|采访整理|整理|综合|签发|编审|设计|图编|视觉|指导(?:老师|教师)|辅导(?:老师|教师)"
)
VIDEO = "视频|剪辑|拍摄|航拍|漫画|插图|插画|题图|绘图|配图|书法|篆刻"
WORDS = "采写|撰文|撰稿|文字|采访|执笔|报道"
PHOTOGRAPHS = "摄影|图片|照片|摄|图"
SHORT_ROLES = ("文", "译", "图", "摄")
ROLE = f"{BOTH}|{SUPPLIES}|{EDITS}|{VIDEO}|{WORDS}|{PHOTOGRAPHS}|文|译"
# A role before its names.   Must match: 文/本报记者 | 编辑：李 | 图 张三 | 责编 王五 ; must not: 文思远 | 图书馆
ROLE_BEFORE = re.compile(
    f"(?P<role>{ROLE}){S}(?:[/:：|｜]{S}|(?=[{SPACES}])|(?<=提供)|(?=(?:{KNOWN_ORGANISATION})?(?:{STANDING})))"
)
EDITOR_BEFORE = re.compile(f"(?P<role>{EDITS})(?=[{HAN}]{{2,4}}(?:[{SPACES}、]|$))")
# A role after its names.   Must match: 王五/文 | 摄 | 文/图 | 摄影报道
ROLE_AFTER = re.compile(f"/?{S}(?P<role>{ROLE}|发)(?=[{SPACES}{JOINT}、，,;；]|$)")
SEPARATOR = re.compile(f"[{SPACES}{JOINT}]*[、，,;；/|｜&:：]+[{SPACES}{JOINT}]*|[{SPACES}]+")
MARKS = "□■◎●○◆◇★☆▲△▌◣◤※"
BRACKETS = {"（": "）", "(": ")", "【": "】", "［": "］", "[": "]", "〔": "〕", "〖": "〗"}
FOREIGN = re.compile(f"[{HAN}]{{1,8}}(?:[·•・.][{HAN}A-Z]{{1,10}})+")
