"""How people are called on pages."""

from __future__ import annotations

from django import template

from changes_app.people import display_name

register = template.Library()
register.filter("called", display_name)
