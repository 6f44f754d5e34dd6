"""One whole interview of the virtual candidate, from signing in to the report."""

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog
from contracts.base import AnswerSource, ConsentPurpose, Id, InterviewMode, Language, Speaker
from contracts.delivery import Delivery
from contracts.questions import AskedQuestion, Slug
from contracts.recruiting import InvitationState
from engines.llm.follow_up import MOST_FOLLOW_UPS
from engines.tts.espeak import EspeakVoice

from visavis.candidate.accuracy import word_error_rate
from visavis.candidate.answers import answer_to
from visavis.candidate.api import Interview, Invited, Platform, PlatformConfig, wait_for_report
from visavis.candidate.calibration import CAMERA, calibrate
from visavis.candidate.conversation import Conversation, PlannedAnswer, TurnNotes, TypedAnswer
from visavis.candidate.ear import Ear
from visavis.candidate.errors import CandidateError, CandidateInputError
from visavis.candidate.face import FaceTrack, Film
from visavis.candidate.live import LiveConnection, live_connection
from visavis.candidate.record import Heard, InterviewRecord, Said, TranscriptLine, Turn
from visavis.candidate.recovery import Recovery, is_over
from visavis.candidate.voice import Clip, Voice, VoiceTrack, synthesised_clip

log = structlog.get_logger(__name__)

OWN_VOICES = {Language.EN: "en-us+edward", Language.KO: "ko"}
"""Of the variants that espeak-ng carries, the one that the embedded recogniser understands best."""
QUESTIONS, POSITION = 3, "backend"
"""Of practice, where nothing else is wished for."""
SECONDS_A_QUESTION = 180.0
"""For the whole conversation, a question; whatever takes longer hangs."""


@dataclass(frozen=True)
class Account:
    """Who the candidate is. A `fresh` one is registered first."""

    email: str
    password: str
    fresh: bool = False


def fresh_account() -> Account:
    return Account(f"candidate-{secrets.token_hex(4)}@example.com", secrets.token_urlsafe(12), fresh=True)


@dataclass(frozen=True)
class InterviewOptions:
    """What the candidate brings along. Clips, references and texts go round where questions outnumber them."""

    url: str
    film: Film
    invitation: str | None = None
    """The token of one, whose posting says what is asked; None: practice of `questions`, `follow_ups`, `position`."""
    language: Language | None = None
    """None: that of the invitation, or else English."""
    questions: int = QUESTIONS
    follow_ups: int = MOST_FOLLOW_UPS
    """To each of them, at most."""
    position: Slug = POSITION
    account: Account = field(default_factory=fresh_account)
    clips: list[Clip] = field(default_factory=list)
    """None: the candidate speaks answers of its own."""
    references: list[str] = field(default_factory=list)
    """What is said in the clips, for the word error rate."""
    typed_turns: frozenset[int] = frozenset()
    """None: all of them where there are texts to type, or else those in a language that the platform cannot hear."""
    typed_texts: list[str] = field(default_factory=list)
    """None: typed turns get the candidate's own answers."""
    calibrate: bool = False
    """Before a practice interview, measure what gaze, smile and tension are compared with."""
    record_to: Path | None = None
    loss: float = 0.0
    """Share of the packets of voice and face that get lost on the way."""
    relay: bool = False
    """Send them through the platform's relay (TURN) and on no other way."""
    report_deadline: float = 120.0


Progress = Callable[[str], None]


