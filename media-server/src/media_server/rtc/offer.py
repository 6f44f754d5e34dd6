"""What an offer may contain, checked before anything is allocated for it.

aiortc parses with `assert` and `int()`, and finds some faults only in a task of its own, where nobody hears of them.
"""

from collections import Counter

from aiortc.sdp import SessionDescription
from contracts.errors import InvalidSdp

MAX_CANDIDATES = 100
MAX_PORT = 65_535


def check_offer(sdp: str) -> None:
    """Raises `InvalidSdp` unless this is one audio section, at most one of video and one of data."""
    try:
        offer = SessionDescription.parse(sdp)
    except Exception as error:  # whatever a parser of assertions and conversions raises
        raise InvalidSdp from error
    kinds = sorted(media.kind for media in offer.media)
    if "audio" not in kinds or len(set(kinds)) < len(kinds) or not set(kinds) <= {"audio", "video", "application"}:
        raise InvalidSdp(fields={"sdp": "one audio section, at most one video and one data section"})
    mids = [media.rtp.muxId for media in offer.media]
    bundled = [mid for group in offer.group if group.semantic == "BUNDLE" for mid in group.items]
    if len(set(mids)) < len(mids) or ((bundled or len(mids) > 1) and Counter(bundled) != Counter(mids)):
        raise InvalidSdp(fields={"sdp": "sections need names of their own, and one bundle that names them all"})
    for media in offer.media:
        ice, dtls = media.ice, media.dtls
        if not (ice and ice.usernameFragment and ice.password and dtls and dtls.fingerprints):
            raise InvalidSdp(fields={"sdp": f"the {media.kind} section lacks ICE credentials or a fingerprint"})
        if media.kind != "application" and not media.rtcp_mux:
            raise InvalidSdp(fields={"sdp": f"the {media.kind} section lacks rtcp-mux"})
        if len(media.ice_candidates) > MAX_CANDIDATES:
            raise InvalidSdp(fields={"sdp": "too many candidates"})
        if not all(0 <= candidate.port <= MAX_PORT for candidate in media.ice_candidates):
            raise InvalidSdp(fields={"sdp": "a candidate's port is none"})
