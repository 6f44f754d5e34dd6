"""docs/api.md: its program runs as it stands, and it lists every operation."""

import os
import re
import subprocess
import sys

from backend_core.api_guide import with_operations
from backend_core.openapi import describe_api
from visavis.launcher.settings import checkout

GUIDE = checkout() / "docs" / "api.md"


def test_every_operation_of_today_is_listed():
    guide = GUIDE.read_text(encoding="utf-8")
    assert guide == with_operations(guide, describe_api())


def test_its_program_holds_an_interview(platform_url: str):
    program = re.search(r"```python\n(.+?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert program
    printed = subprocess.run(
        [sys.executable, "-c", program[1]],
        env={**os.environ, "VISAVIS_URL": platform_url},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout.splitlines()
    question, overall = printed
    assert question.endswith(("?", "."))
    assert "'stability'" in overall
