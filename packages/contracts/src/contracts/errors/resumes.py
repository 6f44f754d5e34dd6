"""A résumé that cannot be kept or read; each says what to do about the file.

NotFound                        404
├── NoSharedResume
└── ResumeNotFound
Conflict                        409
├── ResumeNotRead
└── TooManyResumes
PayloadTooLarge                 413
└── ResumeTooLarge
InvalidInput                    422
├── ResumeNotWanted
├── ResumeWanted
└── UnusableResume
    ├── ResumeDamaged
    ├── ResumeEmpty
    ├── ResumeEncrypted
    ├── ResumeExpandsTooFar
    ├── ResumeHasNoText
    ├── ResumeKindUnsupported   415
    ├── ResumePolyglot          415
    ├── ResumeTooComplex
    └── ResumeTooLong
Unavailable                     503
└── ResumeReadingFailed
"""

from contracts.base import Language
from contracts.errors.availability import Unavailable
from contracts.errors.input import InvalidInput, PayloadTooLarge
from contracts.errors.state import Conflict, NotFound
from contracts.resumes import MAX_RESUME_PAGES


class ResumeNotFound(NotFound):
    messages = {
        Language.KO: "이력서를 찾을 수 없습니다. 내 이력서 목록에서 다시 골라 주세요.",
        Language.EN: "There is no such résumé. Choose one from your list.",
    }


class TooManyResumes(Conflict):
    messages = {
        Language.KO: "이력서는 {limit}개까지 보관할 수 있습니다. 쓰지 않는 이력서를 지운 뒤 다시 올려 주세요.",
        Language.EN: "You can keep {limit} résumés. Delete one that you no longer need, then upload again.",
    }


class ResumeNotRead(Conflict):
    messages = {
        Language.KO: "아직 읽는 중이거나 읽지 못한 이력서입니다. 다 읽을 때까지 기다리거나 다른 이력서를 골라 주세요.",
        Language.EN: "This résumé has not been read yet, or could not be. Wait until it has been, or choose another.",
    }


class ResumeWanted(InvalidInput):
    messages = {
        Language.KO: "이 공고는 이력서를 함께 받습니다. 이력서를 고르거나 올린 뒤 다시 수락해 주세요.",
        Language.EN: "This posting asks for a résumé. Choose one or upload one, then accept again.",
    }


class ResumeNotWanted(InvalidInput):
    messages = {
        Language.KO: "이 공고는 이력서를 받지 않습니다. 이력서 없이 수락해 주세요.",
        Language.EN: "This posting takes no résumé. Accept without one.",
    }


class NoSharedResume(NotFound):
    messages = {
        Language.KO: "이 면접에는 이력서가 없습니다. 지원자가 내지 않았거나, 낸 뒤에 지웠습니다.",
        Language.EN: "There is no résumé with this interview: the candidate added none, or has deleted it since.",
    }


class ResumeTooLarge(PayloadTooLarge):
    messages = {
        Language.KO: "파일이 너무 큽니다(최대 {limit}). 그림을 빼거나 용량을 줄여 저장한 뒤 다시 올려 주세요.",
        Language.EN: "This file is too large (at most {limit}). Leave out pictures, then upload it again.",
    }


class ResumeReadingFailed(Unavailable):
    messages = {
        Language.KO: "이력서를 읽는 데 여러 번 실패했습니다. 지우고 다시 올려 보고, 계속되면 관리자에게 알려 주세요.",
        Language.EN: "Reading this résumé failed several times. Delete it and upload it again; if it stays, tell an "
        "administrator.",
    }


class UnusableResume(InvalidInput):
    """The file itself is what is wrong: uploading or reading it again changes nothing."""


class ResumeKindUnsupported(UnusableResume):
    status = 415
    messages = {
        Language.KO: "이 형식의 파일은 읽을 수 없습니다. PDF, DOCX, HWPX, MD, TXT 중 하나로 저장해 올려 주세요. "
        "(.hwp와 .doc은 각각 .hwpx와 .docx로 저장할 수 있습니다.)",
        Language.EN: "This kind of file cannot be read. Save it as PDF, DOCX, HWPX, MD or TXT and upload that. "
        "(Save .doc as .docx, and .hwp as .hwpx.)",
    }


class ResumePolyglot(UnusableResume):
    status = 415
    messages = {
        Language.KO: "두 가지 형식이 섞인 파일은 받지 않습니다. 문서 프로그램에서 새 파일로 저장해 올려 주세요.",
        Language.EN: "A file that is two kinds at once is not accepted. Save the document anew and upload that.",
    }


class ResumeEmpty(UnusableResume):
    messages = {
        Language.KO: "파일이 비어 있습니다. 내용이 있는 이력서를 골라 다시 올려 주세요.",
        Language.EN: "This file is empty. Choose a résumé with something in it and upload that.",
    }


class ResumeEncrypted(UnusableResume):
    messages = {
        Language.KO: "암호가 걸린 문서라 읽을 수 없습니다. 암호를 풀어 저장한 뒤 다시 올려 주세요.",
        Language.EN: "This document is protected by a password. Save it without one and upload that.",
    }


class ResumeTooLong(UnusableResume):
    messages = {
        Language.KO: f"문서가 너무 깁니다(최대 {MAX_RESUME_PAGES}쪽). 이력서 부분만 남겨 다시 올려 주세요.",
        Language.EN: f"This document is too long (at most {MAX_RESUME_PAGES} pages). Upload the résumé alone.",
    }


class ResumeHasNoText(UnusableResume):
    messages = {
        Language.KO: "글자가 없는 문서입니다. 스캔이나 사진 대신, 문서 프로그램에서 저장한 파일을 올려 주세요.",
        Language.EN: "There is no text in this document. Upload what a word processor saved, not a scan or a photo.",
    }


class ResumeExpandsTooFar(UnusableResume):
    messages = {
        Language.KO: "압축을 풀면 지나치게 커지는 문서라 읽지 않았습니다. 문서 프로그램에서 새로 저장해 올려 주세요.",
        Language.EN: "Unpacked, this document becomes far too large and was not read. Save it anew and upload that.",
    }


class ResumeTooComplex(UnusableResume):
    messages = {
        Language.KO: "문서가 너무 복잡해 제한 안에서 읽지 못했습니다. 더 단순하게, 또는 TXT로 저장해 올려 주세요.",
        Language.EN: "This document takes too much time or memory to read. Upload a simpler one, or a TXT file.",
    }


class ResumeDamaged(UnusableResume):
    messages = {
        Language.KO: "파일이 손상되어 읽을 수 없습니다. 문서 프로그램에서 열어 새로 저장한 뒤 다시 올려 주세요.",
        Language.EN: "This file is damaged. Open it in a word processor, save it anew, and upload that.",
    }
