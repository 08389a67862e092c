"""The one way to edit what owners keep: event types, schedules, booking pages, master pages, pools."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

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
    """Show the form, or save what was sent; `data` is what it is to be filled with.

    `make` makes the form, of what was sent or of what it starts with. `save` calls the action and may add errors to
    the form. `context` is what else the page shows.
    """
    sent = request.method == "POST" and not (editor and editor.apply(request.POST))
    form = make(data, None)
    if data is not None and not sent and editor:
        # A row was added, moved or removed: shown again as typed, and nothing is judged yet.
        form = make(None, {name: data.get(name, "") for name in form.fields})
    if sent and _is_sound(form, editor) and _is_saved(form, save):
        return done()
    shown = {"form": form, "problems": editor.errors() if editor else [], **context(form)}
    return render(request, template, shown, status=422 if sent else 200)


def _is_sound(form: BaseForm, editor: Editor | None) -> bool:
    """Whether all can be saved; form and rows are both read, so that everything wrong is said at once."""
    return form.is_valid() & (editor is None or editor.check())


def finish(request: MemberRequest, text: str, to: str) -> HttpResponse:
    """Say that it is saved, and go on."""
    messages.success(request, text)
    return redirect(to)


def _is_saved(form: FormOf, save: Callable[[FormOf], object]) -> bool:
    """Whether what is sound was saved; where the organization does not let it be, the form says why."""
    try:
        with gone_is_not_found():
            save(form)
    except AddressInUse as refusal:
        form.add_error("slug", str(refusal))
    except WrongChoice as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
