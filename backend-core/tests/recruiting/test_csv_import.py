"""Inviting many people with one file, and the verdict that each of its rows gets."""

import pytest
from contracts.recruiting import MemberRole
from organisations import open_posting
from persistence.hiring.recruiting import JobPosting

from conftest import Core, Person


@pytest.fixture
def recruiter(core: Core) -> Person:
    return core.staff()


@pytest.fixture
def posting(core: Core, recruiter: Person) -> JobPosting:
    with core.database.transaction() as session:
        return open_posting(session, {recruiter.id: MemberRole.RECRUITER})


@pytest.mark.parametrize(
    "data",
    [
        "이메일,이름,언어\nkim@example.org,김민서,한국어\n".encode("cp949"),
        "이메일,이름,언어\nkim@example.org,김민서,한국어\n".encode(),
        "\ufeffEmail;Name;Language\r\nkim@example.org;김민서;ko\r\n".encode(),
        "이름\tE-mail\n김민서\tkim@example.org\n".encode(),
    ],
)
def test_a_file_is_read_as_excel_and_others_write_it(recruiter, posting, data):
    answer = recruiter.invite_many(posting.id, data)
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["rows"]
    assert (row["verdict"], row["email"], row["full_name"]) == ("invited", "kim@example.org", "김민서")
    (listed,) = recruiter.get(f"/job-postings/{posting.id}/invitations").json()["items"]
    assert (listed["full_name"], listed["language"], listed["state"]) == ("김민서", "ko", "waiting")


def test_every_row_gets_its_verdict_and_the_file_can_be_sent_again(core, recruiter, posting):
    first = {"language": "en", "email": "first@example.org"}
    assert recruiter.post(f"/job-postings/{posting.id}/invitations", first).status_code == 201
    with core.database.transaction() as session:
        session.get_one(JobPosting, posting.id).languages = ["ko"]
    file = (
        "email,name,language\n"
        "first@example.org,Kim,\n"
        "new@example.org,Lee,ko\n"
        "NEW@example.org,Lee,ko\n"
        "nobody,Park,ko\n"
        "\n"
        f"long@example.org,{'x' * 121},ko\n"
        "other@example.org,Choi,en\n"
        "last@example.org,,\n"
    )
    expected = {
        2: "already_invited",
        3: "invited",
        4: "duplicate_in_file",
        5: "invalid_email",
        7: "invalid_name",
        8: "invalid_language",
        9: "invited",
    }
    answer = recruiter.invite_many(posting.id, file.encode()).json()
    assert {row["line"]: row["verdict"] for row in answer["rows"]} == expected
    assert (answer["invited"], answer["letters"]) == (2, False)
    assert [bool(row["link"]) for row in answer["rows"]] == [row["verdict"] == "invited" for row in answer["rows"]]
    again = recruiter.invite_many(posting.id, file.encode()).json()
    assert again["invited"] == 0
    assert [row["verdict"] for row in again["rows"]] == [
        "already_invited" if verdict in {"invited", "duplicate_in_file"} else verdict for verdict in expected.values()
    ]


@pytest.mark.parametrize(
    ("data", "status", "error"),
    [
        (b"name\nKim\n", 422, "CsvWithoutEmail"),
        (b"", 422, "CsvWithoutEmail"),
        (b"\x00\x01\xff\xfe\x80", 422, "CsvUnreadable"),
        (b"email\n" + b"".join(b"p%d@example.org\n" % n for n in range(1001)), 413, "CsvTooLong"),
        (b"email\n" + b"x" * 600_000, 413, "CsvTooLong"),
    ],
)
def test_a_file_that_cannot_be_used_invites_nobody(recruiter, posting, data, status, error):
    answer = recruiter.invite_many(posting.id, data)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert recruiter.get(f"/job-postings/{posting.id}/invitations").json()["items"] == []
