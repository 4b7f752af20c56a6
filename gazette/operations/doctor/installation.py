"""What the environment, the folders and the machine say, without asking the database."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.presentation import cards
from gazette.operations.doctor.findings import ERROR, WARNING, Finding
from gazette.operations.licences import pinned

GIB = 1024**3
LEAST_FREE, LITTLE_FREE = 1 * GIB, 5 * GIB  # bytes
#: Nothing of this house is older: a clock that says so was never set.
FIRST_YEAR = 2026
OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH


def secret_key() -> Iterator[Finding]:
    key = os.environ.get("SECRET_KEY", "").strip()
    file = settings.HOME / "secret_key"
    if not key and not file.is_file():
        yield Finding(
            ERROR,
            "secret-key",
            _("There is no secret key."),
            _("Run make setup: it makes one in %(file)s.") % {"file": file},
        )
    elif not key and file.stat().st_mode & 0o077:
        yield Finding(
            ERROR, "secret-key", _("Others can read the secret key."), _("Run: chmod 600 %(file)s") % {"file": file}
        )
    elif len(set(key or file.read_text(encoding="utf-8"))) < 10:
        yield Finding(
            ERROR,
            "secret-key",
            _("The secret key is not random."),
            _("Replace it with: python -c 'import secrets; print(secrets.token_urlsafe(50))'. All logins end with it."),
        )


def debugging() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            ERROR,
            "debug",
            _("DEBUG is on: errors show readers the code and the settings."),
            _("Take DEBUG out of the environment and restart the service."),
        )


def address() -> Iterator[Finding]:
    if settings.SITE_HOST in settings.LOCAL_HOSTS:
        yield Finding(
            WARNING,
            "site-url",
            _("SITE_URL is %(address)s: all links lead to this machine only.") % {"address": settings.SITE_URL},
            _("Set SITE_URL to the paper's address, as in https://www.example.cn."),
        )
    elif not settings.IS_HTTPS:
        yield Finding(
            ERROR,
            "https",
            _("SITE_URL is not https: passwords travel in the clear."),
            _("Get a certificate, let nginx end TLS (deploy/nginx.conf), and set SITE_URL to the https address."),
        )


def proxy() -> Iterator[Finding]:
    if settings.IS_HTTPS and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        yield Finding(
            ERROR,
            "proxy",
            _("The paper has https, and does not know that a proxy ends it: logins may be refused."),
            _("Set BEHIND_TLS_PROXY=true, and let the proxy set X-Forwarded-Proto as deploy/nginx.conf does."),
        )
    elif settings.IS_HTTPS and not settings.PROXY_ADDRESSES:
        yield Finding(
            ERROR,
            "proxy",
            _("PROXY_ADDRESSES is empty: all people seem to come from the proxy's address."),
            _("Set PROXY_ADDRESSES to the address from which the proxy asks."),
        )


def folders() -> Iterator[Finding]:
    """What the process writes to, it must be able to; what is not for readers, others on the machine must not read."""
    for folder in (settings.HOME, settings.HOME / "private", settings.HOME / "public", settings.HOME / "pages"):
        if folder.exists() and not folder.is_dir():
            yield Finding(
                ERROR,
                "folders",
                _("%(folder)s is a file, but a folder is expected.") % {"folder": folder},
                _("Move it away: mv %(folder)s %(folder)s.old") % {"folder": folder},
            )
        elif folder.exists() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            yield Finding(
                ERROR,
                "folders",
                _("%(folder)s cannot be written to.") % {"folder": folder},
                _("Give it to the account that runs the service: chown -R gazette %(folder)s") % {"folder": folder},
            )
    for path in (settings.HOME / "private", settings.HOME / "backups", *settings.HOME.glob("paper.sqlite3*")):
        is_folder = path.is_dir()
        if path.exists() and path.stat().st_mode & OTHERS:
            yield Finding(
                ERROR,
                "folders",
                _("Other accounts of this machine can read %(path)s.") % {"path": path},
                _("Run: chmod %(mode)s %(path)s") % {"mode": "700" if is_folder else "600", "path": path},
            )


def closed(error: OSError) -> Finding:
    """Of what this account may not even look at."""
    return Finding(
        ERROR,
        "folders",
        _("%(path)s cannot be looked at: %(why)s.") % {"path": error.filename or "", "why": error.strerror or error},
        _("Run the doctor as the account of the service. If it says the same then: chmod u+rwx %(folder)s")
        % {"folder": settings.HOME},
    )


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    if free < LITTLE_FREE:
        yield Finding(
            ERROR if free < LEAST_FREE else WARNING,
            "disk",
            _("The disk of %(folder)s has %(free).1f GB left.") % {"folder": settings.HOME, "free": free / GIB},
            _("Make room: old backups in %(folder)s, old logs; or move GAZETTE_HOME to a larger disk.")
            % {"folder": settings.HOME / "backups"},
        )


def clock() -> Iterator[Finding]:
    try:
        offset = datetime(2026, 7, 1, tzinfo=ZoneInfo(settings.TIME_ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset != timedelta(hours=8):
        yield Finding(
            ERROR, "time-zone", _("This machine does not know the time of Shanghai."), _("Install the package tzdata.")
        )
    if timezone.now().year < FIRST_YEAR or is_synchronised() is False:
        yield Finding(
            WARNING,
            "clock",
            _("The clock of this machine is not kept right: %(now)s.")
            % {"now": timezone.localtime().isoformat(" ", "seconds")},
            _("Run: timedatectl set-ntp true. Scheduled pieces and second factors depend on it."),
        )


def is_synchronised() -> bool | None:
    """Whether the system says that its clock is kept by a time server; None where it does not say."""
    command = shutil.which("timedatectl")
    if command is None:
        return None
    try:
        said = subprocess.run(  # noqa: S603 (a fixed command)
            [command, "show", "--property=NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(said.stdout.strip())


def packages() -> Iterator[Finding]:
    """What is installed is what was pinned."""
    differing = [
        f"{name} {installed or '—'} ≠ {version}"
        for name, version in pinned(settings.BASE_DIR / "requirements.txt")
        if (installed := installed_version(name)) != version
    ]
    if differing or sys.version_info < (3, 11):
        yield Finding(
            WARNING,
            "packages",
            _("Installed packages differ from requirements.txt: %(packages)s.")
            % {"packages": "、".join(differing[:5])},
            _("Run make setup: it installs what is listed."),
        )


def installed_version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def static_files() -> Iterator[Finding]:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [path for app in ("articles", "staff") for path in (settings.BASE_DIR / app / "static").rglob("*.*")]
    if not manifest.is_file():
        yield Finding(
            ERROR,
            "static-files",
            _("The static files were never collected."),
            _("Run: manage.py collectstatic --noinput"),
        )
    elif any(path.stat().st_mtime > manifest.stat().st_mtime for path in sources):
        yield Finding(
            ERROR,
            "static-files",
            _("The static files are older than the code."),
            _("Run: manage.py collectstatic --noinput --clear, and restart the service."),
        )


def kept_pages() -> Iterator[Finding]:
    folder = Path(settings.PAGE_CACHE_FOLDER)
    if settings.PAGE_CACHE_DISK_BYTES and folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            ERROR,
            "kept-pages",
            _("Kept pages cannot be written to %(folder)s.") % {"folder": folder},
            _("Remove the folder; the service makes it anew: rm -r %(folder)s") % {"folder": folder},
        )
    if settings.PAGE_CACHE_PLAIN_FILES and not settings.HOME.stat().st_mode & stat.S_IXOTH:
        yield Finding(
            WARNING,
            "kept-pages",
            _("nginx cannot enter %(folder)s, so that it serves no kept page.") % {"folder": settings.HOME},
            _("Run: chmod 711 %(folder)s") % {"folder": settings.HOME},
        )


def fonts() -> Iterator[Finding]:
    if not cards.can_draw():
        yield Finding(
            WARNING,
            "fonts",
            _("There is no font with Chinese characters: links that are shared have no picture."),
            _("Install one: apt-get install fonts-noto-cjk, and restart the service."),
        )


def account_of_the_process() -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield Finding(
            WARNING,
            "root",
            _("This command runs as root; what it makes, the service may not be able to change."),
            _("Run it as the account of the service: sudo -u gazette …"),
        )
