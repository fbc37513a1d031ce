"""Parse, call, render."""


def sent(request) -> tuple:
    """What a form is bound to: data and files of a POST, however empty; nothing otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
