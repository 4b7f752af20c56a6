#!/usr/bin/env python
"""Gazette's command line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

WHERE_TO_MEND = "请改正环境变量（/etc/gazette/environment）或所说的文件及其权限；变量见 gazette/settings.py 开头。"


def main() -> None:
    """Run the command; what is wrong with the settings or the database is said in one sentence, not in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazette.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if sys.argv[1:2] == ["doctor"]:  # it speaks Chinese even where it cannot begin
            sys.exit(f"错误　环境设置有误，程序无法启动：{error}\n　　　{WHERE_TO_MEND}")
        sys.exit(f"{sys.argv[0]}: {error}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        why = str(error).strip().splitlines()[0]
        sys.exit(f"{sys.argv[0]}: 数据库无法使用，请检查 DATABASE_URL，并先运行 manage.py migrate。（{why}）")


if __name__ == "__main__":
    main()
