"""Inbox: one queue from email, X, SMS and more; replies leave the way they came."""

__version__ = "0.1.0"
