"""docs/personal-data.md speaks of each model, and what it calls a customer's is exported, and erased everywhere."""

import json
import re
from datetime import timedelta
from itertools import cycle

import pytest
from allauth.core import ratelimit
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, EmailField, JSONField, TextField

from accounts.actions import change_mails
from accounts.models import HistoryEntry
from bookings.actions import (
    approve,
    ask_new_time,
    book,
    book_for,
    cancel,
    decline,
    erase_customer,
    export_customer,
    mail_latest_again,
    mark_missed,
    reassign,
    reschedule,
    write_note,
)
from bookings.digest import send_digests
from bookings.models import Admission
from bookings.privacy import TEXTS, find_customer_data
from core.text import address_key
from deliveries.models import Call, Delivery, Medium
from links.actions import (
    answer_request,
    dismiss_request,
    make_batch,
    mint,
    record_opening,
    reissue,
    request_link,
    revoke,
    send,
)
from links.actions.batches import BatchMail, Recipient
from links.models import Opening
from pages.actions import add_time_off, block_time
from pages.models import BlockedTime, EventType, TimeOff
from tests.bookings.test_host_entries import target_of
from tests.builders import NOW, START, one_time_link, submission
from tests.dump import dump_database
from tests.owner.meetings.owners import make_meeting, moved_to_past
from tests.webhooks.receiver import endpoint_at

OF = ("customer", "user", "none")
ROW = re.compile(r"^\| `(\w+)\.(\w+)` \| (\w+) \| (\S.+) \|$", re.MULTILINE)
HALF, LATER = timedelta(minutes=30), NOW + timedelta(days=30)
GUEST, PHONE = "gus@guest.example", "+34 600 123 456"
# Columns that hold words of ours, keys, or what an owner has written for every customer.
FIXED = {
    "kid", "body_digest", "customer_zone", "customer_clock", "customer_language", "policies", "notices", "optional",
}  # fmt: skip


def rows():
    return ROW.findall((settings.BASE_DIR / "docs/personal-data.md").read_text())


def models_of(kind):
    return {apps.get_model(app, model) for app, model, of, _text in rows() if of == kind}


def test_each_model_has_one_row():
    labels = [f"{app}.{model}" for app, model, _of, _text in rows()]
    assert sorted(labels) == sorted(model._meta.label for model in apps.get_models(include_auto_created=True))
    assert {of for _app, _model, of, _text in rows()} == set(OF)


def free_columns(model):
    """Those in which an address can stand among other words."""
    kinds = (CharField, TextField, JSONField)
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not (isinstance(field, EmailField) or field.choices or field.name in FIXED)
    ]


def test_all_free_texts_are_searched():
    known = TEXTS | {Delivery: ("facts", "last_error"), HistoryEntry: ("details",), Call: ("error", "answer")}
    # A phone number is no place for an address, and kinds of mails and deeds are words of ours. A recipient is a whole
    # address, which is compared, or a host.
    unsearched = {Admission: {"phone"}, Delivery: {"kind", "recipient"}, HistoryEntry: {"subject", "verb"}}
    for model in models_of("customer"):
        assert set(free_columns(model)) - unsearched.get(model, set()) == set(known.get(model, ())), model


def people(written, otherwise):
    """What tells of the customer, and of nobody else."""
    return [written.lower(), otherwise.lower(), "priya", "shah", GUEST, PHONE, "northwind", "my answer"]


def forms(owner, *spellings):
    """Books as the customer, each time at another time and with an address that is written another way."""
    emails = cycle(spellings)
    starts = (START + timedelta(days=day) + HALF * half for day in (0, 1, 2, 3) for half in range(4))
    event_type = owner.event_types.get()

    def submit(link=None, page=None, **changes):
        form = submission(
            event_type.pk,
            next(starts),
            email=next(emails),
            company="Northwind",
            phone=PHONE,
            guests=(GUEST,),
            note="My answer",
            answers=({"name": "q", "label": "Secret question", "value": "My answer"},),
            utm={"utm_source": "priya"},
            **changes,
        )
        return book(submission=form, link=link, page=page, now=NOW).booking

    return submit