async def run_interview(options: InterviewOptions, progress: Progress = lambda step: None) -> InterviewRecord:
    """Hold one interview and wait for its report; `progress` is told each step in a line.

    Raises `CandidateInputError` before anything is created, and `CandidateError` where the interview could not be held.
    """
    started_at, started = datetime.now(UTC), time.monotonic()
    async with Platform(options.url, options.language or Language.EN) as platform:
        config = await platform.config()
        invited = await _open_invitation(platform, options)
        language = _language(options, invited)
        _require_ears(options, config, language)
        await _sign_in(platform, options.account, progress)
        await _require_relay(platform, options)
        if invited and options.invitation:
            progress(f"invited by {invited.organisation}: {invited.title}")
            interview = await platform.accept_invitation(options.invitation, language)
        else:
            interview = await _schedule_practice(platform, options, language)
        is_practice = interview.mode is InterviewMode.PRACTICE
        if options.calibrate and is_practice:
            await _calibrate(platform, interview, options.film, progress)
        question = await platform.start(interview.id)
        progress(f"interview {interview.id} is live")
        session = _Session(platform, config, options, interview, progress)
        await session.hold(question)
        progress("waiting for the report")
        report = await wait_for_report(platform, interview.id, options.report_deadline)
        transcripts = await platform.transcripts(interview.id)
        return InterviewRecord(
            url=platform.url,
            report_url=f"{platform.url}/interviews/{interview.id}/report",
            interview_id=interview.id,
            candidate=options.account.email,
            mode=interview.mode,
            language=interview.language,
            position=interview.position,
            engines=config.engines,
            video=options.film.name,
            frames_sent=session.frames_sent,
            reconnections=session.recovery.reconnections,
            started_at=started_at,
            seconds=round(time.monotonic() - started, 1),
            turns=session.turns(transcripts),
            closing=session.closing,
            errors=session.conversation.notes.errors,
            transcripts=transcripts,
            report=report,
            # How somebody comes across is measured in practice alone.
            delivery=await _delivery(platform, interview.id) if is_practice else None,
            coaching=await platform.coaching(interview.id) if is_practice else None,
        )


async def _open_invitation(platform: Platform, options: InterviewOptions) -> Invited | None:
    if options.invitation is None:
        return None
    invited = await platform.open_invitation(options.invitation)
    if invited.state is InvitationState.ACCEPTED and options.account.fresh:
        raise CandidateInputError("This invitation was accepted already. Give the account that did with --email.")
    return invited


def _language(options: InterviewOptions, invited: Invited | None) -> Language:
    if invited is None:
        return options.language or Language.EN
    language = options.language or invited.language
    if language not in invited.languages:
        raise CandidateInputError(
            f"This invitation is to an interview in {' or '.join(invited.languages)}. Choose one with --language, or "
            "leave it out."
        )
    return language


def _require_ears(options: InterviewOptions, config: PlatformConfig, language: Language) -> None:
    if options.clips and not config.hears(language):
        raise CandidateInputError(
            f"This platform has no ear for “{language}” ({config.engines['stt'].name}): --speech would not be "
            "heard. Leave it out and the candidate types, or give the platform another recogniser (STT_ENGINE)."
        )


async def _require_relay(platform: Platform, options: InterviewOptions) -> None:
    if options.relay and not (await platform.config()).relays:
        raise CandidateInputError("This platform has no relay. Leave --relay out, or set TURN_URLS and TURN_SECRET.")


async def _sign_in(platform: Platform, account: Account, progress: Progress) -> None:
    if account.fresh:
        await platform.register(account.email, account.password)
    await platform.sign_in(account.email, account.password)
    progress(f"signed in as {account.email}")


async def _schedule_practice(platform: Platform, options: InterviewOptions, language: Language) -> Interview:
    for purpose in (ConsentPurpose.TRANSCRIPTION, ConsentPurpose.DELIVERY):
        await platform.consent(purpose)
    return await platform.create_interview(options.position, language, options.questions, options.follow_ups)


async def _calibrate(platform: Platform, interview: Interview, film: Film, progress: Progress) -> None:
    """A candidate whose face cannot be measured goes on without, as a person may."""
    try:
        calibration = await calibrate(platform, interview.id, film)
        progress(f"calibrated on {calibration.frames} frames")
    except CandidateError as error:
        progress(f"not calibrated: {error}")


