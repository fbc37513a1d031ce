"""`jingwei doctor`: one line for each thing that must be right, and a sentence for each that is not."""

import os
from collections.abc import Callable

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from rich.console import Console

from jingwei.core.models import OutboxMessage
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.gate.sealing import check as chain_check
from jingwei.gate.sealing.heads import kept_heads
from jingwei.terms.queries import current_term


def run() -> int:
    console = Console()
    bad = 0
    for name, check in CHECKS:
        try:
            problem = check()
        except Exception as error:  # noqa: BLE001 - a check that breaks is a finding, not a crash
            problem = f"{type(error).__name__}: {error}"
        bad += problem is not None
        console.print(f"[red]✗[/] {name}：{problem}" if problem else f"[green]✓[/] {name}")
    return 1 if bad else 0


def _home() -> str | None:
    if not os.access(settings.HOME, os.W_OK):
        return _("不能写入 JINGWEI_HOME（%(path)s）") % {"path": settings.HOME}
    loose = [file.name for file in (settings.HOME / "keys").glob("*") if file.stat().st_mode & 0o077]
    return _("密钥文件别人也能读：%(files)s") % {"files": "、".join(loose)} if loose else None


def _settings() -> str | None:
    errors = [str(message.msg) for message in run_checks() if message.level >= ERROR]
    return "；".join(errors) or None


def _front() -> str | None:
    """The server speaks no TLS itself: where people type https, another stands in front, and only that one sees them."""
    if not settings.SECURE_COOKIES or settings.PROXIES is not None:
        return None
    return _("SITE_URL 是 https，前面有别的服务器：有几台会写 X-Forwarded-For，请用 PROXIES 说明，一台也没有就写 0")


def _database() -> str | None:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _("有 %(count)s 个数据库变更没有执行，请运行 jingwei migrate") % {"count": len(pending)} if pending else None


def _term() -> str | None:
    return None if current_term() else _("没有正在进行的学期")


def _committee() -> str | None:
    live = Appointment.objects.live().filter(role=Role.COMMITTEE).exists()
    return None if live else _("还没有人任学院党委，请运行 jingwei appoint")


def _outbox() -> str | None:
    dead = OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD).count()
    return _("有 %(count)s 条消息多次发送失败") % {"count": dead} if dead else None


def _trail() -> str | None:
    verdict = chain_check.check(kept_heads())
    if verdict.first_bad is None:
        return None
    return _("记录链在第 %(seq)s 条断开：%(reason)s") % {"seq": verdict.first_bad, "reason": verdict.reason}


CHECKS: list[tuple[str, Callable[[], str | None]]] = [
    ("JINGWEI_HOME", _home),
    ("settings", _settings),
    ("front", _front),
    ("database", _database),
    ("term", _term),
    ("committee", _committee),
    ("outbox", _outbox),
    ("trail", _trail),
]
