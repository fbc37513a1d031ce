"""`jingwei code`: what the demonstration's authenticator shows at this moment."""

import sys

from jingwei.sign_in import demo


def run() -> int:
    try:
        code, seconds = demo.code_now()
    except LookupError:
        print("jingwei: there is no demonstration here; your own authenticator app has your code", file=sys.stderr)  # noqa: T201
        return 2
    print(f"{code}  （还有 {seconds} 秒）")  # noqa: T201
    return 0
