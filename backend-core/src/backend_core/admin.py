"""People and keys of a platform in containers: `docker compose exec backend-core python -m backend_core.admin …`.

`create EMAIL NAME` makes an administrator, `password EMAIL` gives an account another password, `second-factor-off
EMAIL` lets somebody in who has lost theirs, `erase EMAIL` removes an account and all that hangs on it,
`rotate-storage-key` wraps what lies under STORAGE_KEYS_BEFORE under STORAGE_KEY. A password is asked for, or read from
standard input where nobody is at the terminal. The local platform has `visavis admin`.
"""

import argparse
import getpass
import sys

from contracts.base import Language
from contracts.errors import VisavisError

from backend_core.auth.accounts import create_admin, erase_user, remove_second_factor, set_password
from backend_core.key_rotation import rotate_keys


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m backend_core.admin", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="create an administrator")
    create.add_argument("email", help="the address to sign in with")
    create.add_argument("full_name", help="the name that others see")
    password = commands.add_parser("password", help="give an account another password; it is signed out everywhere")
    password.add_argument("email", help="whose account")
    second_factor = commands.add_parser("second-factor-off", help="let somebody in who has lost their second factor")
    second_factor.add_argument("email", help="whose account")
    erase = commands.add_parser("erase", help="erase an account with interviews, transcripts and reports, for good")
    erase.add_argument("email", help="whose account")
    commands.add_parser("rotate-storage-key", help="wrap what lies under STORAGE_KEYS_BEFORE under STORAGE_KEY")
    arguments = parser.parse_args()
    try:
        if arguments.command == "create":
            create_admin(arguments.email, arguments.full_name, _password())
            print(f"{arguments.email} is an administrator now.")
        elif arguments.command == "password":
            set_password(arguments.email, _password())
            print("The password is set. Every session of the account has ended.")
        elif arguments.command == "second-factor-off":
            remove_second_factor(arguments.email)
            print("The password is enough now.")
        elif arguments.command == "erase":
            print(f"Erased. The ledger of erasures has it as {erase_user(arguments.email)}.")
        else:
            rotation = rotate_keys()
            print(rotation.said)
            sys.exit(1 if rotation.unopened else 0)
    except VisavisError as error:
        sys.exit(error.body(Language.EN).detail)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        sys.exit("The two were not the same. Start again.")
    return password


if __name__ == "__main__":
    main()
