"""What webhooks cost those who wait: customers who book, and mails."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from ipaddress import ip_network
from statistics import quantiles
from threading import Event, Lock, Thread
from uuid import uuid4

from django.conf import settings

from accounts.models import User
from bookings.emails import message
from deliveries import worker
from deliveries.models import Delivery, HookEvent, Medium
from deliveries.senders import run_sender
from deliveries.webhooks.announcing import Happening, build_call, new_message_id
from deliveries.webhooks.calling import CALLER_BATCH, LIMITS, THREADS, EndpointCaller
from tests.deliveries.builders import make_delivery
from tests.webhooks.receiver import endpoint_at, receiving

ENDPOINTS, HANGING, MAILS = 3, 10, 60


def add_webhooks(users: Iterable[User]) -> None:
    """Give each user's organization webhooks. Nothing calls their addresses here."""
    for user in users:
        for number in range(ENDPOINTS):
            endpoint_at(f"https://crm.example/{number}", user)


@contextmanager
def hanging_webhooks(user: User) -> Iterator[Callable[[bool], float]]:
    """Make ten webhooks whose servers take a call and never answer.

    Yield the function that measures the delay of mails, while webhooks are called or not.
    """
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = (ip_network("127.0.0.0/8"),), True
    now = datetime.now(UTC)
    # Leave no work of earlier measurements.
    Delivery.objects.open().update(superseded_at=now)
    with ExitStack() as stack:
        for _one in range(HANGING):
            receiver = stack.enter_context(receiving(lambda _client, _head: time.sleep(LIMITS.whole + 5)))
            endpoint = endpoint_at(receiver.url, user)
            happenings = [Happening(HookEvent.LINK_USED, uuid4(), {}, "") for _number in range(20)]
            Delivery.objects.bulk_create(
                build_call(endpoint, event, now, message=new_message_id()) for event in happenings
            )
        yield lambda calls: mail_delay(user, calls=calls)


def mail_delay(user: User, *, calls: bool) -> float:
    """Return the 95th percentile of the seconds from when a mail is due until the worker has sent it."""
    stop = Event()
    works: list[Callable[[], None]] = [lambda: worker.work(message, stop=stop, poll=0.1, chores=())]
    if calls:
        call = partial(
            run_sender, Medium.WEBHOOK, EndpointCaller(stop).send, stop=stop, claim_lock=Lock(), batch=CALLER_BATCH
        )
        works += [call] * THREADS
    threads = [Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    mails = []
    for number in range(MAILS):
        mails.append(make_delivery(user.organization, f"customer{number}@bench.example", due_at=datetime.now(UTC)).pk)
        time.sleep(0.05)
    while (rows := Delivery.objects.filter(pk__in=mails)).filter(sent_at=None, failed_at=None).exists():
        time.sleep(0.1)
    stop.set()
    threads[0].join()
    delays = [(row.sent_at - row.due_at).total_seconds() for row in rows.all() if row.sent_at]
    return quantiles(delays, n=20)[-1]
