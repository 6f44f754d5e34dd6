"""`ai-worker serve`: the model server from a command line. The worker itself is Celery's: see `ai_worker.app`."""

from typing import Annotated

import typer
import uvicorn

MAX_WEBSOCKET_BYTES = 128 * 1024

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def main() -> None:
    """Evaluation and models of the Visavis platform."""


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than this machine need SERVICE_TOKEN.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8002,
) -> None:
    """Serve speech recognition, voice, embeddings and text over HTTP, as settings choose; see docs/model-server.md."""
    uvicorn.run(
        "ai_worker.serve.app:app",
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        ws_max_size=MAX_WEBSOCKET_BYTES,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    app()