def has_meetings(owner, ben, email, submit):
    """Meetings of the customer in each of their states, with all that may be said of them."""
    event_types = EventType.objects.filter(owner=owner)
    page = owner.pages.get()
    moved = submit(one_time_link(owner, recipient_name="Priya Shah", recipient_email=email, locked_to_recipient=True))
    reschedule(booking=moved, start=moved.starts_at + timedelta(days=7), actor=None, reason="Priya is ill", now=NOW)
    ask_new_time(booking=moved, actor=owner, message=f"Dear {email}", now=NOW)
    cancel(booking=moved, actor=owner, reason="Priya again", now=NOW)
    mail_latest_again(bookings=[moved], now=NOW + timedelta(hours=1))
    missed = moved_to_past(submit(page=page))
    mark_missed(booking=missed, actor=owner, now=NOW)
    write_note(booking=missed, actor=owner, note="Priya never comes", now=NOW)
    reassigned = submit(one_time_link(owner, label="Priya's", note="For Priya"))
    reassign(booking=reassigned, former=owner, page=ben.pages.get(), actor=owner, reason="Priya knows Ben", now=NOW)
    event_types.update(needs_approval=True, holds_suggested=True)
    approved = submit(one_time_link(owner))
    approve(booking=approved, start=approved.starts_at, actor=owner, now=NOW)
    declined = submit(one_time_link(owner))
    decline(booking=declined, actor=owner, reason="Not Priya", now=NOW)
    cancel(booking=submit(page=page), actor=None, reason="Priya is away", now=NOW)
    moved_to_past(submit(page=page))
    event_types.update(needs_approval=False, sessions=2)
    submit(one_time_link(owner), further=(START + timedelta(days=8),))
    event_types.update(sessions=1)


def has_links(owner, email, submit):
    """Links made for the customer in each way, and requests for others."""
    page = owner.pages.get()
    named = one_time_link(owner, recipient_name="Priya Shah", recipient_email=email, message="Dear Priya")
    send(actor=owner, link=named, subject="Priya", text=f"For {email}", now=NOW)
    record_opening(link=named, by=Opening.By.BROWSER, now=NOW)
    dead = reissue(actor=owner, link=named, expires_at=None, now=NOW)
    revoke(actor=owner, link=dead, now=NOW)
    # Somebody else asks for it, and gets what was said to her.
    request = request_link(link=dead, name="Otto", email="otto@example.com", message="Mine?", now=NOW)
    answer_request(actor=owner, request=request, expires_at=None, subject="Yours", text="Here", now=NOW)
    # Known by name alone: only the third of them was booked with.
    first = one_time_link(owner, recipient_name="Priya Shah", label="Priya's")
    second = reissue(actor=owner, link=first, expires_at=None, now=NOW)
    submit(reissue(actor=owner, link=second, expires_at=None, now=NOW))
    submit(one_time_link(owner, max_uses=5, recipient_name="Priya Shah"))
    mint(actor=owner, page=page, max_uses=None, label=f"Also for {email}", now=NOW)
    for set_it_aside in (True, False):
        gone = one_time_link(owner)
        revoke(actor=owner, link=gone, now=NOW)
        request = request_link(link=gone, name="Priya", email=email, message="Please again", now=NOW)
        if set_it_aside:
            dismiss_request(actor=owner, request=request, now=NOW)
    recipients = [Recipient("Priya Shah", email), Recipient("Other", "other@example.com")]
    mail = BatchMail("For {name}", "Dear {name}, at {email}")
    make_batch(actor=owner, page=page, recipients=recipients, now=NOW, mail=mail, locked=True)


def is_named_by_others(owner, email):
    """What is about others, and names the customer."""
    brought = make_meeting(owner, START + timedelta(days=4), name="Otto", email="otto@example.com", guests=(email,))
    write_note(booking=brought, actor=owner, note=f"With {email}", now=NOW)
    other = make_meeting(
        owner, START + timedelta(days=4, minutes=30), name="Olga", email="olga@example.com", note=f"As {email}"
    )
    cancel(booking=other, actor=owner, reason=f"Like {email}", now=NOW)


