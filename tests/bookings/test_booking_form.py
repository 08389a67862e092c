"""The booking form as an event type asks for it, without a page, a link or a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.booking_fields import clean_answer
from bookings.booking_form import BookingForm
from bookings.required_answers import missing_answers
from pages.models import Ask, EventType, LocationKind
from pages.questions import Question, QuestionKind
from tests.builders import submission
from tests.customer.asking import ANSWERS, EVERYTHING, TYPED
from tests.junk import junk
from tests.markup import Markup, plain
from tests.tables import table

WHO = {"name": "Priya Shah", "email": "priya@example.com"}


def event_type(*questions: Question, **asks) -> EventType:
    return EventType(name="Call", questions=[question.stored() for question in questions], **asks)


def form(typed=None, kinds=(), known=None, **asks) -> BookingForm:
    """Bound to name, email and what is typed, of an event type that asks these."""
    asked = EventType(name="Call", **asks)
    data = None if typed is None else WHO | typed
    return BookingForm(data, event_type=asked, location_kinds=kinds, known=known or {})


@pytest.mark.feature("A17")
def test_new_event_type_asks_name_email_note():
    assert {name: field.required for name, field in form().fields.items()} == {
        "name": True,
        "email": True,
        "note": False,
    }


@table("name", ["company", "phone", "guests", "note"])
@table("ask", list(Ask))
@pytest.mark.feature("A17")
def test_fields_are_asked_as_event_type_says(name, ask):
    found = form(ask_note=Ask.NO).fields | form(**({"ask_note": Ask.NO} | {f"ask_{name}": ask})).fields
    assert {one: field.required for one, field in found.items() if one not in WHO} == (
        {} if ask == Ask.NO else {name: ask == Ask.REQUIRED}
    )


@pytest.mark.feature("A17")
def test_note_is_asked_last():
    asked = BookingForm(event_type=EventType(**EVERYTHING), location_kinds=[LocationKind.ASK])
    assert list(asked.fields) == [
        *("name", "email", "company", "phone", "location", "guests"),
        *("budget", "story", "size", "country", "topics"),
        "note",
    ]


@pytest.mark.feature("V29")
def test_autocomplete_and_kinds_of_fields():
    asked = BookingForm(event_type=EventType(**EVERYTHING), location_kinds=[LocationKind.ASK])
    found = {
        name: (field.widget.attrs.get("autocomplete"), field.widget.__class__.__name__)
        for name, field in asked.fields.items()
    }
    assert found == {
        "name": ("name", "TextInput"),
        "email": ("email", "EmailInput"),
        "company": ("organization", "TextInput"),
        "phone": ("tel", "TelInput"),
        "location": (None, "TextInput"),
        "guests": ("off", "Textarea"),
        "budget": ("off", "TextInput"),
        "story": (None, "Textarea"),
        "size": (None, "RadioSelect"),
        "country": (None, "Select"),
        "topics": (None, "CheckboxSelectMultiple"),
        "note": (None, "Textarea"),
    }


@pytest.mark.feature("A17")
def test_a_filled_in_form_says_everything_once():
    asked = BookingForm(TYPED, event_type=EventType(**EVERYTHING))
    assert asked.is_valid(), asked.errors
    assert asked.values["guests"] == ("tom@example.com", "lena@example.com")
    assert list(asked.answers({"source": "newsletter", "campaign": "Winter"})) == [
        *ANSWERS,
        {"name": "source", "label": "Source", "value": "newsletter", "hidden": True},
    ]


@pytest.mark.feature("A17")
def test_hidden_questions_cannot_be_answered_by_form():
    asked = BookingForm(TYPED | {"answer-source": "typed", "source": "typed"}, event_type=EventType(**EVERYTHING))
    assert asked.is_valid()
    assert "Source" not in str(asked)
    assert [answer["name"] for answer in asked.answers({})] == ["budget", "story", "size", "country", "topics"]


@table(
    ("text", "answer"),
    [("Spring", "Spring"), (" Spring ", None), ("Winter", None), ("", None), ("Spring\x00", None), ("x" * 300, None)],
)
@pytest.mark.feature("A17")
def test_hidden_choice_takes_only_its_answers(text, answer):
    question = Question("campaign", "Campaign", QuestionKind.CHOICE, hidden=True, choices=("Spring", "Autumn"))
    assert clean_answer(question, text) == answer


@pytest.mark.parametrize("text", ["x" * 201, "two\nlines", "a\x00b", "\u2028"])
@pytest.mark.feature("A17")
def test_hidden_line_refuses_what_is_no_line(text):
    assert clean_answer(Question("source", "Source", hidden=True), text) is None


@table(
    ("typed", "guests"),
    [
        ("tom@example.com", ("tom@example.com",)),
        (
            "tom@example.com, lena@example.com;  li@example.com",
            ("tom@example.com", "lena@example.com", "li@example.com"),
        ),
        ("tom@example.com\r\n\r\nTOM@example.com\n", ("TOM@example.com",)),
        ("tom@example.com,PRIYA@example.com", ("tom@example.com",)),
        (
            ",".join(f"guest{number}@example.com" for number in range(10)),
            tuple(f"guest{n}@example.com" for n in range(10)),
        ),
        ("  ", ()),
    ],
)
@pytest.mark.feature("A17")
def test_guests_are_named_once_without_the_customer(typed, guests):
    asked = form({"guests": typed}, ask_guests=Ask.OPTIONAL)
    assert asked.is_valid(), asked.errors
    assert asked.values["guests"] == guests


@table(
    ("typed", "message"),
    [
        ("tom@", "“tom@” is not an email address."),
        ("tom@example.com, nobody", "“nobody” is not an email address."),
        ("\N{KELVIN SIGN}im@example.com", "“\N{KELVIN SIGN}im@example.com” cannot receive email."),
        (f"{'a' * 65}@example.com", f"“{'a' * 65}@example.com” cannot receive email."),
        ("tom@[127.0.0.1]", "“tom@[127.0.0.1]” cannot receive email."),
        (",".join(f"guest{number}@example.com" for number in range(11)), "Add at most 10 guests."),
        ("PRIYA@example.com", "You are already invited. Please add someone else."),
        ("", "Please enter at least one guest."),
    ],
)
@pytest.mark.feature("A17")
def test_what_is_wrong_with_guests_is_said(typed, message):
    asked = form({"guests": typed}, ask_guests=Ask.REQUIRED)
    assert not asked.is_valid()
    assert asked.errors["guests"][0].startswith(message.removesuffix("”.").removesuffix("."))


@pytest.mark.feature("A17")
def test_a_known_email_is_nobodys_guest_either():
    asked = BookingForm(
        {"name": "Priya Shah", "guests": "priya@example.com, tom@example.com"},
        event_type=EventType(ask_guests=Ask.OPTIONAL),
        known={"email": "Priya@example.com"},
    )
    assert asked.is_valid(), asked.errors
    assert asked.values["guests"] == ("tom@example.com",)


@table(
    ("typed", "phone"),
    [
        ("+34 600 000 000", "+34 600 000 000"),
        ("(020) 7946-0958 ext. 12", "(020) 7946-0958 ext. 12"),
        ("\u202a+34\u00a0600\u00a0000\u2011000\u202c", "+34\u00a0600\u00a0000\u2011000"),
        ("٠٦١٢٣٤٥٦٧٨", "0612345678"),
        ("030/123.45-67", "030/123.45-67"),
        ("(+34) 600 000 000", "(+34) 600 000 000"),
        ("\uff0b\uff13\uff14 600 000 000", "+34 600 000 000"),
    ],
)
@pytest.mark.feature("A17")
def test_numbers_are_taken_as_people_write_them(typed, phone):
    asked = form({"phone": typed}, ask_phone=Ask.REQUIRED)
    assert asked.is_valid(), asked.errors
    assert asked.values["phone"] == phone


@table("typed", ["", "call me", "1234", "+" * 9, "6" * 21, "60000\n0000", "+34 600 www.evil.example", "6" * 60])
@pytest.mark.feature("A17")
def test_what_nobody_can_dial_is_refused(typed):
    assert set(form({"phone": typed}, ask_phone=Ask.REQUIRED).errors) == {"phone"}


@pytest.mark.parametrize(
    ("kinds", "required"),
    [
        ([LocationKind.VIDEO], {}),
        ([LocationKind.HOST_CALLS], {"phone": True}),
        ([LocationKind.ASK], {"location": True}),
        ([LocationKind.ADDRESS, LocationKind.HOST_CALLS, LocationKind.ASK], {"phone": True, "location": True}),
    ],
)
@pytest.mark.feature("A14")
def test_the_place_asks_for_what_it_needs(kinds, required):
    found = form(kinds=kinds, ask_note=Ask.NO).fields
    assert {name: field.required for name, field in found.items() if name not in WHO} == required


@pytest.mark.feature("A14")
def test_event_types_place_counts_without_page():
    assert "phone" in BookingForm(event_type=EventType(location_kind=LocationKind.HOST_CALLS)).fields
    assert "phone" not in BookingForm(event_type=EventType()).fields


@table(
    ("kind", "sent", "error"),
    [
        (QuestionKind.LINE, "", "Please answer this."),
        (QuestionKind.LINE, "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        (QuestionKind.LINE, "two\nlines", "Use only letters, numbers and symbols, on one line."),
        (QuestionKind.TEXT, "x" * 2_001, "Ensure this value has at most 2000 characters (it has 2001)."),
        (QuestionKind.CHOICE, "", "Please choose an answer."),
        (QuestionKind.CHOICE, "C", "Please choose one of the answers."),
        (QuestionKind.CHECKBOXES, [], "Please tick at least one answer."),
        (QuestionKind.CHECKBOXES, ["A", "C"], "Please tick answers from the list."),
    ],
)
@pytest.mark.feature("A17")
def test_required_question_says_what_is_wrong(kind, sent, error):
    choices = ("A", "B") if kind in {QuestionKind.CHOICE, QuestionKind.CHECKBOXES} else ()
    asked = event_type(Question("one", "One?", kind, required=True, choices=choices))
    refused = BookingForm(WHO | {"answer-one": sent}, event_type=asked)
    assert dict(refused.errors) == {"one": [error]}


@pytest.mark.feature("A17")
def test_an_optional_choice_can_be_taken_back():
    asked = event_type(Question("one", "One?", QuestionKind.CHOICE, choices=("A", "B")))
    html = str(BookingForm(event_type=asked))
    assert "No answer" in html
    taken = BookingForm(WHO | {"answer-one": ""}, event_type=asked)
    assert (taken.is_valid(), taken.answers({})) == (True, ())


@pytest.mark.feature("V30")
def test_fieldsets_are_tied_to_their_errors():
    asked = event_type(
        Question("one", "One?", QuestionKind.CHOICE, required=True, choices=("A", "B")),
        Question("two", "Two?", QuestionKind.CHECKBOXES, required=True, choices=("A", "B")),
    )
    html = Markup(plain(str(BookingForm(WHO, event_type=asked))))
    for name, label in (("one", "One?"), ("two", "Two?")):
        assert f'<fieldset class="field" aria-describedby="id_answer-{name}_error">' in html
        assert f"<legend>{label}</legend>" in html
        assert f'id="id_answer-{name}_error"' in html
        # The summary leads to the first of the answers, which can take the focus.
        assert f'<a href="#id_answer-{name}_0">{label}</a>' in html


def test_no_questions_name_hinders_scripts():
    names = ["elements", "matches", "dataset", "action", "submit"]
    asked = event_type(*(Question(name, name, required=False) for name in names))
    html = str(BookingForm(event_type=asked))
    assert not any(f'name="{name}"' in html for name in names)
    assert all(f'name="answer-{name}"' in html for name in names)


@pytest.mark.feature("A4")
def test_known_values_are_told_not_asked():
    asked = form(
        {"note": ""}, known={"email": "li@example.com", "company": "", "phone": "+34 600 000"}, ask_phone=Ask.REQUIRED
    )
    assert sorted(asked.fields) == ["name", "note"]
    assert [(name, text) for name, _label, text in asked.known_answers] == [
        ("email", "li@example.com"),
        ("phone", "+34 600 000"),
    ]
    assert asked.is_valid()
    assert asked.values == {
        "name": "Priya Shah", "email": "li@example.com", "company": "", "phone": "+34 600 000", "note": "",
    }  # fmt: skip


WANTED = Question("size", "How many?", QuestionKind.CHOICE, required=True, choices=("1", "2"))
BOXES = Question("topics", "Topics", QuestionKind.CHECKBOXES, required=True, choices=("A", "B"))


@table(
    ("asks", "kinds", "given", "missing"),
    [
        ({}, [], {}, []),
        ({"ask_company": Ask.REQUIRED, "ask_note": Ask.REQUIRED}, [], {}, ["company", "note"]),
        ({"ask_company": Ask.REQUIRED, "ask_guests": Ask.REQUIRED}, [], {"company": "X", "guests": ("a@b.cd",)}, []),
        ({"ask_phone": Ask.OPTIONAL}, [LocationKind.HOST_CALLS], {}, ["phone"]),
        ({}, [LocationKind.HOST_CALLS, LocationKind.ASK], {"phone": "+34 600"}, ["location"]),
        ({}, [LocationKind.HOST_CALLS], {"phone": "600 000 000"}, ["phone"]),
        ({"ask_phone": Ask.REQUIRED}, [LocationKind.VIDEO], {"phone": "600 000 000"}, []),
        ({"questions": [WANTED.stored()]}, [], {}, ["size"]),
        ({"questions": [WANTED.stored()]}, [], {"answers": ({"name": "size", "label": "", "value": "3"},)}, ["size"]),
        ({"questions": [WANTED.stored()]}, [], {"answers": ({"name": "size", "label": "", "value": "2"},)}, []),
        (
            {"questions": [BOXES.stored()]},
            [],
            {"answers": ({"name": "topics", "label": "", "value": "A\nC"},)},
            ["topics"],
        ),
        ({"questions": [BOXES.stored()]}, [], {"answers": ({"name": "topics", "label": "", "value": "A\nB"},)}, []),
    ],
)
@pytest.mark.feature("A17")
def test_which_required_answers_are_missing(asks, kinds, given, missing):
    assert missing_answers(EventType(**asks), kinds, submission(1, **given)) == missing


@pytest.mark.feature("R13")
def test_question_labels_do_not_change_digest():
    key = submission(1).key
    one, two = (
        submission(1, key=key, answers=({"name": "size", "label": label, "value": "2"},))
        for label in ("Size", "How many?")
    )
    other = submission(1, key=key, answers=({"name": "size", "label": "Size", "value": "1"},))
    assert one.digest() == two.digest()
    assert one.digest() != other.digest()


@given(typed=st.dictionaries(st.sampled_from(sorted({*TYPED, "location"})), junk | st.lists(junk, max_size=3)))
def test_whatever_is_typed_is_answered(typed):
    asked = BookingForm(typed, event_type=EventType(**EVERYTHING), location_kinds=[LocationKind.ASK])
    assert asked.is_valid() == (not asked.errors)
    assert str(asked)
    if asked.is_valid():
        assert all(isinstance(answer["value"], str) for answer in asked.answers({}))


@given(
    texts=st.dictionaries(
        st.sampled_from(["name", "email", "guests", "phone", "size", "topics", "story", "source"]), junk
    )
)
def test_whatever_an_address_says_is_answered(texts):
    asked = BookingForm.of_texts(texts, event_type=EventType(**EVERYTHING))
    asked.full_clean()
    assert str(BookingForm(event_type=EventType(**EVERYTHING), initial=texts))
