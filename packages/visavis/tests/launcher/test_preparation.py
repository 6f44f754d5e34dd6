"""A second start does not do again what would change nothing, and does again whatever would."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from persistence.ids import new_id
from sqlalchemy import make_url
from visavis.launcher.postgres import Postgres
from visavis.launcher.preparation import fingerprint, is_prepared
from visavis.launcher.settings import checkout
from visavis.launcher.sources import digest_of
from visavis.testing import embedded_postgres

NUMBER = "a number"
USER = "somebody@example.org"


@pytest.fixture
def prepared(postgres_url: str) -> Iterator[tuple[Postgres, psycopg.Connection[tuple[object, ...]]]]:
    """A database with its schema, a loading on record and a user; as it was before when the test is done."""
    server = server_at(postgres_url)
    with server.connect() as connection:
        connection.execute("INSERT INTO bank_loads (fingerprint) VALUES (%s)", [NUMBER])
        connection.execute(
            "INSERT INTO users (id, email, username, role, password_hash, full_name)"
            " VALUES (%s, %s, 'somebody', 'admin', '-', 'Somebody')",
            [new_id(), USER],
        )
        yield server, connection
        connection.execute("DELETE FROM bank_loads")
        connection.execute("DELETE FROM users WHERE email = %s", [USER])


def server_at(url: str) -> Postgres:
    where = make_url(url)
    assert where.port
    return Postgres(Path(), where.port, str(where.password))


def test_what_is_on_record_is_not_done_again(prepared) -> None:
    server, connection = prepared
    assert is_prepared(server, NUMBER, [USER])
    assert not is_prepared(server, "another number", [USER])
    assert not is_prepared(server, NUMBER, [USER, "erased@example.org"])
    connection.execute("DELETE FROM bank_loads")
    assert not is_prepared(server, NUMBER, [USER])


def test_what_lacks_a_vector_is_seen_to(prepared) -> None:
    server, connection = prepared
    section = new_id()
    connection.execute("SET session_replication_role = replica")  # a section without its résumé
    connection.execute(
        'INSERT INTO resume_sections (id, resume_id, "order", kind, text, items)'
        " VALUES (%s, %s, 0, 'skills', 'x', '[]')",
        [section, new_id()],
    )
    assert not is_prepared(server, NUMBER, [USER])
    connection.execute("UPDATE resume_sections SET embedder = 'any' WHERE id = %s", [section])
    assert is_prepared(server, NUMBER, [USER])
    connection.execute("DELETE FROM resume_sections WHERE id = %s", [section])


def test_an_empty_database_is_not_prepared(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path) as url:
        assert not is_prepared(server_at(url), NUMBER, [])


def test_the_number_follows_settings_of_vectors_alone() -> None:
    plain = fingerprint(checkout(), {})
    assert fingerprint(checkout(), {"LOG_LEVEL": "DEBUG"}) == plain
    others = [{"EMBEDDING_MODEL": "kure-v1"}, {"EMBEDDING_MODEL": "bge-m3"}, {"MODELS_DIR": "/models"}]
    assert len({plain, *(fingerprint(checkout(), settings) for settings in others)}) == 1 + len(others)


def test_the_number_follows_versions(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text("another")
    assert fingerprint(tmp_path, {}) != fingerprint(checkout(), {})


def test_sources_are_their_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    file = tmp_path / "bank" / "backend.yaml"
    file.write_text("one")
    numbers = [digest_of(tmp_path)]
    file.write_text("two")
    numbers.append(digest_of(tmp_path))
    file.rename(file.with_name("frontend.yaml"))
    numbers.append(digest_of(tmp_path))
    assert len(set(numbers)) == 3
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "any.pyc").touch()
    assert digest_of(tmp_path, {"__pycache__"}) == numbers[-1]
    assert digest_of(tmp_path) != numbers[-1]
