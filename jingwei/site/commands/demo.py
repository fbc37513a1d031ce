"""`jingwei demo`: the demonstration college, made once."""

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from rich.console import Console
from rich.table import Table

from jingwei.site.demo import college

from .serve import run as run_server


def run(serve: bool = False, weeks: int = 5) -> int:
    console = Console()
    call_command("migrate", interactive=False, verbosity=0)
    if not college.exists():
        with console.status("正在准备演示学院…") as status, transaction.atomic():
            college.make(weeks, say=lambda what: status.update(f"正在准备演示学院：{what}…"))
    phrase, asked = college.open_accounts()
    said = f"密码：{phrase}\n看得到别人敏感信息的，还要一个验证码：在另一个窗口里运行 .venv/bin/jingwei code"
    table = Table("角色", "姓名", "登录名", "验证码", title=f"国服院（演示） · {settings.SITE_URL}", caption=said)
    for label, person in college.names_for_each_role():
        table.add_row(str(label), person.name, person.number, "要" if person.pk in asked else "")
    console.print(table)
    return run_server(with_worker=True) if serve else 0
