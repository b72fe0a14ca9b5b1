"""Addresses of records."""

from django.urls import path, register_converter

from duijie.app.records.converters import KindName, RecordId
from duijie.app.records.views import attachments, changing, lists, reading, writing

register_converter(RecordId, "record")
register_converter(KindName, "kind")

# The longer addresses first: a record id may hold a slash.
urlpatterns = [
    path("", lists.records, name="records"),
    path("reviews/", lists.reviews, name="reviews"),
    path("typed/", writing.typed, name="record_typed"),
    path("new/", lists.new, name="record_kinds"),
    path("new/<kind:kind>/", writing.create, name="record_new"),
    path("new/<kind:kind>/step/<int:step>/", writing.step, name="record_step"),
    path("<record:record_id>/edit/", writing.edit, name="record_edit"),
    path("<record:record_id>/history/", reading.history, name="record_history"),
    path("<record:record_id>/openings/", reading.openings, name="record_openings"),
    path("<record:record_id>/partners/", reading.partners, name="record_partners"),
    path("<record:record_id>/official/", reading.official, name="record_official"),
    path("<record:record_id>/review/", changing.review, name="record_review"),
    path("<record:record_id>/submit/", changing.submit, name="record_submit"),
    path("<record:record_id>/publish/", changing.publish, name="record_publish"),
    path("<record:record_id>/withdraw/", changing.withdraw, name="record_withdraw"),
    path("<record:record_id>/renew/", changing.renew, name="record_renew"),
    path("<record:record_id>/reopen/", changing.reopen, name="record_reopen"),
    path("<record:record_id>/undo/<int:revision>/", changing.undo, name="record_undo"),
    path("<record:record_id>/files/", attachments.attach, name="record_attach"),
    path("<record:record_id>/files/<uuid:file_id>/", attachments.download, name="record_file"),
    path(
        "<record:record_id>/files/<uuid:file_id>/remove/",
        attachments.detach,
        name="record_detach",
    ),
    path("<record:record_id>/", reading.record, name="record"),
]
