"""The help inside the application, and the search for a screen."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import READ, MemberRequest, owner_view
from owner.finding import FindForm
from owner.settings.help_texts import KEYS, PARAMETERS, WORDS
from owner.settings.screens import screens_by_other_name, screens_of


@owner_view(READ)
def help_page(request: MemberRequest) -> HttpResponse:
    """Explain where things are, the parameters of addresses, the words on the screens, and the keys."""
    context = {"places": screens_by_other_name(request.user), "parameters": PARAMETERS, "words": WORDS, "keys": KEYS}
    return render(request, "owner/settings/help.html", context)


@owner_view(READ)
def search(request: MemberRequest) -> HttpResponse:
    """Lead to a screen by any of its names, and to the lists that search for people."""
    form = FindForm(request.GET, user=request.user)
    screens = [screen for screen in screens_of(request.user) if screen.fits(form.words)]
    return render(request, "owner/settings/search.html", {"form": form, "screens": screens})
