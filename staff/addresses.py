"""From which address a request came: what no header can forge.

A proxy of the paper's own says in X-Forwarded-For whom it serves (deploy/nginx.conf sets it anew, so what the client
himself wrote there is gone). The header counts only where the connection comes from such a proxy, and only its last
entry: the one that the proxy wrote.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

#: A household or an office has a whole network of this size under IPv6: who counts by address counts by that.
ONE_PLACE = 64  # bits


def client_address(request: HttpRequest) -> str | None:
    """The address of whoever sent the request; None where the server was told none (a socket, a test)."""
    peer = _read(request.META.get("REMOTE_ADDR", ""))
    is_own_proxy = peer is None or any(peer in ip_network(proxy) for proxy in settings.PROXY_ADDRESSES)
    if settings.PROXY_ADDRESSES and is_own_proxy:
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        return str(_read(said) or peer or "") or None
    return str(peer) if peer else None


def place(request: HttpRequest) -> str | None:
    """The address as failures are counted by."""
    return place_of(client_address(request))


def place_of(address: str | None) -> str | None:
    """The address, or its network of 64 bits where it is of IPv6."""
    if address and isinstance(read := ip_address(address), IPv6Address):
        return str(ip_network((read, ONE_PLACE), strict=False).network_address)
    return address


def _read(said: str):
    """An address of IPv4 or IPv6, without a port or a zone; IPv4 in IPv6's clothes is IPv4. None where it is none."""
    try:
        address = ip_address(said.strip().partition("%")[0])
    except ValueError:
        return None
    return (getattr(address, "ipv4_mapped", None) or address) if address else None
