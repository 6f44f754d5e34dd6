"""Every error a user can meet, one class each, with its HTTP status and what it says in both languages.

    VisavisError                        500
    ├── InvalidInput                    422
    │   ├── PlanInvalid                 422
    │   ├── AddressRefused              422
    │   ├── NotComparable               422
    │   ├── CsvUnreadable               422
    │   ├── CsvWithoutEmail             422
    │   ├── EmptyAnswer                 422
    │   ├── EmptyRecording              422
    │   ├── NothingHeard                422
    │   ├── InvalidSdp                  400
    │   ├── CalibrationFailed           422
    │   ├── LanguageNotOffered          422
    │   ├── PromptTooLong               422
    │   ├── SchemaUnsupported           422
    │   ├── SpeedOutOfRange             422
    │   ├── UnknownVoice                422
    │   ├── UnknownCriterion            422
    │   ├── UnusableResume              422
    │   │   ├── ResumeDamaged           422
    │   │   ├── ResumeEmpty             422
    │   │   ├── ResumeEncrypted         422
    │   │   ├── ResumeExpandsTooFar     422
    │   │   ├── ResumeHasNoText         422
    │   │   ├── ResumeKindUnsupported   415
    │   │   ├── ResumePolyglot          415
    │   │   ├── ResumeTooComplex        422
    │   │   └── ResumeTooLong           422
    │   ├── UnreadableAudio             415
    │   │   ├── CodecUnsupported        415
    │   │   └── RecordingCut            415
    │   └── WeakPassword                422
    ├── PayloadTooLarge                 413
    │   ├── AudioTooLong                413
    │   ├── CsvTooLong                  413
    │   └── ResumeTooLarge              413
    ├── NotSignedIn                     401
    │   ├── WrongCredentials            401
    │   ├── SessionExpired              401
    │   └── TicketInvalid               401
    ├── NotAllowed                      403
    │   ├── AccountDeactivated          403
    │   ├── CandidateCannotJoin         403
    │   ├── ConsentMissing              403
    │   ├── JudgedByOrganisation        403
    │   ├── LocalOnly                   403
    │   ├── MemberRoleTooLow            403
    │   ├── ServiceOnly                 403
    │   ├── WrongPassword               403
    │   └── ScopeMissing                403
    ├── NotFound                        404
    │   ├── CompanyNotFound             404
    │   ├── PlanNotFound                404
    │   ├── InterviewNotFound           404
    │   ├── InvitationNotFound          404
    │   ├── LinkExpired                 404
    │   ├── MemberInvitationGone        404
    │   ├── MemberNotFound              404
    │   ├── ModelNotHeld                404
    │   ├── ModelServerNotSet           404
    │   ├── ObjectionNotFound           404
    │   ├── OrganisationNotFound        404
    │   ├── PostingNotFound             404
    │   ├── PlanVersionNotFound         404
    │   ├── QuestionNotFound            404
    │   ├── ReportFailed                404
    │   ├── ReportNotReady              404
    │   ├── ResetLinkExpired            404
    │   ├── TokenNotFound               404
    │   ├── WebhookNotFound             404
    │   └── ResumeNotFound              404
    ├── Conflict                        409
    │   ├── CompanyInUse                409
    │   ├── PlanMissing                 409
    │   ├── PostingHasInterviews        409
    │   ├── PostingOpen                 409
    │   ├── PostingStateRefused         409
    │   ├── AlreadyMember               409
    │   ├── AlreadyInvited              409
    │   ├── AlreadyOnPosting            409
    │   ├── EmailTaken                  409
    │   ├── HumanReviewMissing          409
    │   ├── InterviewNotEnded           409
    │   ├── InterviewNotLive            409
    │   ├── InterviewNotOver            409
    │   ├── InterviewOver               409
    │   ├── ObjectionAnswered           409
    │   ├── ObjectionOpen               409
    │   ├── OnlyAfterInterview          409
    │   ├── OnlyScreening               409
    │   ├── InvitationNotWaiting        409
    │   ├── InvitationTaken             409
    │   ├── InvitationWithoutAddress    409
    │   ├── TypedAnswersOff             409
    │   ├── WindowNotOpen               409
    │   ├── TurnOutOfOrder              409
    │   ├── PeerAlreadyConnected        409
    │   ├── PostingNotOpen              409
    │   ├── BeingJudged                 409
    │   ├── NothingToOverride           409
    │   ├── NotReviewableYet            409
    │   ├── PlanAsksOtherwise           409
    │   ├── ReviewFirst                 409
    │   ├── ReviewIncomplete            409
    │   ├── ReviewSubmitted             409
    │   ├── GpuMissing                  409
    │   ├── JobNotStuck                 409
    │   ├── LastAdministrator           409
    │   ├── QuestionChanged             409
    │   ├── QuestionNotShipped          409
    │   ├── QuestionSlugTaken           409
    │   ├── LastOwner                   409
    │   ├── ResumeNotRead               409
    │   ├── TooManyResumes              409
    │   ├── TooManyIntegrations         409
    │   └── BankTooSmall                409
    ├── InvitationGone                  410
    │   ├── InvitationDeclined          410
    │   ├── InvitationExpired           410
    │   └── InvitationRevoked           410
    ├── TooManyRequests                 429
    └── Unavailable                     503
        ├── AtCapacity                  503
        ├── MailNotSet                  503
        ├── MailRefused                 503
        ├── MailUnavailable             503
        ├── ModelServerRefused          503
        ├── ModelServerSilent           503
        ├── BankBeingLoaded             503
        ├── ResumeReadingFailed         503
        ├── PdfNotReady                 503
        ├── ReceiverUnavailable         503
        ├── StorageFailed               503
        │   ├── ErasureDelayed          503
        │   └── StorageNotSet           503
        └── EngineFailed                503
            ├── EngineNotInstalled      503
            ├── EngineUnavailable       503
            ├── LanguageUnsupported     503
            ├── ModelMissing            503
            └── ModelTooWide            503

On the wire an error is an `ErrorBody`; `error` is the class name, the code that clients branch on.
"""

