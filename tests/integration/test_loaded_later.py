"""What services load where it is first used: each of these takes memory that most of them never need."""

import os
import secrets
import subprocess
import sys

import pytest

LOADED_LATER = {
    "backend_core.main": {
        "alembic": "migrations",
        "av": "recordings",
        "kiwipiepy": "Korean, a while after the start",
        "obstore": "S3",
        "onnxruntime": "models",
    },
    "media_server.main": {
        "cv2": "pictures, in a process of its own",
        "mediapipe": "faces, in the same",
        "obstore": "S3",
        "sqlalchemy": "nothing: the record is backend-core's",
    },
    "ai_worker.app": {
        "cv2": "pictures of faces",
        "fpdf": "reports as PDF",
        "kiwipiepy": "Korean",
        "mediapipe": "pictures of faces",
        "obstore": "S3",
        "onnxruntime": "models",
    },
}
"""Modules by the service that starts without them, and what each is for."""
NAMED = "import sys, importlib; getattr(importlib.import_module(sys.argv[1]), 'app'); print(*sys.modules)"


@pytest.mark.parametrize("service", LOADED_LATER)
def test_a_service_starts_without_what_few_need(service: str) -> None:
    nowhere = {"DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1"}
    own = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "SERVICE_TOKEN", "STORAGE_KEY")}
    run = subprocess.run(
        [sys.executable, "-c", NAMED, service],
        env={**os.environ, **nowhere, **own},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(run.stdout.split()) & LOADED_LATER[service].keys() == set()
