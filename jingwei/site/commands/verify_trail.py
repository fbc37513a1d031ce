"""`jingwei verify-trail`: walk the chain of the trail, and name the first entry that does not hold, or is indexed wrongly."""

import json
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from jingwei.gate.glass_log import first_misfit
from jingwei.gate.models import TrailEntry
from jingwei.gate.sealing.check import Verdict, check
from jingwei.gate.sealing.heads import Head, kept_heads, read_heads


def run(heads: Path | None = None, as_json: bool = False) -> int:
    """Exit codes: 0 it holds · 1 it does not · 2 there was nothing to compare with, because the heads cannot be read."""
    try:
        outside = _outside(heads)
    except (OSError, ValueError) as error:
        print(f"verify-trail: {error}", file=sys.stderr)  # noqa: T201
        return 2
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(_("逐条核对"), total=TrailEntry.objects.count())
        verdict = check(outside, lambda checked: bar.update(task, completed=checked))
    misfit = first_misfit()
    if as_json:
        print(json.dumps({**verdict.as_json(), "first_misfit": misfit}, ensure_ascii=False))  # noqa: T201
    else:
        for line in (_said(verdict), *_indexed(misfit)):
            Console().print(line, markup=False, soft_wrap=True)
    return 0 if verdict.first_bad is None and misfit is None else 1


def _outside(file: Path | None) -> list[Head]:
    """What the files here remember, and what the auditor brings."""
    brought = read_heads(file.read_text().splitlines()) if file else ()
    return [*kept_heads(), *brought]


def _said(verdict: Verdict) -> str:
    counted = _("已封存且无误 %(checked)s 条，等待封存 %(unsealed)s 条，对照库外链头 %(heads)s 个。") % {
        "checked": verdict.checked,
        "unsealed": verdict.unsealed,
        "heads": verdict.heads,
    }
    if verdict.first_bad is None:
        return _("记录链完好。") + counted
    bad = _("记录链在第 %(seq)s 条断开：%(reason)s。") % {"seq": verdict.first_bad, "reason": verdict.reason}
    return bad + counted


def _indexed(misfit: int | None) -> list[str]:
    words = _("阅知索引与记录不符，最早在编号 %(entry)s；请运行 jingwei index-readings。")
    return [] if misfit is None else [words % {"entry": misfit}]
