"""The kinds of places where meetings happen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LocationKind(models.TextChoices):
    """Where a meeting takes place, labelled as owners choose it."""

    VIDEO = "video", _("Video call")
    HOST_CALLS = "host_calls", _("Phone call: we call the customer")
    CUSTOMER_CALLS = "customer_calls", _("Phone call: the customer calls us")
    ADDRESS = "address", _("In person")
    ASK = "ask", _("Ask the customer")
