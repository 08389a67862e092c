"""Django admin in a real browser: all of it works under the Content-Security-Policy."""

import pytest

from links.models import Link
from tests.builders import one_time_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("refused by the policy:", event.violatedDirective, event.sourceFile, event.lineNumber))
"""


@pytest.fixture
def desk(new_context, live_server, client, ana):
    """Ana's browser, signed in, and all that it complains of."""
    client.force_login(ana)
    complaints = []
    context = new_context(base_url=live_server.url)
    cookie = client.cookies["session"]
    context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    return page, complaints


def test_the_admin_works_under_the_policy(desk, ana, ben):
    page, complaints = desk
    link = one_time_link(ana)
    page.goto("/admin/")
    page.goto("/admin/links/link/")
    page.check("#action-toggle")
    page.select_option("select[name=action]", "revoke")
    page.click("button[name=index]")
    assert page.inner_text(".messagelist") == "Done: 1."
    assert Link.objects.get(pk=link.pk).revoked_at is not None

    own = ana.pages.get()
    page.goto(f"/admin/pages/page/{own.pk}/change/")
    page.click("#id_owner + .select2 .select2-selection")
    page.fill(".select2-search__field", "ben")
    page.click(".select2-results__option--highlighted >> text=Ben Ode")
    page.click("text=Add another Page event type")
    page.click("[name=_save]")
    assert "was changed successfully" in page.inner_text(".messagelist")
    own.refresh_from_db()
    assert own.owner == ben

    page.goto(f"/admin/pages/schedule/{own.schedule_id}/change/")
    page.click("text=Add another Date override")
    page.click("#overrides-0 .datetimeshortcuts >> text=Today")
    page.click("[name=_save]")
    assert "was changed successfully" in page.inner_text(".messagelist")
    assert own.schedule.overrides.count() == 1
    page.goto("/admin/pages/eventtype/add/")
    page.click(".theme-toggle")
    page.goto(f"/admin/pages/page/{own.pk}/history/")
    assert complaints == []
