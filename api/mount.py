"""All operations together."""

from api import me
from api.door import Api

api = Api()
for router in (me.router,):
    api.add_router("", router)
