"""Voice over HTTP: one request a turn, for networks where WebRTC is blocked."""
