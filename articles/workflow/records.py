"""What the rules may know of a piece, and what a step is: frozen records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from articles.workflow.statuses import ANY_STATE, PublicState, Round, Status
from staff.roles import Person


@dataclass(frozen=True)
class Facts:
    """All that the rules may know of a piece. People are keys of accounts, of reporters in `credited`."""

    status: Status = Status.DRAFT
    public_state: PublicState = PublicState.NEVER
    round: Round = Round.FIRST
    writers: frozenset[int] = frozenset()  # who changed the body before it was submitted
    credited: frozenset[int] = frozenset()  # reporters named in the byline
    creator: int | None = None
    submitter: int | None = None
    opener: int | None = None  # who opened the correction or amendment in hand
    was_touched: bool = False  # somebody has acted since it was submitted
    signers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # signatures that stand, by step
    lacks: tuple[str, ...] = ()  # sentences: what is missing before it can be submitted
    forbidden: tuple[str, ...] = ()  # words that close submission and release
    override: str = ""  # why a chief lets the piece pass in spite of them
    changed_facts: tuple[str, ...] = ()  # what an amendment may not change and does
    differs_from_print: bool = False  # it differs from the printed page, or from what was checked, beyond layout
    owed: frozenset[str] = frozenset()  # reviews that the express lane left out, in the oldest release that owes any
    owed_later: frozenset[str] = frozenset()  # those of later releases
    owed_signers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # who signed what was released so
    owed_authors: frozenset[int] = frozenset()  # accounts that wrote what was released so, or opened its amendment
    owed_credited: frozenset[int] = frozenset()  # reporters credited on it
    owed_releaser: int | None = None  # who released it
    owed_submitter: int | None = None  # who submitted it
    is_embargoed: bool = False  # nobody may see it before a minute that has not come (禁发至)
    has_embargo: bool = False  # such a minute is named, past or not
    has_expiry: bool = False  # a minute is named at which it leaves the site (定时下线)
    section: int | None = None
    is_stuck: bool = False  # nobody on the staff could bring it to release


@dataclass(frozen=True)
class Step:
    """One row of the table. `to` is None where the piece stays as it is or the holder names the target."""

    name: str
    label: str
    from_: frozenset[Status]
    to: Status | None
    roles: tuple[str, ...]
    public: frozenset[PublicState] = ANY_STATE
    rules: tuple[Rule, ...] = ()
    note_length: int = 0  # characters of the note that is due at least
    is_grave: bool = False  # asks for a second look before it is done
    is_system: bool = False  # taken by the clock, never by a person
    wants_minute: bool = False  # names a minute in the future
    wants_code: bool = False  # names one of `ReturnReason`


#: Why a step is closed to this person: the sentence that the editor will read, or "".
Rule = Callable[[Step, Facts, Person], str]
