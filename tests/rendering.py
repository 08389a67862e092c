"""Requests without rendered pages, for tests that send hundreds and check only what the view decides."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest import mock

import pytest
from django.http import HttpRequest
from django.template.backends.django import Template
from django.template.base import Template as Source
from django.template.context import Context, RequestContext, make_context
from django.test.signals import template_rendered
from django.utils.safestring import SafeString

render = Template.render


@pytest.fixture(autouse=True, scope="session")
def contexts_of_pages(django_test_environment: None) -> Iterator[None]:
    """Let `response.context` be that of the page. Django would also keep a copy for each of its parts and widgets."""

    def render_noted(self: Source, context: Context) -> SafeString:
        if context.template is self and isinstance(context, RequestContext):
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    with mock.patch.object(Source, "_render", render_noted):
        yield


@pytest.fixture(params=["first pages", pytest.param("whole pages", marks=pytest.mark.slow)])
def first_pages(request: pytest.FixtureRequest) -> Iterator[None]:
    """Render only the first page of each template and method; in the slow suite, all pages.

    A test with generated input names the example that is rendered first.
    """
    seen: set[tuple[str, str]] = set()

    def is_first(name: str, method: str) -> bool:
        if (name, method) in seen:
            return False
        seen.add((name, method))
        return True

    with render_pages_if(is_first) if request.param == "first pages" else nullcontext():
        yield


def no_pages() -> AbstractContextManager[Any]:
    """Render no page."""
    return render_pages_if(lambda name, method: False)


def render_pages_if(wanted: Callable[[str, str], bool]) -> AbstractContextManager[Any]:
    """Render only pages of these templates and methods. Others are empty, with their context in `response.context`.

    Mails, and templates that are rendered without a request, are not affected.
    """
    inside = False

    def render_if(self: Template, context: Any = None, request: HttpRequest | None = None) -> SafeString:
        nonlocal inside
        name = str(self.template.name)
        if request is None or inside or not name.endswith(".html") or "email" in name:
            return render(self, context, request)
        if not wanted(name, str(request.method)):
            filled = make_context(context, request, autoescape=self.backend.engine.autoescape)
            template_rendered.send(sender=self.template, template=self.template, context=filled)
            return SafeString("")
        # The parts of a page (its fields, their widgets) are rendered with it.
        inside = True
        try:
            return render(self, context, request)
        finally:
            inside = False

    return mock.patch.object(Template, "render", render_if)
