"""The addresses of the system, and two more."""

from django.urls import path

from benchmarks.bare.views import NothingView, RedeemView
from contoso.urls import urlpatterns as contoso

urlpatterns = [
    path("bare/redeem", RedeemView.as_view()),
    path("bare/nothing", NothingView.as_view()),
    *contoso,
]
