"""Who may open a view. Every owner's view wears one of these; tests refuse a view that wears none.

Whose a row is, is not asked here: views read through QuerySets narrowed to the user, and a stranger's id is 404.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from accounts import form_recovery
from accounts.models import User

P = ParamSpec("P")
# By which methods a view answers: one that shows, one with a form, one that a button leads to.
READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
POST = ("POST",)


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


View = Callable[Concatenate[HttpRequest, P], HttpResponse]
MemberView = Callable[Concatenate[MemberRequest, P], HttpResponse]


def owner_view(methods: Sequence[str], *, admins: bool = False) -> Callable[[MemberView[P]], View[P]]:
    """For whoever is signed in, or for admins only, by these methods. That no cache keeps it, `NoStore` sees to.

    Others sign in first and come back; what they had typed comes back with them. Members get a 403 where admins are
    asked for. An address that only a button leads to is never reached by coming back: the one above it is shown.
    """

    def decorate(view: MemberView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, User):
                form_recovery.keep(request)
                return _to_sign_in(request)
            if admins and not request.user.is_admin:
                raise PermissionDenied
            if request.method not in methods:
                place = form_recovery.place_of_button(request)
                return HttpResponseNotAllowed(methods) if place is None else redirect(place)
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # it is a member's, as just seen

        return _decided(guarded, "admin" if admins else "member")

    return decorate


def everyone(view: View[P]) -> View[P]:
    """For everybody, signed in or not: says that this was decided."""
    return _decided(view, "everyone")


def cookieless(view: View[P]) -> View[P]:
    """For everybody, without looking for a session: pages that set and need no cookie."""
    view.cookieless = True  # type: ignore[attr-defined]  # read by the middleware
    return everyone(view)


def is_cookieless(request: HttpRequest) -> bool:
    """Whether the request is for a page that customers open."""
    with suppress(Resolver404):
        return getattr(resolve(request.path_info).func, "cookieless", False)
    return False


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    if "HX-Request" in request.headers:
        # A part of a page cannot show the sign-in; the whole page goes there.
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


def _decided(view: View[P], who: str) -> View[P]:
    view.access = who  # type: ignore[attr-defined]  # read by the test that walks the site map
    return view
