"""Where a peer says it can be reached."""

import re

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from media_server.rtc.ice import LOOPBACK, AdvertisedAddress, IceAddresses, PortRange
from pydantic import TypeAdapter, ValidationError


async def candidates(addresses: IceAddresses) -> list[tuple[str, int]]:
    """Address and port of every candidate in an answer of audio, video and data."""
    caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    callee = addresses.peer()
    try:
        caller.addTransceiver("audio")
        caller.addTransceiver("video")
        caller.createDataChannel("clock")
        await caller.setLocalDescription(await caller.createOffer())
        await callee.setRemoteDescription(RTCSessionDescription(caller.localDescription.sdp, "offer"))
        addresses.prepare(callee)
        await callee.setLocalDescription(await callee.createAnswer())
        found = re.findall(
            r"^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", callee.localDescription.sdp, re.MULTILINE
        )
        return sorted({(address, int(port)) for address, port in found})
    finally:
        await caller.close()
        await callee.close()


async def test_candidates_lie_in_the_range_and_include_loopback() -> None:
    found = await candidates(IceAddresses(PortRange(42000, 42999)))
    assert LOOPBACK in {address for address, _ in found}
    assert all(42000 <= port <= 42999 for _, port in found)


async def test_an_advertised_address_is_the_only_one_shown() -> None:
    found = await candidates(IceAddresses(PortRange(42000, 42999), "203.0.113.9"))
    assert [address for address, _ in found] == ["203.0.113.9"]


async def test_peers_take_turns_through_the_range() -> None:
    addresses = IceAddresses(PortRange(42000, 42999), "127.0.0.1")
    first, second = await candidates(addresses), await candidates(addresses)
    assert first != second


@pytest.mark.parametrize("text", ["", "9000", "9050-9000", "1-2", "60000-70000", "a-b"])
def test_a_port_range_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="port range"):
        PortRange.parse(text)


def test_a_port_range_counts_both_ends() -> None:
    assert len(PortRange.parse("9000-9050")) == 51
    assert str(PortRange.parse(" 9000 - 9050 ")) == "9000-9050"


def test_a_name_to_advertise_is_looked_up() -> None:
    assert str(TypeAdapter(AdvertisedAddress).validate_python("localhost")) == LOOPBACK
    assert str(TypeAdapter(AdvertisedAddress).validate_python("2001:db8::7")) == "2001:db8::7"
    with pytest.raises(ValidationError, match=r"there is no address behind nowhere\.invalid"):
        TypeAdapter(AdvertisedAddress).validate_python("nowhere.invalid")
