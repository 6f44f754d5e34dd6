"""What all settings have in common."""

import secrets

import pytest
from pydantic import ValidationError
from runtime.settings import DatabaseSettings, ServiceSettings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    monkeypatch.setenv("SERVICE_TOKEN", secrets.token_hex(32))
    return monkeypatch


def test_an_empty_variable_is_not_set(environment: pytest.MonkeyPatch) -> None:
    for name in ("LOG_LEVEL", "LOG_FORMAT", "DATABASE_POOL_SIZE", "DATABASE_STATEMENT_TIMEOUT"):
        environment.setenv(name, "")
    environment.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/visavis")
    settings = DatabaseSettings()
    assert (settings.log_level, settings.database_pool_size) == ("INFO", 10)


def test_an_empty_secret_is_a_missing_one(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SERVICE_TOKEN", "")
    with pytest.raises(ValidationError, match="Field required"):
        ServiceSettings()
