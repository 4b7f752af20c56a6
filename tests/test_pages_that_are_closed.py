"""Whoever meets a closed door reads in Chinese why, and finds a way on."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, logged_in

pytestmark = pytest.mark.django_db


def test_a_page_without_the_right_to_it_says_so_and_leads_back(cast):
    answer = logged_in(cast.li).get("/admin/staff/user/")
    assert answer.status_code == 403
    assert "无权" in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()


def test_a_form_that_is_too_old_says_what_to_do(cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/admin/login/", {"username": "xiaoli", "password": PASSWORD})
    assert answer.status_code == 403
    shown = answer.content.decode()
    assert "重新打开" in shown
    assert "DEBUG" not in shown
