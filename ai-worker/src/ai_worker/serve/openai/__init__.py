"""OpenAI's API, as far as this server's engines can answer it, under `/v1`."""

from ai_worker.serve.openai import audio, chat, embeddings, models
from ai_worker.serve.openai.errors import answer_error

ROUTERS = (audio.router, chat.router, embeddings.router, models.router)

__all__ = ["ROUTERS", "answer_error"]
