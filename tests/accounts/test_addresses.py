"""From where somebody comes: what he says of himself counts for nothing, what the paper's own proxy says counts."""

import pytest
from django.test import RequestFactory

from staff.addresses import client_address, place
from staff.signing_in.browsers import in_words

NGINX = ["127.0.0.1", "::1"]
COMPOSE = ["172.18.0.0/16"]


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        ([], "203.0.113.9", "", "203.0.113.9"),
        ([], "203.0.113.9", "10.1.1.1", "203.0.113.9"),  # forged, and there is no proxy
        (NGINX, "203.0.113.9", "10.1.1.1", "203.0.113.9"),  # forged, past the proxy
        (NGINX, "127.0.0.1", "203.0.113.9", "203.0.113.9"),  # as deploy/nginx.conf sets it
        (NGINX, "::1", "2001:db8::5", "2001:db8::5"),
        (NGINX, "::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (NGINX, "127.0.0.1", "10.1.1.1, 203.0.113.9", "203.0.113.9"),  # a proxy that adds: its own word is the last
        (NGINX, "127.0.0.1", "", "127.0.0.1"),  # somebody on the server itself
        (NGINX, "127.0.0.1", "not an address", "127.0.0.1"),
        (COMPOSE, "172.18.0.7", "203.0.113.9", "203.0.113.9"),
        (COMPOSE, "172.19.0.7", "203.0.113.9", "172.19.0.7"),
        (NGINX, "", "203.0.113.9", "203.0.113.9"),  # a socket between the proxy and the application
        ([], "", "203.0.113.9", None),
        ([], "fe80::1%eth0", "", "fe80::1"),
    ],
)
def test_the_address_is_the_peers_or_what_the_papers_own_proxy_says(settings, proxies, peer, forwarded, address):
    settings.PROXY_ADDRESSES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == address


def test_a_house_under_ipv6_is_one_place(settings):
    settings.PROXY_ADDRESSES = []
    ask = RequestFactory().get
    assert place(ask("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")) == place(ask("/", REMOTE_ADDR="2001:db8:1:2::9"))
    assert place(ask("/", REMOTE_ADDR="2001:db8:1:3::9")) != place(ask("/", REMOTE_ADDR="2001:db8:1:2::9"))
    assert place(ask("/", REMOTE_ADDR="203.0.113.9")) == "203.0.113.9"
    assert place(ask("/", REMOTE_ADDR="")) is None


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (CHROME, "Chrome · Windows"),
        (f"{CHROME} Edg/130.0", "Edge · Windows"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
        (f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.49", "微信 · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
        ("curl/8.5", "未知浏览器"),
        ("", "未知浏览器"),
    ],
)
def test_a_browser_is_named_in_words_that_its_owner_knows(said, words):
    assert in_words(said) == words
