"""The invitation mail. It is sent at once and not by the outbox: its address is a secret that no table may store."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import invitation_key
from accounts.languages import owner_language
from accounts.models import Invitation

logger = logging.getLogger(__name__)


def join_address(invitation: Invitation) -> str:
    """Return the full address that accepts the invitation."""
    return f"{settings.BASE_URL}{reverse('join', args=[invitation_key(invitation)])}"


def send_invitation(invitation: Invitation) -> bool:
    """Mail the address that accepts the invitation. Return False if the mail could not be sent.

    It is in the organization's language, else in that of whoever sends it.
    """
    organization = invitation.organization
    name = " ".join(organization.name.split())
    context = {"invitation": invitation, "address": join_address(invitation)}
    with translation.override(owner_language(organization.language, translation.get_language() or "")):
        subject = _("Join %(organization)s on %(product)s")
        subject %= {"organization": name, "product": settings.PRODUCT_NAME}
        body = render_to_string("emails/invitation.txt", context)
    reply_to = [invitation.invited_by.email] if invitation.invited_by else []
    try:
        EmailMessage(subject, body, to=[invitation.email], reply_to=reply_to).send()
    except (OSError, SMTPException) as error:
        logger.error("The invitation %s was not sent: %s", invitation.pk, error)
        return False
    return True
