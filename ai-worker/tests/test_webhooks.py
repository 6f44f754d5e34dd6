"""Messages to an organisation's own systems: in order, once by id, kept while the receiver is away."""

import base64
import logging
import secrets
from datetime import timedelta

import ai_worker.webhooks
import pytest
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from contracts.base import Language
from contracts.errors import AddressRefused
from contracts.tasks import DELIVER_WEBHOOK
from contracts.webhooks import WebhookDeliveryState, WebhookKind, signature
from engines.llm.rubric import RubricJudge
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.database import Database
from persistence.hiring import webhooks
from persistence.hiring.webhooks import Webhook, WebhookDelivery
from persistence.ids import new_id
from persistence.record import jobs
from persistence.tables import Interview, Job, JobState, User
from pydantic import SecretStr
from runtime import outbound
from sqlalchemy import ColumnElement, update
from sqlmodel import col, select
from webhook_receiver import Receiver

SECRET = secrets.token_bytes(32)
KINDS = [kind.value for kind in WebhookKind]


@pytest.fixture
def settings() -> WorkerSettings:
    return WorkerSettings.model_construct(
        job_lease=WorkerSettings.model_fields["job_lease"].default,
        storage_key=SecretStr(secrets.token_urlsafe(48)),
        webhooks_private=True,
    )


@pytest.fixture
def receiver():
    receiver = Receiver(SECRET)
    yield receiver
    receiver.close()


@pytest.fixture
def screening(database: Database) -> Interview:
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Kim Minseo")
    with database.transaction() as session:
        session.add(user)
        session.flush()
        posting = open_posting(session)
        return screening_interview(session, posting, user.id, Language.KO)


def webhook_of(database: Database, settings: WorkerSettings, interview: Interview, url: str) -> Webhook:
    with database.transaction() as session:
        posting = session.get_one(webhooks.JobPosting, interview.job_posting_id)
        row = Webhook(id=new_id(), organisation_id=posting.organisation_id, url=url, kinds=KINDS, secret="")
        row.secret = settings.keyring().wrap(SECRET, len(SECRET), row.secret_name)
        session.add(row)
    return row


def announce(database: Database, interview: Interview, *kinds: WebhookKind) -> None:
    for kind in kinds:
        with database.transaction() as session:
            webhooks.announce(session, kind, interview)


def deliveries(database: Database, webhook: Webhook) -> list[WebhookDelivery]:
    with database.transaction() as session:
        rows = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
        return list(session.exec(rows.order_by(col(WebhookDelivery.sequence))))


def jobs_of(database: Database, webhook: Webhook) -> list[Job]:
    with database.transaction() as session:
        return list(session.exec(select(Job).where(_of(webhook)).order_by(col(Job.created_at), col(Job.id))))


def ring_for_all(database: Database, settings: WorkerSettings, webhook: Webhook) -> None:
    """All at once and the last first, as if each pause were over."""
    runner = make_runners(settings, database, RubricJudge())[DELIVER_WEBHOOK.name]
    with database.transaction() as session:
        session.exec(update(Job).where(_of(webhook)).values(due_at=utc_now()))
    for job in reversed(jobs_of(database, webhook)):
        runner.run(job.id)


def _of(webhook: Webhook) -> ColumnElement[bool]:
    return col(Job.group_key).startswith(f"webhook:{webhook.id}:")


def test_a_receiver_that_was_away_gets_each_event_once_by_id_and_in_order(
    database, settings, screening, receiver, monkeypatch
):
    monkeypatch.setattr(ai_worker.webhooks, "ANSWERS_WITHIN", timedelta(seconds=0.3))
    webhook = webhook_of(database, settings, screening, receiver.url)
    receiver.leave()
    announce(database, screening, *WebhookKind)
    ring_for_all(database, settings, webhook)
    assert [(d.attempts, d.problem) for d in deliveries(database, webhook)] == [(1, "no_connection")] + [(0, None)] * 3

    receiver.come_back()
    receiver.answers = [500, 307, None, 200]
    for _ in range(9):
        ring_for_all(database, settings, webhook)
    assert [one["type"] for one in receiver.taken] == KINDS
    assert [one["id"] for one in receiver.taken] == [d.id for d in deliveries(database, webhook)]
    assert len(receiver.seen) == len(KINDS) + 1, "what was taken in silence came again, under its id"
    assert {(d.state, d.status) for d in deliveries(database, webhook)} <= {
        (WebhookDeliveryState.DELIVERED, 200),
        (WebhookDeliveryState.DELIVERED, 204),
    }
    assert {job.state for job in jobs_of(database, webhook)} == {JobState.DONE}


