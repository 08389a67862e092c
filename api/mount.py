"""Mounts the operations of all modules."""

from api import book, bookings, bulk, link_actions, links, me, minting, pages, pairings, slots, stats, webhooks
from api.door import Api

# Several modules declare the operations on one noun: each by the noun's router.
MODULES = (me, pairings, pages, links, minting, bulk, link_actions, slots, book, bookings, stats, webhooks)
api = Api()
for router in dict.fromkeys(module.router for module in MODULES):
    api.add_router("", router)