from contracts.errors.access import (
    AccountDeactivated,
    ConsentMissing,
    LocalOnly,
    NotAllowed,
    NotSignedIn,
    ServiceOnly,
    SessionExpired,
    TicketInvalid,
    WrongCredentials,
)
from contracts.errors.availability import (
    AtCapacity,
    EngineFailed,
    EngineNotInstalled,
    EngineUnavailable,
    LanguageUnsupported,
    ModelMissing,
    ModelServerRefused,
    ModelServerSilent,
    ModelTooWide,
    PdfNotReady,
    StorageFailed,
    StorageNotSet,
    TooManyRequests,
    Unavailable,
)
from contracts.errors.base import ErrorBody, VisavisError
from contracts.errors.fields import FieldProblem
from contracts.errors.input import (
    AudioTooLong,
    CalibrationFailed,
    CodecUnsupported,
    EmptyAnswer,
    EmptyRecording,
    InvalidInput,
    InvalidSdp,
    NothingHeard,
    PayloadTooLarge,
    PromptTooLong,
    RecordingCut,
    SchemaUnsupported,
    SpeedOutOfRange,
    UnknownVoice,
    UnreadableAudio,
    WeakPassword,
)
from contracts.errors.integrations import (
    AddressRefused,
    NotComparable,
    ReceiverUnavailable,
    ScopeMissing,
    TokenNotFound,
    TooManyIntegrations,
    WebhookNotFound,
)
from contracts.errors.invitations import (
    AlreadyInvited,
    AlreadyOnPosting,
    CsvTooLong,
    CsvUnreadable,
    CsvWithoutEmail,
    InvitationDeclined,
    InvitationExpired,
    InvitationGone,
    InvitationNotFound,
    InvitationNotWaiting,
    InvitationRevoked,
    InvitationTaken,
    InvitationWithoutAddress,
    LanguageNotOffered,
    TypedAnswersOff,
    WindowNotOpen,
)
from contracts.errors.mail import MailNotSet, MailRefused, MailUnavailable, ResetLinkExpired
from contracts.errors.organisations import (
    AlreadyMember,
    CandidateCannotJoin,
    LastOwner,
    MemberInvitationGone,
    MemberNotFound,
)
from contracts.errors.postings import (
    CompanyInUse,
    CompanyNotFound,
    PlanInvalid,
    PlanMissing,
    PlanNotFound,
    PostingHasInterviews,
    PostingOpen,
    PostingStateRefused,
)
from contracts.errors.questions import (
    BankBeingLoaded,
    QuestionChanged,
    QuestionNotFound,
    QuestionNotShipped,
    QuestionSlugTaken,
)
from contracts.errors.recruiting import (
    JudgedByOrganisation,
    MemberRoleTooLow,
    OrganisationNotFound,
    PostingNotFound,
    PostingNotOpen,
)
from contracts.errors.resumes import (
    ResumeDamaged,
    ResumeEmpty,
    ResumeEncrypted,
    ResumeExpandsTooFar,
    ResumeHasNoText,
    ResumeKindUnsupported,
    ResumeNotFound,
    ResumeNotRead,
    ResumePolyglot,
    ResumeReadingFailed,
    ResumeTooComplex,
    ResumeTooLarge,
    ResumeTooLong,
    TooManyResumes,
    UnusableResume,
)
from contracts.errors.reviews import (
    BeingJudged,
    NothingToOverride,
    NotReviewableYet,
    PlanAsksOtherwise,
    PlanVersionNotFound,
    ReviewFirst,
    ReviewIncomplete,
    ReviewSubmitted,
    UnknownCriterion,
)
from contracts.errors.rights import (
    ErasureDelayed,
    HumanReviewMissing,
    ObjectionAnswered,
    ObjectionNotFound,
    ObjectionOpen,
    OnlyAfterInterview,
    OnlyScreening,
    WrongPassword,
)
from contracts.errors.state import (
    BankTooSmall,
    Conflict,
    EmailTaken,
    GpuMissing,
    InterviewNotEnded,
    InterviewNotFound,
    InterviewNotLive,
    InterviewNotOver,
    InterviewOver,
    JobNotStuck,
    LastAdministrator,
    LinkExpired,
    ModelNotHeld,
    ModelServerNotSet,
    NotFound,
    PeerAlreadyConnected,
    ReportFailed,
    ReportNotReady,
    TurnOutOfOrder,
)

