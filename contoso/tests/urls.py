"""Every address that the system answers, and those of the tests' own service."""

from django.urls import include, path

from contoso import urls

urlpatterns = [
    *urls.urlpatterns,
    path("odata-tests/", include("api.odata.tests.service.urls")),
]

handler404, handler403 = urls.handler404, urls.handler403
