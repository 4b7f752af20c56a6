"""`python -m articles.importing FILE [--encoding NAME] [--issue-date YYYY-MM-DD]` prints what a page becomes."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from .decode import decode
from .parse import parse_page
from .predicted import predicted
from .records import UnreadablePage


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--encoding")
    parser.add_argument("--issue-date", type=date.fromisoformat)
    options = parser.parse_args()
    try:
        text = decode(options.file.read_bytes(), options.encoding).text
    except (OSError, UnreadablePage) as error:
        print(f"{options.file}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.reconfigure(encoding="utf-8")
    json.dump(predicted(parse_page(text, issue_date=options.issue_date)), sys.stdout, ensure_ascii=False, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
