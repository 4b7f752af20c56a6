"""A choice that a remark offers, and its refusal."""

from dataclasses import dataclass

from articles import editing


@dataclass(frozen=True)
class Choice:
    """One button of a remark."""

    value: str
    label: str


class NoLongerFits(editing.StepClosed):
    """The text has changed since the import: this alternative can't be taken any more."""
