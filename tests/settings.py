"""The settings under test: gazette.settings in a home that lasts one run, on SQLite or on PostgreSQL.

The tests say everything that the environment could say, so that a developer's own variables change nothing. SQLite is
a file, as it is in life: one a worker, with the folders for media and kept pages beside it. PostgreSQL is the server
at TEST_DATABASE_URL; ``python -m tests`` starts one where none is named.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "GAZETTE_TEST_HOME" not in os.environ:
    # The first process of a run makes the folder and removes it; the workers inherit the variable.
    os.environ["GAZETTE_TEST_HOME"] = tempfile.mkdtemp(prefix="gazette-tests-")
    atexit.register(shutil.rmtree, os.environ["GAZETTE_TEST_HOME"], ignore_errors=True)

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
OF_NO_CONCERN = (
    "SITE_URL",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DATABASE_POOL_SIZE",
    "PAGE_CACHE_MEMORY_MB",
    "PAGE_CACHE_DISK_MB",
    "PAGE_CACHE_FOR_NGINX",
    "PAGE_CACHE_SECONDS_WITHOUT_DATABASE",
    "BEHIND_TLS_PROXY",
    "PROXY_ADDRESSES",
    "SESSION_HOURS",
    "SESSION_IDLE_MINUTES",
    "LOG_LEVEL",
    "DEBUG",
)

for name in OF_NO_CONCERN:
    os.environ.pop(name, None)
os.environ["GAZETTE_HOME"] = os.path.join(os.environ["GAZETTE_TEST_HOME"], WORKER)
os.environ["GAZETTE_REVIEW_PROFILE"] = "small"
os.environ["SECOND_FACTOR_DUE"] = "nobody"  # tests/accounts says where it is due
os.environ["SECRET_KEY"] = "a key for the tests, of no use to anybody, and more than fifty characters long"
if "TEST_DATABASE_URL" in os.environ and os.environ.get("GAZETTE_TEST_ENGINE") != "sqlite":
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from gazette.settings import *  # noqa: E402, F403 (the environment has to be set first)
from gazette.settings import DATABASES, HOME, STORAGES  # noqa: E402

if "DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}  # Django would test in memory.

# No thread: every request asks the database for the generation, so a test sees what it published the moment before.
PAGE_CACHE_WATCHES = False

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No collectstatic before a test: files are found where they lie, under their own names.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
Path(HOME / "static").mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there.
