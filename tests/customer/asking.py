"""An event type that asks everything that one can ask, and what a customer answers."""

from typing import Any

from pages.models import Ask
from pages.questions import Question, QuestionKind

QUESTIONS = [
    Question("budget", "What is your budget?", QuestionKind.LINE, required=True),
    Question("story", "Tell us more", QuestionKind.TEXT),
    Question(
        "size", "How many are you?", QuestionKind.CHOICE, required=True, choices=("1", "2 to 10", "More, or unsure")
    ),
    Question(
        "country", "Where are you?", QuestionKind.CHOICE, choices=tuple(f"Country {number}" for number in range(1, 10))
    ),
    Question("topics", "Topics", QuestionKind.CHECKBOXES, choices=("Prices", "Contract", "Terms, and more")),
    Question("source", "Source", QuestionKind.LINE, hidden=True),
    Question("campaign", "Campaign", QuestionKind.CHOICE, hidden=True, choices=("Spring", "Autumn")),
]
EVERYTHING: dict[str, Any] = {
    "ask_company": Ask.OPTIONAL,
    "ask_phone": Ask.REQUIRED,
    "ask_guests": Ask.OPTIONAL,
    "ask_note": Ask.OPTIONAL,
    "questions": [question.stored() for question in QUESTIONS],
}
# What a browser sends of a form that was filled in whole.
TYPED: dict[str, Any] = {
    "name": "Priya Shah",
    "email": "priya@example.com",
    "company": "Shah & Sons",
    "phone": "+91 98 7654 3210",
    "guests": "tom@example.com\r\nlena@example.com",
    "note": "See you",
    "answer-budget": "10,000",
    "answer-story": "It began\r\nyesterday",
    "answer-size": "More, or unsure",
    "answer-country": "Country 9",
    "answer-topics": ["Prices", "Terms, and more"],
}
# What is then kept of the answers to the questions.
ANSWERS = [
    {"name": "budget", "label": "What is your budget?", "value": "10,000", "hidden": False},
    {"name": "story", "label": "Tell us more", "value": "It began\r\nyesterday", "hidden": False},
    {"name": "size", "label": "How many are you?", "value": "More, or unsure", "hidden": False},
    {"name": "country", "label": "Where are you?", "value": "Country 9", "hidden": False},
    {"name": "topics", "label": "Topics", "value": "Prices\nTerms, and more", "hidden": False},
]
