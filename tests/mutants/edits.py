"""The mutants: what is broken, and which tests must fail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One edit of one file, from `old` to `new`, and the tests of the fast tiers that catch it."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]


CHECK, BOOKING = "bookings/steps/judge.py", "bookings/actions/booking.py"
NOTIFY = "    write.notify_of_booking(booking, admission.page, hosts, submission.starts, now, by)\n"
EXPIRE = "tests/concurrency/test_revoke_expire.py"
WAITING = "tests/concurrency/test_waiting.py"
MOVES = "tests/bookings/test_reschedule.py::test_a_customer_moves_a_meeting"

MUTANTS = [
    Mutant(
        "dead links are let in",
        CHECK,
        "    reason = link.dead_reason(now)\n",
        "    reason = None\n",
        ("tests/bookings/test_book.py",),
    ),
    Mutant(
        "the clock of the transaction's begin",
        "core/database.py",
        "SELECT clock_timestamp()",
        "SELECT now()",
        (f"{EXPIRE}::test_expiry_while_host_is_locked_refuses",),
    ),
    Mutant(
        "read before the lock",
        BOOKING,
        "        steps.lock_link(link.pk)\n        link = steps.read_link(link.pk)\n",
        "        link = steps.read_link(link.pk)\n        steps.lock_link(link.pk)\n",
        (f"{EXPIRE}::test_parent_revoked_while_child_locked_refuses",),
    ),
    Mutant(
        "hosts locked in any order",
        CHECK,
        'filter(pk__in=persons).order_by("pk")',
        'filter(pk__in=persons).order_by("?")',
        ("tests/concurrency/test_panels.py::test_panels_sharing_hosts_never_clash",),
    ),
    Mutant(
        "any isolation level",
        CHECK,
        '    if isolation != "read committed":\n',
        '    if isolation == "none":\n',
        (f"{WAITING}::test_snapshot_isolation_is_refused",),
    ),
    Mutant(
        "mails outside the transaction",
        BOOKING,
        NOTIFY,
        f"    from django.db import transaction\n\n    transaction.on_commit(lambda: {NOTIFY.strip()})\n",
        (f"{WAITING}::test_what_does_not_pass_leaves_nothing",),
    ),
    Mutant(
        "a mail enqueued twice",
        "deliveries/migrations/0001_initial.py",
        "models.UniqueConstraint(fields=('thread', 'kind', 'recipient', 'sequence', 'copy'), name='delivery_once'), ",
        "",
        ("tests/deliveries/test_actions.py::test_the_outbox_holds_each_message_once",),
    ),
    Mutant(
        "a new UID for a meeting that moves",
        "bookings/actions/moving.py",
        "rescheduled_at=now, reason=reason, new_time_asked_at=None\n",
        'rescheduled_at=now, reason=reason, new_time_asked_at=None, uid=__import__("uuid").uuid4()\n',
        (MOVES,),
    ),
    Mutant(
        "the same sequence after a change",
        "bookings/steps/change.py",
        "    booking.sequence += 1\n",
        "    booking.sequence += 0\n",
        (MOVES,),
    ),
    Mutant(
        "links of every organization",
        "links/models/links.py",
        "return self.filter(organization_id=user.organization_id) if user.is_admin",
        "return self.all() if user.is_admin",
        ("tests/scheduler/test_permissions.py::test_everybody_may_what_the_table_says",),
    ),
    Mutant(
        "opening a page uses the link",
        "links/actions/notes.py",
        "            Opening.objects.create(link=link, **columns, at=now, by=by)\n",
        "            Opening.objects.create(link=link, **columns, at=now, by=by)\n"
        "            Link.objects.filter(pk=link.pk).update(uses=1)\n",
        ("tests/scheduler/test_safe_methods.py::test_customers_pages_change_nothing",),
    ),
    Mutant(
        "a visitor chooses their address",
        "accounts/client_address.py",
        "    if behind_proxy:\n        return _parse(",
        "    if behind_proxy or FORWARDED in meta:\n        return _parse(",
        ("tests/accounts/test_client_address.py::test_without_a_proxy_the_header_is_ignored",),
    ),
]
