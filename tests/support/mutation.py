"""Session descriptions and packets with something wrong in them. The same seed makes the same ones."""

from collections.abc import Sequence
from random import Random

NUMBERS = ("-1", "0", "1", "65535", "65536", "2147483648", "18446744073709551616", "1e999", "0x10", "٣", "", " ")
TEXTS = ("\0", "\x00\x00\x00", "\u202e", "가나다", "😀", "\ufffe", "%s%n", "../../", "'\"<>", "\t", "a" * 300, "é" * 40)
CANDIDATES = (
    "candidate:1 1 udp 2130706431 999.999.999.999 5000 typ host",
    "candidate:1 1 udp 2130706431 127.0.0.1 0 typ host",
    "candidate:1 1 udp 2130706431 127.0.0.1 70000 typ host",
    "candidate:1 1 tcp 2130706431 127.0.0.1 9 typ host tcptype active",
    "candidate:1 2 udp -5 ::1 5000 typ host",
    "candidate:1 1 udp 2130706431 192.0.2.1 5000 typ srflx",
    "candidate:1 1 udp 2130706431 nobody.invalid 5000 typ host",
    "candidate:1 1 udp 2130706431 1f0c8a5e-nobody.local 5000 typ host",
    "candidate:1 1 udp 2130706431 127.0.0.1 5000 typ none",
    "candidate:1 1 udp",
    "candidate:",
    "end-of-candidates",
)
CODECS = (
    "rtpmap:111 opus/0/2",
    "rtpmap:96 opus/-48000/2",
    "rtpmap:0 PCMU/8000/99",
    "rtpmap:96 nothing/8000",
    "rtpmap:999 opus/48000/2",
    "rtpmap:x opus/48000/2",
    "rtpmap:96",
    "rtpmap:96 /",
    "fmtp:96 apt=96",
    "fmtp:97 apt=;=;;",
    "fmtp:96 minptime=x;useinbandfec",
    "fmtp:96",
    "rtcp-fb:96 nack",
    "rtcp-fb:* transport-cc",
    "extmap:0 urn:ietf:params:rtp-hdrext:sdes:mid",
    "extmap:256 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "extmap:1/sideways urn:ietf:params:rtp-hdrext:sdes:mid",
)
ATTRIBUTES = (
    "setup:holdconn",
    "setup:passive",
    "setup:sideways",
    "fingerprint:md5 00",
    "fingerprint:sha-256 ZZ:ZZ",
    "fingerprint:sha-256",
    "ice-ufrag:a",
    "ice-ufrag:" + "u" * 300,
    "ice-pwd:short",
    "ice-pwd:" + "\u00e9" * 30,
    "ice-lite",
    "ice-options:trickle renomination",
    "inactive",
    "sendonly",
    "mid:0",
    "mid:",
    "group:BUNDLE",
    "group:BUNDLE 0 0 0 7",
    "group:LS 0",
    "msid-semantic:",
    "rtcp:-1 IN IP4 nowhere",
    "rtcp-rsize",
    "ssrc:1 cname:x",
    "ssrc:4294967296 cname:x",
    "ssrc:x",
    "ssrc-group:FID 1",
    "ssrc-group:FID",
    "sctp-port:0",
    "sctp-port:x",
    "sctpmap:5000 webrtc-datachannel 65535",
    "max-message-size:-1",
    "simulcast:send 1;2",
    "rid:1 send",
)
SECTIONS = (
    "m=audio 9 UDP/TLS/RTP/SAVPF",
    "m=audio 0 RTP/AVP 0",
    "m=video 9 UDP/TLS/RTP/SAVPF 96 96 96",
    "m=application 9 UDP/DTLS/SCTP 5000",
    "m=application 9 DTLS/SCTP x",
    "m=text 9 RTP/AVP 98",
    "m=",
    "c=IN IP6 nowhere",
    "c=",
    "b=AS:-1",
    "v=1",
    "o=",
    "t=",
    "=",
    "z",
)


class Mutator:
    """Makes one to four changes at a time."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def sdp(self, sdp: str) -> str:
        lines = sdp.split("\r\n")
        for _ in range(self.chance.randint(1, 4)):
            self._change(lines)
        return self.chance.choice(("\r\n", "\r\n", "\r\n", "\n", "\r")).join(lines)

    def _change(self, lines: list[str]) -> None:
        chance = self.chance
        at = chance.randrange(len(lines))
        match chance.randrange(9):
            case 0:
                del lines[at : at + chance.choice((1, 1, 1, 5, 20))]
                lines.append("")
            case 1:
                lines[at:at] = [lines[at]] * chance.choice((1, 1, 1, 40, 2_000))
            case 2:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                words = lines[at].split(" ")
                words[chance.randrange(len(words))] = chance.choice(NUMBERS)
                lines[at] = " ".join(words)
            case 4:
                cut = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:cut] + chance.choice(TEXTS) + lines[at][cut:]
            case 5:
                lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
            case 6:
                lines[at] += "x" * chance.choice((1_000, 10_000, 70_000))
            case 7:
                lines.insert(at, "a=" + chance.choice((*CANDIDATES, *CODECS, *ATTRIBUTES)))
            case _:
                lines.insert(at, chance.choice(SECTIONS))

    def packet(self, packets: Sequence[bytes]) -> bytes:
        """One of `packets`, changed; at most as long as an Ethernet frame carries."""
        chance = self.chance
        packet = bytearray(chance.choice(packets))
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(packet))
            match chance.randrange(6):
                case 0:
                    del packet[at : at + chance.choice((1, 2, 4, 8, 1_400))]
                case 1:
                    packet[at:at] = chance.randbytes(chance.choice((1, 2, 4, 8, 200)))
                case 2:
                    packet[at : at + 1] = bytes([chance.choice((0, 1, 127, 128, 255))])
                case 3:
                    packet[at : at + 2] = chance.choice((b"\0\0", b"\xff\xff", b"\0\1", b"\x80\0"))
                case 4:
                    packet += packet[:at]
                case _ if packet:
                    packet[at % len(packet)] ^= 1 << chance.randrange(8)
        return bytes(packet[:1_400])
