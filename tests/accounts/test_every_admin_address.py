"""Every address of the admin × every role, with the answers written out by hand.

An address that is added to the admin without a row here fails the test. The views are asked as the admin's resolver
finds them, without templates; what stands before them (the gate, the login) has tests of its own in this folder, and
the steps have theirs in tests/workflow and tests/newsroom.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from staff.models import User
from staff.signing_in.sessions import SessionStore
from tests.accounts import addresses

# The pages that every model has. v: sees the list, the form and its history; a, c, d: adds, changes, deletes.
# Whoever has not logged in is led to the login everywhere, without a word on what is there.
MODELS = """
                                    访客  记者  责编  主任  副总  总编  校对  管理  超级  值班
articles/correction/{correction}    -     v     v     v     v     v     v     v     v     v
articles/forbiddenword/{forbidden}  -     -     v     v     v     vacd  v     vacd  vacd  -
articles/frontslot/{slot}           -     v     vacd  vacd  vacd  vacd  v     v     vacd  v
articles/headlinelimit/{length}     -     -     v     vacd  vacd  vacd  v     vacd  vacd  -
articles/importbatch/{import}       -     -     vc    vc    vc    vc    vc    vc    vc    -
articles/noticetarget/{chat}        -     -     -     -     -     -     -     vacd  vacd  -
articles/official/{official}        -     -     v     vacd  vacd  vacd  v     vacd  vacd  -
articles/photo/{stock}              -     va    vac   vac   vac   vac   v     v     vac   va
articles/printedpage/{printed}      -     v     vacd  vacd  vacd  vacd  v     v     vacd  v
articles/section/{section}          -     v     v     vac   vac   vac   v     vac   vacd  v
articles/stepbatch/{together}       -     -     -     v     v     v     -     v     v     -
articles/tag/{tag}                  -     v     vac   vacd  vacd  vacd  v     v     vacd  v
articles/wrongword/{wrong}          -     -     vacd  vacd  vacd  vacd  vacd  vacd  vacd  -
operations/switching/{switching}    -     -     -     -     -     va    -     va    va    -
staff/accountevent/{event}          -     -     -     -     -     v     -     v     v     -
staff/dutyroster/{duty}             -     -     -     -     -     vacd  -     v     vacd  -
staff/reporter/{reporter}           -     v     vac   vac   vac   vac   v     vac   vac   v
staff/rolegrant/{grant}             -     -     -     -     -     v     -     v     v     -
staff/user/{colleague}              -     -     -     -     -     v     -     vac   vac   -
"""

# Everything else, and where a page of a model answers otherwise. {own} is a draft of the 记者 in the table, {other} one
# of another reporter; {hidden} is a photo that only {other} uses, {stock} one that no piece uses. 值班 is a reporter
# who is on duty tonight.
PAGES = """
                                                访客  记者  责编  主任  副总  总编  校对  管理  超级  值班
