"""An installation says what it is in the environment; what cannot be read stops it with one sentence."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k" * 50

# The variables as read by gazette.settings, which the tests' own settings have already changed in this process.
SHOW = """
import json
from gazette import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))
"""


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run Python in the project with only these variables set."""
    bare = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", "GAZETTE_HOME": str(home)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=bare | environment, capture_output=True, text=True, timeout=60, check=False
    )


def settings_of(home: Path, **environment: str) -> dict:
    finished = run("-c", SHOW, home=home, **environment)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def said_by_manage(home: Path, **environment: str) -> str:
    """Run a command that has to fail and return what it said."""
    finished = run("manage.py", "check", home=home, **environment)
    assert finished.returncode != 0
    assert finished.stdout == ""
    return finished.stderr


def test_with_nothing_said_the_paper_is_a_sqlite_file_in_its_home(tmp_path):
    database = settings_of(tmp_path)["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(tmp_path / "paper.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_a_home_that_does_not_exist_is_made(tmp_path):
    settings = settings_of(tmp_path / "new" / "home")

    assert (tmp_path / "new" / "home").is_dir()
    assert settings["MEDIA_ROOT"] == str(tmp_path / "new" / "home" / "public")


def test_photos_of_drafts_lie_outside_the_folder_that_is_served(tmp_path):
    settings = settings_of(tmp_path)
    private = Path(settings["STORAGES"]["default"]["OPTIONS"]["location"])

    for served in (settings["MEDIA_ROOT"], settings["STATIC_ROOT"]):
        assert not private.is_relative_to(served)
        assert not Path(served).is_relative_to(private)
    assert not settings["STORAGES"]["default"]["OPTIONS"]["base_url"].startswith(settings["MEDIA_URL"])


def test_another_sqlite_file_has_the_same_care(tmp_path):
    usual = settings_of(tmp_path)["DATABASES"]["default"]
    other = settings_of(tmp_path, DATABASE_URL="sqlite:////somewhere/else.sqlite3")["DATABASES"]["default"]

    assert other == usual | {"NAME": "/somewhere/else.sqlite3"}


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_is_named_by_its_address_and_its_connections_are_counted(tmp_path, scheme):
    database = settings_of(tmp_path, DATABASE_URL=f"{scheme}://desk:p%40ss@db.example:5433/paper")["DATABASES"][
        "default"
    ]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("desk", "p@ss")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "paper")
    assert database["OPTIONS"]["pool"]["max_size"] == 8
    assert database["CONN_MAX_AGE"] == 0, "Django refuses a pool beside connections of its own."


def test_the_pool_has_the_size_that_is_asked_for(tmp_path):
    settings = settings_of(tmp_path, DATABASE_URL="postgresql:///paper", DATABASE_POOL_SIZE="20")

    assert settings["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] == 20


@pytest.mark.parametrize("url", [None, "postgresql:///paper"])
def test_a_request_is_no_transaction_on_either_engine(tmp_path, url):
    environment = {"DATABASE_URL": url} if url else {}

    assert not settings_of(tmp_path, **environment)["DATABASES"]["default"].get("ATOMIC_REQUESTS", False)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", "ture", "true or false"),
        ("BEHIND_TLS_PROXY", "2", "true or false"),
        ("SITE_URL", "www.example.cn", "https://www.example.cn"),
        ("SITE_URL", "ftp://www.example.cn", "https://www.example.cn"),
        ("SITE_URL", "https://www.example.cn/paper", "no path"),
        ("SITE_URL", "https://www.example.cn:port", "https://www.example.cn"),
        ("SITE_URL", "https://", "https://www.example.cn"),
        ("ALLOWED_HOSTS", "*", "bare host name"),
        ("ALLOWED_HOSTS", "https://www.example.cn", "bare host name"),
        ("DATABASE_URL", "paper.sqlite3", "sqlite:////absolute/path"),
        ("DATABASE_URL", "sqlite://", "sqlite:////absolute/path"),
        ("DATABASE_URL", "sqlite:///paper.sqlite3", "sqlite:////absolute/path"),
        ("DATABASE_POOL_SIZE", "many", "a whole number of at least 2"),  # SQLite has none, and yet
        ("DATABASE_URL", "mysql://127.0.0.1/paper", "postgresql://user:password@host:port/name"),
        ("DATABASE_URL", "postgresql://127.0.0.1:port/paper", "postgresql://user:password@host:port/name"),
        ("DATABASE_URL", "postgresql://127.0.0.1", "postgresql://user:password@host:port/name"),
        ("GAZETTE_REVIEW_PROFILE", "lax", "small or strict"),
        ("SECOND_FACTOR_DUE", "chiefs", "leaders or everybody or nobody"),
        ("PROXY_ADDRESSES", "proxy", "an address or a network"),
        ("SESSION_IDLE_MINUTES", "1", "a whole number of at least 5"),
        ("LOG_LEVEL", "loud", "INFO or DEBUG or WARNING or ERROR"),
        ("GAZETTE_HOME", "/dev/null/home", "a folder that can be made"),
    ],
)
def test_an_unreadable_value_is_one_sentence_that_names_it(tmp_path, name, value, expected):
    said = said_by_manage(tmp_path, **{name: value})

    assert said.startswith(f"manage.py: {name} is {value!r}, but ")
    assert expected in said
    assert said.endswith(" is expected.\n")
    assert said.count("\n") == 1, "It is one line, no traceback."


