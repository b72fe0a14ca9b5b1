"""The routes of the API: all resources under one address, each operation with its scope."""

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from duijie.app.api.problems import explained

from duijie.app.api.resources import account, exchange, feedback, health  # isort: skip
from duijie.app.api.resources import interests, jobs, matching, place  # isort: skip
from duijie.app.api.resources import bulk, writing, records  # isort: skip

api = NinjaAPI(
    title="Duijie 对接", version="1", urls_namespace="api", openapi_url=None, docs_url=None
)
for resource in (account, exchange, feedback, health, interests, jobs, matching):
    api.add_router("", resource.router)
# Loaded in this order: what has a name of its own comes before what takes any number of a record.
for resource in (bulk, writing, records):
    assert resource.router is place.router  # noqa: S101
api.add_router("", place.router)
for error in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(error, explained)
