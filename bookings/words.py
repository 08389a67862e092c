"""The words by which a booking is found: its customer's and guests', as PostgreSQL's own text search keeps them."""

from links.models import words


class CustomerWords(words.Words):
    """The words of an admission: name, emails, company; each email also as a whole, and a mark of the organization."""

    columns = ("organization_id", "customer_email", "customer_name", "company", "guests")
    lexemes = (
        "array_to_tsvector(ARRAY['#' || {organization_id}::text, '@' || lower({customer_email})]"
        " || string_to_array('@' || replace(lower(translate({guests}::text, '[]\" ', '')), ',', ',@'), ','))"
    )
    texts = "{customer_name} || ' ' || {customer_email} || ' ' || {company} || ' ' || {guests}::text"