GET  articles/article/                          302   200   200   200   200   200   200   200   200   200
GET  articles/article/add/                      302   200   200   200   200   200   403   403   200   200
POST articles/article/add/                      302   200   200   200   200   200   403   403   200   200
GET  articles/article/{own}/                    302   302   302   302   302   302   302   302   302   302
GET  articles/article/{own}/change/             302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/change/           302   302   200   200   200   200   200   200   200   200
POST articles/article/{own}/change/             302   200   200   200   200   200   200   403   200   200
POST articles/article/{other}/change/           302   302   200   200   200   200   200   403   200   200
GET  articles/article/{own}/delete/             302   403   403   403   403   403   403   403   403   403
POST articles/article/{own}/delete/             302   403   403   403   403   403   403   403   403   403
POST articles/article/{other}/delete/           302   403   403   403   403   403   403   403   403   403
POST articles/article/{own}/discard/            302   302   302   302   302   302   302   403   302   302
POST articles/article/{other}/discard/          302   404   302   302   302   302   302   403   302   302
GET  articles/article/{own}/history/            302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/history/          302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/differences/        302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/differences/      302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/preview/            302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/preview/          302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/preview/1/          302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/preview/1/        302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/step/submit/        302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/step/submit/      302   404   200   200   200   200   200   200   200   200
POST articles/article/{other}/step/submit/      302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/open/               302   405   405   405   405   405   405   405   405   405
POST articles/article/{own}/open/               302   200   200   200   200   200   200   403   200   200
POST articles/article/{other}/open/             302   403   200   200   200   200   200   403   200   200
GET  articles/article/{own}/notes/              302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/notes/            302   404   200   200   200   200   200   200   200   200
POST articles/article/{own}/notes/write/        302   302   302   302   302   302   302   302   302   302
POST articles/article/{other}/notes/write/      302   404   302   302   302   302   302   302   302   302
POST articles/article/{own}/notes/1/settle/     302   302   302   302   302   302   302   302   302   302
POST articles/article/{other}/notes/1/settle/   302   404   302   302   302   302   302   302   302   302
GET  articles/article/{own}/wechat/             302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/wechat/           302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/wechat/1/           302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/wechat/1/         302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/export/txt/         302   200   200   200   200   200   200   200   200   200
GET  articles/article/{other}/export/txt/       302   404   200   200   200   200   200   200   200   200
GET  articles/article/{own}/slip/               302   403   200   200   200   200   200   200   200   403
GET  articles/article/{other}/slip/             302   404   200   200   200   200   200   200   200   403
GET  articles/article/export-page/              302   200   200   200   200   200   200   200   200   200
GET  articles/article/register/                 302   403   403   200   200   200   403   200   200   403
GET  articles/article/statistics/               302   200   200   200   200   200   200   200   200   200
GET  articles/article/waiting/                  302   200   200   200   200   200   200   200   200   200
GET  articles/article/times/                    302   200   200   200   200   200   200   200   200   200
GET  articles/article/together/?step=release    302   403   403   403   403   200   403   403   403   200
GET  articles/article/together/{together}/      302   403   403   200   200   200   403   200   200   403
GET  articles/stepbatch/{together}/change/      302   302   302   302   302   302   302   302   302   302
POST articles/stepbatch/{together}/change/      302   302   302   302   302   302   302   302   302   302
GET  articles/article/proofing/                 302   405   405   405   405   405   405   405   405   405
POST articles/article/proofing/                 302   200   200   200   200   200   200   200   200   200
POST articles/article/read-byline/              302   200   200   200   200   200   200   403   200   200
GET  articles/photo/original/{original}         302   200   200   200   200   200   200   200   200   200
GET  articles/photo/original/{hidden_original}  302   404   200   200   200   200   200   200   200   200
GET  articles/photo/{stock}/thumbnail/          302   302   302   302   302   302   302   302   302   302
GET  articles/photo/{hidden}/thumbnail/         302   404   302   302   302   302   302   302   302   302
GET  articles/photo/{hidden}/change/            302   302   200   200   200   200   200   200   200   200
GET  articles/importbatch/upload/               302   403   200   200   200   200   403   403   200   403
POST articles/importbatch/upload/               302   403   200   200   200   200   403   403   200   403
GET  articles/importbatch/held/{token}/         302   403   302   302   302   302   403   403   302   403
POST articles/wrongword/starter/                302   403   302   302   302   302   302   302   302   403
GET  articles/official/import/                  302   403   403   200   200   200   403   200   200   403
POST articles/official/import/                  302   403   403   200   200   200   403   200   200   403
GET  articles/tag/merge/                        302   403   403   200   200   200   403   403   403   403
POST articles/tag/merge/                        302   403   403   200   200   200   403   403   403   403
GET  articles/tag/suggest/                      302   200   200   200   200   200   200   200   200   200
GET  staff/reporter/merge/                      302   403   403   200   200   200   403   403   403   403
POST staff/reporter/merge/                      302   403   403   200   200   200   403   403   403   403
GET  articles/sitesettings/                     302   302   302   302   302   302   302   302   302   302
GET  articles/sitesettings/add/                 302   403   403   403   403   403   403   403   403   403
GET  articles/sitesettings/{paper}/             302   302   302   302   302   302   302   302   302   302
GET  articles/sitesettings/{paper}/change/      302   403   403   403   403   200   403   200   200   403
POST articles/sitesettings/{paper}/change/      302   403   403   403   403   200   403   200   200   403
POST articles/sitesettings/{paper}/delete/      302   403   403   403   403   403   403   403   403   403
GET  articles/sitesettings/{paper}/history/     302   403   403   403   403   200   403   200   200   403
GET  operations/switching/audit-trail/          302   403   403   403   403   200   403   200   200   403
GET  staff/user/{colleague}/password/           302   403   403   403   403   403   403   200   200   403
POST staff/user/{colleague}/password/           302   403   403   403   403   403   403   200   200   403
POST staff/user/{colleague}/free/               302   403   403   403   403   403   403   302   302   403
POST role-grants/{grant}/                       302   302   302   302   302   302   302   302   302   302
GET  account/                                   302   200   200   200   200   200   200   200   200   200
POST account/logins/end/                        302   302   302   302   302   302   302   302   302   302
POST account/devices/forget/                    302   302   302   302   302   302   302   302   302   302
GET  second-factor/                             302   302   302   302   302   302   302   302   302   302
GET  second-factor/set-up/                      302   200   200   200   200   200   200   200   200   200
POST second-factor/recovery-codes/              302   302   302   302   302   302   302   302   302   302
POST second-factor/replace/                     302   302   302   302   302   302   302   302   302   302
POST second-factor/remove/                      302   302   302   302   302   302   302   302   302   302
GET  second-factor/recovery-codes/              302   405   405   405   405   405   405   405   405   405
GET  second-factor/resets/                      302   200   200   200   200   200   200   200   200   200
POST second-factor/resets/{reset}/              302   302   302   302   302   302   302   302   302   302
GET  login/                                     200   302   302   302   302   302   302   302   302   302
GET  logout/                                    302   405   405   405   405   405   405   405   405   405
POST logout/                                    302   200   200   200   200   200   200   200   200   200
GET  password_change/                           302   200   200   200   200   200   200   200   200   200
GET  password_change/done/                      302   200   200   200   200   200   200   200   200   200
GET  autocomplete/                              302   403   403   403   403   403   403   403   403   403
GET  jsi18n/                                    302   200   200   200   200   200   200   200   200   200
GET  r/{type_of_section}/{section}/             302   404   404   404   404   404   404   404   404   404
GET  articles/                                  302   200   200   200   200   200   200   200   200   200
GET  /                                          302   200   200   200   200   200   200   200   200   200
GET  help/                                      302   200   200   200   200   200   200   200   200   200
GET  help/pictures/nothing.webp                 302   404   404   404   404   404   404   404   404   404
GET  no-such-page                               302   404   404   404   404   404   404   404   404   404
"""


def expected() -> dict[tuple[str, str], list[int]]:
    """The answers by method and address, in the order of the columns."""
    answers = {}
    for line in MODELS.split("\n")[2:-1]:
        model, *rights = line.split()
        folder = model.partition("{")[0]
        for method, address, right in (
            ("GET", folder, "v"),
            ("GET", f"{model}/change/", "v"),
            ("GET", f"{model}/history/", "v"),
            ("POST", f"{model}/change/", "c"),
            ("GET", f"{folder}add/", "a"),
            ("POST", f"{folder}add/", "a"),
            ("GET", f"{model}/delete/", "d"),
            ("POST", f"{model}/delete/", "d"),
        ):
            answers[method, address] = [302, *(200 if right in held else 403 for held in rights[1:])]
        answers["GET", f"{model}/"] = [302] * len(rights)  # an address of old: to the form
    for line in PAGES.split("\n")[2:-1]:
        method, address, *statuses = line.split()
        answers[method, address.removeprefix("/")] = [int(status) for status in statuses]
    return answers


def answer(user: User | None, method: str, address: str) -> int:
    """The status that the view behind an address answers this person with; what it does is undone."""
    factory = RequestFactory()
    request = factory.get(address) if method == "GET" else factory.post(address, {})
    request.user, request.session = user or AnonymousUser(), SessionStore()
    request._messages, request._dont_enforce_csrf_checks, request.csp_nonce = CookieStorage(request), True, "nonce"
    request.resolver_match = found = resolve(request.path_info)
    try:
        with transaction.atomic():
            status = found.func(request, *found.args, **found.kwargs).status_code
            transaction.set_rollback(True)
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    return status


@pytest.mark.django_db
def test_every_address_answers_every_role_as_the_tables_say(monkeypatch) -> None:
    monkeypatch.setattr(admin.site, "each_context", lambda request: {})  # The frame of a page decides nothing.
    people, known = addresses.people(), addresses.examples()
    wrong, met = [], set()
    for (method, address), statuses in expected().items():
        asked = f"/admin/{address.format(**known)}"
        met.add(resolve(asked.partition("?")[0]).route)
        answers = [answer(user, method, asked) for user in people.values()]
        wrong += [
            f"{method} {address} {who}: {is_} and not {should}"
            for who, is_, should in zip(people, answers, statuses, strict=True)
            if is_ != should
        ]
    assert not wrong, "\n".join(wrong)
    assert addresses.routes() - met == set(), "addresses without a row"


def test_the_columns_of_the_tables_are_the_people_in_their_order() -> None:
    names = "访客 记者 责编 主任 副总 总编 校对 管理 超级 值班".split()
    assert MODELS.split("\n")[1].split() == PAGES.split("\n")[1].split() == names
