"""The GitHub Action's own steps, run as the runner would: annotations on standard output, SARIF beside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

FLAWED = """journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, handoff 営業
"""


@pytest.fixture
def action(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    return loaded


def _step(action: dict[str, Any], name: str) -> dict[str, Any]:
    return next(step for step in action["runs"]["steps"] if step.get("name") == name)


@pytest.mark.parametrize(("arguments", "status"), [("", 1), ("--ignore JC301", 0)])
def test_its_steps_check_and_annotate(
    arguments: str,
    status: int,
    action: dict[str, Any],
    root: Path,
    tmp_path: Path,
    require: Callable[[str, bool, str], None],
) -> None:
    bash = shutil.which("bash")
    require("bash", bash is not None, "it is not installed")
    assert bash is not None
    (tmp_path / "a.journey").write_text(FLAWED, encoding="utf-8")
    inputs = {"files": ".", "arguments": arguments, "sarif": "out.sarif"}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    surroundings = {**os.environ, "PATH": path, "PYTHONPATH": str(root / "src"), "JOURNEYC_CACHE": str(tmp_path / "c")}

    def ran(name: str) -> subprocess.CompletedProcess[str]:
        step = _step(action, name)
        given = {key: inputs[value.split(".")[-1].rstrip(" }")] for key, value in step["env"].items()}
        script = ["-e", "-o", "pipefail", "-c", step["run"]]
        return subprocess.run(
            [bash, *script],
            cwd=tmp_path,
            env={**surroundings, **given},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert ran("Write SARIF").returncode == 0
    checked = ran("Check")
    assert checked.returncode == status
    assert checked.stdout.startswith("::error file=" if status else "")
    results = json.loads((tmp_path / "out.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == (["JC301"] if status else [])


def test_nothing_given_from_outside_is_put_into_a_script(action: dict[str, Any]) -> None:
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
    assert {value["default"] for value in action["inputs"].values()} >= {".", ""}
