"""The WSGI application."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from contoso import startup_heap
from contoso.chunked_bodies import ChunkedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contoso.settings.local")

application = ChunkedBodies(get_wsgi_application(), limit=settings.MAX_BODY_BYTES)
startup_heap.set_aside()
