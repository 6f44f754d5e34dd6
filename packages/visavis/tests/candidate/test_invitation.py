"""What `visavis candidate --invitation` makes of a link, before anything is asked of a platform."""

import subprocess
import sys

import pytest
from visavis.candidate.cli import EXIT_BAD_INPUT, invitation_at
from visavis.candidate.errors import CandidateInputError

TOKEN = "a-token-of-twenty-signs"
LINK = f"http://localhost:8100/invitation#{TOKEN}"


def test_the_link_leads_to_its_platform_and_a_path_to_the_one_that_is_named():
    assert invitation_at(LINK, "http://localhost:8000") == ("http://localhost:8100", TOKEN)
    assert invitation_at(f"/invitation#{TOKEN}", "http://localhost:8000") == ("http://localhost:8000", TOKEN)


@pytest.mark.parametrize("link", ["", TOKEN, "http://localhost:8000/invitation", "http://localhost:8000/join#token"])
def test_what_is_no_link_of_an_invitation_is_said(link):
    with pytest.raises(CandidateInputError, match="not an invitation's link"):
        invitation_at(link, "http://localhost:8000")


def test_what_the_posting_decides_cannot_be_wished_for():
    command = [sys.executable, "-m", "visavis", "candidate", "--invitation", LINK, "--questions", "2"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ran.returncode == EXIT_BAD_INPUT
    assert "the posting decides on --questions" in " ".join(ran.stderr.split())
