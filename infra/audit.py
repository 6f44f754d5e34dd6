"""`make audit`: known vulnerabilities of the locked packages, and secrets among the sources.

Exit 0: nothing that is not excepted. 1: something was found, or an exception has run out. 2: a database of
vulnerabilities could not be asked, or the sources not be looked through, so that nothing is known.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXCEPTIONS = ROOT / "infra/audit-exceptions.toml"
PIP_AUDIT, DETECT_SECRETS = "pip-audit==2.10.1", "detect-secrets==1.5.0"
# Those that go by how random a word looks, by its name, or by user:password@host find hashes, tests and examples.
NOISY = (
    "Base64HighEntropyString",
    "BasicAuthDetector",
    "HexHighEntropyString",
    "IPPublicDetector",
    "KeywordDetector",
)
LONGEST_DAYS = 180


class Unreachable(Exception):
    """A database did not answer, or the program that asks it could not be had."""


@dataclass(frozen=True)
class Finding:
    package: str
    ids: frozenset[str]
    """Every name that it goes by."""

    def __str__(self) -> str:
        return f"{self.package}: {', '.join(sorted(self.ids))}"


@dataclass(frozen=True)
class Exemption:
    id: str
    package: str
    reason: str
    until: date

    def covers(self, finding: Finding) -> bool:
        return self.package == finding.package and self.id in finding.ids


def read_exceptions(path: Path, today: date) -> list[Exemption]:
    """Raises ValueError for one that has run out, that lasts longer than half a year, or that says too little."""
    exceptions = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("exception", []):
        missing = {"id", "package", "reason", "until"} - {name for name, value in entry.items() if value}
        if missing:
            raise ValueError(f"{path.name}: an exception lacks {', '.join(sorted(missing))}")
        exception = Exemption(**entry)
        if not isinstance(exception.until, date) or (exception.until - today).days > LONGEST_DAYS:
            raise ValueError(f"{path.name}: {exception.id} needs a day within {LONGEST_DAYS} days")
        if exception.until < today:
            raise ValueError(f"{path.name}: the exception of {exception.id} has run out: look again")
        exceptions.append(exception)
    return exceptions


def python_findings() -> Iterator[Finding]:
    """Of everything in uv.lock, extras and tools included. Raises `Unreachable`."""
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "requirements.txt"
        everything = ("--all-extras", "--all-groups", "--no-emit-workspace", "--no-hashes", "--no-header")
        _run("uv", "export", "--quiet", "--frozen", *everything, "--output-file", str(locked))
        asked = _run(
            *("uv", "tool", "run", "--quiet", "--from", PIP_AUDIT, "pip-audit", "--no-deps", "--disable-pip"),
            *("--progress-spinner", "off", "--format", "json", "--requirement", str(locked)),
        )
    yield from python_report(asked.stdout, asked.stderr)


def python_report(said: str, errors: str) -> Iterator[Finding]:
    """What pip-audit's JSON tells. Raises `Unreachable`."""
    report = _object_in(said)
    if "dependencies" not in report:
        raise Unreachable(f"pip-audit could not ask: {_last_line(errors)}")
    packages = report["dependencies"]
    if skipped := [package["name"] for package in packages if "skip_reason" in package]:
        raise Unreachable(f"the database said nothing of {len(skipped)} packages, {skipped[0]} among them")
    for package in packages:
        for vulnerability in package["vulns"]:
            yield Finding(package["name"], frozenset([vulnerability["id"], *vulnerability["aliases"]]))


def npm_findings() -> Iterator[Finding]:
    """Of frontend/package-lock.json. Raises `Unreachable`."""
    yield from npm_report(_run(".venv/bin/visavis", "npm", "audit", "--json").stdout)


def npm_report(said: str) -> Iterator[Finding]:
    """What npm's JSON tells. Raises `Unreachable`."""
    report = _object_in(said)
    if "vulnerabilities" not in report:
        raise Unreachable(f"npm could not ask: {report.get('message') or report.get('error') or 'no answer'}")
    for name, package in report["vulnerabilities"].items():
        for cause in package["via"]:
            # A text is the name of another package, which is in the list itself.
            if isinstance(cause, dict):
                yield Finding(name, frozenset([cause["url"].rsplit("/", 1)[-1]]))


def secret_findings() -> Iterator[str]:
    """Files and lines with what looks like somebody's key. Raises `Unreachable`."""
    files = [name for name in _run("git", "ls-files", "-z").stdout.split("\0") if (ROOT / name).is_file()]
    disabled = [argument for plugin in NOISY for argument in ("--disable-plugin", plugin)]
    scan = _run("uv", "tool", "run", "--quiet", "--from", DETECT_SECRETS, "detect-secrets", "scan", *disabled, *files)
    yield from secret_report(scan.stdout, scan.stderr)


def secret_report(said: str, errors: str) -> Iterator[str]:
    """What detect-secrets' JSON tells. Raises `Unreachable`."""
    report = _object_in(said)
    if "results" not in report:
        raise Unreachable(f"detect-secrets could not look: {_last_line(errors)}")
    for name, found in report["results"].items():
        for one in found:
            yield f"{name}:{one['line_number']}: {one['type']} (where it is none: `pragma: allowlist secret` beside it)"


def main() -> int:
    exceptions = read_exceptions(EXCEPTIONS, datetime.now(UTC).date())
    problems: list[str] = []
    unknown: list[str] = []
    for ask in (secret_findings, python_findings, npm_findings):
        try:
            found = list(ask())
        except Unreachable as error:
            unknown.append(str(error))
            continue
        problems += [str(one) for one in found if not _is_excepted(one, exceptions)]
    for line in problems + unknown:
        sys.stderr.write(f"{line}\n")
    if problems:
        return 1
    return 2 if unknown else 0


def _is_excepted(found: Finding | str, exceptions: list[Exemption]) -> bool:
    return isinstance(found, Finding) and any(one.covers(found) for one in exceptions)


def _object_in(said: str) -> dict[str, Any]:
    """The JSON object that stands behind whatever else a program has said; none where it said none."""
    start = said.find("{")
    try:
        found: dict[str, Any] = json.loads(said[start:]) if start >= 0 else {}
    except ValueError:
        return {}
    return found


def _last_line(errors: str) -> str:
    return (errors.strip().splitlines() or ["it said nothing"])[-1]


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    path = f"{ROOT / '.tools/uv/bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ValueError as error:
        sys.exit(str(error))
