"""What keeps a backup from being made or put back; those who meet it are at a terminal.

InvalidInput
├── BackupDamaged
└── BackupNewer
Conflict
├── LedgerDamaged
├── NoRecord
├── RecordNotEmpty
├── PlatformRuns
└── StorageKeyUnknown
"""

from contracts.base import Language
from contracts.errors.input import InvalidInput
from contracts.errors.state import Conflict


class BackupDamaged(InvalidInput):
    """Also for what is no backup, or was broken off."""

    messages = {
        Language.KO: "백업이 온전하지 않습니다({part}). 다른 백업으로 복원해 주세요. 데이터는 그대로입니다.",
        Language.EN: "This is not a whole backup ({part}). Restore another one; nothing has been changed.",
    }


class BackupNewer(InvalidInput):
    messages = {
        Language.KO: "더 새로운 버전의 Visavis가 만든 백업입니다. 이 설치를 먼저 업데이트한 뒤 복원해 주세요.",
        Language.EN: "A newer version of Visavis made this backup. Update this installation first, then restore it.",
    }


class LedgerDamaged(Conflict):
    messages = {
        Language.KO: "삭제 기록의 한 항목을 읽을 수 없어 무엇을 다시 지워야 하는지 알 수 없습니다({part}). "
        "복사해 둔 항목을 저장소에 넣은 뒤 다시 실행해 주세요. 데이터는 그대로입니다.",
        Language.EN: "An entry of the ledger of erasures cannot be read, so that nobody knows what to erase again "
        "({part}). Put your copy of it into the storage and run this again; nothing has been changed.",
    }


class NoRecord(Conflict):
    messages = {
        Language.KO: "이 데이터베이스에는 아직 아무것도 없습니다. 주소가 맞는지 보고, "
        "플랫폼을 한 번 실행한 뒤 백업해 주세요.",
        Language.EN: "There is nothing in this database yet. See that its address is right, and start the platform "
        "once before you back it up.",
    }


class RecordNotEmpty(Conflict):
    messages = {
        Language.KO: "데이터베이스에 이미 사람들의 기록이 있습니다. 모두 버리고 백업으로 바꾸려면 "
        "--replace를 붙여 다시 실행해 주세요.",
        Language.EN: "There are people in this database. To throw it all away for the backup, run this again with "
        "--replace.",
    }


class PlatformRuns(Conflict):
    messages = {
        Language.KO: "다른 프로그램이 데이터베이스를 쓰고 있습니다. 데이터베이스만 남기고 서비스를 모두 멈춘 뒤 "
        "다시 실행해 주세요.",
        Language.EN: "Other programs use this database. Stop every service but the database, then run this again.",
    }


class StorageKeyUnknown(Conflict):
    messages = {
        Language.KO: "이 백업의 파일은 다른 STORAGE_KEY로 암호화되어 있어 읽을 수 없습니다. 백업할 때의 키를 "
        "STORAGE_KEY나 STORAGE_KEYS_BEFORE에 넣고 다시 실행해 주세요.",
        Language.EN: "The files of this backup lie under another STORAGE_KEY and could not be read. Put the key of its "
        "time into STORAGE_KEY, or into STORAGE_KEYS_BEFORE, and run this again.",
    }