def test_the_doctor_says_it_in_chinese_and_where_it_is_mended(tmp_path):
    finished = run("manage.py", "doctor", home=tmp_path, SITE_URL="www.example.cn")

    assert finished.returncode == 1
    assert finished.stderr.startswith("错误　环境设置有误，程序无法启动：SITE_URL is 'www.example.cn', but ")
    assert "/etc/gazette/environment" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize("size", ["many", "1", "-3", "1.5", "٣"])
def test_the_pool_cannot_have_a_size_that_is_no_number_or_too_small(tmp_path, size):
    said = said_by_manage(tmp_path, DATABASE_URL="postgresql:///paper", DATABASE_POOL_SIZE=size)

    assert said == f"manage.py: DATABASE_POOL_SIZE is {size!r}, but a whole number of at least 2 is expected.\n"


def test_a_password_is_not_repeated_when_the_address_is_refused(tmp_path):
    said = said_by_manage(tmp_path, DATABASE_URL="postgresql://desk:sec:r@t@host:port/paper")

    assert "sec" not in said
    assert "r@t" not in said
    assert "postgresql://desk:***@host:port/paper" in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://:geheim@host:port/paper",
        "postgresql:geheim@host:port/paper",
        "mysql://geheim@host/paper",
        "postgres//desk:geheim@host/paper",
        "desk:geheim@host",
        "postgresql://host:port/paper?password=geheim",
        "postgresql://host:port/paper?password=a@geheim",
        "postgresql://desk:geh?geheim@host:port/paper",
        "postgresql://desk:#geheim@host:port/paper",
    ],
)
def test_no_form_of_an_address_that_is_refused_repeats_its_password(tmp_path, url):
    assert "geheim" not in said_by_manage(tmp_path, DATABASE_URL=url)


def test_a_postgresql_that_vanished_is_given_up_in_seconds(tmp_path):
    url = "postgresql://desk:p@db.example/paper?connect_timeout=2"
    options = settings_of(tmp_path, DATABASE_URL=url)["DATABASES"]["default"]["OPTIONS"]
    assert options["tcp_user_timeout"] == 20_000
    assert options["keepalives_idle"] * 1 + options["keepalives_interval"] * options["keepalives_count"] <= 60
    assert int(options["connect_timeout"]) == 2, "What the address says goes before."


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Call make, with this Python in the place of the environment's."""
    bare = {"PATH": os.environ["PATH"], **environment}
    command = ["make", "--no-print-directory", f"PYTHON={sys.executable}", "RUNS=/dev/null", *arguments]
    return subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("port", ["abc", "80 80", "-1", "123456"])
def test_a_port_that_is_no_number_is_one_sentence(port):
    finished = make("serve", f"PORT={port}")
    assert f"PORT is '{port}', but a number is expected" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_make_serve_says_what_is_wrong_with_the_settings(tmp_path):
    finished = make("serve", f"GAZETTE_HOME={tmp_path}", "PORT=18999", DATABASE_POOL_SIZE="many")
    assert "DATABASE_POOL_SIZE is 'many'" in finished.stderr
    assert "make setup" not in finished.stderr


