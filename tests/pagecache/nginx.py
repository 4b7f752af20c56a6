"""deploy/nginx.conf for a real nginx on a developer's machine: other folders and ports, no TLS."""

import glob
import os
import re
import shutil
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")

MAIN = """
{modules}
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log info;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
    log_format which "$request_uri $upstream_addr";
    access_log {folder}/access.log which;
    {ours}
}}
"""


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


@contextmanager
def nginx_before(application: str, home: Path, *, patience: str = "") -> Iterator[str]:
    """Give the address of a running nginx in front of this application; it waits for nobody longer than `patience`."""
    if NGINX is None:
        warnings.warn(pytest.PytestWarning("NGINX IS NOT INSTALLED: deploy/nginx.conf was not tested"), stacklevel=1)
        pytest.skip("no nginx found")
    port = free_port()
    for name in ("tmp", "static", "public"):
        (home / name).mkdir(exist_ok=True)
    for folder in [home, *home.parents]:
        if folder.owner() == "root" and os.getuid() == 0 and not folder.stat().st_mode & 1:
            folder.chmod(0o711)  # nginx's workers are somebody else.
    modules = "".join(f"load_module {path};\n" for path in brotli_modules())
    ours = configuration_for_the_test(home, application, port)
    if patience:
        ours = re.sub(r"(client_header_timeout|client_body_timeout|proxy_read_timeout) +\d+s", rf"\1 {patience}", ours)
    text = MAIN.format(modules=modules, folder=home, ours=ours)
    (home / "nginx.conf").write_text(text, encoding="utf-8")
    command = [NGINX, "-e", str(home / "error.log"), "-p", str(home), "-c", str(home / "nginx.conf")]
    process = subprocess.Popen(command)
    for _ in range(100):
        with socket.socket() as answers:
            if not answers.connect_ex(("127.0.0.1", port)):
                break
        assert process.poll() is None, (home / "error.log").read_text()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()
    for trace in ("[alert]", "[emerg]"):
        assert trace not in (home / "error.log").read_text()
