"""Adds rows about webhooks: one that works, with a delivery that was sent and one that is open, and a disabled one."""

from datetime import datetime

from accounts.models import User
from deliveries.models import Call, Delivery
from deliveries.webhooks.actions import disable_endpoint, make_endpoint, rotate_secret, send_test


def add(ana: User, now: datetime) -> None:
    crm, old = (
        make_endpoint(actor=ana, fields={"url": f"https://{name}.example/hook", "about": name, "events": ()}, now=now)
        for name in ("crm", "old")
    )
    made, _open = (send_test(actor=ana, endpoint_id=crm.pk, now=now) for _one in range(2))
    # As the worker would record it.
    Delivery.objects.filter(pk=made.pk).update(sent_at=now, attempts=1)
    Call.objects.create(delivery=made, attempt=1, at=now, took_ms=87, status=200, answer="Thanks")
    rotate_secret(actor=ana, endpoint_id=crm.pk, now=now)
    disable_endpoint(actor=ana, endpoint_id=old.pk, now=now)
