"""The virtual candidate: it does what a person in a browser does, through the public endpoints alone.

It signs in, agrees, starts a practice interview or the one that it is invited to, sends a voice and a face over WebRTC
in real time, hears the interviewer, answers, and waits for the report. The demo shows the platform with it; tests prove
the platform with it.
"""
