"""What a check finds: how grave, what, and how it is mended."""

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
    """Something that is wrong: an error endangers the paper or stops it, a warning should be looked at."""

    level: str
    code: str  # for machines, and for good: "secret-key"
    what: str
    mend: str
