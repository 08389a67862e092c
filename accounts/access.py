"""Who may open a view. Every owner's view wears one of these; tests refuse a view that wears none.

Whose a row is, is not asked here: views read through QuerySets narrowed to the user, and a stranger's id is 404.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import form_recovery
from accounts.models import User

P = ParamSpec("P")
NOT_ALLOWED = HTTPStatus.METHOD_NOT_ALLOWED


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


View = Callable[Concatenate[HttpRequest, P], HttpResponse]
MemberView = Callable[Concatenate[MemberRequest, P], HttpResponse]


def member_only(view: MemberView[P]) -> View[P]:
    """For whoever is signed in. Others sign in first and come back; what they had typed comes back with them."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            form_recovery.keep(request)
            return _to_sign_in(request)
        response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # it is a member's, as just seen
        place = form_recovery.place_of_button(request) if response.status_code == NOT_ALLOWED else None
        return response if place is None else redirect(place)

    return _decided(guarded, "member")


def admins_only(view: MemberView[P]) -> View[P]:
    """For the organization's admins; its members get a 403."""

    @wraps(view)
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_admin:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _decided(member_only(guarded), "admin")


def everyone(view: View[P]) -> View[P]:
    """For everybody, signed in or not: says that this was decided."""
    return _decided(view, "everyone")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    if "HX-Request" in request.headers:
        # A part of a page cannot show the sign-in; the whole page goes there.
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


def _decided(view: View[P], who: str) -> View[P]:
    view.access = who  # type: ignore[attr-defined]  # read by the test that walks the site map
    return view
