"""All operations together."""

from api import me, webhooks
from api.door import Api

api = Api()
for router in (me.router, webhooks.router):
    api.add_router("", router)
