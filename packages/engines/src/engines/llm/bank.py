"""The embedded interviewer: it asks what was planned, as it was planned."""

import re
from collections.abc import AsyncGenerator

from engines.llm import NextQuestion

_PIECE = re.compile(r"\s*\S+\s*")


class BankInterviewer:
    """Streams the planned question word by word, so that whoever speaks it can begin at once."""

    name = "bank"

    async def ask(self, request: NextQuestion) -> AsyncGenerator[str, None]:
        """The planned question; the pieces, joined, are its text exactly."""
        for piece in _PIECE.findall(request.planned):
            yield piece
