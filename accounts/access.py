"""Decorators that say who may open a view. Every owner's view has one; a test fails for a view without.

They do not check who owns a row: views read through QuerySets limited to the user, so a stranger's id gives 404.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from accounts import form_recovery
from accounts.models import User
from accounts.queries import must_add_second_factor

P = ParamSpec("P")
# The methods of a view that only shows, of a view with a form, and of a view that only a button leads to.
READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
POST = ("POST",)
logger = logging.getLogger(__name__)


class MemberRequest(HttpRequest):
    """A request of a signed-in user."""

    user: User


View = Callable[Concatenate[HttpRequest, P], HttpResponse]
MemberView = Callable[Concatenate[MemberRequest, P], HttpResponse]


def owner_view(
    methods: Sequence[str], *, admins: bool = False, without_factor: bool = False, strangers: str = ""
) -> Callable[[MemberView[P]], View[P]]:
    """Admit signed-in users, or admins only, and only the given methods. (`NoStore` keeps the answers out of caches.)

    Other visitors are redirected to sign in. They come back afterwards, and a form that they sent is filled in again.
    If `strangers` names a view, those who only read are redirected to it instead. Users who must set up a second factor
    are redirected there, except from a view marked `without_factor`. A member gets 403 where admins are needed. A user
    who comes back with GET to an address that only takes POST is redirected to the nearest address above it. A POST
    about a row that was deleted meanwhile is a 404, and is logged: it could be a bug.
    """

    def decorate(view: MemberView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, User):
                if strangers and request.method in READ:
                    return _as_whole_page(request, redirect(strangers))
                form_recovery.keep_form(request)
                return _as_whole_page(request, redirect_to_login(request.get_full_path()))
            if not without_factor and must_add_second_factor(request.user):
                form_recovery.keep_form(request)
                return redirect_to_second_factors(request)
            if admins and not request.user.is_admin:
                raise PermissionDenied
            if request.method not in methods:
                page = form_recovery.page_above_button(request)
                return HttpResponseNotAllowed(methods) if page is None else redirect(page)
            try:
                return view(request, *args, **kwargs)  # type: ignore[arg-type]  # request.user was checked above
            except ObjectDoesNotExist as error:
                if request.method in READ:
                    raise
                # The row was deleted since the view read it: two people pressed the button at once.
                logger.warning("What a form was about has gone: 404.", exc_info=error)
                raise Http404 from error

        return _mark_access(guarded, "admin" if admins else "member")

    return decorate


def everyone(view: View[P]) -> View[P]:
    """Mark a view as open to everybody, signed in or not."""
    return _mark_access(view, "everyone")


def cookieless(view: View[P]) -> View[P]:
    """Mark a view as open to everybody and free of cookies: it does not even load a session."""
    view.cookieless = True  # type: ignore[attr-defined]  # read by the middleware
    return everyone(view)


def is_cookieless(request: HttpRequest) -> bool:
    """Return whether the request is for a view marked with `cookieless`, which customers open."""
    with suppress(Resolver404):
        return getattr(resolve(request.path_info).func, "cookieless", False)
    return False


def redirect_to_second_factors(request: HttpRequest) -> HttpResponse:
    """Send the user to the page where second factors are set up."""
    return _as_whole_page(request, redirect("mfa_index"))


def _as_whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if "HX-Request" in request.headers:
        # A fragment of a page cannot show another page, so the whole page is sent there.
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


def _mark_access(view: View[P], access: str) -> View[P]:
    view.access = access  # type: ignore[attr-defined]  # read by the test that checks all views in the URLconf
    return view
