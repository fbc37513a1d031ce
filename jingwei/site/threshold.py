"""What is asked before an answer is given (GATE_THRESHOLD): people are led to the page that asks, programs are told."""

from jingwei.api.gateway import AddressMark
from jingwei.api.problems import Problem, unauthorised
from jingwei.sign_in.threshold import before_page


def before_answer(request, mark):
    """The answer to give instead, or None. A token's own right is asked at the endpoint; it has no session to doubt."""
    if not isinstance(mark, AddressMark):
        return before_page(request, mark)
    if "Authorization" in request.headers or before_page(request, mark) is None:
        return None
    return (Problem("factor-wanted") if request.user.is_authenticated else unauthorised("sign-in-needed")).answer()
