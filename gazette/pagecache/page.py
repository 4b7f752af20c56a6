"""From a response to a page that is kept: what may be kept, its ready bytes in each encoding, its form as a file."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus

import brotli

Headers = list[tuple[str, str]]

KEPT_STATUSES = {HTTPStatus.OK, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# How long a page is right is a matter of our generation, not of a reader's clock: everybody keeps, everybody asks.
CACHE_CONTROL = "public, max-age=0, must-revalidate"

# Written by us or by the server, or true for one connection only.
OURS = {"cache-control", "expires", "etag", "last-modified", "vary", "content-length", "accept-ranges", "age", "date"}
OURS |= {"connection", "keep-alive", "transfer-encoding", "server"}

COMPRESSIBLE = re.compile(r"text/.*|image/svg\+xml|application/(?:.*\+)?(?:xml|json|javascript)")
# A page is compressed once a generation, while its first reader waits: brotli 5 takes about a millisecond for 20 KB of
# Chinese HTML and gzip 6 half of one; brotli 11 takes fifty for 6 % fewer bytes.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
SMALLEST_COMPRESSED = 200  # bytes: below that a packet is a packet

OVERHEAD = 4096  # bytes of a page in memory besides its bodies: headers in three encodings, objects, keys

FILE_MARK = b"gazette page 1\n"
DIGEST_SIZE = 16


def why_not_kept(status: int, headers: Headers) -> str:
    """Return why this answer to a public request must not be kept for others, or ""."""
    if status not in KEPT_STATUSES:
        return f"status {status}"
    for name, value in headers:
        match name.lower():
            case "set-cookie":
                return "it sets a cookie"
            case "cache-control" if re.search(r"no-store|no-cache|private", value, re.IGNORECASE):
                return f"it says {value}"
            case "vary" if value.strip().lower() != "accept-encoding":
                return f"it varies by {value}"
            case "content-encoding" | "content-range":
                return f"it has {name}"
            case "content-security-policy" if "'nonce-" in value:
                return "it has a nonce"
    return ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A page in one encoding: exactly what start_response and the server get."""

    etag: str
    headers: Headers
    not_modified: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A kept page. ``bodies`` has "" (as rendered) and, where they are smaller, "gzip" and "br"."""

    path: str
    status: str  # "200 OK"
    headers: Headers  # as rendered, without those that are ours
    last_modified: int  # seconds since 1970
    bodies: dict[str, bytes]
    # What the strong ETags are made of: the same words of the same type have the same digest on every node.
    digest: str = field(init=False)
    ready: dict[str, Ready] = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.blake2b(self.bodies[""], digest_size=12)
        digest.update(f"{self.status}\0{media_type(self.headers)}".encode())
        object.__setattr__(self, "digest", digest.hexdigest())
        identity = self._ready("")
        ready = {name: self._ready(name) if name in self.bodies else identity for name in ("", "gzip", "br")}
        object.__setattr__(self, "ready", ready)

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])

    @property
    def size(self) -> int:
        """Bytes that the page takes in memory, roughly."""
        return OVERHEAD + sum(len(body) for body in self.bodies.values())

    def _ready(self, encoding: str) -> Ready:
        body = self.bodies[encoding]
        etag = f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'
        ours = [
            ("ETag", etag),
            ("Last-Modified", formatdate(self.last_modified, usegmt=True)),
            ("Cache-Control", CACHE_CONTROL),
            ("Vary", "Accept-Encoding"),
        ]
        encoded = [("Content-Encoding", encoding)] if encoding else []
        length = [("Content-Length", str(len(body)))]
        return Ready(etag, [*self.headers, *encoded, *length, *ours], ours, body)


def media_type(headers: Headers) -> str:
    """Return the value of Content-Type, parameters included, or ""."""
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def make_page(path: str, status: str, headers: Headers, body: bytes, *, last_modified: int) -> Page:
    """Return the page with its body in every encoding that makes it smaller."""
    kept = [(name, value) for name, value in headers if name.lower() not in OURS]
    bodies = {"": body}
    is_text = COMPRESSIBLE.fullmatch(media_type(kept).partition(";")[0].strip())
    if is_text and len(body) >= SMALLEST_COMPRESSED:
        bodies["gzip"] = gzip.compress(body, GZIP_LEVEL, mtime=0)
        bodies["br"] = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    smaller = {name: encoded for name, encoded in bodies.items() if not name or len(encoded) < len(body)}
    return Page(path, status, kept, last_modified, smaller)


def to_file(page: Page) -> bytes:
    """Return the page as the bytes of a file that tells when it is damaged."""
    head = {
        "path": page.path,
        "status": page.status,
        "headers": page.headers,
        "last_modified": page.last_modified,
        "bodies": [[name, len(body)] for name, body in page.bodies.items()],
    }
    content = b"".join([json.dumps(head).encode(), b"\n", *page.bodies.values()])
    return FILE_MARK + hashlib.blake2b(content, digest_size=DIGEST_SIZE).digest() + content


def from_file(content: bytes, path: str) -> Page | None:
    """Return the page that ``to_file`` wrote for this path; None when the bytes are damaged or another's."""
    start = len(FILE_MARK) + DIGEST_SIZE
    written = memoryview(content)[start:]
    is_whole = hashlib.blake2b(written, digest_size=DIGEST_SIZE).digest() == content[len(FILE_MARK) : start]
    if not content.startswith(FILE_MARK) or not is_whole:
        return None
    line, _, rest = content[start:].partition(b"\n")
    head = json.loads(line)
    if head["path"] != path:
        return None
    bodies, at = {}, 0
    for name, length in head["bodies"]:
        bodies[name] = rest[at : at + length]
        at += length
    headers = [(name, value) for name, value in head["headers"]]
    return Page(path, head["status"], headers, head["last_modified"], bodies)