__all__ = [
    "AccountDeactivated",
    "AddressRefused",
    "AlreadyInvited",
    "AlreadyMember",
    "AlreadyOnPosting",
    "AtCapacity",
    "AudioTooLong",
    "BankBeingLoaded",
    "BankTooSmall",
    "BeingJudged",
    "CalibrationFailed",
    "CandidateCannotJoin",
    "CodecUnsupported",
    "CompanyInUse",
    "CompanyNotFound",
    "Conflict",
    "ConsentMissing",
    "CsvTooLong",
    "CsvUnreadable",
    "CsvWithoutEmail",
    "EmailTaken",
    "EmptyAnswer",
    "EmptyRecording",
    "EngineFailed",
    "EngineNotInstalled",
    "EngineUnavailable",
    "ErasureDelayed",
    "ErrorBody",
    "FieldProblem",
    "GpuMissing",
    "HumanReviewMissing",
    "InterviewNotEnded",
    "InterviewNotFound",
    "InterviewNotLive",
    "InterviewNotOver",
    "InterviewOver",
    "InvalidInput",
    "InvalidSdp",
    "InvitationDeclined",
    "InvitationExpired",
    "InvitationGone",
    "InvitationNotFound",
    "InvitationNotWaiting",
    "InvitationRevoked",
    "InvitationTaken",
    "InvitationWithoutAddress",
    "JobNotStuck",
    "JudgedByOrganisation",
    "LanguageNotOffered",
    "LanguageUnsupported",
    "LastAdministrator",
    "LastOwner",
    "LinkExpired",
    "LocalOnly",
    "MailNotSet",
    "MailRefused",
    "MailUnavailable",
    "MemberInvitationGone",
    "MemberNotFound",
    "MemberRoleTooLow",
    "ModelMissing",
    "ModelNotHeld",
    "ModelServerNotSet",
    "ModelServerRefused",
    "ModelServerSilent",
    "ModelTooWide",
    "NotAllowed",
    "NotComparable",
    "NotFound",
    "NotReviewableYet",
    "NotSignedIn",
    "NothingHeard",
    "NothingToOverride",
    "ObjectionAnswered",
    "ObjectionNotFound",
    "ObjectionOpen",
    "OnlyAfterInterview",
    "OnlyScreening",
    "OrganisationNotFound",
    "PayloadTooLarge",
    "PdfNotReady",
    "PeerAlreadyConnected",
    "PlanAsksOtherwise",
    "PlanInvalid",
    "PlanMissing",
    "PlanNotFound",
    "PlanVersionNotFound",
    "PostingHasInterviews",
    "PostingNotFound",
    "PostingNotOpen",
    "PostingOpen",
    "PostingStateRefused",
    "PromptTooLong",
    "QuestionChanged",
    "QuestionNotFound",
    "QuestionNotShipped",
    "QuestionSlugTaken",
    "ReceiverUnavailable",
    "RecordingCut",
    "ReportFailed",
    "ReportNotReady",
    "ResetLinkExpired",
    "ResumeDamaged",
    "ResumeEmpty",
    "ResumeEncrypted",
    "ResumeExpandsTooFar",
    "ResumeHasNoText",
    "ResumeKindUnsupported",
    "ResumeNotFound",
    "ResumeNotRead",
    "ResumePolyglot",
    "ResumeReadingFailed",
    "ResumeTooComplex",
    "ResumeTooLarge",
    "ResumeTooLong",
    "ReviewFirst",
    "ReviewIncomplete",
    "ReviewSubmitted",
    "SchemaUnsupported",
    "ScopeMissing",
    "ServiceOnly",
    "SessionExpired",
    "SpeedOutOfRange",
    "StorageFailed",
    "StorageNotSet",
    "TicketInvalid",
    "TokenNotFound",
    "TooManyIntegrations",
    "TooManyRequests",
    "TooManyResumes",
    "TurnOutOfOrder",
    "TypedAnswersOff",
    "Unavailable",
    "UnknownCriterion",
    "UnknownVoice",
    "UnreadableAudio",
    "UnusableResume",
    "VisavisError",
    "WeakPassword",
    "WebhookNotFound",
    "WindowNotOpen",
    "WrongCredentials",
    "WrongPassword",
]
