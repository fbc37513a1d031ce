"""The machine code of the kernels: where it is kept when the program itself may not be written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
ASK = "from planner.kernels import FOLDER; from planner.kernels.dice import draw, new_dice; print(FOLDER, draw(new_dice(1), 100))"


def test_a_package_that_may_not_be_written_keeps_its_machine_code_in_the_home_of_jingwei(tmp_path):
    installed, home = tmp_path / "installed", tmp_path / "home"
    shutil.copytree(PACKAGE, installed / "planner", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    # Who is root may write whatever the mode says, so a file stands where the folder would be made.
    (installed / "planner" / "kernels" / "__pycache__").write_text("")
    given = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment = given | {"JINGWEI_HOME": str(home), "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    for _ in range(2):  # the second reads what the first has compiled
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", ASK], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        folder, drawn = done.stdout.split()
        assert Path(folder).parent == home / "kernels"
        assert drawn == "45"
        assert list(Path(folder).rglob("*.nbi"))
