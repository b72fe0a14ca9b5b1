"""The routes of the API: all resources under one address, each operation with its scope."""

from ninja import NinjaAPI

from duijie.app.api.problems import explained
from duijie.app.api.resources import records

api = NinjaAPI(
    title="Duijie 对接", version="1", urls_namespace="api", openapi_url=None, docs_url=None
)
for resource in (records,):
    api.add_router("", resource.router)
api.add_exception_handler(Exception, explained)
