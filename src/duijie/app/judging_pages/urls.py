"""Addresses of judging."""

from django.urls import path

from duijie.app.judging_pages import views

urlpatterns = [
    path("", views.rounds, name="judging"),
    path("new/", views.new, name="judging_new"),
    path("rounds/<str:round_name>/", views.judge, name="judging_item"),
    path("rounds/<str:round_name>/answer/", views.answer, name="judging_answer"),
    path("rounds/<str:round_name>/undo/", views.undo, name="judging_undo"),
    path("rounds/<str:round_name>/settle/", views.dispute, name="judging_dispute"),
    path("rounds/<str:round_name>/settle/answer/", views.settle, name="judging_settle"),
    path("rounds/<str:round_name>/settle/undo/", views.unsettle, name="judging_unsettle"),
    path("rounds/<str:round_name>/agreement/", views.figures, name="judging_figures"),
    path("rounds/<str:round_name>/levels.<str:form>", views.export, name="judging_export"),
    path("rounds/<str:round_name>/keep/", views.keep, name="judging_keep"),
]
