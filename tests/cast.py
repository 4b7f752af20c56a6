"""Meet the cast: the people whom the tests call by name.

小李 and 小孙 write, 老王 老陈 老赵 review in turn, 小钱 proofreads, 老周 keeps people and settings, 读者 reads and
has no account. Ask for the fixture `cast`, or call `hire()`.
"""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from staff import roles
from staff.models import Reporter, User

PASSWORD = "天亮了我们去看长江大桥"


@dataclass(frozen=True)
class Cast:
    li: User  # 小李, 记者
    sun: User  # 小孙, another 记者
    wang: User  # 老王, 责任编辑
    chen: User  # 老陈, 部主任
    zhao: User  # 老赵, 总编辑
    qian: User  # 小钱, 校对
    zhou: User  # 老周, 管理员


def hire() -> Cast:
    """The whole newsroom; whoever is there already stays as he is."""
    return Cast(
        li=account("小李", roles.REPORTER, username="xiaoli", is_credited=True),
        sun=account("小孙", roles.REPORTER, username="xiaosun", is_credited=True),
        wang=account("老王", roles.EDITOR, username="laowang"),
        chen=account("老陈", roles.DESK_HEAD, username="laochen"),
        zhao=account("老赵", roles.CHIEF, username="laozhao"),
        qian=account("小钱", roles.PROOFREADER, username="xiaoqian"),
        zhou=account("老周", roles.ADMINISTRATOR, username="laozhou"),
    )


def account(name: str, *held: str, username: str = "", is_credited: bool = False, **columns) -> User:
    """An account that can log in to the admin with PASSWORD and holds these roles.

    `is_credited` gives it a reporter of the same name: what is credited to him is his own piece.
    """
    username = username or name
    if found := User.objects.filter(username=username).first():
        return found
    if is_credited:
        columns["reporter"] = Reporter.objects.get_or_create(name=name)[0]
    user = User.objects.create_user(username, password=PASSWORD, name=name, is_staff=True, **columns)
    user.groups.set(Group.objects.filter(name__in=held))
    return user


def logged_in(user: User) -> Client:
    """A browser in which this person has logged in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast(db) -> Cast:
    return hire()
