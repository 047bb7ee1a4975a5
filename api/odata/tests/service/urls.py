"""The addresses of the tests' service."""

from api.odata.http.mount import Mount
from api.odata.http.view import patterns_of
from api.odata.tests.service.model import SERVICE
from api.odata.tests.service.resources import (
    Categories,
    MintRequests,
    Orders,
    PrintJobs,
    Tokens,
)

MOUNT = Mount(
    "odata-tests",
    SERVICE,
    {
        each.entity_set.name: each
        for each in (MintRequests(), Orders(), PrintJobs(), Tokens(), Categories())
    },
)

urlpatterns = patterns_of(MOUNT)
