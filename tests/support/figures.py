"""What a law measured, told at the end of the run: `figure("A1", "20,480 cells tried, 0 leaks")`."""

from collections.abc import Callable

import pytest


@pytest.fixture
def figure(record_property) -> Callable[[str, str], None]:
    """figure(code, sentence): the sentence stands in the closing list of the run, whichever worker measured it."""

    def told(code: str, sentence: str) -> None:
        record_property("figure", f"{code}  {sentence}")

    return told


def pytest_terminal_summary(terminalreporter) -> None:
    lines = {
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "figure"
    }
    if lines:
        terminalreporter.section("figures")
        for line in sorted(lines):
            terminalreporter.line(line)
