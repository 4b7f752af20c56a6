"""Saving a draft in the editor, CPU and statements: python -m bench.saving [--papers FOLDER]

The POST of the form through Django's whole handler, to writing the bare rows. growth: to the smallest paper.
"""

from bench.papers import parser
from bench.working import measure

if __name__ == "__main__":
    measure("save", parser(__doc__.split("\n")[0]).parse_args(), title="Saving a draft in the editor", name="saving",
            reach=45)  # fmt: skip
