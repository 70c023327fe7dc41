"""Where the project of `peer_settings.py` answers: django-helpdesk at the root."""

from django.urls import include, path  # type: ignore[import-not-found]  # it lies in the peer's own virtual environment

urlpatterns = [path("", include("helpdesk.urls"))]
