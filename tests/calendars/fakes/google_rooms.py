"""A fake of Google's conferences, by its pages on `conferenceData`: one is made for each id of a request."""

from dataclasses import dataclass

from tests.calendars.fakes.google_rules import Json, refused

KINDS = {"eventHangout", "eventNamedHangout", "hangoutsMeet", "addOn"}


@dataclass
class Rooms:
    """`status` is that of the next requests: success, pending or failure. With `refuses`, the calendar refuses them."""

    status: str = "success"
    refuses: bool = False
    made: int = 0

    def request(self, query: Json, body: Json, existing: Json) -> None:
        """Replace the body's request of a conference by what is saved of it."""
        conference = body.pop("conferenceData", None)
        if query.get("conferenceDataVersion") != "1" or conference is None:
            return
        request = conference.get("createRequest") or {}
        kind = (request.get("conferenceSolutionKey") or {}).get("type")
        if self.refuses or kind not in KINDS or not request.get("requestId") or "status" in request:
            raise refused(400, "invalid")
        former = (existing.get("conferenceData") or {}).get("createRequest") or {}
        if former.get("requestId") != request["requestId"]:
            body["conferenceData"] = {"createRequest": {**request, "status": {"statusCode": self.status}}}
            if self.status == "success":
                self.finish(body)

    def finish(self, event: Json) -> None:
        """Make the conference, as Google does by itself a moment after the request."""
        self.made += 1
        address = f"https://meet.google.com/abc-defg-h{self.made:02}"
        event["conferenceData"]["createRequest"]["status"] = {"statusCode": "success"}
        event["conferenceData"] |= {
            "conferenceId": address.rpartition("/")[2],
            "entryPoints": [
                {"entryPointType": "phone", "uri": "tel:+1-202-555-0100"},
                {"entryPointType": "video", "uri": address},
            ],
        }
        event["hangoutLink"] = address
