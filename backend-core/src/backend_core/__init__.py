"""The core: sign-in, interviews, questions, reports and events; the only state machine of an interview."""
