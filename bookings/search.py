"""The words by which a booking is found: its customer's and guests', in PostgreSQL's full-text search."""

from links.models import search


class CustomerSearchVector(search.LinkSearchVector):
    """The words of an admission: name, emails and company.

    Each email is also indexed as a whole, after an `@`, and the organization's id after a `#`.
    """

    columns = ("organization_id", "customer_email", "customer_name", "company", "guests")
    lexemes = (
        "array_to_tsvector(ARRAY['#' || {organization_id}::text, '@' || lower({customer_email})]"
        " || string_to_array('@' || replace(lower(translate({guests}::text, '[]\" ', '')), ',', ',@'), ','))"
    )
    texts = "{customer_name} || ' ' || {customer_email} || ' ' || {company} || ' ' || {guests}::text"
