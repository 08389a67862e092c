"""Statements that are compiled once: the ORM's answers without its compiling, and never a value of an earlier call."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.statements import MOST_ROWS, compiled_once, insert
from links.models import Link
from pages.models import Page
from tests.builders import NOW, one_time_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(ana):
    named = {"recipient_name": "Priya Shah", "recipient_email": "priya@example.com"}
    return [one_time_link(ana, expires_at=NOW), one_time_link(ana), one_time_link(ana, **named)]


@pytest.mark.parametrize("column", ["pk", "handle", "kid", "page", "expires_at", "max_uses", "answers", "label"])
def test_each_kind_of_column_compares(links, column):
    found = compiled_once(lambda value: Link.objects.filter(**{column: value}).order_by("pk"))
    for link in links:
        value = link.page_id if column == "page" else getattr(link, column)
        assert found(value) == list(found.query(value)) != []


@pytest.mark.parametrize("name", ["recipient_name__iexact", "recipient_name__contains", "recipient_name__startswith"])
def test_each_kind_of_comparison_compares(links, name):
    found = compiled_once(lambda value: Link.objects.filter(**{name: value}).order_by("pk"))
    for value in ("priya SHAH", "Priya", "iya", "P%a", ""):
        assert found(value) == list(found.query(value))


def test_values_are_never_kept(links):
    found = compiled_once(lambda pk, most: Link.objects.filter(pk=pk, uses__lte=most))
    assert [found(one.pk, 0) for one in links] == [[one] for one in links]
    assert (found(links[0].pk, -1), found(0, 0)) == ([], [])


def test_none_is_asked_for_as_such(links):
    found = compiled_once(lambda at, email: Link.objects.filter(expires_at=at, recipient_email=email).order_by("pk"))
    assert (found(None, ""), found(NOW, ""), found(None, None)) == ([links[1]], [links[0]], [])
    assert found(None, "priya@example.com") == [links[2]]


def test_lists_have_one_wording(links):
    found = compiled_once(lambda pks, pages: Link.objects.filter(pk__in=pks, page__in=pages).order_by("pk"))
    pks, page = [one.pk for one in links], links[0].page_id
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert (found(pks, [page]), found(set(pks[1:]), {page, 0}), found([], [page])) == (links, links[1:], [])
    assert len({one["sql"].partition("WHERE")[0] for one in asked}) == 1
    assert all("= ANY(" in one["sql"] and " IN " not in one["sql"] for one in asked)


def test_limits_orders_and_joins_stay(links):
    newest = compiled_once(lambda owner: Link.objects.filter(owner__email=owner, max_uses=1).order_by("-pk")[:2])
    assert newest(links[0].owner.email) == links[:0:-1]
    assert (newest.first(links[0].owner.email), newest.first("nobody@example.com")) == (links[2], None)


def test_annotations_come_along(links):
    counted = compiled_once(lambda pk: Link.objects.annotate(left=F("max_uses") - F("uses")).filter(pk=pk))
    assert [one.left for one in counted(links[0].pk)] == [1]


def test_joins_that_find_nothing_give_none(links):
    found = compiled_once(lambda pk: Link.objects.select_related("batch", "page__image").filter(pk=pk))
    (link,) = found(links[0].pk)
    assert (link.batch, link.page, hasattr(link.page, "image")) == (None, links[0].page, False)


def test_tuples_are_converted(links):
    Link.objects.filter(pk=links[0].pk).update(metadata={"order": [1, "ü"]})
    told = compiled_once(lambda pk: Link.objects.filter(pk=pk).values_list("metadata", "pk", "expires_at"))
    assert told(links[0].pk) == [({"order": [1, "ü"]}, links[0].pk, NOW)] == list(told.query(links[0].pk))


def test_rows_are_locked_in_transactions_only(links, monkeypatch):
    locked = compiled_once(lambda pk: Link.objects.select_for_update(no_key=True).filter(pk=pk))
    with CaptureQueriesContext(connection) as asked:
        assert locked(links[0].pk) == [links[0]]
    assert asked[0]["sql"].endswith("FOR NO KEY UPDATE")
    monkeypatch.setattr(connection, "get_autocommit", lambda: True)
    with pytest.raises(transaction.TransactionManagementError):
        locked(links[0].pk)


REFUSED = {
    "made of text": lambda name: User.objects.filter(name=f"{name}!"),
    "left out": lambda _name: User.objects.all(),
    "in a subquery": lambda name: User.objects.filter(Exists(Link.objects.filter(owner=OuterRef("pk"), label=name))),
    "fetched for": lambda name: User.objects.filter(name=name).prefetch_related("links"),
    "dictionaries": lambda name: User.objects.filter(name=name).values("pk"),
}


@pytest.mark.parametrize("shape", REFUSED)
def test_what_has_no_fixed_wording_is_refused(ana, shape):
    with pytest.raises(TypeError):
        compiled_once(REFUSED[shape])(ana.name)


def test_models_with_constructors_are_refused(ana, monkeypatch):
    """Also as a related one: its rows become instances without a constructor, which nobody tells."""
    post_init.connect(print, sender=Page, weak=False)
    try:
        with pytest.raises(TypeError):
            compiled_once(lambda pk: Link.objects.select_related("page").filter(pk=pk))(1)
    finally:
        post_init.disconnect(print, sender=Page)
    monkeypatch.setattr(User, "__init__", lambda self, *given: None)
    with pytest.raises(TypeError):
        compiled_once(lambda name: User.objects.filter(name=name))(ana.name)


def test_rows_of_a_known_one_are_refused(ana):
    with pytest.raises(TypeError):
        compiled_once(lambda pk: ana.links.filter(pk=pk))(1)


def test_errors_are_those_of_the_orm(ana):
    found = compiled_once(lambda pk: Link.objects.filter(pk=pk))
    with pytest.raises((TypeError, ValueError)):
        found("one")
    with transaction.atomic():
        assert found(1) == []


@pytest.mark.django_db(transaction=True)
def test_threads_share_a_wording(ana):
    links = [one_time_link(ana) for _ in range(8)]
    by_pk = compiled_once(lambda pk: Link.objects.select_related("page__host").filter(pk=pk))

    def ask(link: Link) -> tuple[Link, str, str]:
        try:
            (found,) = by_pk(link.pk)
            return found, found.page.host.name, found._state.db
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, links * 4)) == [(one, ana.name, "default") for one in links] * 4


def made(ana: User, number: int = 0) -> HistoryEntry:
    whose = {"organization": ana.organization, "subject": "user", "subject_id": number}
    return HistoryEntry(**whose, verb=Verb.MADE, at=NOW, details={"a": ["ü", None]})


def rows(query: QuerySet[HistoryEntry]) -> list[tuple[object, ...]]:
    columns = ("organization", "subject", "subject_id", "verb", "actor", "at", "details")
    return list(query.order_by("pk").values_list(*columns))


@pytest.mark.parametrize("number", [1, 2, 5, MOST_ROWS, MOST_ROWS + 1])
def test_inserted_as_by_the_orm(ana, number):
    HistoryEntry.objects.bulk_create([made(ana, one) for one in range(number)])
    theirs = rows(HistoryEntry.objects.all())
    HistoryEntry.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        new = insert(made(ana, one) for one in range(number))
    assert (rows(HistoryEntry.objects.all()), len(asked)) == (theirs, 1)
    assert new == list(HistoryEntry.objects.order_by("pk"))
    assert {(one._state.adding, one._state.db) for one in new} == {(False, "default")}


def test_none_are_inserted_without_a_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert([]) == []


def test_what_needs_more_goes_by_the_orm(ana):
    numbered, worked_out = made(ana), made(ana)
    numbered.pk, worked_out.subject_id = 2**40, Value(3) + Value(4)
    insert([numbered])
    insert([worked_out])
    assert set(HistoryEntry.objects.values_list("pk", "subject_id")) >= {(2**40, 0), (worked_out.pk, 7)}


def test_an_unsaved_relation_is_refused(ana):
    with pytest.raises(ValueError, match="unsaved related object"):
        insert([HistoryEntry(organization=ana.organization, subject="user", subject_id=1, actor=User(), at=NOW)])
