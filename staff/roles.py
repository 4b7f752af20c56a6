"""The roles of a newsroom and what each may do. Tables only: no database, no Django.

A role is a group of accounts. A higher role may take the place of a lower one (以上代下), never the reverse.
管理员 keeps people and settings and passes no review. 值班总编 is no group: the duty roster gives it by date.
"""

from collections.abc import Iterable
from dataclasses import dataclass

REPORTER = "记者"
PROOFREADER = "校对"
EDITOR = "责任编辑"
DESK_HEAD = "部主任"
DEPUTY_CHIEF = "副总编辑"
CHIEF = "总编辑"
ADMINISTRATOR = "管理员"
DUTY_CHIEF = "值班总编"

#: Whoever may act as one of these is limited to no section.
OF_ALL_SECTIONS = frozenset({DEPUTY_CHIEF, CHIEF, DUTY_CHIEF})

#: Roles that pass reviews: 管理员 proposes them, 总编辑 confirms.
REVIEW_ROLES = (EDITOR, DESK_HEAD, DEPUTY_CHIEF, CHIEF)

#: The roles whose work each role may take over, its own included.
ACTS_AS: dict[str, frozenset[str]] = {
    REPORTER: frozenset({REPORTER}),
    PROOFREADER: frozenset({PROOFREADER}),
    EDITOR: frozenset({REPORTER, PROOFREADER, EDITOR}),
    DESK_HEAD: frozenset({REPORTER, PROOFREADER, EDITOR, DESK_HEAD}),
    DEPUTY_CHIEF: frozenset({REPORTER, PROOFREADER, EDITOR, DESK_HEAD, DEPUTY_CHIEF}),
    CHIEF: frozenset({REPORTER, PROOFREADER, EDITOR, DESK_HEAD, DEPUTY_CHIEF, CHIEF}),
    ADMINISTRATOR: frozenset({ADMINISTRATOR}),
    DUTY_CHIEF: frozenset({DUTY_CHIEF}),
}

_READ = ("articles.view_article", "articles.view_photo", "articles.view_tag", "articles.view_section",
         "articles.view_correction", "articles.view_printedpage", "articles.view_frontslot",
         "staff.view_reporter")  # fmt: skip
#: The lists of the copy desk: editors and proofreaders keep the words, the chief what is forbidden.
_KEEP_WORDS = ("articles.view_wrongword", "articles.add_wrongword", "articles.change_wrongword",
               "articles.delete_wrongword", "articles.view_forbiddenword", "articles.view_official",
               "articles.view_headlinelimit")  # fmt: skip
_KEEP_OFFICIALS = ("articles.add_official", "articles.change_official", "articles.delete_official",
                   "articles.add_headlinelimit", "articles.change_headlinelimit",
                   "articles.delete_headlinelimit")  # fmt: skip
_KEEP_FORBIDDEN = ("articles.add_forbiddenword", "articles.change_forbiddenword", "articles.delete_forbiddenword")
#: The group chats that are told what waits: their addresses hold keys.
_KEEP_CHATS = ("articles.view_noticetarget", "articles.add_noticetarget", "articles.change_noticetarget",
               "articles.delete_noticetarget")  # fmt: skip
_WRITE = (*_READ, "articles.add_article", "articles.change_article", "articles.add_photo")
_EDIT = (*_WRITE, "articles.change_photo", "articles.add_tag", "articles.change_tag", "articles.view_importbatch",
         "articles.add_importbatch", "articles.add_printedpage", "articles.change_printedpage",
         "articles.delete_printedpage", "articles.add_frontslot", "articles.change_frontslot",
         "articles.delete_frontslot", "staff.add_reporter", "staff.change_reporter", *_KEEP_WORDS,
         "articles.view_review")  # fmt: skip
#: The slip of a piece (稿签) is for who edits; the register of all steps for who leads, and who answers an inspection.
_INSPECT = ("articles.view_review", "articles.inspect_review", "articles.view_stepbatch")
_TAKE_CARE = ("operations.view_switching", "operations.add_switching", "operations.close_site",
              "operations.export_audit_trail")  # fmt: skip
_LEAD = (*_EDIT, "articles.change_importbatch", "articles.add_section", "articles.change_section",
         "articles.delete_tag", *_KEEP_OFFICIALS, *_INSPECT)  # fmt: skip

#: The permissions of each role in the admin. The steps of the workflow are opened by the role itself.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    REPORTER: _WRITE,
    PROOFREADER: (*_READ, "articles.change_article", "articles.view_importbatch", "articles.view_review", *_KEEP_WORDS),
    EDITOR: _EDIT,
    DESK_HEAD: _LEAD,
    DEPUTY_CHIEF: _LEAD,
    CHIEF: (*_LEAD, *_KEEP_FORBIDDEN, *_TAKE_CARE,
            "articles.sign_importbatch", "articles.view_sitesettings", "articles.change_sitesettings",
            "staff.view_user", "staff.view_rolegrant", "staff.view_accountevent", "staff.view_dutyroster",
            "staff.add_dutyroster", "staff.change_dutyroster", "staff.delete_dutyroster"),
    ADMINISTRATOR: (*_READ, *_KEEP_CHATS, *_INSPECT, *_KEEP_WORDS, *_KEEP_OFFICIALS, *_KEEP_FORBIDDEN, *_TAKE_CARE,
                    "operations.make_read_only", "articles.add_section", "articles.change_section",
                    "articles.view_sitesettings", "articles.change_sitesettings", "articles.view_importbatch",
                    "staff.add_reporter", "staff.change_reporter", "staff.view_user", "staff.add_user",
                    "staff.change_user", "staff.view_rolegrant", "staff.view_accountevent", "staff.view_dutyroster"),
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """What the rules need to know of an account: who it is, as whom it is credited, as what it may act."""

    pk: int | None
    reporter_id: int | None
    roles: frozenset[str]
    sections: frozenset[int] = frozenset()  # whose pieces he works on; empty: of all

    def acting_as(self, wanted: Iterable[str]) -> str:
        """The first of the wanted roles that this person may act as, or ""."""
        return next((role for role in wanted if role in self.roles), "")


def acting_roles(groups: Iterable[str], *, on_duty: bool = False) -> frozenset[str]:
    """All roles that a member of these groups may act as; being on duty adds 值班总编."""
    own = [*groups, DUTY_CHIEF] if on_duty else [*groups]
    return frozenset().union(*(ACTS_AS.get(name, frozenset()) for name in own))
