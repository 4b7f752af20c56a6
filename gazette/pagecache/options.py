"""What an installation may choose about kept pages."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from gazette.pagecache.release import release_digest


@dataclass(frozen=True, kw_only=True)
class Options:
    """Everything that a page cache needs to know and the database does not say."""

    release: str  # digest of code, templates and static manifest: another release never shows these pages
    site_url: str  # the only address that Django sees, whatever host the reader asked
    hosts: tuple[str, ...]  # as in ALLOWED_HOSTS
    query_names: frozenset[str]  # parameters that a public view reads; all others are dropped
    private_prefixes: tuple[str, ...] = ("/admin/", "/static/", "/media/", "/healthz", "/readyz")
    memory_bytes: int = 64 * 1024**2  # in each process
    folder: Path | None = None  # None: in memory only
    disk_bytes: int = 1024**3
    writes_plain_files: bool = False  # for nginx, see deploy/nginx.conf
    seconds_without_database: int = 900
    is_on: bool = True

    @property
    def site_host(self) -> str:
        """Host and, where it is not the usual one, port of the paper's address."""
        return urlsplit(self.site_url).netloc


def options_from_settings() -> Options:
    """Return the options that the settings name; reads the files of the release once (some 20 ms)."""
    folder = settings.PAGE_CACHE_FOLDER if settings.PAGE_CACHE and settings.PAGE_CACHE_DISK_BYTES else None
    return Options(
        release=release_digest(
            settings.BASE_DIR,
            static_root=Path(settings.STATIC_ROOT),
            values=(settings.SITE_URL, settings.LANGUAGE_CODE, settings.TIME_ZONE, str(settings.DEBUG)),
        ),
        site_url=settings.SITE_URL,
        hosts=tuple(settings.ALLOWED_HOSTS),
        query_names=frozenset(settings.PAGE_CACHE_QUERY_NAMES),
        private_prefixes=tuple(settings.PAGE_CACHE_PRIVATE_PREFIXES),
        memory_bytes=settings.PAGE_CACHE_MEMORY_BYTES,
        folder=folder,
        disk_bytes=settings.PAGE_CACHE_DISK_BYTES,
        writes_plain_files=settings.PAGE_CACHE_PLAIN_FILES and folder is not None,
        seconds_without_database=settings.PAGE_CACHE_SECONDS_WITHOUT_DATABASE,
        is_on=settings.PAGE_CACHE,
    )
