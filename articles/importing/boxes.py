"""Headings that are the same in every paper: above a box beside a piece, and above a notice that is a piece itself."""

import re

# What stands in or below the piece that it belongs to.   Must match: 相关链接 | ■新闻链接： ; must not: 链接城乡
BESIDE = re.compile(
    "[■□●◆▲★【]?(?:(?:相关|新闻|名词|知识|背景)链接|延伸阅读|名词解释|新闻背景|(?:记者|采访)手记|编后语?|短评|微评|小贴士|温馨提示|新闻助读|"
    "专家点评)[】：:]?"
)
# What is a piece of its own wherever it stands.   Must match: 公 告 | 天气预报 ; must not: 公告栏里的新鲜事
NOTICE = re.compile("(?:[公通]\\s?告|启\\s?事|声\\s?明|遗失声明|更\\s?正|天气预报|今日天气)")
# Must match: （作者系县委党校教师） | （本文作者单位：县一中） ; must not: （作者：张三）
NOTE_ON_AUTHOR = re.compile("[（(](?:本文)?作者(?:系|为|是|单位|简介)[^（）()]{2,60}[）)]")
