"""Importing a page of text with eight pieces, CPU and statements: python -m bench.imports [--papers FOLDER]

import_articles from the file to the drafts, to writing the bare rows. growth: to the smallest paper of the engine.
"""

from bench.papers import parser
from bench.working import measure

if __name__ == "__main__":
    measure("import", parser(__doc__.split("\n")[0]).parse_args(), title="Importing a page of text", name="imports")
