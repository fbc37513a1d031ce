"""What a college does after its first plan: whoever keeps no grid is named as free, with the reason."""

from .actions import exempt_member
from .findings import checks
from .models import Exemption

LAST_YEAR = 3  # years after entry in which students write their theses and look for work


def free_the_rest(actor, year: int) -> int:
    """Exempt the members without a grid in the term that begins in `year`: those about to graduate for that, the
    others at their own wish. Returns how many."""
    idle = [finding.about for check in checks(actor) if check.kind == "idle" for finding in check.findings]
    for person in idle:
        graduating = person.number[:4].isdigit() and int(person.number[:4]) <= year - LAST_YEAR
        reason = Exemption.Reason.GRADUATING if graduating else Exemption.Reason.REQUEST
        exempt_member(actor, person=person.pk, reason=reason)
    return len(idle)
