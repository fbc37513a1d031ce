"""The command line: thin callers of the same actions as the pages.

Exit codes: 0 done · 1 done with something that a person must decide · 2 refused, and nothing was changed.
"""

import argparse
import os
import sys
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="jingwei", description="经纬 Jingwei: a grid of service over a college's dormitories."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="make the demonstration college, unless it is there already")
    demo.add_argument("--serve", action="store_true", help="then start web and worker and stay")
    demo.add_argument("--weeks", type=int, default=5, help="weeks of cases to play (default 5)")

    load = commands.add_parser("import", help="read the roster workbooks of a folder")
    load.add_argument("directory", type=Path, metavar="DIR")
    load.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    load.add_argument(
        "--approve-removals", action="store_true", help="go ahead where more than a third would leave (else: exit 2)"
    )
    load.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    plan = commands.add_parser("plan", help="plan the grids of the present term")
    plan.add_argument("--publish", action="store_true", help="publish the plan if its check passes")
    plan.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    serve = commands.add_parser("serve", help="start the web server (PORT, default 8000)")
    serve.add_argument("--with-worker", action="store_true", help="start the worker beside it")

    commands.add_parser("worker", help="start the worker: messages, clocks, seals")
    commands.add_parser("migrate", help="bring the database to this version's shape")
    commands.add_parser("erase", help="erase now what is due by the retention rules (the worker does it each night)")
    commands.add_parser("replay-erasures", help="after a restore: erase again what had been erased before")
    commands.add_parser("doctor", help="check this installation and say what is wrong")

    verify = commands.add_parser(
        "verify-trail", help="walk the trail's chain and name the first entry that does not hold"
    )
    verify.add_argument(
        "--heads", type=Path, metavar="FILE", help="compare also with these heads, one JSON object a line"
    )
    verify.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")
    commands.add_parser("index-readings", help="write the index of who read whom anew, from the trail")
    commands.add_parser("reseal", help="seal the secrets of second factors anew, under the first of the keys")
    commands.add_parser("trail-key", help="print the public key that verifies the trail's heads")

    appoint = commands.add_parser("appoint", help="give somebody a post, the first committee post for example")
    appoint.add_argument("number", help="the person's student or staff number")
    appoint.add_argument("role", help="committee, centre, warden, office, auditor, admin …")
    appoint.add_argument(
        "--unit", default="", help="the building, branch or desk by its name, where the post needs one"
    )
    appoint.add_argument("--name", default="", help="make the account with this name if there is none")

    commands.add_parser("code", help="what the demonstration's authenticator shows now")
    invite = commands.add_parser("invite", help="a sign-in code for somebody who has never been in, the first of all")
    invite.add_argument("number", help="the person's student or staff number")

    messages = commands.add_parser("messages", help="collect the interface's sentences and compile the translations")
    mode = messages.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="change nothing; fail where a translation is missing")
    mode.add_argument("--compile", action="store_true", dest="compile_only", help="only compile what is translated")

    docs = commands.add_parser("docs", help="make the pages of docs/ that come from the program")
    docs.add_argument("--check", action="store_true", help="change nothing; fail where a page is out of step")

    screens = commands.add_parser("screens", help="take the gallery docs/screens, of a demonstration made for it")
    screens.add_argument("--all", action="store_true", help="both languages, light and dark")
    screens.add_argument("--out", type=Path, default=Path("docs/screens"))
    return top


def main(argv: list[str] | None = None) -> int:
    options = vars(parser().parse_args(argv))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jingwei.site.settings")
    command = options.pop("command").replace("-", "_")
    if command == "messages":  # needs no database, and must run before the translations are there
        from jingwei.site.commands.messages import run

        return run(**options)
    if command == "screens":  # makes a college of its own, and sets Django up for that one
        from jingwei.site.commands.screens import run

        return run(**options)
    import django

    django.setup()
    from importlib import import_module

    module = {"import": "import_rosters", "plan": "plan_grids"}.get(command, command)
    return import_module(f"jingwei.site.commands.{module}").run(**options)


if __name__ == "__main__":
    sys.exit(main())
