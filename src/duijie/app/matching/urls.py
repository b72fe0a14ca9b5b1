"""Addresses of matching."""

from django.urls import path

from duijie.app.matching.views import asking, lists, marks, papers, shortlists

urlpatterns = [
    path("", asking.match, name="match"),
    path("from/<path:record_id>/", asking.match_from, name="match_from"),
    path("needs/", asking.needs, name="match_needs"),
    path("titles/", asking.titles, name="match_titles"),
    path("shortlists/", shortlists.shortlists, name="match_shortlists"),
    path("shortlists/<uuid:request_id>/", shortlists.shortlist, name="match_shortlist"),
    path("shortlists/<uuid:request_id>/share/", shortlists.share, name="match_share"),
    path("shortlists/<uuid:request_id>/unshare/", shortlists.unshare, name="match_unshare"),
    path("shortlists/<uuid:request_id>/<int:entry>/note/", shortlists.note, name="match_note"),
    path("shortlists/<uuid:request_id>/<int:entry>/up/", shortlists.up, name="match_up"),
    path("shortlists/<uuid:request_id>/<int:entry>/drop/", shortlists.drop, name="match_drop"),
    path("<uuid:list_id>/", lists.match_list, name="match_list"),
    path("<uuid:list_id>/again/", lists.again, name="match_again"),
    path("<uuid:list_id>/without/<slug:name>/", lists.widen, name="match_widen"),
    path("<uuid:list_id>/why-not/", lists.why_not, name="match_why_not"),
    path("<uuid:list_id>/compare/", papers.compare, name="match_compare"),
    path("<uuid:list_id>/dossier.pdf", papers.dossier, name="match_dossier"),
    path("<uuid:list_id>/list.xlsx", papers.sheet, name="match_sheet"),
    path("<uuid:list_id>/challenge/", papers.challenge, name="match_challenge"),
    path("<uuid:list_id>/looks/", marks.looks, name="match_looks"),
    path("<uuid:list_id>/keep/<path:record_id>/", marks.keep, name="match_keep"),
    path("<uuid:list_id>/unkeep/<path:record_id>/", marks.unkeep, name="match_unkeep"),
    path("<uuid:list_id>/aside/<path:record_id>/", marks.aside, name="match_aside"),
    path("<uuid:list_id>/back/<path:record_id>/", marks.back, name="match_back"),
    path("<uuid:list_id>/cards/<path:record_id>/", lists.card, name="match_card"),
]