def test_the_key_comes_from_the_environment(tmp_path):
    assert settings_of(tmp_path, SECRET_KEY=KEY)["SECRET_KEY"] == KEY


def test_the_key_comes_from_its_file_where_the_environment_has_none(tmp_path):
    (tmp_path / "secret_key").write_text(KEY + "\n")

    assert settings_of(tmp_path)["SECRET_KEY"] == KEY
    assert settings_of(tmp_path, SECRET_KEY="e" * 50)["SECRET_KEY"] == "e" * 50


def test_a_key_that_begins_with_a_dollar_is_a_key(tmp_path):
    assert settings_of(tmp_path, SECRET_KEY="$" + KEY)["SECRET_KEY"] == "$" + KEY


@pytest.mark.parametrize("place", ["environment", "file"])
def test_a_short_key_is_refused_without_being_repeated(tmp_path, place):
    if place == "file":
        (tmp_path / "secret_key").write_text("hunter2")
        said = said_by_manage(tmp_path)
    else:
        said = said_by_manage(tmp_path, SECRET_KEY="hunter2")

    assert "hunter2" not in said
    assert "has 7 characters, but at least 50 random ones are expected.\n" in said


def test_a_command_that_signs_nothing_needs_no_key(tmp_path):
    assert settings_of(tmp_path)["SECRET_KEY"] == ""


def test_djangos_own_list_for_deployment_has_nothing_to_say_about_a_paper_in_earnest(tmp_path):
    key = "".join(map(chr, range(48, 110)))
    earnest = {"SITE_URL": "https://www.example.cn", "BEHIND_TLS_PROXY": "true", "SECRET_KEY": key}
    finished = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", home=tmp_path, **earnest)

    assert finished.returncode == 0, finished.stderr
    assert "no issues" in finished.stdout


def test_the_paper_is_not_served_without_a_key(tmp_path):
    finished = run("-c", "import gazette.wsgi", home=tmp_path)

    assert finished.returncode != 0
    assert finished.stderr.splitlines()[-1].endswith(
        f"SECRET_KEY is not set and {tmp_path / 'secret_key'} does not exist, "
        "but a key of at least 50 random characters is expected in one of them."
    )


def test_debugging_is_off_unless_it_is_switched_on(tmp_path):
    assert settings_of(tmp_path)["DEBUG"] is False
    assert settings_of(tmp_path, DEBUG="false")["DEBUG"] is False
    assert settings_of(tmp_path, DEBUG="true")["DEBUG"] is True


def test_only_named_hosts_are_answered(tmp_path):
    settings = settings_of(tmp_path, SITE_URL="https://www.example.cn/", ALLOWED_HOSTS="example.cn, 10.0.0.5")

    assert settings["SITE_URL"] == "https://www.example.cn"
    assert settings["ALLOWED_HOSTS"] == ["www.example.cn", "example.cn", "10.0.0.5"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://www.example.cn"]


def test_a_paper_with_https_sends_its_cookies_nowhere_else(tmp_path):
    settings = settings_of(tmp_path, SITE_URL="https://www.example.cn")

    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0


def test_a_paper_without_https_can_still_be_logged_in_to(tmp_path):
    settings = settings_of(tmp_path, SITE_URL="http://127.0.0.1:8000")

    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0


def test_the_proxys_word_on_tls_is_taken_only_where_it_is_said(tmp_path):
    assert "SECURE_PROXY_SSL_HEADER" not in settings_of(tmp_path)
    assert settings_of(tmp_path, BEHIND_TLS_PROXY="true")["SECURE_PROXY_SSL_HEADER"][0] == "HTTP_X_FORWARDED_PROTO"


def test_make_keeps_the_key_from_others(tmp_path):
    makefile, home = tmp_path / "Makefile", tmp_path / "home"
    makefile.write_text(
        f"include {ROOT / 'Makefile'}\nPYTHON := {sys.executable}\nkey:\n\t@$(call make_secret_key,{home})\n"
    )
    subprocess.run(["make", "-f", makefile, "key"], cwd=ROOT, check=True)
    path = home / "secret_key"
    first = path.read_text()
    subprocess.run(["make", "-f", makefile, "key"], cwd=ROOT, check=True)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == first, "A second call keeps the key: a new one would log everybody out."
    assert settings_of(home)["SECRET_KEY"] == first.strip()
