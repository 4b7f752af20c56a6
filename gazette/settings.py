"""Settings of the paper: SQLite and a folder of its own unless the environment says otherwise.

What an installation may say, all in the environment:

    GAZETTE_HOME            the folder of everything that is not code (default: var/ beside manage.py)
    SITE_URL                the paper's canonical address (default: http://127.0.0.1:8000)
    ALLOWED_HOSTS           further host names, separated by commas
    SECRET_KEY              else the file secret_key in GAZETTE_HOME; there is no default
    DATABASE_URL            postgresql://user:password@host:port/name, or sqlite:////absolute/path
    DATABASE_POOL_SIZE      PostgreSQL connections of one server process (default: 8)
    PAGE_CACHE_MEMORY_MB    kept pages in the memory of one server process (default: 64)
    PAGE_CACHE_DISK_MB      kept pages in GAZETTE_HOME/pages; 0 keeps them in memory only (default: 1024)
    PAGE_CACHE_FOR_NGINX    true where nginx serves kept pages from that folder: deploy/nginx.conf (default: false)
    PAGE_CACHE_SECONDS_WITHOUT_DATABASE
                            for how long kept pages are served while the database cannot be read (default: 900)
    BEHIND_TLS_PROXY        true where a proxy ends TLS and sets X-Forwarded-Proto itself (default: false)
    PROXY_ADDRESSES         addresses or networks of the paper's own proxies, separated by commas, whose X-Forwarded-For
                            is believed (default: this machine where BEHIND_TLS_PROXY is true, else none)
    SECOND_FACTOR_DUE       leaders, everybody or nobody: who must log in with a second factor (default: leaders, which
                            are 总编辑, 值班总编, 管理员 and superusers); open to all in any case
    SESSION_HOURS           after how many hours every login ends (default: 12)
    SESSION_IDLE_MINUTES    after how many minutes a login ends in which nobody does anything (default: 120)
    GAZETTE_REVIEW_PROFILE  small or strict (default: small)
    WEBHOOKS_MAY_BE_PRIVATE true where a group chat's robot stands in the paper's own network (default: false)
    LOG_LEVEL               DEBUG, INFO, WARNING or ERROR (default: INFO)
    DEBUG                   true on a developer's own machine only (default: false)

A value that cannot be read stops the process with one sentence: the variable, what was read, what is expected.
"""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


# Reading the environment
#
# django-environ reads "ture" as False, and takes a secret that begins with "$" for the name of another variable.
# So the plain values are read here, strictly; it parses DATABASE_URL.


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


def home_folder() -> Path:
    """Return GAZETTE_HOME as an absolute path, made if it does not exist yet."""
    folder = BASE_DIR / Path(text("GAZETTE_HOME", "var")).expanduser()
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


def secret_key() -> str:
    """Return the key from the environment or the home's file, "" where there is neither (gazette.wsgi refuses that)."""
    source, key = "SECRET_KEY", text("SECRET_KEY")
    if not key:
        source = str(HOME / "secret_key")
        try:
            key = (HOME / "secret_key").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return "for-debugging-on-a-machine-of-your-own-and-nothing-else" if DEBUG else ""
        except (OSError, UnicodeDecodeError):
            raise ImproperlyConfigured(f"{source} cannot be read, but the secret key is expected in it.") from None
    if len(key) < 50:  # It is a secret even where it is wrong: the message tells its length only.
        raise ImproperlyConfigured(f"{source} has {len(key)} characters, but at least 50 random ones are expected.")
    return key


