"""A child process that misbehaves on demand, for test_sandbox."""

import os
import resource
import sys
import time
from pathlib import Path

from jingwei.core import sandbox


def work(job, source):
    yield {"first": True}
    match job["do"]:
        case "echo":
            yield {"text": source.read().decode(), "environment": sorted(os.environ), "path": sys.path}
        case "limits":
            yield {name: resource.getrlimit(getattr(resource, name))[1] for name in job["names"]}
        case "remember":
            yield {"size": len(bytearray(job["bytes"]))}
        case "spin":
            while True:
                pass
        case "sleep":
            sys.stdout.flush()
            time.sleep(60)
        case "write":
            Path(job["path"]).write_bytes(b"x")
        case "raise":
            raise RuntimeError("secret of the file")
        case "babble":
            sys.stdout.write("x" * (sandbox.LONGEST_LINE + 100_000))
        case "nonsense":
            sys.stdout.write("not json\n")
        case "many":
            yield from ({"n": n} for n in range(job["count"]))


if __name__ == "__main__":
    sandbox.serve(work)
