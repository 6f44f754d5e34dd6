"""Writes the list of operations in docs/api.md anew: `python -m backend_core.api_guide docs/api.md`."""

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from backend_core.openapi import describe_api

MARK = "<!-- operations: made by `make client` -->\n"
_SENTENCE_END = re.compile(r"[.:;](?=\s|$)")


def with_operations(guide: str, description: dict[str, Any]) -> str:
    """`guide` up to its mark, and after it every operation of an OpenAPI document, by tag."""
    before, _, _ = guide.partition(MARK)
    return before + MARK + "\n" + _listed(description)


def _listed(description: dict[str, Any]) -> str:
    rows: dict[str, list[str]] = defaultdict(list)
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            rows[operation["tags"][0]].append(f"| `{method.upper()} {path}` | {_in_short(operation)} |\n")
    return "\n".join(_heading(tag) + "".join(rows[tag]) for tag in sorted(rows))


def _heading(tag: str) -> str:
    return f"### {tag[0].upper()}{tag[1:]}\n\n| operation | what it does |\n|---|---|\n"


def _in_short(operation: dict[str, Any]) -> str:
    told = operation.get("description") or operation["summary"].capitalize()
    return " ".join(_SENTENCE_END.split(told)[0].split()).replace("|", "\\|")


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(with_operations(page.read_text(encoding="utf-8"), describe_api()), encoding="utf-8")
