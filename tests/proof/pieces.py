"""The pieces: each is one command of under an hour, repeated until its size is reached."""

from dataclasses import dataclass

# Without markers, pytest runs the named tests even if they are slow.
PYTEST = ("-m", "pytest", "-q", "--hypothesis-profile=search")
RACES = "tests/concurrency"
FUZZ = "tests/api/test_fuzz.py::test_many_generated_requests_find_no_fault"
# The nouns of the API, and how many operations each has.
API_NOUNS = {
    "bookings": 7,
    "deliveries": 1,
    "event-types": 1,
    "links": 12,
    "me": 2,
    "pages": 3,
    "pairings": 2,
    "stats": 1,
    "webhooks": 8,
}


@dataclass(frozen=True)
class Piece:
    """A command, how often it is run, and roughly how many seconds one run takes on two quiet cores."""

    name: str
    promise: int
    size: str
    command: tuple[str, ...]
    times: int
    seconds: int


def pytest_command(*nodes: str) -> tuple[str, ...]:
    return (*PYTEST, *nodes)


PIECES = (
    # The controls come first: an attack that cannot succeed proves nothing.
    Piece(
        "controls",
        6,
        "each guard removed, each race seen",
        (*PYTEST, "-k", "control and not many", RACES),
        1,
        900,
    ),
    Piece("mutants", 6, "12 guards broken in the code, 12 caught", ("-m", "tests.mutants"), 1, 2_400),
    Piece(
        "one link",
        1,
        "10,000 rounds of 32 callers",
        pytest_command(f"{RACES}/test_one_link.py::test_one_link_32_callers_a_thousand_rounds"),
        10,
        120,
    ),
    Piece(
        "one link over HTTP",
        1,
        "2,000 rounds of 32 customers",
        pytest_command(f"{RACES}/test_over_http.py::test_one_link_32_customers_200_rounds"),
        10,
        300,
    ),
    Piece(
        "one link through the API",
        1,
        "1,000 rounds of 32 programs and browsers",
        pytest_command(f"{RACES}/test_over_api.py::test_one_link_programs_browsers_hundred_rounds[0]"),
        10,
        90,
    ),
    Piece(
        "revoked meanwhile",
        1,
        "as many rounds as the tests have",
        pytest_command("-k", "many_rounds", f"{RACES}/test_revoke_expire.py", f"{RACES}/test_inheritance.py"),
        1,
        1_200,
    ),
    Piece(
        "forged tokens",
        1,
        "10,000,000, none taken",
        ("-m", "tests.proof.forged", "2500000"),
        4,
        120,
    ),
    Piece(
        "one time",
        2,
        "5,000 rounds of 32 links for one start",
        pytest_command(f"{RACES}/test_one_slot.py::test_one_slot_32_links_a_thousand_rounds"),
        5,
        300,
    ),
    Piece(
        "one time through the API",
        2,
        "1,000 rounds of 32 programs and browsers",
        pytest_command(f"{RACES}/test_over_api.py::test_one_slot_programs_browsers_hundred_rounds[0]"),
        10,
        120,
    ),
    Piece(
        "changes of meetings",
        2,
        "6 races of 500 rounds",
        pytest_command("-k", "test_two_changes_of_one_meeting_500_rounds", f"{RACES}/test_changing_meetings.py"),
        1,
        1_500,
    ),
    *(
        Piece(
            f"calendars read meanwhile: {action}",
            2,
            "2,000 rounds",
            pytest_command(f"{RACES}/test_elsewhere.py::test_no_conflict_goes_unnoticed_500_rounds[{action}]"),
            4,
            300,
        )
        for action in ("booking", "rescheduling", "approving", "reassigning")
    ),
    Piece(
        "lives of meetings",
        2,
        "2,000 random histories of 50 steps against a model",
        pytest_command("tests/bookings/test_life_states.py::test_500_random_histories_match_the_model"),
        4,
        2_400,
    ),
    Piece(
        "every clock change",
        2,
        "every zone, 2024 to 2037",
        pytest_command("tests/pages/test_clock_changes.py::test_clock_changes_of_all_zones"),
        1,
        300,
    ),
    Piece(
        "killed while a meeting changes",
        3,
        "300 kills",
        pytest_command(f"{RACES}/test_changing_crash.py::test_processes_die_300_times"),
        1,
        1_200,
    ),
    Piece(
        "killed while webhooks are called",
        3,
        "1,000 kills",
        pytest_command(f"{RACES}/test_caller_crash.py::test_each_event_arrives_after_200_kills[0]"),
        5,
        360,
    ),
    *(
        Piece(
            f"killed, or not answered, while calendars are written: {server}",
            3,
            "200 kills, 200 lost answers",
            pytest_command("-k", "200_rounds", f"{RACES}/test_{module}_crash.py"),
            1,
            1_200,
        )
        for server, module in (("CalDAV", "writer"), ("Google", "google"), ("Microsoft", "microsoft"))
    ),
    Piece(
        "killed web processes and workers",
        3,
        "5 and 2 rounds at each step",
        pytest_command("-k", "die", f"{RACES}/test_crash.py", f"{RACES}/test_worker_crash.py"),
        1,
        1_800,
    ),
    Piece(
        "crashes of PostgreSQL",
        3,
        "300",
        pytest_command(f"{RACES}/test_database_away.py::test_the_database_goes_away_five_rounds[crashed]"),
        60,
        90,
    ),
    *(
        Piece(
            f"failover: {fault}",
            3,
            f"{5 * times}",
            ("-m", "tests.cluster", "--rounds", "5", "--only", fault),
            times,
            600,
        )
        for fault, times in (("kill -9 of the leader", 2), ("switchover", 1), ("leader frozen", 1))
    ),
    Piece(
        "the form as typed",
        4,
        "200 random forms and each outage",
        pytest_command("tests/customer/test_junk.py", "tests/scheduler/test_outage_forms.py"),
        1,
        900,
    ),
    *(
        Piece(
            f"generated requests: {noun}",
            7,
            "300 cases an operation",
            pytest_command(*(f"{FUZZ}[{noun}-{ids_exist}]" for ids_exist in (False, True))),
            1,
            25 * operations,
        )
        for noun, operations in API_NOUNS.items()
    ),
    Piece(
        "reading changes nothing",
        5,
        "every address, every role",
        pytest_command("tests/scheduler/test_safe_methods.py"),
        1,
        900,
    ),
)
