"""deploy/nginx.conf for a real nginx on a developer's machine: other folders and ports, no TLS."""

import glob
import re
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def configuration_for_the_test(home: Path, application: str, port: int) -> str:
    """Return deploy/nginx.conf with this test's folder and ports, without TLS, and with brotli where nginx has it."""
    text = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/var/lib/gazette", str(home)).replace("127.0.0.1:8000", urlsplit(application).netloc)
    text = text.replace("/opt/gazette", str(settings.BASE_DIR))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = re.sub(r"server \{\s+listen 443 ssl http2 default_server;.*?\n\}", "", text, flags=re.DOTALL)
    text = text.replace("/var/log/nginx/gazette.log gazette", f"{home}/access.log which")
    text = re.sub(r"ssl_certificate\S*\s+\S+;", "", text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"))
    return text.replace("#brotli_static on;", "brotli_static on;") if brotli_modules() else text


def brotli_modules() -> list[str]:
    """Return the modules to load, none where nginx has none for brotli."""
    return glob.glob("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