class _Session:
    """The live part: connections, and the conversation that goes on over them."""

    def __init__(
        self,
        platform: Platform,
        config: PlatformConfig,
        options: InterviewOptions,
        interview: Interview,
        progress: Progress,
    ) -> None:
        self.ear = Ear(options.record_to)
        self.recovery = Recovery()
        self._platform = platform
        self._config = config
        self._options = options
        self._interview = interview
        self._progress = progress
        self._voice = Voice()
        self._own_voice = EspeakVoice(OWN_VOICES)
        self._faces: list[FaceTrack] = []
        self.conversation = Conversation(self._voice, self.ear, self._plan_answer, self._give_up)

    async def hold(self, question: AskedQuestion) -> None:
        deadline = SECONDS_A_QUESTION * self._interview.question_count * (1 + self._interview.follow_ups)
        try:
            async with asyncio.timeout(deadline):
                await self._hold_over_connections(question)
        except TimeoutError:
            raise CandidateError(
                f"The interview did not end within {deadline:.0f} s. Look at media-server's log."
            ) from None
        finally:
            self.ear.close()
            await self._own_voice.close()

    async def _hold_over_connections(self, question: AskedQuestion) -> None:
        while True:
            try:
                async with self._connection() as connection:
                    self.recovery.note_connection()
                    self._progress("connected: voice, face and captions")
                    await self.conversation.hold(connection, question)
                    return
            except CandidateError as error:
                if is_over(error):
                    return
                pause = self.recovery.pause_after(error)
                self._progress(f"{error} Connecting again in {pause:.1f} s.")
                await asyncio.sleep(pause)

    def _connection(self) -> AbstractAsyncContextManager[LiveConnection]:
        # A track ends with its connection; voice and film go on with a new one.
        face = FaceTrack(self._options.film)
        self._faces.append(face)
        outbound = [VoiceTrack(self._voice), face]
        camera = CAMERA if self._options.calibrate else None
        return live_connection(
            self._platform,
            self._interview.id,
            outbound,
            self.ear,
            camera=camera,
            loss=self._options.loss,
            relay=self._options.relay,
        )

    async def _plan_answer(self, question: AskedQuestion) -> PlannedAnswer:
        options, index = self._options, question.turn - 1
        kind = "follow-up to question" if question.follow_up else "question"
        self._progress(f"{kind} {question.number} of {question.total}: {question.text}")
        own = answer_to(question)
        if self._types(question):
            texts = options.typed_texts or [" ".join(own)]
            return TypedAnswer(texts[index % len(texts)])
        if not options.clips:
            return await synthesised_clip(self._own_voice, own, question.language)
        clip = options.clips[index % len(options.clips)]
        if not options.references:
            return clip
        return Clip(clip.name, clip.pcm, options.references[index % len(options.references)])

    def _types(self, question: AskedQuestion) -> bool:
        chosen = self._options.typed_turns
        if chosen or not self._options.typed_texts:
            return question.turn in chosen or not self._config.hears(question.language)
        return True

    async def _give_up(self) -> None:
        self._progress("the platform hears no answer: ending the interview early")
        await self._platform.complete(self._interview.id)

    @property
    def frames_sent(self) -> int:
        return sum(face.sent for face in self._faces)

    @property
    def closing(self) -> Heard:
        """What was heard after the last question."""
        return self.ear.heard(max(self.conversation.notes.turns) + 1)

    def turns(self, transcripts: list[TranscriptLine]) -> list[Turn]:
        """The turns, with the word error rate against what the record says was said."""
        texts = {line.turn: line.text for line in transcripts if line.speaker is Speaker.USER}
        notes = sorted(self.conversation.notes.turns.items())
        return [self._turn(turn_notes, texts.get(number)) for number, turn_notes in notes]

    def _turn(self, notes: TurnNotes, text: str | None) -> Turn:
        return Turn(
            question=notes.question,
            heard=self.ear.heard(notes.question.turn),
            said=notes.said,
            captions=notes.captions,
            stages=notes.stages,
            word_error_rate=_error_rate(notes.said, text),
        )


def _error_rate(said: Said | None, text: str | None) -> float | None:
    if said is None or said.source is not AnswerSource.SPEECH or not said.reference or text is None:
        return None
    return round(word_error_rate(said.reference, text), 3)


async def _delivery(platform: Platform, interview_id: Id) -> Delivery | None:
    """The media server sends its summary as the session closes, which may be after the report: ask for 10 s."""
    for _ in range(20):
        delivery = await platform.delivery(interview_id)
        if delivery is not None and (delivery.overall is not None or delivery.reason is not None):
            return delivery
        await asyncio.sleep(0.5)
    return delivery
