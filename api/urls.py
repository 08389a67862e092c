"""Addresses of the API, below `/api/v1/`. Unknown addresses there are answered with a problem, too."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition

from api.description import load_description
from api.front import behind_front
from api.mount import api
from api.problems import Problem, problem_response

app_name = "api"


@condition(etag_func=lambda request: f'"{load_description()[1]}"')
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the API's description, to everybody."""
    if request.method != "GET":
        return problem_response(request, Problem("method-not-allowed", headers={"Allow": "GET"}))
    headers = {"Cache-Control": "public, max-age=300"}
    return HttpResponse(load_description()[0], content_type="application/json", headers=headers)


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    return problem_response(request, Problem("not-found"))


operations = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
urlpatterns = [
    behind_front(pattern)
    for pattern in (*operations, path("openapi.json", csrf_exempt(openapi)), re_path(r"", nothing_here, name="nothing"))
]