def test_a_message_carries_identifiers_and_nobody_is_named(database, settings, screening, receiver):
    webhook = webhook_of(database, settings, screening, receiver.url)
    announce(database, screening, WebhookKind.INTERVIEW_COMPLETED)
    ring_for_all(database, settings, webhook)
    (message,) = receiver.taken
    assert message["data"] == {"interview_id": screening.id, "job_posting_id": screening.job_posting_id}
    assert set(message) == {"id", "type", "timestamp", "data"}


def test_the_next_message_has_its_turn_once_three_days_have_passed(database, settings, screening, receiver):
    webhook = webhook_of(database, settings, screening, receiver.url)
    announce(database, screening, WebhookKind.INTERVIEW_COMPLETED, WebhookKind.REPORT_READY)
    first, *_ = jobs_of(database, webhook)
    receiver.answers = [503] * (1 + jobs.MAX_ATTEMPTS)
    ring_for_all(database, settings, webhook)
    assert [d.state for d in deliveries(database, webhook)] == [WebhookDeliveryState.WAITING] * 2
    with database.transaction() as session:
        long_ago = utc_now() - timedelta(days=3, minutes=1)
        session.exec(update(Job).where(col(Job.id) == first.id).values(created_at=long_ago))
    for _ in range(jobs.MAX_ATTEMPTS):
        assert receiver.taken == []
        ring_for_all(database, settings, webhook)
    ring_for_all(database, settings, webhook)
    assert [d.state for d in deliveries(database, webhook)] == [
        WebhookDeliveryState.FAILED,
        WebhookDeliveryState.DELIVERED,
    ]
    assert [job.state for job in jobs_of(database, webhook)] == [JobState.DEAD, JobState.DONE]


def test_the_pauses_grow_with_the_age_of_a_message(database, settings, screening, receiver):
    webhook = webhook_of(database, settings, screening, receiver.url)
    announce(database, screening, WebhookKind.REPORT_READY)
    pauses = []
    for age in (timedelta(0), timedelta(hours=2), timedelta(hours=8), timedelta(days=2)):
        receiver.answers = [500]
        with database.transaction() as session:
            session.exec(
                update(Job)
                .where(col(Job.id) == jobs_of(database, webhook)[0].id)
                .values(created_at=utc_now() - age, due_at=utc_now())
            )
        ring_for_all(database, settings, webhook)
        pauses.append(jobs_of(database, webhook)[0].due_at - utc_now())
    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(minutes=1)
    assert timedelta(hours=5) < pauses[-1] <= ai_worker.webhooks.LONGEST_PAUSE


def test_a_test_message_hurries_what_waits_before_it(database, settings, screening, receiver):
    webhook = webhook_of(database, settings, screening, receiver.url)
    receiver.answers = [500]
    announce(database, screening, WebhookKind.REPORT_READY)
    ring_for_all(database, settings, webhook)
    assert jobs_of(database, webhook)[0].due_at > utc_now()
    with database.transaction() as session:
        webhooks.send_test(session, session.get_one(Webhook, webhook.id))
    assert all(job.due_at <= utc_now() for job in jobs_of(database, webhook))
    for _ in range(2):
        ring_for_all(database, settings, webhook)
    assert [one["type"] for one in receiver.taken] == ["report.ready", "webhook.test"]


def test_nothing_is_sent_to_private_addresses_unless_the_platform_is_local(database, settings, screening, receiver):
    settings.webhooks_private = False
    webhook = webhook_of(database, settings, screening, receiver.url)
    announce(database, screening, WebhookKind.REPORT_READY)
    ring_for_all(database, settings, webhook)
    assert receiver.seen == []
    assert [d.problem for d in deliveries(database, webhook)] == ["address_refused"]


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://0.0.0.0/",
        "https://user@93.184.216.34/",
        "https://nowhere.invalid/",
    ],
)
def test_addresses_that_are_not_the_internets_are_refused(url):
    with pytest.raises(AddressRefused):
        outbound.check_address(url, private=False)
    outbound.check_address("https://93.184.216.34/hooks", private=False)


def test_the_signature_is_the_one_of_the_specification():
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_that_was_removed_gets_nothing_and_leaves_no_work(database, settings, screening, receiver):
    webhook = webhook_of(database, settings, screening, receiver.url)
    announce(database, screening, WebhookKind.REPORT_READY)
    with database.transaction() as session:
        session.delete(session.get_one(Webhook, webhook.id))
    ring_for_all(database, settings, webhook)
    assert receiver.seen == []
    assert [job.state for job in jobs_of(database, webhook)] == [JobState.DONE]


def test_no_address_is_logged(database, settings, screening, receiver, capsys):
    logging.getLogger().setLevel(logging.DEBUG)
    webhook = webhook_of(database, settings, screening, receiver.url)
    receiver.answers = [500]
    announce(database, screening, WebhookKind.REPORT_READY)
    for _ in range(2):
        ring_for_all(database, settings, webhook)
    said = "".join(capsys.readouterr())
    assert "hooks" not in said.replace("webhooks", "")
