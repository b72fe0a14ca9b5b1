"""Addresses of the exchange format: schemas and contexts, readable by everybody."""

from django.urls import path

from duijie.app.api import views

urlpatterns = [path("<path:name>", views.exchange_document, name="exchange_document")]
