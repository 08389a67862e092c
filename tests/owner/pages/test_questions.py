"""Custom questions (A17): their rules, and the editor that needs no script."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from owner.pages.forms.questions import QuestionsEditor
from pages.models import EventType
from pages.questions import (
    MOST_QUESTIONS,
    RESERVED_NAMES,
    Question,
    QuestionKind,
    check_questions,
    propose_name,
    read_questions,
    validate_questions,
)
from tests.builders import admin_form, with_known_device
from tests.databases import rolled_back
from tests.junk import CLASSICS, all_junk, junk, junk_settings
from tests.markup import markup
from tests.owner.pages.test_event_type_form import FORM

TOPIC = {"question-0-label": "What is it about?", "question-0-kind": "line", "question-0-name": "topic"}
YEAR = {"question-1-label": "Which year?", "question-1-kind": "choice", "question-1-choices": "2024\r\n\r\n 2025 "}
SOURCE = {"question-2-label": "Campaign", "question-2-kind": "line", "question-2-hidden": "on"}
STORED = [
    {"name": "topic", "label": "What is it about?", "kind": "line", "required": False, "hidden": False, "choices": []},
    {
        "name": "which_year",
        "label": "Which year?",
        "kind": "choice",
        "required": False,
        "hidden": False,
        "choices": ["2024", "2025"],
    },
    {"name": "campaign", "label": "Campaign", "kind": "line", "required": False, "hidden": True, "choices": []},
]


@pytest.fixture
def address(event_type):
    return reverse("event-type", args=[event_type.pk])


def labels(response):
    return [row.label for row in response.context["questions"].rows]


def focused(response):
    """The ids of what asks for the focus in the editor of questions."""
    page = markup(response)
    editor = page[page.index('id="questions"') :]
    tags = re.findall(r"<[^>]* autofocus", editor[: editor.index("</section>")])
    return [re.search(r'id="([^"]*)"', tag)[1] for tag in tags]


@pytest.mark.feature("A17")
def test_questions_keep_order_and_get_names(anas, address, event_type):
    assert anas.post(address, FORM | TOPIC | YEAR | SOURCE).status_code == 302
    event_type.refresh_from_db()
    assert event_type.questions == STORED
    shown = anas.get(address)
    assert labels(shown) == ["What is it about?", "Which year?", "Campaign"]
    assert shown.context["summary"]["asked"] == "Name and email, Note, 3 questions"
    # Saved again without them, they are gone.
    anas.post(address, FORM)
    event_type.refresh_from_db()
    assert event_type.questions == []


@pytest.mark.parametrize(
    ("pressed", "wanted", "focus"),
    [
        ("add", ["What is it about?", "Which year?", "Campaign", ""], "question-3-label"),
        ("remove-1", ["What is it about?", "Campaign"], "question-1-remove"),
        ("remove-2", ["What is it about?", "Which year?"], "question-1-remove"),
        ("up-2", ["What is it about?", "Campaign", "Which year?"], "question-1-up"),
        ("up-1", ["Which year?", "What is it about?", "Campaign"], "question-0-down"),
        ("down-1", ["What is it about?", "Campaign", "Which year?"], "question-2-up"),
        ("up-0", ["What is it about?", "Which year?", "Campaign"], None),
        ("down-7", ["What is it about?", "Which year?", "Campaign"], None),
        ("sideways-1", ["What is it about?", "Which year?", "Campaign"], None),
        ("\x00-٣", ["What is it about?", "Which year?", "Campaign"], None),
    ],
)
@pytest.mark.feature("A17")
def test_row_button_keeps_typing_and_saves_nothing(anas, address, event_type, pressed, wanted, focus):
    typed = FORM | TOPIC | YEAR | SOURCE | {"name": "Half ty", "duration": "", "question": pressed, "package": "True"}
    response = anas.post(address, typed)
    assert (response.status_code, labels(response)) == (200, wanted)
    form = response.context["form"]
    assert [form[name].value() for name in ("name", "duration", "package")] == ["Half ty", "", "True"]
    assert focused(response) == ([focus] if focus else [])
    event_type.refresh_from_db()
    assert (event_type.name, event_type.questions) == ("30-minute meeting", [])


@pytest.mark.feature("A17")
def test_removing_last_question_focuses_adding(anas, address):
    assert focused(anas.post(address, FORM | TOPIC | {"question": "remove-0"})) == ["add-question"]


@pytest.mark.feature("A17")
def test_dragged_questions_stand_in_their_new_order(anas, address):
    sent = FORM | {f"question-{place}-label": name for place, name in enumerate(("First", "Second", "Third"))}
    dragged = sent | {"question-order": ["2", "0", "x", "2", "9", "1"], "question": "sorted-question-order-2"}
    questions = anas.post(address, dragged).context["questions"]
    assert [row.label for row in questions.rows] == ["Third", "First", "Second"]
    assert questions.focus == (0, "remove")


@pytest.mark.feature("O40")
def test_signed_out_user_keeps_typed_questions(client, ana, address):
    with_known_device(client).post(address, FORM | TOPIC | {"name": "Half ty", "duration": ""})
    client.force_login(ana)
    response = client.get(address)
    form = response.context["form"]
    assert (response.status_code, labels(response)) == (200, ["What is it about?"])
    assert (form["name"].value(), form["duration"].value(), form.errors) == ("Half ty", "", {})


@pytest.mark.feature("A17")
def test_a_form_holds_so_many_questions(anas, address):
    many = {f"question-{place}-label": f"Question {place}" for place in range(MOST_QUESTIONS + 5)}
    response = anas.post(address, FORM | many | {"question": "add"})
    assert len(labels(response)) == MOST_QUESTIONS
    assert 'id="add-question"' not in markup(response)


@pytest.mark.parametrize(
    ("change", "part", "says"),
    [
        ({"question-0-label": " "}, "label", "Enter the question"),
        ({"question-0-label": "x" * 201}, "label", "200 characters"),
        ({"question-0-name": "Topic!"}, "name", "Start the field name with a letter"),
        ({"question-0-name": "email"}, "name", "is reserved"),
        ({"question-0-name": "utm_source"}, "name", "is reserved"),
        ({"question-0-name": "which_year", "question-1-name": "which_year"}, "name", "Give each a different one"),
        ({"question-0-kind": "choice", "question-0-choices": "one"}, "choices", "at least two"),
        ({"question-0-kind": "checkboxes", "question-0-choices": ""}, "choices", "at least one"),
        ({"question-0-kind": "choice", "question-0-choices": "one\none"}, "choices", "the same"),
        ({"question-0-kind": "choice", "question-0-choices": f"one\n{'x' * 101}"}, "choices", "100 characters"),
        ({"question-0-kind": "dance"}, "kind", "how it is answered"),
        ({"question-0-hidden": "on", "question-0-required": "on"}, "hidden", "A hidden question cannot be required"),
    ],
)
@pytest.mark.feature("V30")
def test_question_error_is_shown_at_its_part(anas, address, event_type, change, part, says):
    response = anas.post(address, FORM | TOPIC | YEAR | change)
    assert response.status_code == 422
    [(anchor, _whose, what)] = response.context["problems"]
    assert (anchor in {f"question-0-{part}", f"question-1-{part}"}, says in what) == (True, True)
    page = markup(response)
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}-error"' in page
    assert f'id="{anchor}"' in page
    assert "booking-form" in response.context["unfolded"]
    event_type.refresh_from_db()
    assert event_type.questions == []


@pytest.mark.feature("A17")
def test_all_errors_stand_in_one_list(anas, address):
    response = anas.post(address, FORM | TOPIC | {"name": "", "question-0-name": "email"})
    page = markup(response)
    assert page.count("data-focus-errors") == 1
    assert ('href="#id_name"' in page, 'href="#question-0-name"' in page) == (True, True)


@pytest.mark.feature("A17")
def test_blank_row_is_no_question(anas, address, event_type):
    saved = anas.post(address, FORM | {"question-0-label": " ", "question-0-kind": "text"}, follow=True)
    assert [str(one) for one in saved.context["messages"]] == [
        "Saved. Meetings already booked stay as they are.",
        "An empty row was left out.",
    ]
    event_type.refresh_from_db()
    assert event_type.questions == []


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("What's your budget?", "whats_your_budget"),
        ("Größe", "groe"),
        ("3 wishes", "question_3_wishes"),
        ("件名", "question"),
        ("Name", "name_2"),
        ("UTM source", "question_utm_source"),
        ("Topic", "topic_3"),
        ("What would you like us to talk about in this meeting?", "what_would_you_like_us_to"),
    ],
)
@pytest.mark.feature("A17")
def test_field_name_is_made_from_question(label, name):
    assert propose_name(label, ["topic", "topic_2"]) == name


@given(st.lists(st.text(max_size=60), max_size=MOST_QUESTIONS))
@pytest.mark.feature("A17")
def test_proposed_field_name_is_always_valid(texts):
    found = []
    for text in texts:
        found.append(propose_name(text, found))
    assert check_questions([Question(name=name, label="Why?") for name in found]) == {}
    assert not RESERVED_NAMES & set(found)


BROKEN = [
    None,
    {},
    "text",
    [1],
    [{}],
    [{**STORED[0], "label": "nul \x00"}],
    [{**STORED[0], "label": "half \ud800"}],
    [{**STORED[0], "label": "two\nlines"}],
    [{**STORED[0], "label": 7}],
    [{**STORED[0], "name": ["topic"]}],
    [{**STORED[0], "kind": "dance"}],
    [{**STORED[0], "choices": ["nul \x00"]}],
    [{**STORED[0], "choices": [["one"], ["two"]]}],
    [{**STORED[0], "choices": None}],
    [{**STORED[0], "hidden": True, "required": True}],
    [STORED[0], STORED[0]],
    [{**STORED[0], "name": f"topic_{number}"} for number in range(MOST_QUESTIONS + 1)],
]


@pytest.mark.parametrize("stored", BROKEN)
def test_only_sound_questions_are_valid(stored):
    with pytest.raises(ValidationError):
        validate_questions(stored)


@pytest.mark.usefixtures("first_pages")
def test_the_admin_refuses_what_are_no_questions(anas, event_type):
    address = reverse("admin:pages_eventtype_change", args=[event_type.pk])
    wrong = {}
    for typed in [json.dumps(one) for one in BROKEN if one is not None] + ["[" * 9_000, "[NaN]", "{"]:
        response = anas.post(address, admin_form(event_type) | {"questions": typed})
        errors = list(response.context["adminform"].form.errors) if response.status_code == 200 else []
        if errors != ["questions"]:
            wrong[typed] = (response.status_code, errors)
    assert wrong == {}


def test_admin_keeps_only_sound_questions(anas, event_type):
    address = reverse("admin:pages_eventtype_change", args=[event_type.pk])
    typed = json.dumps([STORED[0] | {"extra": "\x00"}, *STORED[1:]])
    assert anas.post(address, admin_form(event_type) | {"questions": typed}).status_code == 302
    event_type.refresh_from_db()
    assert event_type.questions == STORED
    assert [question.kind for question in read_questions(event_type.questions)] == [
        QuestionKind.LINE,
        QuestionKind.CHOICE,
        QuestionKind.LINE,
    ]
    assert anas.post(address, admin_form(event_type) | {"questions": ""}).status_code == 302
    event_type.refresh_from_db()
    assert event_type.questions == []


PARTS = [f"question-{place}-{part}" for place in range(3) for part in ("label", "kind", "name", "choices", "required")]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*PARTS, "question"))
@given(sent=st.dictionaries(st.sampled_from([*PARTS, "question"]), junk))
def test_junk_in_questions_is_taken_or_refused(anas, address, event_type, sent):
    response = anas.post(address, FORM | sent)
    assert response.status_code in {200, 302, 422}
    if response.status_code == 302:
        event_type.refresh_from_db()
        validate_questions(event_type.questions)
        assert len(QuestionsEditor.of(event_type).rows) == len(event_type.questions)


@pytest.mark.usefixtures("first_pages")
def test_awkward_texts_in_questions_never_fail(anas, address):
    wrong = {}
    for text in CLASSICS:
        sent = {f"question-0-{part}": text for part in ("label", "kind", "name", "choices")}
        with rolled_back():
            status = anas.post(address, FORM | sent).status_code
            if status not in {302, 422} or EventType.objects.filter(questions__isnull=True).exists():
                wrong[text] = status
    assert wrong == {}
