"""The view behind all edit screens: event types, schedules, booking pages, master pages and pools."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from accounts.access import MemberRequest
from owner.pages.forms.rows import Editor
from owner.pages.views.gone import gone_is_not_found
from pages.errors import AddressInUse, WrongChoice

FormOf = TypeVar("FormOf", bound=BaseForm)


def edit(
    request: MemberRequest,
    data: QueryDict | None,
    *,
    template: str,
    make: Callable[[QueryDict | None, dict[str, str] | None], FormOf],
    editor: Editor | None = None,
    save: Callable[[FormOf], object],
    done: Callable[[], HttpResponse],
    context: Callable[[FormOf], dict[str, object]],
) -> HttpResponse:
    """Show the form, or save what was sent. `data` is what the form is filled with.

    `make` creates the form from the data sent or from initial values. `save` calls the action and may add errors to the
    form. `done` returns the response after saving. `context` returns the further context of the template.
    """
    rows = editor or Editor()
    sent = request.method == "POST" and not rows.apply(request.POST)
    form = make(data, None)
    if data is not None and not sent and editor:
        # A row was added, moved or removed: show the form as typed, without errors.
        form = make(None, as_typed(data, form.fields))
    # Form and rows are both checked, so that all errors show at once.
    if sent and form.is_valid() & rows.check() and _try_save(form, save):
        response = done()
        say_dropped(request, rows.dropped)
        return response
    # The script of the editor compares with what is saved, not with what was typed before.
    shown = {"form": form, "problems": rows.errors(), "typed": data is not None, **context(form)}
    return render(request, template, shown, status=422 if sent else 200)


def as_typed(data: QueryDict, names: Iterable[str]) -> dict[str, str]:
    """Return what was typed, as initial values of an unbound form, which shows no errors."""
    return {name: data.get(name, "") for name in names}


def say_dropped(request: MemberRequest, count: int) -> None:
    """Tell the user that empty rows were left out, so that “Saved” does not claim more than was saved."""
    if count:
        text = ngettext("An empty row was left out.", "%(count)d empty rows were left out.", count)
        messages.info(request, text % {"count": count})


def stay(request: MemberRequest, text: str, editor: str, pk: int) -> HttpResponse:
    """Tell the user that it is saved, and stay in its editor."""
    messages.success(request, text)
    return redirect(editor, pk=pk)


def _try_save(form: FormOf, save: Callable[[FormOf], object]) -> bool:
    """Save the valid form. Return False, with an error in the form, if it is refused."""
    try:
        with gone_is_not_found():
            save(form)
    except AddressInUse as refusal:
        form.add_error("slug", str(refusal))
    except WrongChoice as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
