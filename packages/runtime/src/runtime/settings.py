"""The settings that every service reads from its environment.

Services derive their own settings from `ServiceSettings`, one commented class each. Names of variables are the
field names in capitals; older names stay valid as aliases; an empty variable counts as not set. Secrets have no
defaults: a service that lacks one, or was given a short or well-known one, refuses to start.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, HttpUrl, PostgresDsn, RedisDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET_BYTES = 32
WELL_KNOWN_SECRETS = re.compile(
    r"change.?me|change.?this|secret|password|example|default|your[-_ ]|1234567", re.IGNORECASE
)


def strong_secret(value: SecretStr) -> SecretStr:
    """Refuse secrets that are short, well known or plainly not random."""
    secret = value.get_secret_value()
    if len(secret.encode()) < MIN_SECRET_BYTES:
        raise ValueError(f"a secret needs at least {MIN_SECRET_BYTES} bytes; make one with: openssl rand -base64 48")
    if WELL_KNOWN_SECRETS.search(secret) or len(set(secret)) < 12:
        raise ValueError("this secret is a placeholder; make one with: openssl rand -base64 48")
    return value


StrongSecret = Annotated[SecretStr, AfterValidator(strong_secret)]


class Settings(BaseSettings):
    """Common to every process."""

    # A setting that is refused is named in the error, and never shown: it may be a secret, or stand beside one.
    model_config = SettingsConfigDict(
        env_file=None, env_ignore_empty=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The settings of an environment that is not this process's own. Raises `ValidationError`."""
        return cls.model_validate({name.lower(): value for name, value in environment.items()} | dict(environment))

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    # "console" for people, "json" for log collectors.
    log_format: Literal["console", "json"] = "json"
    # A Sentry that is told of unexpected errors; without one nobody is.
    sentry_dsn: SecretStr | None = None
    # A collector of OpenTelemetry that takes OTLP over HTTP, without the `/v1/traces` at its end; without one nothing
    # is traced.
    otel_exporter_otlp_endpoint: HttpUrl | None = None
    # What the collector wants to see: name=value, with commas between.
    otel_exporter_otlp_headers: SecretStr = SecretStr("")
    # The share of traces that are kept, whole ones, over all services.
    otel_traces_sampler_arg: Annotated[float, Field(ge=0, le=1)] = 1.0


class ServiceSettings(Settings):
    """Common to the platform's services."""

    # Redis is a doorbell: task messages, wake-ups and rate limits. Losing it loses nothing.
    redis_url: RedisDsn
    # What the platform's services show each other (media-server to backend-core).
    service_token: StrongSecret


class MetricsSettings(Settings):
    """Of a process that serves nothing else over HTTP."""

    # Where `/metrics` is served; without a port it is not.
    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    metrics_host: str = "127.0.0.1"


class DatabaseSettings(ServiceSettings):
    """For the services that keep the record."""

    database_url: PostgresDsn
    database_pool_size: Annotated[int, Field(ge=1)] = 10
    # A statement that runs longer is a fault, not a query.
    database_statement_timeout: timedelta = timedelta(seconds=30)
