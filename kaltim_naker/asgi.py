"""ASGI entry, for servers that want one; production runs WSGI (performance.md §4)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaltim_naker.settings")

application = get_asgi_application()
