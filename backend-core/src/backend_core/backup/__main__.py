"""Backups of a platform in containers: `docker compose run --rm backup create /backups`, `… restore /backups/NAME`.

With the database, Redis, the storage and the keys of the environment. The local platform has `visavis backup` and
`visavis restore`.
"""

import argparse
import sys
from pathlib import Path

from contracts.base import Language
from contracts.errors import RecordUnavailable, VisavisError
from sqlalchemy.exc import OperationalError

from backend_core.backup.commands import backup, check, restore


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m backend_core.backup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="make a backup, also while the platform runs")
    create.add_argument("folder", type=Path, help="where it is to lie, in a folder named after the time")
    checked = commands.add_parser("check", help="say whether a backup is whole; nothing is changed")
    checked.add_argument("backup", type=Path, help="its folder")
    restored = commands.add_parser("restore", help="put a backup back; only the databases may run")
    restored.add_argument("backup", type=Path, help="its folder")
    restored.add_argument("--replace", action="store_true", help="throw away what is in the database")
    arguments = parser.parse_args()
    try:
        print(_run(arguments))
    except VisavisError as error:
        sys.exit(error.body(Language.EN).detail)
    except OSError as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"{RecordUnavailable().body(Language.EN).detail}\n{error.orig}")


def _run(arguments: argparse.Namespace) -> str:
    match arguments.command:
        case "create":
            return backup(arguments.folder)
        case "check":
            return check(arguments.backup)
        case _:
            return restore(arguments.backup, replace=arguments.replace)


if __name__ == "__main__":
    main()