def database() -> dict:
    """Return the database that DATABASE_URL names, else the SQLite file in the home."""
    url = text("DATABASE_URL")
    if not url:
        return sqlite(HOME / "paper.sqlite3")
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
    return sqlite(Path(read["NAME"])) if scheme == "sqlite" else postgresql(read)


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
    """
    pragmas = ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-32000", "mmap_size=134217728")
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


def postgresql(read: dict) -> dict:
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
        "pool": {"min_size": 0, "max_size": DATABASE_POOL_SIZE, "timeout": 10},  # seconds
    }
    return {**read, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


# The installation

DEBUG = switch("DEBUG")
HOME = home_folder()
SECRET_KEY = secret_key()

SITE_URL = site_url()
IS_HTTPS = SITE_URL.startswith("https://")
SITE_HOST = re.sub(r":[0-9]+$", "", urlsplit(SITE_URL).netloc)
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [SITE_HOST, *host_names("ALLOWED_HOSTS"), *(LOCAL_HOSTS if DEBUG or SITE_HOST in LOCAL_HOSTS else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Which rows the table of steps has: articles.workflow.steps().
GAZETTE_REVIEW_PROFILE = choice("GAZETTE_REVIEW_PROFILE", "small", "strict")

# Addresses of robots are typed in by 管理员: they reach public addresses over https, and nothing within the network.
WEBHOOKS_MAY_BE_PRIVATE = switch("WEBHOOKS_MAY_BE_PRIVATE")


# The house

INSTALLED_APPS = [
    # Before the admin, because they override its templates.
    "articles.apps.ArticlesConfig",
    "staff.apps.StaffConfig",
    "gazette.operations.apps.OperationsConfig",
    "gazette.apps.NewsroomAdminConfig",  # django.contrib.admin, with 我的待办 as its first page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # Before staticfiles: static files come from whitenoise under runserver too.
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "taggit",
    "django_prose_editor",
    "csp",
    "axes",  # counts failed logins
    "django_otp",
    "django_otp.plugins.otp_totp",  # the codes of an authenticator
    "django_otp.plugins.otp_static",  # the recovery codes
]

# Sessions, accounts, messages and CSRF are lazy: they matter to the admin and leave no trace on a reader's page.
MIDDLEWARE = [
    "gazette.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gazette.headers.NewsroomPolicyMiddleware",
    "gazette.headers.ReadersHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "articles.site.sizes.LargeTypeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "staff.language.StaffLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "staff.signing_in.gate.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gazette.operations.middleware.SwitchesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gazette.urls"
WSGI_APPLICATION = "gazette.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "gazette.quick_templates.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ATOMIC_REQUESTS stays off: a publishing transaction ends with the new generation, not with the response.
DATABASE_POOL_SIZE = number("DATABASE_POOL_SIZE", 8, least=2)  # read where SQLite has no pool, too: it may be mistyped
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Kept pages (gazette.pagecache)

PAGE_CACHE = not DEBUG  # A template that is being written should be seen at once.
PAGE_CACHE_WATCHES = True  # A thread looks at the generation. False: every request does, which tests want.
PAGE_CACHE_FOLDER = HOME / "pages"
PAGE_CACHE_MEMORY_BYTES = number("PAGE_CACHE_MEMORY_MB", 64, least=1) * 1024 * 1024
PAGE_CACHE_DISK_BYTES = number("PAGE_CACHE_DISK_MB", 1024, least=0) * 1024 * 1024
PAGE_CACHE_PLAIN_FILES = switch("PAGE_CACHE_FOR_NGINX")
PAGE_CACHE_SECONDS_WITHOUT_DATABASE = number("PAGE_CACHE_SECONDS_WITHOUT_DATABASE", 900, least=0)
# Everything else is public: the same for all readers, without cookies, kept. So is a path that is forgotten here.
PAGE_CACHE_PRIVATE_PREFIXES = ["/admin/", "/static/", "/media/", "/pages/", "/healthz", "/readyz"]
# Public views see these parameters and no others: an unknown one can neither change a page nor fill the cache.
PAGE_CACHE_QUERY_NAMES = [
    "after",
    "before",
    "order",
    "page",
    "q",
    "reporter",
    "role",
    "section",
    "since",
    "size",
    "tag",
    "until",
    "year",
]


# People

AUTH_USER_MODEL = "staff.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where a login leads that names no goal, or one outside
AUTHENTICATION_BACKENDS = ["staff.signing_in.throttling.Throttle", "django.contrib.auth.backends.ModelBackend"]

# Five failures of one name from one address lock this pair for a quarter of an hour, in the database: in all processes.
# Neither alone: an address is shared by a whole house, and a name could be locked by anybody from anywhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # Whoever keeps trying neither prolongs it nor fills the table.
AXES_USERNAME_CALLABLE = "staff.signing_in.throttling.counted_name"
AXES_CLIENT_IP_CALLABLE = "staff.addresses.place"
AXES_LOCKOUT_CALLABLE = "staff.signing_in.throttling.locked_page"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # The record of accounts is our own: staff.events.
AXES_VERBOSE = False

# The second factor. Wrong codes cost one second of waiting, then two, four, eight.
SECOND_FACTOR_DUE = choice("SECOND_FACTOR_DUE", "leaders", "everybody", "nobody")
REMEMBERED_DEVICE_DAYS = 30
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 1
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# The newsroom's cookies stay below /admin/: on the public site an editor is a reader like all others.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_ENGINE = "staff.signing_in.sessions"
SESSION_COOKIE_AGE = number("SESSION_HOURS", 12, least=1) * 60 * 60  # seconds: one long working day
SESSION_IDLE_AGE = number("SESSION_IDLE_MINUTES", 120, least=5) * 60  # seconds
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # The other one sets a cookie on "/".


# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True


# Files

# Photos of drafts lie where no server looks; their address is an admin page that asks who wants to see them.
# What is published is copied to "public" under a name made from its content.
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "public"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "private", "base_url": "/admin/articles/photo/original/"},
    },
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": MEDIA_URL},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What is compressed already, and source maps, which nobody asks for and which take most of collectstatic's time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["gif", "gz", "jpg", "map", "png", "webp", "woff2"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of one form without its files: a government report has 60,000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a piece with a hundred photos and their captions
DATA_UPLOAD_MAX_NUMBER_FILES = 100

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.tags.from_string"
TAGGIT_STRING_FROM_TAGS = "articles.tags.to_string"


# Safety of what is sent to browsers

# The newsroom: the body editor needs a nonce for its import map; django-csp adds it only to pages that asked for it.
# The editor's library (Tiptap) also puts one constant <style> into the page; the console names the hash of a new one.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, EDITOR_STYLE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}
# The readers: one constant sentence, so that a kept page is the same for everybody and in every process.
READERS_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Nothing here wants to hear, see or know where somebody is: a script that got in could not either.
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), serial=(), usb=()"
)
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# Whoever ends TLS also redirects http to https. HSTS is for the paper's own host: its owner may have other ones.
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
# W019: the newsroom shows its own preview in a frame; readers' pages forbid every frame by their policy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W019", "security.W021"]
# What a proxy of the paper's own says of whom it serves is believed; what anybody else says there is not.
PROXY_ADDRESSES = networks("PROXY_ADDRESSES", "127.0.0.1,::1" if switch("BEHIND_TLS_PROXY") else "")
if switch("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


# What is written down while the paper runs: to stderr, a line an event.

LOG_LEVEL = choice("LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "gazette.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "articles": {"level": LOG_LEVEL},
        "staff": {"level": LOG_LEVEL},
        "gazette": {"level": LOG_LEVEL},
        "django": {"handlers": [], "level": "INFO"},  # Replaces Django's own handlers: mail to admins among them.
        # Every scanner asks under a foreign name: it gets its 400, and does not fill the log with tracebacks.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.request": {"level": "ERROR"},  # Every crawler's 404 would be a warning.
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
