"""All addresses of the site: one line per app."""

from django.urls import include, path

urlpatterns = [
    path("", include("duijie.app.shared.urls")),
    path("", include("duijie.app.health")),
    path("accounts/", include("allauth.urls")),
    path("", include("duijie.app.accounts.urls")),
    path("audit/", include("duijie.app.audit.urls")),
    path("jobs/", include("duijie.app.jobs.urls")),
    path("api/v1/", include(("duijie.app.api.urls", "api"))),
    path("exchange/v1/", include("duijie.app.api.exchange_urls")),
    path("imports/", include("duijie.app.imports.urls")),
    path("libraries/", include("duijie.app.libraries.urls")),
    path("interests/", include("duijie.app.interests.urls")),
    path("records/", include("duijie.app.records.urls")),
    path("notices/", include("duijie.app.notices.urls")),
    path("match/", include("duijie.app.matching.urls")),
    path("coach/", include("duijie.app.coach.urls")),
    path("searches/", include("duijie.app.searches.urls")),
    path("judging/", include("duijie.app.judging_pages.urls")),
]
handler403 = "duijie.app.shared.views.refused"
handler404 = "duijie.app.shared.views.not_found"
handler500 = "duijie.app.shared.views.broken"
