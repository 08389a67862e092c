"""The address that vendors call when a calendar has changed. It becomes due, and is read later."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import cookieless
from calendars.actions.claiming import make_due_after_push
from calendars.pushes import calendar_of_push, caller_of

PLAIN = "text/plain; charset=utf-8"
LONGEST_ECHO = 200


@csrf_exempt
@never_cache
@cookieless
@require_POST
def calendar_hook(request: HttpRequest, token: str) -> HttpResponse:
    """Make the calendar due. One statement; none for a forged address.

    Microsoft first checks the address, and wants its token in the response.
    """
    calendar = calendar_of_push(token)
    if calendar is None:
        return HttpResponse(status=404)
    if words := request.GET.get("validationToken", ""):
        return HttpResponse(words[:LONGEST_ECHO], content_type=PLAIN)
    caller = caller_of(request.body, token)
    if caller is None:
        return HttpResponse(status=404)
    make_due_after_push(calendar, caller)
    return HttpResponse(status=204)
