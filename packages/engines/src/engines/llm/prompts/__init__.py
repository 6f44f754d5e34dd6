"""What language models are told, as versioned texts: a change of the text is a change of its number."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template


@dataclass(frozen=True)
class Prompt:
    """The text's `$names` are filled in by whoever uses it."""

    name: str
    number: int
    text: str

    @property
    def version(self) -> str:
        """Stored with every judgement: the number, and a hash that tells what was changed without a new one."""
        return f"{self.name}-{self.number}@{sha256(self.text.encode()).hexdigest()[:8]}"

    def filled(self, **values: str) -> str:
        return Template(self.text).substitute(values)


def judge_prompts() -> dict[str, Prompt]:
    """The prompts that a judge may be given, by name; the newest of each."""
    return _newest("judge")


def question_prompts() -> dict[str, Prompt]:
    """Those that an interviewer may be given."""
    return _newest("questions")


def plan_prompt() -> Prompt:
    """What whoever writes questions of a plan is told."""
    return _newest("plan")["subject"]


@cache
def _newest(folder: str) -> dict[str, Prompt]:
    prompts: dict[str, Prompt] = {}
    for file in files(__package__).joinpath(folder).iterdir():
        name, _, number = file.name.removesuffix(".txt").rpartition("-")
        prompt = Prompt(name, int(number), file.read_text(encoding="utf-8"))
        if name not in prompts or prompts[name].number < prompt.number:
            prompts[name] = prompt
    return prompts
