"""A database for these tests where the run brings no settings of its own."""

import os
import tempfile
from pathlib import Path

import django
from django.conf import settings

from api.odata.tests.database import database_settings

if not (settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE")):
    settings.configure(
        DATABASES={"default": database_settings(Path(tempfile.gettempdir()))},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[],
        USE_TZ=True,
    )
    django.setup()
