"""Load for tests of faults: customers who book all the time, and try again until it is done."""

import time
from collections import Counter
from threading import Event, Thread

# Between two bookings of one customer, and between two tries.
PAUSE, RETRY = 0.25, 0.1
ANSWERS = {"GET": {200, 503}, "POST": {303, 409, 410, 422, 429, 503}}


class Customer(Thread):
    """Opens the form of one time after another and sends it until it is accepted."""

    def __init__(self, site, numbers):
        super().__init__(daemon=True)
        self.site, self.numbers, self.stopping = site, numbers, Event()
        self.answers, self.accepted, self.error = Counter(), {}, None
        # When each booking was accepted.
        self.moments = []

    def run(self):
        try:
            while not self.stopping.wait(PAUSE):
                self.book(*self.site.forms[next(self.numbers)])
        except Exception as error:
            self.error = error

    def book(self, entry, form):
        self.ask_until("GET", entry, None, 200)
        self.ask_until("GET", form["path"], None, 200)
        fields = {name: text for name, text in form.items() if name != "path"}
        reply = self.ask_until("POST", form["path"], fields, 303)
        self.accepted[form["token"]] = reply.location
        self.moments.append(time.monotonic())

    def ask_until(self, method, path, fields, wanted):
        """Asks again, as a person presses the button again, until it is done."""
        while True:
            reply = self.site.ask(method, path, fields)
            self.answers[method, reply.status] += 1
            if reply.status == wanted:
                return reply
            assert reply.status in ANSWERS[method], reply
            time.sleep(RETRY)
