"""The reasons of an explanation in Chinese and in English, in students and steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import rules
from .shortage import shortage_of

if TYPE_CHECKING:
    from .explain import Explainer, Swap

COUNTED = {  # what a difference of each term counts
    "uncovered_keeper": ("暂无网格党员的寝室", "rooms without a keeper"),
    "uncovered_lead": ("暂无负责人的寝室", "rooms without a lead"),
    "foreign_students": ("外支部同学", "students of another branch"),
    "steps": ("步数", "steps"),
    "imbalance": ("间数不均", "uneven loads"),
    "changed_keepers": ("换人的寝室", "rooms that change keeper"),
    "changed_leads": ("换人的寝室", "rooms that change lead"),
    "fragments": ("断开之处", "gaps"),
    "lead_floor": ("住同层别室的负责人", "leads from along the floor"),
    "lead_building": ("住同楼别层的负责人", "leads from another floor"),
    "lead_elsewhere": ("住别处的负责人", "leads from elsewhere"),
    "lead_second": ("负责第二间的人", "second rooms"),
}

LEVELS = {
    None: ("{who} 就住在这间。", "{who} lives in this room."),
    "lead_floor": ("{who} 住在同一层。", "{who} lives on the same floor."),
    "lead_building": ("{who} 住在同一栋楼的别的楼层。", "{who} lives on another floor of the building."),
    "lead_elsewhere": ("{who} 住在别处，或住处不详。", "{who} lives elsewhere, or where is not known."),
}


def reasons(explainer: Explainer, role: str, room: int, others: Sequence[Swap]) -> tuple[list[str], list[str]]:
    """The sentences for one room: first what holds, then what the next people would change."""
    person = explainer.boards[role].chosen[room]
    if person is None:
        pairs = [_nobody(explainer, role, room)]
    elif role == "keeper":
        pairs = _keeper(explainer, room, person)
    else:
        pairs = _lead(explainer, room, person)
    pairs += [_other(explainer, swap) for swap in others]
    return [zh for zh, _ in pairs], [en for _, en in pairs]


def _nobody(explainer: Explainer, role: str, room: int) -> tuple[str, str]:
    shortage = shortage_of(explainer.problem, role, room)
    return shortage.zh, shortage.en


def _keeper(explainer: Explainer, room: int, keeper: int) -> list[tuple[str, str]]:
    problem, board = explainer.problem, explainer.boards["keeper"]
    keepers = problem.keepers
    who, home = explainer.name(keepers.id[keeper]), keepers.home[keeper]
    students, foreign = len(problem.rooms.occ[room]), rules.foreign_students(problem, keeper, room)
    load, lo, hi = len(board.rooms_of[keeper]), keepers.lo[keeper], keepers.hi[keeper]
    runs = rules.runs(board.before, board.rooms_of[keeper])
    pairs = []
    if foreign:
        pairs.append((
            f"{students} 名同学中有 {foreign} 名与 {who} 不在一个支部。",
            f"{foreign} of the {students} students are of another branch than {who}.",
        ))  # fmt: skip
    else:
        pairs.append((
            f"{students} 名同学都与 {who} 同一支部。",
            f"All students here ({students}) are of the branch of {who}.",
        ))  # fmt: skip
    if home == room:
        pairs.append((f"{who} 就住在这间。", f"{who} lives in this room."))
    elif home < 0:
        pairs.append((f"{who} 的住处不详，按 {problem.weights.nohome_steps} 步计。",
                      f"Where {who} lives is not known; {problem.weights.nohome_steps} steps are assumed."))  # fmt: skip
    else:
        steps = rules.steps(problem, home, room)
        pairs.append(
            (
                f"{who} 从寝室走来约 {steps} 步。",
                f"{who} has about {steps} {'step' if steps == 1 else 'steps'} to walk here.",
            )
        )
    pairs.append((f"{who} 共负责 {load} 间，按支部人数 {_range(lo, hi)} 间为宜。",
                  f"{who} keeps {load} in all; {_range(lo, hi)} would be a fair share."))  # fmt: skip
    if runs > 1:
        pairs.append((f"这些寝室分在 {runs} 处。", f"They lie in {runs} places."))
    return pairs + _kept(explainer, "keeper", room, keeper)


def _lead(explainer: Explainer, room: int, lead: int) -> list[tuple[str, str]]:
    problem, board = explainer.problem, explainer.boards["lead"]
    who = explainer.name(problem.leads.id[lead])
    zh, en = LEVELS[rules.lead_level(problem, problem.leads.home[lead], room)]
    pairs = [(zh.format(who=who), en.format(who=who))]
    load = len(board.rooms_of[lead])
    if load > 1:
        pairs.append((f"人手不够，{who} 负责 {load} 间。", f"There are too few, so {who} leads {load} rooms."))
    return pairs + _kept(explainer, "lead", room, lead)


def _kept(explainer: Explainer, role: str, room: int, person: int) -> list[tuple[str, str]]:
    board = explainer.boards[role]
    old = board.old[room]
    if old is None or not board.may(old, room):
        return []
    before = explainer.name(board.people.id[old])
    if old == person:
        return [("与上一版相同，没有换人。", "The same person as in the plan before.")]
    return [(f"上一版由 {before} 负责。", f"In the plan before it was {before}.")]


def _other(explainer: Explainer, swap: Swap) -> tuple[str, str]:
    who = explainer.name(swap.person)
    zh = f"改由 {who}，没有差别。"
    en = f"With {who} instead there is no difference."
    if swap.terms:
        counted = [(*COUNTED[code], f"{count:+,}") for code, count in swap.terms.items()]
        zh = f"改由 {who}：{'，'.join(f'{what} {n}' for what, _, n in counted)}；合计 {swap.difference:+,} 分。"
        en = f"With {who} instead: {', '.join(f'{what} {n}' for _, what, n in counted)}; {swap.difference:+,} points in all."
    if swap.gives_back is None:
        return zh, en
    back = explainer.place(swap.gives_back)
    if swap.replaces is None:
        return f"{zh}{who} 已满，{back} 就没有人了。", f"{en} {who} is full, so {back} would have nobody."
    giver = explainer.name(swap.replaces)
    return f"{zh}{who} 已满，{back} 换给 {giver}。", f"{en} {who} is full, so {giver} would take {back}."


def _range(lo: int, hi: int) -> str:
    return str(lo) if lo == hi else f"{lo}–{hi}"
