"""When a candidate tries again, and when it gives up."""

import pytest
from contracts.errors import ErrorBody
from contracts.live import LiveError
from contracts.media_servers import EXPIRY_SECONDS
from visavis.candidate.errors import ApiError, CandidateError, ConnectionLost, SessionRefused, Unreachable
from visavis.candidate.recovery import TRIES_AGAIN, TRIES_FIRST, Recovery, is_over, may_pass


def refused(status: int, code: str) -> ApiError:
    return ApiError(status, ErrorBody(error=code, detail="…"))


def ended(code: str) -> SessionRefused:
    return SessionRefused(LiveError(error=code, detail="…", fatal=True))


@pytest.mark.parametrize(
    "error",
    [
        ConnectionLost("broke"),
        Unreachable("no answer"),
        refused(502, "HTTP 502"),
        refused(503, "AtCapacity"),
        refused(409, "PeerAlreadyConnected"),
        refused(401, "TicketInvalid"),
        ended("NotFound"),
        ended("Unavailable"),
        ended("VisavisError"),
        ended("AnErrorOfANewerVersion"),
    ],
)
def test_what_may_pass_is_tried_again(error):
    assert may_pass(error)


@pytest.mark.parametrize(
    "error",
    [CandidateError("?"), refused(404, "InterviewNotFound"), refused(403, "NotAllowed"), ended("ConsentMissing")],
)
def test_what_stays_is_not(error):
    with pytest.raises(CandidateError):
        Recovery().pause_after(error)


def test_an_interview_that_ended_meanwhile_is_no_failure():
    assert is_over(refused(409, "InterviewOver"))
    assert not is_over(refused(409, "PeerAlreadyConnected"))
    assert not is_over(ConnectionLost("broke"))


@pytest.mark.parametrize(("has_stood", "tries"), [(False, TRIES_FIRST), (True, TRIES_AGAIN)])
def test_pauses_grow_and_tries_are_counted(has_stood, tries):
    recovery = Recovery(clock=lambda: 0.0)
    if has_stood:
        recovery.note_connection()
    pauses = [recovery.pause_after(Unreachable("no answer")) for _ in range(tries - 1)]
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    with pytest.raises(Unreachable):
        recovery.pause_after(Unreachable("no answer"))


def test_first_tries_outlast_a_killed_server_on_the_list():
    recovery = Recovery()
    assert sum(recovery.pause_after(Unreachable("no answer")) for _ in range(TRIES_FIRST - 1)) > EXPIRY_SECONDS


def test_a_connection_that_lasted_starts_the_count_again():
    now = [0.0]
    recovery = Recovery(clock=lambda: now[0])
    for _ in range(3 * TRIES_AGAIN):
        recovery.note_connection()
        now[0] += 11
        recovery.pause_after(ConnectionLost("broke"))
    assert recovery.reconnections == 3 * TRIES_AGAIN - 1
