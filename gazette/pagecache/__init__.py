"""The outermost layer in front of Django: whole public pages, kept under the generation that they were rendered in.

    asking.py      a request -> the page it asks for: canonical path and query, and what Django may see of it
    page.py        a response -> a page to keep: what may be kept, ready bytes in each encoding, and as a file
    memory.py      the pages of one generation in memory, within a bound
    disk.py        the same pages on disk, shared by the workers and surviving a restart; plain files for nginx
    release.py     the digest of code, templates and static files
    options.py     what an installation may choose
    watch.py       which generation is current: the threads that ask the database, and release what is due
    middleware.py  PageCache: answers from memory, then disk, then Django

What a reader may rely on: a page is never older than the last publication by more than a quarter of a second. Browsers
and CDNs may keep pages and ask each time whether theirs is still right (``max-age=0, must-revalidate``); a 304 costs
no rendering and no database. While the database cannot be read, kept pages are served for a bounded time and the log
says so (``Options.seconds_without_database``).
"""

from gazette.pagecache.middleware import PageCache
from gazette.pagecache.options import Options

__all__ = ["Options", "PageCache"]
