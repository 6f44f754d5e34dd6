"""The record as files: each table as PostgreSQL's COPY writes it, gzipped, and back.

What a table's columns mean is said by the migration at which it was saved (`revision`), so that a restored record is
brought to that one first, and to the newest from there.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import cast

import psycopg
from psycopg import sql
from sqlalchemy import Connection

BLOCK = 2**20
CREDENTIALS = ("media_tickets", "password_resets", "refresh_sessions")
"""Not saved: after a restore everybody signs in again, and what was signed out meanwhile stays so."""
OWN_LEDGER = "alembic_version"

OTHERS_OF_OURS = """
    SELECT {name} FROM {catalog} o WHERE {namespace} = 'public'::regnamespace AND {condition}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')
"""
TABLES = OTHERS_OF_OURS.format(
    name="o.relname", catalog="pg_class", namespace="o.relnamespace", condition="o.relkind IN ('r', 'p')"
)
FUNCTIONS = OTHERS_OF_OURS.format(
    name="o.oid::regprocedure::text", catalog="pg_proc", namespace="o.pronamespace", condition="o.prokind = 'f'"
)
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
REFERENCES = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid
"""


@dataclass(frozen=True)
class TableCopy:
    """A table in a file: `sha256` is of its text, before it was gzipped, so that two copies of the same rows agree."""

    columns: list[str]
    rows: int
    sha256: str


def revision(connection: Connection) -> str | None:
    """The migration that the schema is at; None where there is no schema."""
    with _cursor(connection) as cursor:
        if OWN_LEDGER not in _tables(cursor):
            return None
        row = cursor.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def count_others(connection: Connection) -> int:
    """Other sessions that are connected to this database."""
    with _cursor(connection) as cursor:
        row = cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    return cast("int", row[0]) if row else 0


def has_people(connection: Connection) -> bool:
    """Whether there is anybody in the record."""
    with _cursor(connection) as cursor:
        if "users" not in _tables(cursor):
            return False
        return cursor.execute("SELECT FROM users LIMIT 1").fetchone() is not None


def save_tables(connection: Connection, folder: Path) -> dict[str, TableCopy]:
    """Write every table but `CREDENTIALS` into `folder`, all as they are at one instant.

    The caller has begun a REPEATABLE READ transaction.
    """
    with _cursor(connection) as cursor:
        tables = [table for table in _tables(cursor) if table not in (*CREDENTIALS, OWN_LEDGER)]
        return {table: _save(cursor, table, folder) for table in tables}


def wipe(connection: Connection) -> None:
    """Drop every table and function of ours; extensions stay."""
    with _cursor(connection) as cursor:
        tables = [sql.Identifier(table) for table in _tables(cursor)]
        if tables:
            cursor.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.SQL(", ").join(tables)))
        for (signature,) in cursor.execute(FUNCTIONS).fetchall():
            # As regprocedure prints it: quoted where it must be.
            cursor.execute(f"DROP FUNCTION {signature} CASCADE".encode())


def load_tables(connection: Connection, folder: Path, copies: dict[str, TableCopy]) -> None:
    """Put the rows back, within the caller's transaction, into tables as they were when they were saved."""
    with _cursor(connection) as cursor:
        for table in _parents_first(cursor):
            if copy := copies.get(table):
                _load(cursor, table, folder, copy)


def table_file(folder: Path, table: str) -> Path:
    return folder / f"{table}.copy.gz"


def digest_of(folder: Path, table: str) -> str:
    """Of a table's file. Raises `OSError` where it cannot be read, or is not whole."""
    digest = hashlib.sha256()
    try:
        with gzip.open(table_file(folder, table)) as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except (EOFError, zlib.error) as error:
        raise gzip.BadGzipFile(str(error)) from error
    return digest.hexdigest()


def _save(cursor: psycopg.Cursor, table: str, folder: Path) -> TableCopy:
    columns = [str(column) for (column,) in cursor.execute(COLUMNS, (table,)).fetchall()]
    digest = hashlib.sha256()
    key = _primary_key(cursor, table) or columns
    rows = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _identifiers(columns), sql.Identifier(table), _identifiers(key)
    )
    with gzip.open(table_file(folder, table), "xb", compresslevel=3) as file, cursor.copy(rows) as copy:
        for block in copy:
            digest.update(block)
            file.write(block)
    return TableCopy(columns, cursor.rowcount, digest.hexdigest())


def _load(cursor: psycopg.Cursor, table: str, folder: Path, saved: TableCopy) -> None:
    name = sql.Identifier(table)
    if cursor.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(name)).fetchone() is not None:
        # What a migration has written of its own accord is in the copy as well.
        cursor.execute(sql.SQL("DELETE FROM {}").format(name))
    rows = sql.SQL("COPY {} ({}) FROM STDIN").format(name, _identifiers(saved.columns))
    with gzip.open(table_file(folder, table)) as file, cursor.copy(rows) as copy:
        while block := file.read(BLOCK):
            copy.write(block)
    if cursor.rowcount != saved.rows:
        raise RuntimeError(f"{table} has {cursor.rowcount} rows and was saved with {saved.rows}")


def _parents_first(cursor: psycopg.Cursor) -> Sequence[str]:
    """Each table after those that its rows refer to."""
    sorter = TopologicalSorter({table: set[str]() for table in _tables(cursor)})
    for table, parent in cursor.execute(REFERENCES).fetchall():
        sorter.add(str(table), str(parent))
    return list(sorter.static_order())


def _primary_key(cursor: psycopg.Cursor, table: str) -> list[str]:
    found = cursor.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)",
        (table,),
    )
    return [str(column) for (column,) in found.fetchall()]


def _tables(cursor: psycopg.Cursor) -> list[str]:
    return sorted(str(table) for (table,) in cursor.execute(TABLES).fetchall())


def _identifiers(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


@contextmanager
def _cursor(connection: Connection) -> Iterator[psycopg.Cursor]:
    """Of psycopg's own connection, within the transaction of SQLAlchemy's."""
    with cast("psycopg.Connection", connection.connection.driver_connection).cursor() as cursor:
        yield cursor
