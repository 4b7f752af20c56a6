"""What the environment says of an installation, read strictly: a value that cannot be read is one sentence.

django-environ reads "ture" as False, and takes a secret that begins with "$" for the name of another variable. So the
plain values are read here; it parses DATABASE_URL.
"""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def unreadable(name: str, read: str, expected: str) -> ImproperlyConfigured:
    """Return the one sentence in which every unreadable setting is reported."""
    return ImproperlyConfigured(f"{name} is {read!r}, but {expected} is expected.")


def text(name: str, default: str = "") -> str:
    """Return the variable without spaces around it; one that is set but empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def switch(name: str) -> bool:
    """Return whether the variable is switched on; off when it is not set."""
    value = text(name, "false").lower()
    if value in {"true", "yes", "on", "1"}:
        return True
    if value in {"false", "no", "off", "0"}:
        return False
    raise unreadable(name, text(name), "true or false")


def number(name: str, default: int, *, least: int) -> int:
    """Return the variable as a whole number that is not smaller than ``least``."""
    value = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) < least:
        raise unreadable(name, value, f"a whole number of at least {least}")
    return int(value)


def choice(name: str, *choices: str) -> str:
    """Return the variable, which must be one of the choices; the first is the default."""
    value = text(name, choices[0])
    if value not in choices:
        raise unreadable(name, value, " or ".join(choices))
    return value


def host_names(name: str) -> list[str]:
    """Return the host names that the variable lists, separated by commas."""
    names = [host.strip().lower() for host in text(name).split(",") if host.strip()]
    for host in names:
        if not re.fullmatch(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", host):
            raise unreadable(name, host, "a bare host name (no scheme, no port, no *)")
    return names


def networks(name: str, default: str) -> list[str]:
    """Return the addresses and networks that the variable lists, separated by commas."""
    listed = [word.strip() for word in text(name, default).split(",") if word.strip()]
    for word in listed:
        try:
            ip_network(word)
        except ValueError:
            raise unreadable(name, word, "an address or a network as in 10.0.0.5 or 172.18.0.0/16") from None
    return listed


def home_folder(base: Path) -> Path:
    """Return GAZETTE_HOME as an absolute path, made if it does not exist yet; a relative one lies in `base`."""
    folder = base / Path(text("GAZETTE_HOME", "var")).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unreadable("GAZETTE_HOME", str(folder), f"a folder that can be made ({error.strerror})") from None
    return folder


def site_url() -> str:
    """Return the paper's address: scheme and host, no path, no slash at the end."""
    value = text("SITE_URL", "http://127.0.0.1:8000")
    refusal = unreadable("SITE_URL", value, "scheme and host as in https://www.example.cn, with no path behind them,")
    try:
        parts = urlsplit(value)
        has_readable_port = parts.port != 0
    except ValueError:
        raise refusal from None
    is_bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_bare or not has_readable_port:
        raise refusal
    return f"{parts.scheme}://{parts.netloc.lower()}"


def secret_key(home: Path, *, is_debugging: bool) -> str:
    """Return the key from the environment or the home's file, "" where there is neither (gazette.wsgi refuses that)."""
    source, key = "SECRET_KEY", text("SECRET_KEY")
    if not key:
        source = str(home / "secret_key")
        try:
            key = (home / "secret_key").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return "for-debugging-on-a-machine-of-your-own-and-nothing-else" if is_debugging else ""
        except (OSError, UnicodeDecodeError):
            raise ImproperlyConfigured(f"{source} cannot be read, but the secret key is expected in it.") from None
    if len(key) < 50:  # It is a secret even where it is wrong: the message tells its length only.
        raise ImproperlyConfigured(f"{source} has {len(key)} characters, but at least 50 random ones are expected.")
    return key


def database(home: Path, *, pool_size: int) -> dict:
    """Return the database that DATABASE_URL names, else the SQLite file in the home."""
    url = text("DATABASE_URL")
    if not url:
        return sqlite(home / "paper.sqlite3")
    shown = without_secrets(url)
    expected = "postgresql://user:password@host:port/name or sqlite:////absolute/path"
    scheme = url.partition("://")[0]
    try:
        if scheme not in {"sqlite", "postgresql", "postgres"}:
            raise ValueError(scheme)
        read = environ.Env.db_url_config(url)
    except ValueError:
        raise unreadable("DATABASE_URL", shown, expected) from None
    is_somewhere = scheme != "sqlite" or read["NAME"].startswith("/")  # not wherever a command happens to be called
    if read["NAME"] in {"", ":memory:"} or not is_somewhere:
        raise unreadable("DATABASE_URL", shown, expected)
    return sqlite(Path(read["NAME"])) if scheme == "sqlite" else postgresql(read, pool_size=pool_size)


def without_secrets(url: str) -> str:
    """Return an address of a database for a message or a log, in which a password belongs nowhere."""
    scheme = re.match(r"[a-z]*:?(//)?", url)[0]
    if "?" in url or "#" in url:  # A password may stand there, too, or hold that very sign.
        return f"{scheme}***"
    _before, at, place = url.rpartition("@")
    user = re.match(r"[a-z]+://([^:@/]+):", url)
    return f"{scheme}{user[1] + ':' if user else ''}***@{place}" if at else url


def sqlite(path: Path) -> dict:
    """Return the settings of one SQLite file that several editors write to at once.

    IMMEDIATE takes the write lock when a transaction begins: one that starts by reading and then writes would fail at
    once with "database is locked" when another wrote in between, whatever the timeout.

    The file is mapped as far as SQLite does at most (2 GiB): a page that nobody has read of late then costs a fault and
    no read, which is a sixth of an article in a paper of 100,000. What is mapped counts as the process's memory and is
    the system's cache, which it takes back when it needs it.
    """
    pragmas = ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-32000", "mmap_size=2147418112")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,  # To open the file anew takes a millisecond, longer than most pages.
        "OPTIONS": {
            "timeout": 20,  # seconds
            "transaction_mode": "IMMEDIATE",
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


def postgresql(read: dict, *, pool_size: int) -> dict:
    """Return the settings of a PostgreSQL database whose connections are counted.

    The pool belongs to one server process and is shared by its threads: processes × DATABASE_POOL_SIZE must stay below
    the server's max_connections. A connection is checked before use, so that a restarted server is noticed; one whose
    server has vanished without a word (its plug was pulled, a firewall forgot the connection) is given up in seconds.
    """
    options = {
        "connect_timeout": 5,  # seconds
        "keepalives_idle": 30,  # seconds
        "keepalives_interval": 10,  # seconds
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,  # milliseconds that what was sent may stay unanswered
        **read.get("OPTIONS", {}),
        "pool": {"min_size": 0, "max_size": pool_size, "timeout": 10},  # seconds
    }
    return {**read, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
