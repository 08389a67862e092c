"""The words by which a booking is found: its customer's and guests', as PostgreSQL's own text search keeps them."""

from django.db.models import TextField
from django.db.models.functions import Cast

from links.models import search


class CustomerWords(search.Words):
    """The words of an admission: name, emails, company; each email also as a whole, and a mark of the organization."""

    lexemes = (
        "array_to_tsvector(ARRAY['#' || {organization}::text, '@' || lower({email})]"
        " || string_to_array('@' || replace(lower(translate({guests}, '[]\" ', '')), ',', ',@'), ','))"
    )
    columns = ("organization", "email", "guests")
    sources = ("organization", "customer_email", Cast("guests", TextField()))
    texts = ("customer_name", "customer_email", "company", Cast("guests", TextField()))
