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

A value that cannot be read stops the process with one sentence: the variable, what was read, what is expected
(gazette.environment).
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from gazette import environment

BASE_DIR = Path(__file__).resolve().parent.parent


# The installation

DEBUG = environment.switch("DEBUG")
HOME = environment.home_folder(BASE_DIR)
SECRET_KEY = environment.secret_key(HOME, is_debugging=DEBUG)

SITE_URL = environment.site_url()
IS_HTTPS = SITE_URL.startswith("https://")
SITE_HOST = re.sub(r":[0-9]+$", "", urlsplit(SITE_URL).netloc)
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [
    SITE_HOST,
    *environment.host_names("ALLOWED_HOSTS"),
    *(LOCAL_HOSTS if DEBUG or SITE_HOST in LOCAL_HOSTS else []),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Which rows the table of steps has: articles.workflow.steps().
GAZETTE_REVIEW_PROFILE = environment.choice("GAZETTE_REVIEW_PROFILE", "small", "strict")

# Addresses of robots are typed in by 管理员: they reach public addresses over https, and nothing within the network.
WEBHOOKS_MAY_BE_PRIVATE = environment.switch("WEBHOOKS_MAY_BE_PRIVATE")


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
    "gazette.health.HostsMiddleware",
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
DATABASE_POOL_SIZE = environment.number("DATABASE_POOL_SIZE", 8, least=2)  # read for SQLite, too: it may be mistyped
DATABASES = {"default": environment.database(HOME, pool_size=DATABASE_POOL_SIZE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Kept pages (gazette.pagecache)

PAGE_CACHE = not DEBUG  # A template that is being written should be seen at once.
PAGE_CACHE_WATCHES = True  # A thread looks at the generation. False: every request does, which tests want.
PAGE_CACHE_FOLDER = HOME / "pages"
PAGE_CACHE_MEMORY_BYTES = environment.number("PAGE_CACHE_MEMORY_MB", 64, least=1) * 1024 * 1024
PAGE_CACHE_DISK_BYTES = environment.number("PAGE_CACHE_DISK_MB", 1024, least=0) * 1024 * 1024
PAGE_CACHE_PLAIN_FILES = environment.switch("PAGE_CACHE_FOR_NGINX")
PAGE_CACHE_SECONDS_WITHOUT_DATABASE = environment.number("PAGE_CACHE_SECONDS_WITHOUT_DATABASE", 900, least=0)
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
# Neither alone: an address is shared by a whole house, and a name could be locked by anybody from anywhere. What many
# addresses guess at one name is counted in staff.signing_in.throttling.
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
SECOND_FACTOR_DUE = environment.choice("SECOND_FACTOR_DUE", "leaders", "everybody", "nobody")
REMEMBERED_DEVICE_DAYS = 30
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 1
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# The newsroom's cookies stay below /admin/: on the public site an editor is a reader like all others.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_ENGINE = "staff.signing_in.sessions"
SESSION_COOKIE_AGE = environment.number("SESSION_HOURS", 12, least=1) * 60 * 60  # seconds: one long working day
SESSION_IDLE_AGE = environment.number("SESSION_IDLE_MINUTES", 120, least=5) * 60  # seconds
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
        "OPTIONS": {
            "location": HOME / "private",
            "base_url": "/admin/articles/photo/original/",
            "directory_permissions_mode": 0o700,  # nginx, too, is another account, and GAZETTE_HOME is open to it
            "file_permissions_mode": 0o600,
        },
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
IS_BEHIND_PROXY = environment.switch("BEHIND_TLS_PROXY")
PROXY_ADDRESSES = environment.networks("PROXY_ADDRESSES", "127.0.0.1,::1" if IS_BEHIND_PROXY else "")
if IS_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


# What is written down while the paper runs: to stderr, a line an event.

LOG_LEVEL = environment.choice("LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR")
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
