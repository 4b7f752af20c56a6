"""The least that a WSGI server can do: bytes from a dict. `BARE_PAGES` names a JSON file: path -> file and type."""

import json
import os
from pathlib import Path

PAGES = {
    path: (Path(file).read_bytes(), kind)
    for path, (file, kind) in json.loads(Path(os.environ["BARE_PAGES"]).read_text(encoding="utf-8")).items()
}


def application(environ, start_response):
    body, kind = PAGES[environ["PATH_INFO"]]
    headers = [("Content-Type", kind), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
