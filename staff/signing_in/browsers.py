"""What a browser calls itself, in words that its owner knows again. It may lie: nothing is decided by it."""

import re

from django.utils.translation import gettext as _

#: The first that occurs counts: nearly all call themselves Chrome and Safari, too.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ 浏览器"),
    ("360SE|360EE|QihooBrowser|QHBrowser", "360 浏览器"),
    ("UCBrowser|UBrowser", "UC 浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("VivoBrowser", "vivo 浏览器"),
    ("HeyTapBrowser", "OPPO 浏览器"),
    ("Quark", "夸克"),
    ("Edg(?:e|A|iOS)?/", "Edge"),
    ("OPR/|Opera", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "鸿蒙"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("UOS|uos", "统信 UOS"),
    ("Kylin", "麒麟"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """``Edge · Windows``; what is not known is called so."""
    named = [next((name for words, name in known if re.search(words, user_agent)), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, named)) or _("An unknown browser")
