"""Services of the version before go on beside a migrated schema, and a migration that is in the way gives up."""

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from persistence import migrate
from persistence.ids import new_id

BEFORE_THE_RULE = {
    "0022": {"drop_column"},
    "0025": {"drop_column"},
    "0029": {"drop_column", "add_required_column"},
}
"""What these did nobody's older service had to bear: there was none to update from."""
ALLOWED: dict[str, str] = {}
"""Migrations that take away what the version before no longer names: which version stopped naming it."""


def breaking(upgrade: ast.AST) -> Iterator[str]:
    """What of a migration would fail services that were written before it."""
    for call in ast.walk(upgrade):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            match call.func.attr:
                case "drop_column" | "drop_table" | "rename_table" as name:
                    yield name
                case "alter_column" if "new_column_name" in given:
                    yield "rename_column"
                case "alter_column" if _is_false(given.get("nullable")):
                    yield "require_column"
                case "add_column" if _is_required(call):
                    yield "add_required_column"


def _is_required(add_column: ast.Call) -> bool:
    return any(
        isinstance(argument, ast.Call)
        and {keyword.arg: keyword.value for keyword in argument.keywords}.keys().isdisjoint({"server_default"})
        and any(keyword.arg == "nullable" and _is_false(keyword.value) for keyword in argument.keywords)
        for argument in add_column.args
    )


def _is_false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def broken_by(file: Path) -> set[str]:
    functions = [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]
    return {found for function in functions if function.name != "downgrade" for found in breaking(function)}


def test_no_migration_takes_away_what_the_version_before_it_uses():
    files = sorted((migrate.MIGRATIONS / "versions").glob("[0-9]*.py"))
    found = {file.name[:4]: broken for file in files if (broken := broken_by(file))}
    new = {revision: broken for revision, broken in found.items() if revision not in ALLOWED}
    assert new == BEFORE_THE_RULE, "CONTRIBUTING.md says in how many steps a column goes"


def test_a_migration_that_finds_a_table_in_use_gives_up_and_can_be_run_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
):
    name = f"migrated_{new_id().replace('-', '')}"
    url = f"{postgres_url.rsplit('/', 1)[0]}/{name}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr("sys.argv", ["migrate"])
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", "100ms")
    monkeypatch.setattr(migrate, "LOOK_EVERY_S", 0.01)
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as cluster,
    ):
        waiting = pool.submit(migrate.wait, url)
        cluster.execute(f"CREATE DATABASE {name}")
        with migrate.locked(url) as connection:
            migrate.upgrade(connection, "0036")
            connection.commit()
        with psycopg.connect(url.replace("+psycopg", "")) as reader:
            reader.execute("SELECT FROM interviews")
            with pytest.raises(SystemExit) as gave_up:
                migrate.main()
            assert "Run it again" in str(gave_up.value)
            assert reader.execute("SELECT version_num FROM alembic_version").fetchone() == ("0036",)
        assert not waiting.done(), "a service of this version may not begin yet"
        migrate.main()
        waiting.result()
        migrate.check(url)
        cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
