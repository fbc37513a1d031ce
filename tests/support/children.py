"""How much memory the child processes of a test really took."""

import re
import subprocess
import threading
from pathlib import Path

import pytest

from jingwei.core import sandbox


@pytest.fixture
def child_peak(monkeypatch):
    """Call it for the largest resident size, in bytes, that a sandbox child had so far (0 if none was started)."""
    peaks, watchers = [], []

    def watch(child):
        while child.returncode is None:
            try:
                status = Path(f"/proc/{child.pid}/status").read_text()
            except (FileNotFoundError, ProcessLookupError):
                return
            if found := re.search(r"VmHWM:\s+(\d+) kB", status):
                peaks.append(int(found[1]) * 1024)
            threading.Event().wait(0.001)

    class Watched(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            watchers.append(threading.Thread(target=watch, args=(self,), daemon=True))
            watchers[-1].start()

    monkeypatch.setattr(sandbox.subprocess, "Popen", Watched)

    def peak() -> int:
        for watcher in watchers:
            watcher.join(5)
        return max(peaks) if watchers else 0

    return peak
