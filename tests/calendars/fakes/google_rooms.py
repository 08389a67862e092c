"""Google's conferences, by its pages on `conferenceData`: made on request, once for each id of a request."""

from dataclasses import dataclass

from tests.calendars.fakes.google_rules import Json, refused

KINDS = {"eventHangout", "eventNamedHangout", "hangoutsMeet", "addOn"}


@dataclass
class Rooms:
    """`status` is what becomes of the next requests: success, pending or failure; or the calendar refuses them."""

    status: str = "success"
    refuses: bool = False
    made: int = 0

    def make(self, query: Json, body: Json, existing: Json) -> None:
        """Put into the body what is to stand in the event."""
        asked = body.pop("conferenceData", None)
        if query.get("conferenceDataVersion") != "1" or asked is None:
            return
        request = asked.get("createRequest") or {}
        kind = (request.get("conferenceSolutionKey") or {}).get("type")
        if self.refuses or kind not in KINDS or not request.get("requestId") or "status" in request:
            raise refused(400, "invalid")
        before = (existing.get("conferenceData") or {}).get("createRequest") or {}
        if before.get("requestId") != request["requestId"]:
            body["conferenceData"] = {"createRequest": {**request, "status": {"statusCode": self.status}}}
            if self.status == "success":
                self.finish(body)

    def finish(self, event: Json) -> None:
        """What Google does by itself, a moment later."""
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
