"""Packets in order, and none kept once a gap is past."""

import pytest
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtp import RtpPacket
from media_server.rtc.jitter import PATIENCE, InOrder


def packet(number: int, source: int = 1) -> RtpPacket:
    made = RtpPacket(payload_type=111, sequence_number=number & 0xFFFF, timestamp=number * 960)
    made.ssrc = source
    made._data = b"x"  # type: ignore[attr-defined]
    return made


def fed(order: InOrder, *numbers: int) -> list[int]:
    return [released.sequence_number for number in numbers for released in order.add(packet(number))]


def test_packets_in_order_are_not_kept() -> None:
    order = InOrder()
    for number in range(100):
        assert fed(order, number) == [number]
        assert order.depth == 0


def test_after_one_lost_packet_the_depth_is_zero_again() -> None:
    order = InOrder()
    fed(order, *range(50))
    assert fed(order, *range(51, 51 + PATIENCE)) == []
    assert fed(order, 51 + PATIENCE) == list(range(51, 52 + PATIENCE))
    for number in range(52 + PATIENCE, 200):
        assert fed(order, number) == [number]
        assert order.depth == 0


def test_aiortcs_own_buffer_stays_deep_after_one_lost_packet() -> None:
    """The fault that `InOrder` replaces: when this fails, aiortc has mended it."""
    buffer = JitterBuffer(capacity=16, prefetch=4)
    behind = {}
    for number in [*range(50), *range(51, 400)]:
        _, frame = buffer.add(packet(number))
        if frame:
            behind[number] = number - frame.timestamp // 960
    assert behind[49] == 4
    assert {behind[number] for number in range(300, 400)} == {14}


def test_a_packet_out_of_order_is_put_in_its_place() -> None:
    assert fed(InOrder(), 1, 2, 4, 5, 3, 6) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("late", [2, 4])
def test_a_late_or_repeated_packet_goes_nowhere(late: int) -> None:
    order = InOrder()
    fed(order, 1, 2, *range(4, 20))
    assert fed(order, late) == []
    assert fed(order, 20) == [20]


def test_numbers_wrap() -> None:
    assert fed(InOrder(), 65534, 65535, 65537, 65536, 65538) == [65534, 65535, 0, 1, 2]


def test_a_new_source_or_a_far_jump_starts_anew() -> None:
    order = InOrder()
    fed(order, 10, 11, 13)
    assert [p.sequence_number for p in order.add(packet(5, source=2))] == [13, 5]
    assert fed(order, 30_000, 30_001) == [30_000, 30_001]
