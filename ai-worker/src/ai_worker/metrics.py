"""`/metrics` of a worker, whose processes count in files of their own that one of them adds up.

prometheus_client decides as it is imported where counts are kept: import this module before anything that counts.
"""

import os
import shutil
import sys
import tempfile
from wsgiref.simple_server import WSGIServer

import structlog
from runtime.settings import MetricsSettings

log = structlog.get_logger(__name__)

settings = MetricsSettings()
if settings.metrics_port is not None:
    if "prometheus_client" in sys.modules:
        raise ImportError("something that counts was imported before ai_worker.metrics")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="visavis-metrics-")


class MetricsServer:
    """Answers on METRICS_PORT with what all processes of this worker have counted, those that are gone included."""

    def __init__(self, host: str, port: int) -> None:
        """Raises `OSError` where nothing can listen there."""
        from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415 — see above
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # has no types
        self._server: WSGIServer
        self._server, self._thread = start_http_server(port, host, registry)

    def close(self) -> None:
        """The counts are gone afterwards: only for when no process counts any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        _clear_away()


def metrics_server() -> MetricsServer | None:
    """None where METRICS_PORT is not set. Ends the process where the port cannot be had."""
    if settings.metrics_port is None:
        return None
    try:
        return MetricsServer(settings.metrics_host, settings.metrics_port)
    except OSError as error:
        log.error("METRICS_PORT cannot be listened on; choose another", port=settings.metrics_port, error=str(error))
        _clear_away()
        raise SystemExit(1) from error


def _clear_away() -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
