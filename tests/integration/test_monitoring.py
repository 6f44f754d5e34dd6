"""Alerts and dashboards ask for figures that exist."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from functools import cache

import pytest
import yaml
from visavis.launcher.settings import checkout

PROMETHEUS = checkout() / "infra/prometheus"
DASHBOARDS = sorted((checkout() / "infra/grafana/dashboards").glob("*.json"))
ELSEWHERE = {
    "up",
    # node_exporter
    *("node_cpu_seconds_total", "node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"),
    *("node_filesystem_avail_bytes", "node_filesystem_size_bytes"),
    *("node_network_receive_bytes_total", "node_network_transmit_bytes_total"),
    # postgres_exporter, redis_exporter
    *("pg_up", "pg_stat_activity_count", "pg_database_size_bytes", "redis_up", "redis_memory_used_bytes"),
    # dcgm-exporter
    *("DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE"),
}
"""What Prometheus and official exporters have, by their documentation."""
SUFFIXES = {"counter": [""], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}


def asked_for() -> dict[str, str]:
    """Every expression of alerts and dashboards, by where it stands."""
    rules = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text(encoding="utf-8"))
    alerts = {rule["alert"]: rule["expr"] for group in rules["groups"] for rule in group["rules"]}
    boards = [json.loads(path.read_text(encoding="utf-8")) for path in DASHBOARDS]
    panels = {
        f"{board['title']}: {panel['title']} ({target['refId']})": target["expr"]
        for board in boards
        for panel in board["panels"]
        for target in panel["targets"]
    }
    return alerts | panels


def names_in(expression: str) -> set[str]:
    """The metrics' names: what is no function, label, range or text."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\{[^}]*\}|\b(by|on|without|ignoring)\s*\([^)]*\)', " ", expression)
    return set(re.findall(r"\b[a-zA-Z_]\w*\b(?!\s*\()", bare)) - {"and", "or", "unless", "by"}


@cache
def exposed() -> set[str]:
    """What the platform's own services have on `/metrics`, be it that nothing was counted yet."""
    services = "ai_worker.app, ai_worker.serve.app, backend_core.main, media_server.main"
    program = f"import {services}, prometheus_client as figures; print(figures.generate_latest().decode())"
    settings = {name: secrets.token_hex(32) for name in ("SECRET_KEY", "SERVICE_TOKEN", "STORAGE_KEY")} | {
        "DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/visavis",
        "REDIS_URL": "redis://127.0.0.1:1",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "METRICS_PORT"}
    text = subprocess.check_output([sys.executable, "-c", program], env=inherited | settings, text=True)
    kinds = re.findall(r"^# TYPE (\S+) (\S+)$", text, flags=re.MULTILINE)
    return {name + suffix for name, kind in kinds for suffix in SUFFIXES.get(kind, [])}


def test_a_name_is_told_from_everything_else():
    expression = (
        'histogram_quantile(0.95, sum by (le) (rate(a_bucket{stage="total"}[15m]))) > 4 and max by (queue) (b) == 0'
    )
    assert names_in(expression) == {"a_bucket", "b"}


@pytest.mark.parametrize("place", asked_for())
def test_every_metric_that_is_asked_for_exists(place: str):
    names = names_in(asked_for()[place])
    assert names
    assert names - ELSEWHERE - exposed() == set()


def test_the_collected_services_are_compose_s():
    config = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in checkout().glob("docker-compose*.yml")]
    services = {name for file in files for name in file["services"]}
    named = {
        name for job in config["scrape_configs"] for found in job.get("dns_sd_configs", []) for name in found["names"]
    }
    assert named - services == set()


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool (Prometheus) is not installed on this machine")
@pytest.mark.parametrize("command", ["check config prometheus.yml", "test rules alerts-test.yml"])
def test_prometheus_takes_its_files(command: str):
    ran = subprocess.run(["promtool", *command.split()], cwd=PROMETHEUS, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
