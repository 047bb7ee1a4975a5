"""What somebody would write by hand: authenticate, run the statements, answer."""

from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import BasicClientAuthentication
from benchmarks.bare.redemption import redeem
from tokens.adapters.postgres.database import rows


class BareView(APIView):
    """A view with the same authentication as the API's."""

    authentication_classes = (BasicClientAuthentication,)
    renderer_classes = (JSONRenderer,)
    schema = None


class RedeemView(BareView):
    """The statement of a redemption, and no domain."""

    def post(self, request: Request) -> Response:
        """Redeem the token that the body names."""
        body: dict[str, Any] = request.data  # type: ignore[assignment]  # an object, as sent
        return Response({"position": redeem(body)})


class NothingView(BareView):
    """The floor of reading: one statement that does nothing."""

    def get(self, request: Request) -> Response:
        """Answer with one."""
        del request
        return Response({"value": rows("SELECT 1")[0][0]})
