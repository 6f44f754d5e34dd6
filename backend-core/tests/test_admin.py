"""The command that makes administrators where the platform runs in containers."""

import os
import subprocess
import sys
from uuid import uuid4

from persistence.record.audit import AuditEntry
from sqlmodel import col, select


def run(core, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    settings = {
        "DATABASE_URL": str(core.settings.database_url),
        "REDIS_URL": str(core.settings.redis_url),
        "SERVICE_TOKEN": core.settings.service_token.get_secret_value(),
    }
    command = [sys.executable, "-m", "backend_core.admin", *arguments]
    return subprocess.run(
        command, env=os.environ | settings, input=said, capture_output=True, text=True, timeout=60, check=False
    )


def test_an_administrator_is_made_once_and_erased(core):
    email = f"{uuid4().hex}@example.org"
    assert run(core, "create", email, "Han Jiwoo", said="a long enough passphrase\n").returncode == 0
    with core.client() as http:
        signed_in = http.post("/token", data={"username": email, "password": "a long enough passphrase"}).json()
        me = http.get("/users/me", headers={"Authorization": f"Bearer {signed_in['access_token']}"}).json()
    assert (me["email"], me["role"]) == (email, "admin")
    assert run(core, "password", email, said="another long passphrase\n").returncode == 0
    with core.database.transaction() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.subject_id == me["id"]).order_by(col(AuditEntry.id)))
        assert [(entry.action, entry.actor_role, entry.actor_id) for entry in entries] == [
            ("admin.created", "platform", None),
            ("user.password_set", "platform", None),
        ]

    again = run(core, "create", email, "Han Jiwoo", said="a long enough passphrase\n")
    assert again.returncode == 1
    assert "Traceback" not in again.stderr
    assert run(core, "erase", email).returncode == 0
    assert run(core, "erase", email).returncode == 1


def test_a_weak_password_is_refused(core):
    refused = run(core, "create", f"{uuid4().hex}@example.org", "Han Jiwoo", said="password\n")
    assert refused.returncode == 1
    assert refused.stderr.strip()
    assert "Traceback" not in refused.stderr
