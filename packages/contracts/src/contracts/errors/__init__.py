"""Every error a user can meet, one class each, with its HTTP status and what it says in both languages.

    VisavisError                500
    ├── InvalidInput            422
    ├── PayloadTooLarge         413
    ├── NotSignedIn             401
    ├── NotAllowed              403
    ├── NotFound                404
    ├── Conflict                409
    ├── Gone                    410
    ├── TooManyRequests         429
    └── Unavailable             503
        └── EngineFailed        503

Each module holds those of one theme, and draws how they descend from these kinds.

On the wire an error is an `ErrorBody`; `error` is the class name, the code that clients branch on.
"""

from contracts.errors.access import (
    AccountDeactivated as AccountDeactivated,
    ConsentMissing as ConsentMissing,
    LocalOnly as LocalOnly,
    NotAllowed as NotAllowed,
    NotSignedIn as NotSignedIn,
    ServiceOnly as ServiceOnly,
    SessionExpired as SessionExpired,
    TicketInvalid as TicketInvalid,
    WrongCredentials as WrongCredentials,
)
from contracts.errors.availability import (
    AtCapacity as AtCapacity,
    EngineFailed as EngineFailed,
    EngineNotInstalled as EngineNotInstalled,
    EngineUnavailable as EngineUnavailable,
    FaceModelUnreadable as FaceModelUnreadable,
    LanguageUnsupported as LanguageUnsupported,
    ModelMissing as ModelMissing,
    ModelServerRefused as ModelServerRefused,
    ModelServerSilent as ModelServerSilent,
    ModelTooWide as ModelTooWide,
    PdfNotReady as PdfNotReady,
    RecordUnavailable as RecordUnavailable,
    StorageFailed as StorageFailed,
    StorageNotSet as StorageNotSet,
    TooManyRequests as TooManyRequests,
    Unavailable as Unavailable,
)
from contracts.errors.backups import (
    BackupDamaged as BackupDamaged,
    BackupNewer as BackupNewer,
    LedgerDamaged as LedgerDamaged,
    NoRecord as NoRecord,
    PlatformRuns as PlatformRuns,
    RecordNotEmpty as RecordNotEmpty,
    StorageKeyUnknown as StorageKeyUnknown,
)
from contracts.errors.base import (
    ErrorBody as ErrorBody,
    VisavisError as VisavisError,
)
from contracts.errors.corrections import (
    CorrectionsClosed as CorrectionsClosed,
    NotACorrection as NotACorrection,
    NothingToCorrect as NothingToCorrect,
)
from contracts.errors.fields import (
    FieldProblem as FieldProblem,
    LineProblem as LineProblem,
)
from contracts.errors.input import (
    AudioTooLong as AudioTooLong,
    CalibrationFailed as CalibrationFailed,
    CodecUnsupported as CodecUnsupported,
    EmptyAnswer as EmptyAnswer,
    EmptyRecording as EmptyRecording,
    InvalidInput as InvalidInput,
    InvalidSdp as InvalidSdp,
    NothingHeard as NothingHeard,
    PayloadTooLarge as PayloadTooLarge,
    PromptTooLong as PromptTooLong,
    RecordingCut as RecordingCut,
    SchemaUnsupported as SchemaUnsupported,
    SpeedOutOfRange as SpeedOutOfRange,
    UnknownVoice as UnknownVoice,
    UnreadableAudio as UnreadableAudio,
)
from contracts.errors.integrations import (
    AddressRefused as AddressRefused,
    NotComparable as NotComparable,
    ReceiverUnavailable as ReceiverUnavailable,
    ScopeMissing as ScopeMissing,
    TokenNotFound as TokenNotFound,
    TooManyIntegrations as TooManyIntegrations,
    WebhookNotFound as WebhookNotFound,
)
from contracts.errors.invitations import (
    AlreadyInvited as AlreadyInvited,
    AlreadyOnPosting as AlreadyOnPosting,
    CsvTooLong as CsvTooLong,
    CsvUnreadable as CsvUnreadable,
    CsvWithoutEmail as CsvWithoutEmail,
    InterviewUnheard as InterviewUnheard,
    InvitationDeclined as InvitationDeclined,
    InvitationExpired as InvitationExpired,
    InvitationGone as InvitationGone,
    InvitationNotFound as InvitationNotFound,
    InvitationNotWaiting as InvitationNotWaiting,
    InvitationRevoked as InvitationRevoked,
    InvitationTaken as InvitationTaken,
    InvitationWithoutAddress as InvitationWithoutAddress,
    LanguageNotOffered as LanguageNotOffered,
    TypedAnswersOff as TypedAnswersOff,
    WindowNotOpen as WindowNotOpen,
)
from contracts.errors.mail import (
    MailNotSet as MailNotSet,
    MailRefused as MailRefused,
    MailUnavailable as MailUnavailable,
    ResetLinkExpired as ResetLinkExpired,
)
from contracts.errors.organisations import (
    AlreadyMember as AlreadyMember,
    CandidateCannotJoin as CandidateCannotJoin,
    CandidateCannotOwn as CandidateCannotOwn,
    LastOwner as LastOwner,
    MemberInvitationGone as MemberInvitationGone,
    MemberNotFound as MemberNotFound,
    OrganisationOwned as OrganisationOwned,
)
from contracts.errors.postings import (
    CompanyInUse as CompanyInUse,
    CompanyNotFound as CompanyNotFound,
    PlanInvalid as PlanInvalid,
    PlanMissing as PlanMissing,
    PlanNotFound as PlanNotFound,
    PostingFileInvalid as PostingFileInvalid,
    PostingFileTooLarge as PostingFileTooLarge,
    PostingHasInterviews as PostingHasInterviews,
    PostingOpen as PostingOpen,
    PostingStateRefused as PostingStateRefused,
    PostingUnheard as PostingUnheard,
)
from contracts.errors.questions import (
    BankBeingLoaded as BankBeingLoaded,
    QuestionChanged as QuestionChanged,
    QuestionNotFound as QuestionNotFound,
    QuestionNotShipped as QuestionNotShipped,
    QuestionSlugTaken as QuestionSlugTaken,
)
from contracts.errors.recordings import (
    RecordingClosed as RecordingClosed,
    RecordingFull as RecordingFull,
    RecordingIncomplete as RecordingIncomplete,
    RecordingNotFound as RecordingNotFound,
    RecordingNotOffered as RecordingNotOffered,
    RecordingTypeUnsupported as RecordingTypeUnsupported,
)
from contracts.errors.recruiting import (
    JudgedByOrganisation as JudgedByOrganisation,
    MemberRoleTooLow as MemberRoleTooLow,
    OrganisationNotFound as OrganisationNotFound,
    PostingNotFound as PostingNotFound,
    PostingNotOpen as PostingNotOpen,
)
from contracts.errors.resumes import (
    NoSharedResume as NoSharedResume,
    ResumeDamaged as ResumeDamaged,
    ResumeEmpty as ResumeEmpty,
    ResumeEncrypted as ResumeEncrypted,
    ResumeExpandsTooFar as ResumeExpandsTooFar,
    ResumeHasNoText as ResumeHasNoText,
    ResumeKindUnsupported as ResumeKindUnsupported,
    ResumeNotFound as ResumeNotFound,
    ResumeNotRead as ResumeNotRead,
    ResumeNotWanted as ResumeNotWanted,
    ResumePolyglot as ResumePolyglot,
    ResumeReadingFailed as ResumeReadingFailed,
    ResumeTooComplex as ResumeTooComplex,
    ResumeTooLarge as ResumeTooLarge,
    ResumeTooLong as ResumeTooLong,
    ResumeWanted as ResumeWanted,
    TooManyResumes as TooManyResumes,
    UnusableResume as UnusableResume,
)
from contracts.errors.reviews import (
    BeingJudged as BeingJudged,
    NothingToOverride as NothingToOverride,
    NotReviewableYet as NotReviewableYet,
    PlanAsksOtherwise as PlanAsksOtherwise,
    PlanVersionNotFound as PlanVersionNotFound,
    ReviewFirst as ReviewFirst,
    ReviewIncomplete as ReviewIncomplete,
    ReviewSubmitted as ReviewSubmitted,
    UnknownCriterion as UnknownCriterion,
)
from contracts.errors.rights import (
    ErasureDelayed as ErasureDelayed,
    HumanReviewMissing as HumanReviewMissing,
    ObjectionAnswered as ObjectionAnswered,
    ObjectionNotFound as ObjectionNotFound,
    ObjectionOpen as ObjectionOpen,
    OnlyAfterInterview as OnlyAfterInterview,
    OnlyScreening as OnlyScreening,
    WrongPassword as WrongPassword,
)
from contracts.errors.shares import (
    OnlyPractice as OnlyPractice,
    ShareExpired as ShareExpired,
    ShareNotFound as ShareNotFound,
    ShareRevoked as ShareRevoked,
    TooManyShares as TooManyShares,
)
from contracts.errors.sign_in import (
    CommonPassword as CommonPassword,
    PasswordTooShort as PasswordTooShort,
    SecondFactorNeeded as SecondFactorNeeded,
    SecondFactorOff as SecondFactorOff,
    SecondFactorOn as SecondFactorOn,
    WeakPassword as WeakPassword,
    WrongCode as WrongCode,
)
from contracts.errors.state import (
    BankTooSmall as BankTooSmall,
    Conflict as Conflict,
    EmailTaken as EmailTaken,
    Gone as Gone,
    GpuMissing as GpuMissing,
    InterviewNotEnded as InterviewNotEnded,
    InterviewNotFound as InterviewNotFound,
    InterviewNotLive as InterviewNotLive,
    InterviewNotOver as InterviewNotOver,
    InterviewOver as InterviewOver,
    JobNotStuck as JobNotStuck,
    LastAdministrator as LastAdministrator,
    LinkExpired as LinkExpired,
    ModelNotHeld as ModelNotHeld,
    ModelServerNotSet as ModelServerNotSet,
    NotFound as NotFound,
    PeerAlreadyConnected as PeerAlreadyConnected,
    QuestionNotAsked as QuestionNotAsked,
    ReportFailed as ReportFailed,
    ReportNotReady as ReportNotReady,
    ScreeningNotRetried as ScreeningNotRetried,
    TakenOver as TakenOver,
    TurnOutOfOrder as TurnOutOfOrder,
)