def is_in_calendars_and_days(owner, ben, email):
    """A meeting made by a program, one in each host's calendar and in the mail about their day, and notes of hosts."""
    today = book_for(
        by=owner,
        submission=submission(owner.event_types.get().pk, START + timedelta(days=10), name="Priya Shah", email=email),
        page=owner.pages.get(),
        now=NOW,
    )[0].booking
    for user in (owner, ben):
        change_mails(actor=user, daily_digest=True)
    send_digests(START.replace(hour=7) + timedelta(days=10))
    assert Delivery.objects.filter(kind="daily_digest", facts__meetings__0__customer__email=email).exists()
    assert Delivery.objects.filter(medium=Medium.CALENDAR, thread=today.uid).exists()
    cancel(booking=today, actor=owner, reason="", now=NOW)
    day = (START + timedelta(days=20)).date()
    add_time_off(actor=owner, owner=owner, first=day, last=day, note=f"With {email}", now=NOW)
    begin = START + timedelta(days=21)
    block_time(actor=owner, owner=owner, starts_at=begin, ends_at=begin + HALF, note=f"For {email}", now=NOW)


def with_more(value, text):
    match value:
        case dict():
            return value | {"said": text}
        case list():
            return [*value, text]
        case _text:
            return text


def is_written_everywhere(email):
    """An address in each text of each row of a customer's, whoever it is about."""
    for model in models_of("customer") - {HistoryEntry, Delivery} | {TimeOff, BlockedTime}:
        for name in set(free_columns(model)) - {"phone"}:
            for row in model.objects.all():
                model.objects.filter(pk=row.pk).update(**{name: with_more(getattr(row, name), f"{name}: {email}!")})
    Delivery.objects.update(last_error=f"550 {email} unknown")
    for entry in HistoryEntry.objects.all():
        HistoryEntry.objects.filter(pk=entry.pk).update(details=entry.details | {"said": f"by {email}"})


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [("Priya@Example.com", "priya@example.COM"), ("priya@b\u00fccher.example", "priya@xn--bcher-kva.example")],
)
@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("D11")
def test_dump_names_no_erased_customer(anas, ana, ben, rf, written, otherwise, everywhere):
    submit = forms(ana, otherwise, written)
    endpoint = endpoint_at("https://crm.example/hook", ana)
    target_of(ana), target_of(ben)
    has_meetings(ana, ben, written, submit)
    has_links(ana, written, submit)
    is_named_by_others(ana, written)
    is_in_calendars_and_days(ana, ben, written)
    for call in Delivery.objects.filter(recipient=endpoint.recipient):
        answer = f"Thanks: {call.facts}"[:900]
        Call.objects.create(delivery=call, attempt=1, at=NOW, took_ms=9, status=200, answer=answer)
    if everywhere:
        is_written_everywhere(otherwise)
    mails, pks = Delivery.objects.all(), list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    mails.filter(pk__in=pks[::3]).update(sent_at=NOW, superseded_at=None)
    mails.filter(pk__in=pks[1::3], sent_at=None).update(failed_at=NOW, last_error=f"550 {written} unknown")
    ratelimit.consume(rf.post("/"), action="mail_own", key=address_key(written))
    anas.post("/settings/privacy/", {"email": otherwise})
    before = dump_database()
    assert [person for person in people(written, otherwise) if person not in before] == []

    exported = json.dumps(export_customer(actor=ana, email=otherwise, now=LATER), ensure_ascii=False).lower()
    named = [person for person in people(written, otherwise) if person not in exported]
    assert named == []
    for model, columns in TEXTS.items() if everywhere else ():
        for name in columns:
            assert f"{name}: {otherwise.lower()}!" in exported, (model, name)

    erase_customer(actor=ana, email=otherwise, now=LATER)
    after = dump_database()
    assert [person for person in people(written, otherwise) if person in after] == []
    assert not any(find_customer_data(written, ana).counts().values())
    # Somebody else's remain.
    for email in ("otto@example.com", "olga@example.com", "other@example.com"):
        assert email in after
