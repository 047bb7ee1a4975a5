"""The addresses below /api/v1/: what they name, OData's rules for paths decide."""

from api.odata.http.view import patterns_of
from api.v1.mount import MOUNT

urlpatterns = patterns_of(MOUNT)
