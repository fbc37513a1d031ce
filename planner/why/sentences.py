"""The reasons of an explanation in Chinese and in English, in students and steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from planner import rules
from planner.instance.problem import Problem
from planner.instance.tables import Id

from .boards import Board, Swap
from .shortage import shortage_of

Named = Callable[[Id], str]

COUNTED = {  # what a difference of each term counts
    "uncovered_keeper": ("暂无网格党员的寝室", "rooms without a keeper"),
    "uncovered_lead": ("暂无负责人的寝室", "rooms without a lead"),
    "foreign_students": ("外支部同学", "students of another branch"),
    "steps": ("步数", "steps"),
    "outside_group": ("党小组主楼以外的寝室", "rooms outside the group's building"),
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


def counted(terms: Mapping[str, int], difference: int) -> tuple[str, str]:
    """What a change comes to, term by term and in all."""
    found = [(*COUNTED[code], f"{count:+,}") for code, count in terms.items()]
    if not found:
        return "没有差别。", "There is no difference."
    zh, en = "，".join(f"{what} {n}" for what, _, n in found), ", ".join(f"{what} {n}" for _, what, n in found)
    return f"{zh}；合计 {difference:+,} 分。", f"{en}; {difference:+,} points in all."


@dataclass(frozen=True)
class Sentences:
    """Writes the reasons of a plan, given who has what and how people and rooms are called."""

    problem: Problem
    boards: Mapping[str, Board]
    name: Named
    place: Named

    def of(self, role: str, room: int, others: Sequence[Swap]) -> tuple[list[str], list[str]]:
        """The sentences for one room: first what holds, then what the next people would change."""
        person = self.boards[role].chosen[room]
        if person is None:
            pairs = [self._nobody(role, room)]
        elif role == "keeper":
            pairs = self._keeper(room, person)
        else:
            pairs = self._lead(room, person)
        pairs += [self._other(swap) for swap in others]
        return [zh for zh, _ in pairs], [en for _, en in pairs]

    def _nobody(self, role: str, room: int) -> tuple[str, str]:
        shortage = shortage_of(self.problem, role, room)
        return shortage.zh, shortage.en

    def _keeper(self, room: int, keeper: int) -> list[tuple[str, str]]:
        problem, board = self.problem, self.boards["keeper"]
        keepers = problem.keepers
        who, home = self.name(keepers.id[keeper]), keepers.home[keeper]
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
        if problem.weights.group and rules.outside_group(problem, keeper, room):
            pairs.append((f"这间不在 {who} 的党小组住得最多的那栋楼。",
                          f"It is not in the building where most of the Party group of {who} live."))  # fmt: skip
        pairs.append((f"{who} 共负责 {load} 间，按支部人数 {_range(lo, hi)} 间为宜。",
                      f"{who} keeps {load} in all; {_range(lo, hi)} would be a fair share."))  # fmt: skip
        if runs > 1:
            pairs.append((f"这些寝室分在 {runs} 处。", f"They lie in {runs} places."))
        return pairs + self._kept("keeper", room, keeper)

    def _lead(self, room: int, lead: int) -> list[tuple[str, str]]:
        problem, board = self.problem, self.boards["lead"]
        who = self.name(problem.leads.id[lead])
        zh, en = LEVELS[rules.lead_level(problem, problem.leads.home[lead], room)]
        pairs = [(zh.format(who=who), en.format(who=who))]
        load = len(board.rooms_of[lead])
        if load > 1:
            pairs.append((f"人手不够，{who} 负责 {load} 间。", f"There are too few, so {who} leads {load} rooms."))
        return pairs + self._kept("lead", room, lead)

    def _kept(self, role: str, room: int, person: int) -> list[tuple[str, str]]:
        board = self.boards[role]
        old = board.old[room]
        if old is None or not board.may(old, room):
            return []
        before = self.name(board.people.id[old])
        if old == person:
            return [("与上一版相同，没有换人。", "The same person as in the plan before.")]
        return [(f"上一版由 {before} 负责。", f"In the plan before it was {before}.")]

    def _other(self, swap: Swap) -> tuple[str, str]:
        who = self.name(swap.person)
        zh = f"改由 {who}，没有差别。"
        en = f"With {who} instead there is no difference."
        if swap.terms:
            counted_zh, counted_en = counted(swap.terms, swap.difference)
            zh, en = f"改由 {who}：{counted_zh}", f"With {who} instead: {counted_en}"
        if swap.gives_back is None:
            return zh, en
        back = self.place(swap.gives_back)
        if swap.replaces is None:
            return f"{zh}{who} 已满，{back} 就没有人了。", f"{en} {who} is full, so {back} would have nobody."
        giver = self.name(swap.replaces)
        return f"{zh}{who} 已满，{back} 换给 {giver}。", f"{en} {who} is full, so {giver} would take {back}."


def _range(lo: int, hi: int) -> str:
    return str(lo) if lo == hi else f"{lo}–{hi}"
