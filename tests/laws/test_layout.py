"""Laws of the checkout itself: what may stand in it, and what must stand in step."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The brackets keep this file within its own law.
HOSTS = r"[p]ypi\.org|[p]ythonhosted|[r]egistry\.npmjs|[d]eb\.debian"
MACHINE_PATHS = r"(?<![\w.])/([r]oot|[w]ork|[h]ome|[U]sers|[f]arm|[t]mp)/"
# What secrets look like: keys in PEM, tokens of the usual services, signed tokens, passwords in addresses.
SECRETS = (
    r"[B]EGIN [A-Z ]*PRIVATE KEY|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[opsru]_\w{36}|\bglpat-[\w-]{20}|\bxox[abp]-\w{10}"
)
SECRETS += r"|\bsk-[A-Za-z0-9]{32}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.|://[\w.-]+:(?!password@)[^\s/@{}$]{6,}@"


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path, content.decode()))
    return found


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE_PATHS, SECRETS], ids=["registry hosts", "machine paths", "secrets"])
def test_no_file_names_a_machine_or_a_secret(pattern):
    hits = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not hits, "\n".join(hits)


@pytest.mark.parametrize(
    "words",
    [
        "-----{} RSA PRIVATE KEY-----".format("BEGIN"),
        "AKIA" + "Q" * 16,
        "ghp_" + "a" * 36,
        "eyJ" + "a" * 30 + ".eyJ" + "b" * 30 + ".c",
        "postgres://jingwei:" + "q7Kw2m9x" + "@db.example/jingwei",
    ],
)
def test_a_secret_would_be_found(words):
    assert re.search(SECRETS, words)


def test_no_file_is_large():
    assert not [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > 1024 * 1024]


def test_ci_runs_the_readme_s_test_command_and_nothing_else():
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ['cd "$(dirname "$0")/.." && exec make test']
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


@pytest.mark.parametrize("name", ["README"])
def test_both_languages_give_the_same_commands(name):
    def commands(path: Path) -> list[str]:
        blocks = re.findall(r"^```sh\n(.*?)^```", path.read_text(), re.M | re.S)
        return [line.split("  #")[0].rstrip() for block in blocks for line in block.splitlines()]

    english = commands(ROOT / f"{name}.md")
    assert english
    assert commands(ROOT / f"{name}.zh-CN.md") == english


@pytest.mark.parametrize("name", ["base", "dev", "bench", "build", "cas-server"])
def test_every_requirement_is_locked_with_a_hash(name):
    wanted = re.findall(r"^([a-z][\w-]*)", (ROOT / f"requirements/{name}.in").read_text(), re.M)
    lock = (ROOT / f"requirements/{name}.txt").read_text()
    locked = dict(re.findall(r"^([a-z][\w-]*)==(.*?)(?=^\S|\Z)", lock, re.M | re.S))
    assert wanted
    assert set(wanted) <= set(locked)
    assert not [package for package, pin in locked.items() if "--hash=sha256:" not in pin]


def test_tests_and_product_run_the_same_versions():
    def pins(name: str) -> set[tuple[str, str]]:
        return set(re.findall(r"^([a-z][\w-]*)==(\S+)", (ROOT / f"requirements/{name}.txt").read_text(), re.M))

    base, dev = pins("base"), pins("dev")
    shared = {package for package, _ in base} & {package for package, _ in dev}
    assert shared
    assert {pin for pin in dev if pin[0] in shared} <= base


def test_every_folder_of_the_product_has_its_layer():
    """import-linter's own exhaustiveness sees packages; this sees a folder that forgot its __init__.py, too."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    layers = {name for layer in contract["layers"] for name in layer.split(" | ")}
    folders = {path.parts[-2] for path in (ROOT / "jingwei").glob("*/*.py")}
    assert folders == layers
    assert contract["exhaustive"]
