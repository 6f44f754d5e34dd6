"""One candidate's connection, from the offer until everything it held is free again."""

import asyncio
from base64 import b64encode
from collections.abc import Coroutine
from contextlib import suppress
from time import monotonic

import av
import structlog
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from contracts.base import ConsentPurpose, InterviewMode
from contracts.delivery import DeliverySample
from contracts.errors import InvalidSdp, VisavisError
from contracts.live import DeliveryUpdate, SessionContext, SessionEnded
from contracts.speech import SpeechMetrics
from contracts.tasks import AnalyzeEmotionPayload
from runtime import correlation

from media_server.check import Check
from media_server.conversation import Conversation
from media_server.hearing.answer import Unfinished
from media_server.hearing.listener import Listener
from media_server.hearing.resample import Resampler
from media_server.rtc.channel import Channel
from media_server.rtc.intake import guard
from media_server.rtc.jitter import hear_without_delay
from media_server.rtc.sending import send_without_delay
from media_server.services import Services
from media_server.tasks import cancelled, first_of, to_the_end
from media_server.watching.collector import DeliveryCollector
from media_server.watching.pool import Watcher

log = structlog.get_logger(__name__)

WATCH_INTERVAL = 2.0


class InterviewSession:
    """Owns the peer connection and every task of it. `answer` opens it, `run` lives through it, both once.

    A session ends when the interview does, when the peer hangs up, fails or vanishes, when it never connects, or when
    `run` is cancelled; it closes itself in every case.
    """

    def __init__(
        self, session_id: str, context: SessionContext, services: Services, unfinished: Unfinished | None = None
    ) -> None:
        self.id = session_id
        self.context = context
        self.channel = Channel(context.language)
        self._services = services
        self._settings = services.settings
        self._peer: RTCPeerConnection = services.addresses.peer()
        self._listener = Listener(services.voice_activity(), self._settings.turn_policy)
        self.conversation: Conversation | Check = (
            Check(context, services.voice, self._listener, self.channel)
            if context.purpose == "check"
            else Conversation(
                context=context,
                core=services.core,
                recognizer=services.recognizer,
                voice=services.voice,
                listener=self._listener,
                channel=self.channel,
                policy=self._settings.turn_policy,
                on_turn=self._turn_began,
                on_answer=self._turn_ended,
                unfinished=unfinished,
            )
        )
        self._connected = asyncio.Event()
        self._closed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = monotonic()
        self._packets = 0
        self._last_packet = monotonic()
        self._turn_started = 0.0
        self._watcher: Watcher | None = None
        self._collector: DeliveryCollector | None = None

    async def answer(self, sdp: str) -> str:
        """The SDP answer. Raises `InvalidSdp`, or `AtCapacity` when no port is free; the peer is closed then."""
        peer = self._peer
        peer.on("connectionstatechange", self._connection_changed)
        peer.on("track", self._track_arrived)
        send_without_delay(peer.addTrack(self.conversation.speaker.track))
        try:
            async with asyncio.timeout(self._settings.connect_deadline.total_seconds()):
                await peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
                guard(peer)
                self._services.addresses.prepare(peer)
                await peer.setLocalDescription(await peer.createAnswer())
        except BaseException as error:
            await to_the_end(self._close())
            # Negotiation asserts and converts what the offer says.
            if isinstance(error, Exception) and not isinstance(error, VisavisError):
                raise InvalidSdp from error
            raise
        return peer.localDescription.sdp

    async def run(self) -> None:
        try:
            async with asyncio.timeout(self._settings.connect_deadline.total_seconds()):
                await first_of(self._connected.wait(), self._closed.wait())
            if self._connected.is_set() and not self._closed.is_set():
                log.info("connected", session_id=self.id)
                await first_of(self._converse(), self._closed.wait(), self._watch_peer())
        except TimeoutError:
            log.info("never connected", session_id=self.id)
        except Exception:
            self.channel.report(VisavisError(), fatal=True)
            raise
        finally:
            await to_the_end(self._close())

    @property
    def closing(self) -> bool:
        """The peer has hung up, or is being hung up on."""
        return self._closed.is_set()

    @property
    def unfinished(self) -> Unfinished | None:
        """An answer that was broken off, once the session has ended."""
        return self.conversation.unfinished if isinstance(self.conversation, Conversation) else None

    @property
    def _watched(self) -> bool:
        practice = self.context.mode is InterviewMode.PRACTICE
        return practice and ConsentPurpose.DELIVERY in self.context.consents

    @property
    def quiet_for(self) -> float:
        """Seconds since anything came from the peer, as far as `_watch_peer` has looked."""
        return monotonic() - self._last_packet

    @property
    def _now(self) -> float:
        """Seconds since the interview's media began."""
        return monotonic() - self._started

    async def _converse(self) -> None:
        self._started = monotonic()
        try:
            self._watch_delivery()
            status = await self.conversation.run()
        except VisavisError as error:
            log.info("conversation ended by an error", session_id=self.id, error=error.code)
            self.channel.report(error, fatal=True)
        else:
            # First, so that whoever looks at the delivery after the end finds all of it.
            await self._end_delivery()
            self.channel.send(SessionEnded(status=status))
        # The page hears the last words out and hangs up first, or is hung up on.
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.farewell.total_seconds()):
                await self._closed.wait()

    # The peer

    def _connection_changed(self) -> None:
        match self._peer.connectionState:
            case "connected":
                self._last_packet = monotonic()
                self._connected.set()
            case "failed" | "closed":
                self._closed.set()

    async def _watch_peer(self) -> None:
        """Returns when nothing has come for so long that nobody is there. A live peer sends reports, even muted."""
        vanished = self._settings.vanished_after.total_seconds()
        while self.quiet_for < vanished:
            await asyncio.sleep(WATCH_INTERVAL)
            stats = (await self._peer.getStats()).values()
            packets = sum(entry.packetsReceived for entry in stats if entry.type == "transport")
            if packets != self._packets:
                self._packets = packets
                self._last_packet = monotonic()
        log.info("the peer vanished", session_id=self.id)

    def _track_arrived(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            for receiver in self._peer.getReceivers():
                if receiver.track is track:
                    hear_without_delay(receiver)
            self._own(self._hear(track), "hear")
        else:
            self._own(self._see(track), "see")

    async def _hear(self, track: MediaStreamTrack) -> None:
        """Drains the track for as long as it lives; what arrives while no answer is open is forgotten at once.

        A broken line ends no turn: while nothing arrives the answer's time stands still, and after it silence counts
        only once there are new words.
        """
        resampler = Resampler()
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, av.AudioFrame):
                pcm = resampler.feed(frame)
                if resampler.was_cut and self._listener.answer:
                    self._listener.answer.moment()
                self._listener.hear(pcm)

    async def _see(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if self._watcher and isinstance(frame, av.VideoFrame):
                if self._collector:
                    self._collector.note_camera()
                talk = self.conversation
                self._watcher.offer_frame(frame, self._now, talk.turn, talk.heard_seconds)

    # Delivery: practice only, with consent only

    def _watch_delivery(self) -> None:
        """A check shows what is measured and keeps nothing of it."""
        context, conversation = self.context, self.conversation
        if not self._watched:
            return
        on_geometry = conversation.look if isinstance(conversation, Check) else None
        expressions = ConsentPurpose.EXPRESSION in context.consents and isinstance(conversation, Conversation)
        self._watcher = self._services.trackers.open(
            self.id,
            self._sampled,
            calibration=context.calibration,
            on_geometry=on_geometry,
            on_crop=self._cropped if expressions else None,
        )
        if isinstance(conversation, Check):
            conversation.watcher = self._watcher
        else:
            self._collector = DeliveryCollector(
                self._services.core,
                interview_id=context.interview_id,
                session_id=self.id,
                total_questions=context.total_questions,
                expected=self._watcher.pace.expected,
                weights=self._settings.delivery_weights,
            )

    def _sampled(self, sample: DeliverySample) -> None:
        if self._collector:
            self._collector.take(sample)
        self.channel.send(DeliveryUpdate(sample=sample))

    def _cropped(self, crop: bytes, sample: DeliverySample) -> None:
        if self._collector and sample.turn > 0:
            self._collector.note_crop(sample.turn)
            self._services.crops.send(
                AnalyzeEmotionPayload(
                    interview_id=self.context.interview_id,
                    session_id=self.id,
                    at=sample.at,
                    turn=sample.turn,
                    crop=b64encode(crop),
                    request_id=correlation.current(),
                )
            )

    def _turn_began(self, turn: int) -> None:
        self._turn_started = self._now

    def _turn_ended(self, turn: int, metrics: SpeechMetrics | None, reliable: bool) -> None:
        if self._collector is None:
            return
        if metrics:
            self._collector.note_answer(turn, metrics, transcript_reliable=reliable)
        self._collector.note_turn(turn, self._turn_started, self._now)

    async def _end_delivery(self) -> None:
        watcher, self._watcher = self._watcher, None
        collector, self._collector = self._collector, None
        if watcher:
            await watcher.close()
        if collector:
            await collector.finish()

    # The end

    def _own(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=f"{name}-{self.id}")
        self._tasks.add(task)
        task.add_done_callback(self._task_ended)

    def _task_ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a track failed", session_id=self.id, exc_info=error)
            self._closed.set()

    async def _close(self) -> None:
        self._closed.set()
        await self._end_delivery()
        await self._peer.close()
        await cancelled(list(self._tasks))
        self.channel.close()
