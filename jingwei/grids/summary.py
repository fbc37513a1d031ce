"""What a plan comes to, in numbers and sentences: stored with it, shown on its page, printed by the command line."""

from planner.instance.tables import Plan as Answer
from planner.proof.check import check, score
from planner.rules import same_branch
from planner.solve import Result
from planner.why.shortage import uncovered

from .planning import College


def summarise(known: College, answer: Answer, result: Result | None = None) -> dict:
    """Counts by term, what is uncovered and why, and the judge's word. `result` adds what only the solver can prove."""
    judged = score(known.problem, answer)
    left = uncovered(known.problem, answer)
    summary = {
        "rooms": len(known.rooms),
        "small_grids": len({keeper for keeper in answer.keeper if keeper}),
        "keepers": sum(known.problem.keepers.avail),
        "leads": len({lead for lead in answer.lead if lead}),
        "raw": judged.raw,
        "cost": judged.total,
        "uncovered": [{"room": item.room, "role": item.role} for item in left],
        "shortages": _shortages(left),
        "violations": [violation.message for violation in check(known.problem, answer)],
        "inferred": known.inferred,
        "same_branch": same_branch(known.problem, answer),
    }
    if result:
        summary |= {
            "bound": result.contiguity_bound + result.leads_bound,
            "gap": result.keepers_gap,
            "proven": result.proven,
            "seconds": round(sum(result.seconds.values()), 2),
        }
    return summary


def _shortages(left) -> list[dict]:
    found = {(item.role, item.reason.gender): item.reason for item in left}
    return [{"zh": reason.zh, "en": reason.en} for reason in found.values()]
