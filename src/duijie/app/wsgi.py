"""The site as a WSGI application: what `duijie serve` gives to its server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.app.django_settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402

from duijie.app.engine import warm_engine  # noqa: E402  (the apps are loaded only now)
from duijie.app.libraries.shelf import warm  # noqa: E402
from duijie.app.wiring import home_in_use  # noqa: E402

# Every view is imported now, not while the first reader waits.
_ = get_resolver().url_patterns
warm()
warm_engine(home_in_use())
