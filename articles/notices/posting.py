"""A message into a group chat's robot: over https, to public addresses only, quickly or not at all. No database.

The address is typed in by somebody, so it must not reach what only this machine reaches: the host's addresses are
looked up once, all of them must be public, and the connection goes to one of those, whatever the name means a moment
later. Redirects are not followed.
Sources: developer.work.weixin.qq.com (群机器人), open.dingtalk.com (自定义机器人, 加签).
"""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from urllib.parse import quote_plus, urlsplit

from django.utils.translation import gettext as _

TIMEOUT = 5  # seconds for each of looking up, connecting and reading
LONGEST_ANSWER = 64 * 1024  # bytes

#: What the robots answer, and how it is mended.
WECOM_UNKNOWN, DINGTALK_REFUSED, TOO_OFTEN = {93000, 40014}, {310000, 300001}, {45009, 130101, 410100}


class NotSent(Exception):
    """A message did not arrive; the message of the exception is the sentence for whoever keeps the address."""


def why_not_address(address: str, *, is_private_allowed: bool) -> str:
    """Why messages may not go to this address, or "". Nothing is looked up."""
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        has_host = False
    if not has_host or not address.isascii() or parts.username or parts.scheme not in {"https", "http"}:
        return _("This is no address of a robot: it begins with https:// and is copied from the group's settings.")
    if is_private_allowed:
        return ""
    if parts.scheme != "https":
        return _("The address must begin with https://: it holds a key that nobody on the way may read.")
    try:
        is_public = ipaddress.ip_address(parts.hostname).is_global
    except ValueError:
        is_public = "." in parts.hostname and not parts.hostname.endswith((".local", ".localhost", ".internal"))
    return "" if is_public else _("The address lies within a private network; only public addresses are allowed.")


def signed(address: str, secret: str, *, milliseconds: int) -> str:
    """DingTalk's address with the time and its signature."""
    if not secret:
        return address
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    joint = "&" if urlsplit(address).query else "?"
    return f"{address}{joint}timestamp={milliseconds}&sign={quote_plus(base64.b64encode(digest))}"


def post(address: str, text: str, *, is_private_allowed: bool = False) -> None:
    """Send one text. Raises NotSent with what happened and how to mend it; never takes longer than some seconds."""
    if reason := why_not_address(address, is_private_allowed=is_private_allowed):
        raise NotSent(reason)
    parts = urlsplit(address)
    body = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()
    connection = _connection(parts, is_private_allowed=is_private_allowed)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8"})
        answer = connection.getresponse()
        status, content = answer.status, answer.read(LONGEST_ANSWER)
    except TimeoutError as error:
        raise NotSent(_("The robot did not answer within %(count)d seconds.") % {"count": TIMEOUT}) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotSent(_("The connection to %(host)s broke: look at the network.") % {"host": parts.hostname}) from error
    finally:
        connection.close()
    _read_answer(status, content)


def _connection(parts, *, is_private_allowed: bool) -> http.client.HTTPConnection:
    """A connection that is made already, to an address that was looked at."""
    host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:  # UnicodeError: a part of the name is too long for one
        raise NotSent(_("The host %(host)s is not known: look at the address.") % {"host": host}) from error
    if not is_private_allowed and not all(ipaddress.ip_address(one).is_global for one in found):
        raise NotSent(_("The address lies within a private network; only public addresses are allowed."))
    try:
        stream = socket.create_connection((found[0], port), timeout=TIMEOUT)
        if parts.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
    except ssl.SSLError as error:
        raise NotSent(_("The certificate of %(host)s is not trusted.") % {"host": host}) from error
    except OSError as error:
        raise NotSent(
            _("There is no connection to %(host)s: look at network and firewall.") % {"host": host}
        ) from error
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = stream
    return connection


def _read_answer(status: int, content: bytes) -> None:
    if status != 200:
        raise NotSent(_("The robot answered with status %(status)d: copy its address anew.") % {"status": status})
    try:
        answer = json.loads(content)
        code, said = int(answer.get("errcode", 0)), str(answer.get("errmsg", ""))[:100]
    except (ValueError, AttributeError, TypeError) as error:
        raise NotSent(_("What answers there is no robot: copy the address anew.")) from error
    if code in WECOM_UNKNOWN:
        raise NotSent(_("WeCom does not know this key: the robot was removed, or the address is cut short."))
    if code in DINGTALK_REFUSED:
        raise NotSent(_("DingTalk refuses it: check the secret and the robot's safety settings (%(said)s).")
                      % {"said": said})  # fmt: skip
    if code in TOO_OFTEN:
        raise NotSent(_("The robot has been written to too often: it takes twenty messages a minute."))
    if code:
        raise NotSent(_("The robot refuses the message: %(code)d %(said)s") % {"code": code, "said": said})
