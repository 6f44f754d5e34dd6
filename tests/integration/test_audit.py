"""What is excepted of the audit is said why and until when, and what the audit says is understood."""

import importlib.util
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from visavis.launcher.settings import checkout

TODAY = date(2026, 6, 1)
WHOLE = 'id = "CVE-1"\npackage = "left"\nreason = "never called"\nuntil = 2026-07-01\n'


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", checkout() / "infra/audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module  # for its dataclasses
    spec.loader.exec_module(module)
    return module


def test_the_exceptions_of_today_are_in_order(audit):
    audit.read_exceptions(audit.EXCEPTIONS, datetime.now(UTC).date())


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (WHOLE.replace("2026-07-01", "2026-05-31"), "has run out"),
        (WHOLE.replace("2026-07-01", "2027-06-01"), "within 180 days"),
        (WHOLE.replace('"never called"', '""'), "lacks reason"),
        (WHOLE.replace("until = 2026-07-01\n", ""), "lacks until"),
    ],
)
def test_an_exception_that_is_none_stops_the_audit(audit, tmp_path: Path, entry: str, says: str):
    path = tmp_path / "exceptions.toml"
    path.write_text(f"[[exception]]\n{entry}", encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        audit.read_exceptions(path, TODAY)


def test_an_exception_is_added_below_what_the_file_says_of_them(audit, tmp_path: Path):
    path = tmp_path / "exceptions.toml"
    path.write_text(audit.EXCEPTIONS.read_text(encoding="utf-8") + f"[[exception]]\n{WHOLE}", encoding="utf-8")
    assert audit.read_exceptions(path, TODAY)[-1].id == "CVE-1"


def test_an_exception_covers_its_package_under_any_of_the_names(audit, tmp_path: Path):
    path = tmp_path / "exceptions.toml"
    path.write_text(f"[[exception]]\n{WHOLE}", encoding="utf-8")
    (exception,) = audit.read_exceptions(path, TODAY)
    vulnerable = {"id": "PYSEC-1", "aliases": ["CVE-1"]}
    said = {"dependencies": [{"name": name, "vulns": [vulnerable]} for name in ("left", "right")]}
    left, right = audit.python_report(json.dumps(said), "")
    assert exception.covers(left)
    assert not exception.covers(right)


def test_npm_names_a_cause_once_and_where_it_is(audit):
    cause = {"url": "https://github.com/advisories/GHSA-1"}
    said = {"vulnerabilities": {"left": {"via": [cause]}, "over": {"via": ["left"]}}}
    assert [str(finding) for finding in audit.npm_report(f"a warning\n{json.dumps(said)}")] == ["left: GHSA-1"]


def test_a_database_that_does_not_answer_is_not_taken_for_nothing_found(audit):
    with pytest.raises(audit.Unreachable):
        list(audit.python_report("", "no way to the service"))
    skipped = {"dependencies": [{"name": "left", "skip_reason": "not found"}]}
    with pytest.raises(audit.Unreachable, match="left"):
        list(audit.python_report(json.dumps(skipped), ""))
    with pytest.raises(audit.Unreachable, match="no way to the index"):
        list(audit.secret_report("", "error:\n  no way to the index"))
    with pytest.raises(audit.Unreachable):
        list(audit.npm_report("{ and then the line was cut"))
    with pytest.raises(audit.Unreachable, match="405"):
        list(audit.npm_report('{"message": "405 Method Not Allowed"}'))
