"""One-time links from a list: its rows, the step before making, what came of it, and how far its mails are."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import example, given

from accounts.models import HistoryEntry
from core.paging import ROWS
from deliveries.models import Delivery
from links.actions import Hosts, make_batch, make_reusable, revoke
from links.actions.batches import BatchMail, Recipient
from links.models import Link, LinkBatch
from tests.builders import NOW, managed_event_type, one_time_link, with_known_device
from tests.junk import all_junk, check_refusal, forms, junk_settings
from tests.markup import markup

pytestmark = pytest.mark.django_db
LIST, NEW, MAKE = "/links/bulk/", "/links/bulk/new/", "/links/bulk/make/"
PEOPLE = "Priya Shah, priya@example.com\nTom Berg <tom@example.com>\nlena@example.com"
NAMED = [("Priya Shah", "priya@example.com"), ("Tom Berg", "tom@example.com"), ("", "lena@example.com")]


def filled(owner, **changes):
    return {
        "source": f"page-{owner.pages.order_by('pk')[0].pk}",
        "kind": "people",
        "people": PEOPLE,
        "expires": "7",
        "subject": "Your link, {name}",
        "text": "Hello {name},\nhere it is.",
        "key": "a-key",
    } | changes


def made_of(owner, count=3, **more):
    people = [Recipient(f"Person {number}", f"p{number}@example.com") for number in range(count)]
    page = more.pop("page", None) or owner.pages.order_by("pk")[0]
    return make_batch(actor=owner, recipients=people, page=page, now=NOW, **more)


def emailed(owner, count=3, **more):
    return made_of(owner, count, mail=BatchMail("Your link", "Hello {name}"), **more)


def problems(response):
    assert (response.status_code, Link.objects.exists()) == (422, False)
    return [(one.number, one.why) for one in response.context["form"].problems]


def upload(client, form, raw, name="list.csv"):
    return client.post(NEW, form | {"people": form.get("people", ""), "file": SimpleUploadedFile(name, raw)})


@pytest.mark.feature("D4")
def test_last_day_applies_to_all_links(anas, ana):
    form = anas.get(NEW).context["form"]
    assert form["expires_on"].help_text == "The links work until the end of that day, Madrid time."
    assert form.closes()["0"] == "They stay open until they are booked or revoked."
    refused = anas.post(NEW, filled(ana, expires="date")).context["form"]
    assert refused.errors == {"expires_on": ["Choose the last day the links work."]}


@pytest.mark.feature("D4")
def test_list_is_checked_then_made(anas, ana):
    response = anas.post(NEW, filled(ana, emailed="on", locked="on", label="Fair"))
    html = markup(response)
    assert (response.status_code, Link.objects.exists(), Delivery.objects.exists()) == (200, False, False)
    for expected in (
        "3 links will be made", "Monday 14 January 2030, 09:00", "Madrid time", "by the email in its row only",
        "Fair", "3 emails go out", "Your link, Priya Shah", "Hello Priya Shah,", "Make 3 links and email them",
        # And one to whoever has no name.
        "To someone without a name", "Hello,<br>here it is.",
    ):  # fmt: skip
        assert expected in html
    carried = dict(response.context["carried"])
    made = anas.post(MAKE, carried)
    batch = LinkBatch.objects.get()
    assert (made.status_code, made.url) == (302, f"/links/bulk/{batch.pk}/")
    links = batch.links.order_by("pk")
    assert [(link.recipient_name, link.recipient_email) for link in links] == NAMED
    assert {(link.locked_to_recipient, link.label, link.expires_at, link.max_uses) for link in links} == {
        (True, "Fair", NOW + timedelta(days=7), 1)
    }
    assert list(
        Delivery.objects.filter(thread=batch.thread)
        .order_by("pk")
        .values_list("recipient", "facts__subject", "facts__text")
    ) == [
        ("priya@example.com", "Your link, Priya Shah", "Hello Priya Shah,\nhere it is."),
        ("tom@example.com", "Your link, Tom Berg", "Hello Tom Berg,\nhere it is."),
        ("lena@example.com", "Your link,", "Hello,\nhere it is."),
    ]


@pytest.mark.feature("D4")
def test_same_list_again_makes_nothing(anas, ana):
    form = filled(ana, emailed="on")
    first, second = anas.post(MAKE, form), anas.post(MAKE, form)
    assert (second.status_code, second.url) == (302, f"{first.url}?again=1")
    assert "Nothing was made or emailed twice" in markup(anas.get(second.url))
    assert "emailed twice" not in markup(anas.get(first.url))
    # From a file it is the same list.
    assert anas.post(MAKE, form | {"people": PEOPLE.replace("\n", "\r\n") + "\r\n", "key": "other"}).url == second.url
    assert (LinkBatch.objects.count(), Link.objects.count(), Delivery.objects.count()) == (1, 3, 3)
    anas.post(MAKE, form | {"label": "Another"})
    assert LinkBatch.objects.count() == 2


@pytest.mark.feature("D4")
def test_going_back_loses_nothing(anas, ana):
    form = filled(ana, emailed="on", label="Fair", expires="date", expires_on="2030-02-01", back="1")
    response = anas.post(MAKE, form)
    shown = response.context["form"]
    assert (response.status_code, shown.errors, Link.objects.exists()) == (200, {}, False)
    names = ("source", "people", "label", "expires", "expires_on", "emailed", "subject", "text", "key")
    assert {name: shown[name].value() for name in names} == {name: form[name] for name in names}


@pytest.mark.feature("D4")
def test_a_number_of_links_has_no_recipients(anas, ana):
    form = filled(ana, kind="number", count="12", people="not a list", emailed="on", locked="on")
    assert "12 links will be made" in markup(anas.post(NEW, form))
    first, again = anas.post(MAKE, form), anas.post(MAKE, form)
    assert again.url == f"{first.url}?again=1"
    assert anas.post(MAKE, form | {"key": "of another form"}).url != first.url
    assert Link.objects.count() == 24
    assert set(Link.objects.values_list("recipient_email", "locked_to_recipient", "max_uses")) == {("", False, 1)}
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("count", ["", "0", "1001", "-1", "x", "1e3"])
@pytest.mark.feature("D4")
def test_numbers_that_cannot_be(anas, ana, count):
    response = anas.post(NEW, filled(ana, kind="number", count=count))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["count"])


@pytest.mark.feature("D4")
def test_every_bad_row_says_why(anas, ana):
    lines = [
        "Priya Shah, priya@example.com",
        "Tom Berg <tom@>",
        "Lena Fuchs",
        "",
        "PRIYA@example.com",
        "a@example.com; b@example.com",
        "Ivan, Acme, ivan@example.com",
        f"{'x' * 101}, long@example.com",
        "Bell\x07, bell@example.com",
        f"{'x' * 250}@example.com",
        "Kim, \u212a@example.com",
        "y" * 1_001,
    ]
    response = anas.post(NEW, filled(ana, people="\r\n".join(lines)))
    assert problems(response) == [
        (2, "“tom@” is not an email address."),
        (3, "The email address is missing."),
        (5, "The email is the same as in row 1."),
        (6, "There is more than one email address. Put each on its own row."),
        (
            7,
            "There is more than a name and an email. Remove the rest, or add a header row such as "
            "“Name, Company, Email”.",
        ),
        (8, "The name is longer than 100 characters."),
        (9, "The name contains characters that cannot be used."),
        (10, "The email is longer than 254 characters."),
        (11, "“\u212a@example.com” cannot receive email."),
        (12, "This row is longer than 1,000 characters."),
    ]
    html = markup(response)
    assert "Fix 10 rows before the links can be made." in html
    assert 'aria-describedby="row-2_error"' in html
    assert response.context["form"]["people"].value().split("\n") == lines


@pytest.mark.feature("D4")
def test_rows_are_mended_in_place(anas, ana):
    broken = "Priya, priya@\n\nTom\nLena, lena@example.com\nKim, kim@"
    form = filled(ana, people=broken)
    assert [number for number, _why in problems(anas.post(NEW, form))] == [1, 3, 5]
    mends = {
        "row-1": "Priya, priya@example.com", "was-1": "Priya, priya@",
        "row-3": "", "was-3": "Tom",
        # Another row stands there by now, and rows that there are not: nothing happens.
        "row-5": "Kim, kim@example.com", "was-5": "Kim",
        "row-99": "x", "row-00000": "x", "was-99": "",
    }  # fmt: skip
    again = anas.post(NEW, form | mends)
    assert [one.number for one in again.context["form"].problems] == [5]
    assert again.context["form"]["people"].value() == "Priya, priya@example.com\n\n\nLena, lena@example.com\nKim, kim@"
    html = markup(anas.post(NEW, form | mends | {"was-5": "Kim, kim@"}))
    assert "3 links will be made" in html


@pytest.mark.feature("D4")
def test_overlong_and_excess_rows_are_listed(anas, ana):
    people = "\n".join(["y" * 400, *(f"nobody {number}" for number in range(250))])
    response = anas.post(NEW, filled(ana, people=people))
    assert [number for number, _why in problems(response)] == list(range(1, 252))
    html = markup(response)
    assert html.count('name="row-') == 199
    assert f"{'y' * 80}…" in html
    assert "nobody 249" in html


@pytest.mark.feature("D4")
def test_a_thousand_and_not_one_more(anas, ana):
    people = "\n".join(f"p{number}@example.com" for number in range(1_001))
    response = anas.post(NEW, filled(ana, people=people))
    assert problems(response) == []
    assert response.context["form"].errors["people"] == [
        "There are 1001 rows. You can make up to 1,000 links at a time, so split the list."
    ]
    assert anas.post(MAKE, filled(ana, people=people.rpartition("\n")[0])).status_code == 302
    assert Link.objects.count() == 1_000


@pytest.mark.parametrize("people", ["", "  \r\n \t", ",,,", "Name,Email"])
@pytest.mark.feature("D4")
def test_nobody_is_no_list(anas, ana, people):
    response = anas.post(NEW, filled(ana, people=people))
    assert response.context["form"].errors["people"] == ["The list is empty. Paste names and emails, or choose a file."]
    assert response.context["form"]["people"].value().split() == people.split()


@pytest.mark.feature("D4")
def test_a_file_becomes_the_list(anas, ana):
    raw = "Id;First name;Last name;E-Mail\n1;Zoë;Müller;zoe@example.com\n2;Tom;Berg;tom@\n".encode("cp1252")
    response = upload(anas, filled(ana, people=""), raw)
    assert problems(response) == [(3, "“tom@” is not an email address.")]
    text = response.context["form"]["people"].value()
    assert text == "Name,Email\nZoë Müller,zoe@example.com\nTom Berg,tom@\n"
    # Mended, and sent again without the file; or with another one, which takes its place.
    mended = filled(ana, people=text) | {"row-3": "Tom Berg, tom@example.com", "was-3": "Tom Berg,tom@"}
    assert "2 links will be made" in markup(anas.post(NEW, mended))
    marked = filled(ana, people=text, uploaded=response.context["form"]["uploaded"].value())
    better = upload(anas, marked, raw.replace(b"tom@", b"tom@example.com"))
    assert better.status_code == 200
    html = markup(better)
    assert "2 links will be made" in html
    assert "We had to guess the file’s encoding" in html
    # What was typed is not thrown away for a file.
    refused = upload(anas, filled(ana), raw)
    assert refused.context["form"].errors["file"] == [
        "The list is not empty. Clear it first, or continue without a file."
    ]
    assert refused.context["form"]["people"].value() == PEOPLE


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"PK\x03\x04", "This is a spreadsheet file. Save it as CSV (UTF-8) and choose that instead."),
        (b"\x89PNG\0", "This is not a text file. Save the list as CSV (UTF-8) and choose that instead."),
        (b"", "The list is empty. Paste names and emails, or choose a file."),
        (b"x" * 2_000_001, "This file is larger than 2 MB. Remove other columns, or split the file."),
        (
            b"a@example.com\n" * 1_001,
            "There are 1001 rows. You can make up to 1,000 links at a time, so split the list.",
        ),
        (
            b"Name,Email\n" + b'"%s",a@example.com\n' % (b"x" * 401_000),
            "This file contains too much text. Remove other columns, or split the file.",
        ),
    ],
)
@pytest.mark.feature("D4")
def test_files_that_cannot_be_read(anas, ana, raw, why):
    response = upload(anas, filled(ana, people=""), raw)
    assert problems(response) == []
    assert response.context["form"].errors["file"] == [why]


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("subject", "", "This field is required."),
        ("subject", "two\r\nBcc: x@example.com", "Use only letters, numbers and symbols, on one line."),
        ("subject", "Hello {nmae}", "“{nmae}” is not a placeholder. Use {name}, {email} or {page}."),
        ("text", "Hello {0}", "“{0}” is not a placeholder. Use {name}, {email} or {page}."),
        ("text", "bell\x07", "Use only letters, numbers and symbols, on one line."),
    ],
)
@pytest.mark.feature("D4")
def test_mails_that_cannot_be_sent(anas, ana, name, text, error):
    response = anas.post(NEW, filled(ana, emailed="on", **{name: text}))
    assert (response.status_code, response.context["form"].errors) == (422, {name: [error]})
    # Without mails their text does not matter.
    assert anas.post(NEW, filled(ana, **{name: text})).status_code == 200


@pytest.mark.feature("D4")
def test_members_make_links_from_shareable_only(client, ana, ben, zoe):
    shared, own = (
        make_reusable(
            actor=ana,
            owner=ana,
            hosts=Hosts(pages=(ana.pages.order_by("pk")[0],)),
            event_types=[managed_event_type(ana, name)],
            name=name,
            in_library=name == "Shared",
            now=NOW,
        )
        for name in ("Shared", "Own")
    )
    client.force_login(ben)
    theirs = [f"page-{ana.pages.order_by('pk')[0].pk}", f"page-{zoe.pages.get().pk}", f"link-{own.pk}"]
    single = [f"link-{one_time_link(ben).pk}", "link-", "page-x", f"link-{'9' * 30}", ""]
    for source in theirs + single:
        for address in (NEW, MAKE):
            response = client.post(address, filled(ben, source=source))
            assert (response.status_code, list(response.context["form"].errors)) == (422, ["source"])
    assert not LinkBatch.objects.exists()
    response = client.post(MAKE, filled(ben, source=f"link-{shared.pk}"))
    batch = LinkBatch.objects.get()
    assert response.url == f"/links/bulk/{batch.pk}/"
    assert set(batch.links.values_list("owner", "parent")) == {(ben.pk, shared.pk)}
    assert "Shared" in markup(client.get(response.url))


@pytest.mark.feature("D4")
def test_archived_page_is_refused_when_making(anas, ana):
    ana.pages.update(archived_at=NOW)
    response = anas.post(MAKE, filled(ana, source=f"page-{ana.pages.order_by('pk')[0].pk}"))
    assert (response.status_code, response.context["form"]["people"].value()) == (422, PEOPLE)


@pytest.mark.feature("D4")
def test_two_members_make_separate_sets(client, ana, ben):
    link = make_reusable(
        actor=ana,
        owner=ana,
        hosts=Hosts(pages=(ana.pages.get(),)),
        event_types=[managed_event_type(ana)],
        name="Shared",
        in_library=True,
        now=NOW,
    )
    addresses = []
    for user in (ana, ben):
        client.force_login(user)
        addresses.append(client.post(MAKE, filled(ana, source=f"link-{link.pk}")).url)
        assert client.get(addresses[-1]).status_code == 200
    assert len(set(addresses)) == 2


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("D4")
def test_batches_are_their_makers_and_the_admins(client, ana, ben, zoe):
    batches = {user: made_of(user) for user in (ana, ben, zoe)}
    seen = {}
    for user in batches:
        client.force_login(user)
        seen[user] = {line.row.batch for line in client.get(LIST).context["lines"]}
        for owner, batch in batches.items():
            allowed = batch in seen[user]
            assert client.get(reverse("batch", args=[batch.pk])).status_code == (200 if allowed else 404), owner
            for name in ("batch-addresses", "batch-csv", "retry-batch"):
                answer = client.post(reverse(name, args=[batch.pk]))
                assert answer.status_code in ({200, 302} if allowed else {404})
    assert seen == {ana: {batches[ana], batches[ben]}, ben: {batches[ben]}, zoe: {batches[zoe]}}


@pytest.mark.feature("D4")
def test_addresses_are_shown_on_demand_and_recorded(anas, ana):
    batch = made_of(ana)
    first, second, third = batch.links.order_by("pk")
    revoke(actor=ana, link=second, now=NOW)
    page = reverse("batch", args=[batch.pk])
    assert first.token() not in markup(anas.get(page))
    shown = anas.post(reverse("batch-addresses", args=[batch.pk]))
    assert shown.context["addresses"].split("\n") == [
        f"Person 0\tp0@example.com\t{first.address()}",
        f"Person 2\tp2@example.com\t{third.address()}",
    ]
    html = markup(shown)
    assert "2 working addresses" in html
    assert "1 more has been used or no longer works." in html
    assert "Revoked" in html
    assert list(HistoryEntry.objects.filter(subject="linkbatch").values_list("subject_id", "verb", "actor")) == [
        (batch.pk, "copied", ana.pk)
    ]


@pytest.mark.feature("D4")
def test_result_file_calculates_nothing(anas, ana, anas_page):
    people = [
        Recipient('=HYPERLINK("https://evil.example")', "+1@example.com"),
        Recipient("Zoë, the “first”", "zoe@example.com"),
    ]
    batch = make_batch(actor=ana, recipients=people, page=anas_page, expires_at=NOW + timedelta(days=7), now=NOW)
    first, second = batch.links.order_by("pk")
    response = anas.post(reverse("batch-csv", args=[batch.pk]))
    assert response.headers["Content-Disposition"] == f'attachment; filename="links-{batch.pk}.csv"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert markup(response).split("\r\n") == [
        "\ufeffname,email,address,expires",
        f'"\'=HYPERLINK(""https://evil.example"")",\'+1@example.com,{first.address()},2030-01-14T09:00+01:00',
        f'"Zoë, the “first”",zoe@example.com,{second.address()},2030-01-14T09:00+01:00',
        "",
    ]


@pytest.mark.feature("D4")
def test_a_withdrawn_key_leaves_no_address(anas, ana, settings):
    batch = made_of(ana, 1)
    settings.LINK_KEYS = {"b": b"another key of thirty-two bytes!"}
    assert anas.post(reverse("batch-addresses", args=[batch.pk])).context["addresses"] == ""
    assert ",,\r\n" in markup(anas.post(reverse("batch-csv", args=[batch.pk])))


@pytest.mark.feature("D4")
def test_the_progress_of_the_mails(anas, ana):
    batch = emailed(ana, 4)
    page = reverse("batch", args=[batch.pk])
    mails = Delivery.objects.filter(thread=batch.thread).order_by("pk")
    pks = list(mails.values_list("pk", flat=True))

    def progress():
        whole, part = anas.get(page), anas.get(page, headers={"HX-Request": "true"})
        assert whole.context["mails"] == part.context["mails"]
        assert "<nav" not in markup(part)
        return markup(part)

    def rows(html):
        return Counter(re.findall(r"<span [^>]*>(Sent|Failed|Waiting)</span>", html))

    html = progress()
    assert rows(html) == {"Waiting": 4}
    assert "0 of 4 sent" in html
    assert f'hx-get="{page}" hx-trigger="every 2s"' in html
    assert "Refresh" in html
    mails.filter(pk__in=pks[:2]).update(sent_at=NOW)
    mails.filter(pk=pks[2]).update(failed_at=NOW, last_error="550 No such mailbox", attempts=8)
    html = progress()
    for expected in ("2 of 4 sent", "1 is waiting", "1 could not be sent", "p2@example.com", "550 No such mailbox"):
        assert expected in html
    assert rows(html) == {"Sent": 2, "Failed": 1, "Waiting": 1}
    mails.filter(pk=pks[3]).update(sent_at=NOW)
    # Nothing is waited for any more: it stops asking.
    html = progress()
    assert rows(html) == {"Sent": 3, "Failed": 1}
    assert 'hx-swap-oob="outerMorph"' in html
    assert "hx-get" not in html
    retried = anas.post(reverse("retry-batch", args=[batch.pk]), follow=True)
    assert "1 email is being sent again." in markup(retried)
    assert Delivery.objects.filter(pk=pks[2]).values_list("failed_at", "attempts", "due_at")[0] == (None, 0, NOW)
    assert "hx-get" in progress()
    again = anas.post(reverse("retry-batch", args=[batch.pk]), follow=True)
    assert "There are no emails to resend." in markup(again)
    mails.update(sent_at=NOW)
    assert "All emails have been sent." in progress()
    assert list(HistoryEntry.objects.filter(subject="delivery").values_list("subject_id", "verb")) == [
        (pks[2], "tried again")
    ]


@pytest.mark.feature("D4")
def test_batch_mails_leave_room_for_bookings(ana):
    batch = emailed(ana, 25)
    due = Delivery.objects.filter(thread=batch.thread).order_by("pk").values_list("due_at", flat=True)
    assert [(one - NOW).seconds for one in due] == [0] * 10 + [1] * 10 + [2] * 5


@pytest.mark.feature("D4")
def test_links_of_a_batch_stand_on_pages(anas, ana):
    batch = made_of(ana, ROWS + 2)
    page = reverse("batch", args=[batch.pk])
    pks = list(batch.links.order_by("pk").values_list("pk", flat=True))
    first = anas.get(page)
    assert [person.link.pk for person in first.context["people"]] == pks[:ROWS]
    assert f"?after={pks[ROWS - 1]}" in markup(first)
    second = anas.get(f"{page}?after={pks[ROWS - 1]}")
    assert [person.link.pk for person in second.context["people"]] == pks[ROWS:]
    for junk in ("x", "-1", "9" * 40, "٣"):
        assert len(anas.get(f"{page}?after={junk}").context["people"]) == ROWS
    assert anas.get(f"{page}?after={pks[-1]}").status_code == 200


@pytest.mark.feature("D4")
def test_earlier_batches_stand_on_pages(anas, ana):
    made = [made_of(ana, 1, label=f"Fair {number}") for number in range(ROWS + 2)]
    first = anas.get(LIST)
    assert [line.row.batch for line in first.context["lines"]] == made[::-1][:ROWS]
    assert f"?before={made[2].pk}" in markup(first)
    second = anas.get(f"{LIST}?before={made[2].pk}")
    assert [line.row.batch for line in second.context["lines"]] == made[1::-1]
    assert "Nothing older" in markup(anas.get(f"{LIST}?before=1"))


@pytest.mark.feature("O33")
def test_no_batch_was_made_yet(anas):
    html = markup(anas.get(LIST))
    assert "Nothing made from a list yet" in html
    assert NEW in html


@pytest.mark.feature("D4")
def test_member_without_page_is_told_how(client, ben):
    ben.pages.update(archived_at=NOW)
    client.force_login(ben)
    assert "Create a booking page first" in markup(client.get(NEW))


@pytest.mark.feature("D4")
def test_form_opens_for_page_or_link(anas, ana):
    page = ana.pages.get()
    assert anas.get(f"{NEW}?page={page.pk}").context["form"]["source"].value() == f"page-{page.pk}"
    assert anas.get(f"{NEW}?link=x").status_code == 200
    assert anas.get(MAKE).url == NEW


@pytest.mark.feature("O40")
def test_stale_tab_keeps_the_typed_list(client, ana):
    assert with_known_device(client).post(NEW, filled(ana, label="Fair")).status_code == 302
    client.post("/accounts/login/", {"login": ana.email, "password": "correct horse battery"})
    shown = client.get(NEW).context["form"]
    assert (shown["people"].value(), shown["label"].value()) == (PEOPLE, "Fair")


# Session, user, batches, any link of each, the mails; who asks for a link.
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("D4")
def test_list_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    for number in range(count):
        emailed(ana, 2, label=f"Fair {number}")
    with django_assert_num_queries(6):
        assert len(anas.get(LIST).context["lines"]) == count


# Session, user, batch, links, the whole of one, their mails, how many are where.
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("D4")
def test_batch_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    page = reverse("batch", args=[emailed(ana, count).pk])
    with django_assert_num_queries(7):
        assert len(anas.get(page).context["people"]) == count
    # Asking how far the mails are: the same, so that its rows say what its numbers say.
    with django_assert_num_queries(7):
        anas.get(page, headers={"HX-Request": "true"})


# Session, user, the batch; the note, links, the whole of one; links of the table and their one.
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("D4")
def test_addresses_cost_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    batch = made_of(ana, count)
    with django_assert_num_queries(8):
        anas.post(reverse("batch-addresses", args=[batch.pk]))
    with django_assert_num_queries(6):
        anas.post(reverse("batch-csv", args=[batch.pk]))


# Session, user, organization, pages, links. For making: savepoint and release twice, the batch looked for and
# inserted, whether the page may still be shared, ids, three COPYs; and no more.
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("D4")
def test_making_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    form = filled(ana, emailed="on", people="\n".join(f"p{number}@example.com" for number in range(count)))
    with django_assert_num_queries(4):
        assert anas.post(NEW, form).status_code == 200
    with django_assert_num_queries(15):
        assert anas.post(MAKE, form).status_code == 302


FIELDS = [
    "source", "kind", "people", "count", "expires", "expires_on", "locked", "label", "emailed", "subject", "text",
    "key", "uploaded", "row-1", "was-1", "back",
]  # fmt: skip


@pytest.mark.usefixtures("first_pages")
@pytest.mark.parametrize("address", [NEW, MAKE])
@junk_settings
@example(sent=all_junk(*FIELDS))
@given(
    sent=forms(*FIELDS, kind="people", people="Priya, priya@example.com", expires="7", subject="Hello", text="Hello")
)
@pytest.mark.feature("D4")
def test_no_form_breaks_it(anas, ana, address, sent):
    if "source" in sent and sent["source"] == "":
        sent["source"] = f"page-{ana.pages.order_by('pk')[0].pk}"
    response = anas.post(address, sent)
    assert response.status_code in {200, 302, 422}
    if response.status_code == 422:
        check_refusal(response)
    if "people" in sent and response.status_code != 302 and not {"row-1", "was-1"} & sent.keys():
        form = response.context["form"]
        assert "".join((form["people"].value() or "").split()) == "".join(sent["people"].split())
