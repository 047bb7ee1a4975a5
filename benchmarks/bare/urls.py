"""The addresses of the system, of the tests' second service, and those to compare with."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from benchmarks.bare import rows
from benchmarks.bare.drf import ExpandedViewSet, OrderViewSet
from benchmarks.bare.views import NothingView, RedeemView
from contoso.urls import urlpatterns as contoso

_router = SimpleRouter()
_router.register("drf/orders", OrderViewSet, "drf-orders")
_router.register("drf/expanded", ExpandedViewSet, "drf-expanded")

urlpatterns = [
    path("bare/redeem", RedeemView.as_view()),
    path("bare/nothing", NothingView.as_view()),
    path("bare/orders/<uuid:key>", rows.one),
    path("bare/orders", rows.many),
    path("bare/expanded", rows.expanded),
    path("odata-tests/", include("api.odata.tests.service.urls")),
    *_router.urls,
    *contoso,
]
