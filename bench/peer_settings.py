"""A Django project that holds django-helpdesk and nothing else; `peer.py` runs it and names its folder and ports.

It is set in the peer's favour wherever its documents leave a choice: a journal that does not wait for the disk at each commit, kept
connections, no debugging.
"""

import os
from pathlib import Path

DATA = Path(os.environ["PEER_DATA"])
SECRET_KEY = os.environ["PEER_SECRET"]
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "peer_urls"
LOGIN_URL = "helpdesk:login"
SITE_ID = 1
STATIC_URL = "/static/"
MEDIA_ROOT = DATA / "media"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
HELPDESK_TEAMS_MODE_ENABLED = False  # teams are another package's
HELPDESK_VALIDATE_ATTACHMENT_TYPES = False  # it keeps every file, as Inbox does

DATABASES = {"default": {
    "ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "peer.db", "CONN_MAX_AGE": None,
    "OPTIONS": {"timeout": 60, "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"}}}
EMAIL_BACKEND = os.environ.get("PEER_MAIL", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["PEER_SMTP"])

INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.sites", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.admin", "django.contrib.humanize", "rest_framework", "helpdesk"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware"]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]}}]
