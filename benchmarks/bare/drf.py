"""The second service's orders as most would serve them: a ModelViewSet with django-filter."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from rest_framework.filters import OrderingFilter
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ModelViewSet

from api.odata.tests.service.models import Order, Token


class TokenSerializer(ModelSerializer[Token]):
    """A token without its order."""

    class Meta:
        model = Token
        exclude = ("order",)


class OrderSerializer(ModelSerializer[Order]):
    """An order by itself."""

    class Meta:
        model = Order
        fields = "__all__"


class ExpandedSerializer(ModelSerializer[Order]):
    """An order with its tokens."""

    tokens = TokenSerializer(many=True)

    class Meta:
        model = Order
        fields = "__all__"


class OrderFilter(filters.FilterSet):  # type: ignore[misc]  # it ships no types
    """What the benchmark filters by."""

    class Meta:
        model = Order
        fields = {"quantity": ("gt",), "state": ("exact",)}  # noqa: RUF012  # configuration


class Hundred(LimitOffsetPagination):
    """Pages of a hundred, without a count, as the service has none unless it is asked."""

    default_limit = 100

    def get_count(self, queryset: Any) -> int:  # noqa: ANN401  # as REST framework has it
        """Say that there is another page."""
        del queryset
        return 2**31


class OrderViewSet(ModelViewSet[Order]):
    """Lists and reads."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    serializer_class = OrderSerializer
    pagination_class = Hundred
    filter_backends = (filters.DjangoFilterBackend, OrderingFilter)
    filterset_class = OrderFilter
    ordering_fields = ("quantity",)
    queryset = Order.objects.order_by("id")
    schema = None


class ExpandedViewSet(OrderViewSet):
    """Lists with tokens."""

    serializer_class = ExpandedSerializer  # type: ignore[assignment]  # another

    def get_queryset(self) -> "QuerySet[Order]":
        """Return the orders, their tokens in one more statement."""
        return Order.objects.order_by("id").prefetch_related("tokens")
