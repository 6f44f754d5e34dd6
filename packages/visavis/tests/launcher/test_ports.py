"""Ports: all derived from one, and an occupied one is named with its holder."""

import os
import socket

import pytest
from visavis.launcher.errors import LauncherError
from visavis.launcher.ports import Ports
from visavis.launcher.settings import load_settings
from visavis.testing import free_port


def test_every_port_follows_the_first() -> None:
    ports = Ports(8000)
    assert dict(ports.named()) == {"backend-core": 8000, "media-server": 8001, "PostgreSQL": 8002, "Redis": 8003}
    assert ports.media_servers == [(8001, range(9000, 9051))]


def test_media_servers_share_the_media_ports() -> None:
    ports = Ports(8000, media_processes=3)
    assert list(ports.named())[3:] == [("media-server", port) for port in (8001, 8004, 8005)]
    shares = [list(share) for _, share in ports.media_servers]
    assert [port for share in shares for port in share] == list(ports.media_udp)
    assert [len(share) for share in shares] == [17, 17, 17]


def test_an_occupied_port_is_named_with_its_holder() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with pytest.raises(LauncherError) as error:
            Ports(port - 2).check_free()
    assert f"{port} (PostgreSQL) is held by" in str(error.value)
    assert f"process {os.getpid()}" in str(error.value)
    assert f"VISAVIS_PORT={port + 98}" in str(error.value)


def test_a_media_range_with_one_free_port_is_enough() -> None:
    ports = Ports(free_port() % 40000 + 2000)
    sockets = []
    try:
        for port in ports.media_udp:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sockets.append(udp)
            udp.bind(("127.0.0.1", port))
        with pytest.raises(LauncherError, match="not one of them is free"):
            ports.check_free()
        sockets.pop().close()
        ports.check_free()
    finally:
        for udp in sockets:
            udp.close()


@pytest.mark.parametrize("value", ["http", "80", "65000", "-1"])
def test_a_port_that_cannot_be_is_refused_by_name(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_PORT", value)
    with pytest.raises(LauncherError, match=f"VISAVIS_PORT={value}"):
        load_settings()


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_PORT", "")
    monkeypatch.setenv("VISAVIS_HOME", "")
    settings = load_settings()
    assert settings.port == 8000
    assert settings.home_path.name == ".visavis"
