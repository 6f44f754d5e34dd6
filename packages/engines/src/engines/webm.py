"""Whether a WebM file is whole. FFmpeg reads one that was cut up to the cut, and says nothing."""

SEGMENT, CLUSTER = 0x18538067, 0x1F43B675
HEADER = 0x1A45DFA3


def is_webm(data: bytes) -> bool:
    return data[:4] == HEADER.to_bytes(4, "big")


def breaks_off(data: bytes) -> bool:
    """Whether `data`, a WebM file, ends within one of its elements (RFC 8794), or holds what is none.

    Recorders write segments and clusters of unknown size: these end where the file does.
    """
    position = 0
    while position < len(data):
        identifier, position = _number(data, position, keeps_marker=True)
        size, start = _number(data, position, keeps_marker=False)
        if identifier is None or size is None:
            return True
        is_unknown = size == 2 ** (7 * (start - position)) - 1
        if not is_unknown and start + size > len(data):
            return True
        # What stands within a segment or a cluster is walked through as well.
        position = start if is_unknown or identifier in {SEGMENT, CLUSTER} else start + size
    return False


def _number(data: bytes, position: int, *, keeps_marker: bool) -> tuple[int | None, int]:
    """A number of variable length, and where it ends; None where there is none, or not all of it."""
    first = data[position] if position < len(data) else 0
    length = 9 - first.bit_length()
    if first == 0 or position + length > len(data):
        return None, position
    value = int.from_bytes(data[position : position + length], "big")
    return value if keeps_marker else value & ((1 << 7 * length) - 1), position + length
