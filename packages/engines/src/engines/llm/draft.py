"""A reply in JSON, read while it is being written, so that its first words need not wait for its last."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict
from pydantic_core import from_json

from engines.llm import JsonSchema

ON = "none"
MAX_QUESTION = 300


class Reply(BaseModel):
    """`about` is the label of what was chosen, `ON` to go on with the plan."""

    model_config = ConfigDict(extra="forbid", strict=True)

    about: str
    question: str


def schema_for(labels: Sequence[str]) -> JsonSchema:
    return {
        "type": "object",
        "properties": {
            "about": {"enum": [ON, *labels]},
            "question": {"type": "string", "maxLength": MAX_QUESTION},
        },
        "required": ["about", "question"],
        "additionalProperties": False,
    }


def read_so_far(text: str) -> tuple[str | None, str]:
    """`about` once it is whole, else None, and as much of the question as there is.

    Raises `ValueError` for what will not become a reply.
    """
    if not text.strip():
        return None, ""
    whole, begun = from_json(text, allow_partial=True), from_json(text, allow_partial="trailing-strings")
    if not isinstance(whole, dict) or not isinstance(begun, dict):
        raise ValueError("a reply is an object")
    about, question = whole.get("about"), begun.get("question", "")
    if not isinstance(about, str | None) or not isinstance(question, str):
        raise ValueError("a reply's members are strings")
    return about, question
