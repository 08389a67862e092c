"""Where the screens of Django admin are."""

from django.db.models import Model
from django.urls import reverse


def url(model: type[Model], view: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)
