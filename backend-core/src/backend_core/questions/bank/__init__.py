"""The question bank that the product brings along: one YAML file a role, and files of a category for every role.

A file is a list of questions as `contracts.questions.BankQuestion` has them. A criterion that many questions share
stands once in `shared-criteria.yaml`; a question takes it with `{shared: <slug>, weight: <weight>}`.
"""

from importlib.resources import files
from typing import Any

import yaml
from contracts.questions import BankQuestion
from pydantic import ValidationError

_SHARED = "shared-criteria.yaml"
# The loader in C, where PyYAML came with it, is ten times as quick.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BankError(Exception):
    """A file of the bank is not as it should be; the text names the file and the question."""


def load_bank() -> list[BankQuestion]:
    """All questions of the bank, by file and then in the order of the file. Raises `BankError`."""
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(files(__name__).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    }
    return parse_bank(texts)


def parse_bank(texts: dict[str, str]) -> list[BankQuestion]:
    """The questions in `texts`, YAML by file name, one of which holds the shared criteria. Raises `BankError`."""
    entries = {name: _entries(name, text) for name, text in texts.items()}
    shared = {criterion["slug"]: criterion for criterion in entries.pop(_SHARED, [])}
    questions: list[BankQuestion] = []
    found_in: dict[str, str] = {}
    for name, raw_questions in entries.items():
        for raw in raw_questions:
            question = _question(name, raw, shared)
            if question.slug in found_in:
                raise BankError(f"{name}: {question.slug} is in {found_in[question.slug]} already")
            found_in[question.slug] = name
            questions.append(question)
    return questions


# What YAML holds is unknown until Pydantic has read it, hence `Any`.
def _entries(name: str, text: str) -> list[dict[str, Any]]:
    try:
        entries = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader either way
    except yaml.YAMLError as error:
        raise BankError(f"{name}: not YAML: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(e, dict) and "slug" in e for e in entries):
        raise BankError(f"{name}: expected a list of entries that have a slug")
    return entries


def _question(name: str, raw: dict[str, Any], shared: dict[str, dict[str, Any]]) -> BankQuestion:
    try:
        criteria = [_criterion(criterion, shared) for criterion in raw["rubric"]["criteria"]]
        return BankQuestion.model_validate({**raw, "rubric": {**raw["rubric"], "criteria": criteria}})
    except KeyError as error:
        raise BankError(f"{name}: {raw['slug']}: there is no {error}") from error
    except (TypeError, ValidationError) as error:
        raise BankError(f"{name}: {raw['slug']}: {error}") from error


def _criterion(raw: dict[str, Any], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {**shared[raw["shared"]], "weight": raw["weight"]} if "shared" in raw else raw
