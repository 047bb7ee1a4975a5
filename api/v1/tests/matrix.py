"""The matrix of who may do what, and the doors that the mounted service declares."""

from api.odata.http.openapi.description import describe
from api.v1.mount import MOUNT
from api.v1.tests.caller import ROOT
from tokens.tests.partners import P256

COLUMNS = ("operator", "northwind", "fabrikam", "shop")
"""All things are northwind's; shop has redeemed one of its tokens."""

MATRIX = """
    GET                                                        200 200 200 200
    GET    $metadata                                           200 200 200 200
    POST   $batch                                              200 200 200 200
    GET    async/{monitor}                                     404 202 404 404
    DELETE async/{monitor}                                     404 204 404 404
    GET    MintRequests                                        200 403 403 403
    POST   MintRequests                                        201 403 403 403
    GET    MintRequests/$count                                 200 403 403 403
    GET    MintRequests({id})                                  200 403 403 403
    DELETE MintRequests({id})                                  409 403 403 403
    GET    MintRequests({id})/{property}                       200 403 403 403
    GET    MintRequests({id})/{property}/$value                200 403 403 403
    GET    MintRequests({id})/catalogItem                      200 403 403 403
    POST   MintRequests({id})/Cancel                           409 403 403 403
    POST   MintRequests({id})/Void                             200 403 403 403
    GET    Orders                                              200 200 200 403
    POST   Orders                                              201 201 403 403
    GET    Orders/$count                                       200 200 200 403
    GET    Orders({id})                                        200 200 404 403
    DELETE Orders({id})                                        204 204 404 403
    GET    Orders({id})/{property}                             200 200 404 403
    GET    Orders({id})/{property}/$value                      200 200 404 403
    GET    Orders({id})/tokens                                 200 200 404 403
    GET    Orders({id})/tokens/$count                          200 200 404 403
    GET    Orders({id})/catalogItem                            200 200 404 403
    POST   Orders({id})/Activate                               200 200 404 403
    POST   Orders({id})/Deactivate                             200 200 404 403
    POST   Orders({id})/Return                                 200 200 404 403
    POST   Orders({id})/Void                                   200 200 404 403
    GET    PrintJobs                                           200 200 200 403
    POST   PrintJobs                                           201 201 403 403
    GET    PrintJobs/$count                                    200 200 200 403
    GET    PrintJobs({id})                                     200 200 404 403
    DELETE PrintJobs({id})                                     204 204 404 403
    GET    PrintJobs({id})/package                             200 200 404 403
    GET    PrintJobs({id})/{property}                          200 200 404 403
    GET    PrintJobs({id})/{property}/$value                   200 200 404 403
    GET    PrintJobs({id})/$value                              200 200 404 403
    GET    PrintJobs({id})/catalogItem                         200 200 404 403
    GET    PrintJobs({id})/certificate                         200 200 404 403
    POST   PrintJobs({id})/Confirm                             409 409 404 403
    POST   PrintJobs({id})/PrintTokens                         409 409 404 403
    POST   PrintJobs({id})/Activate                            200 200 404 403
    POST   PrintJobs({id})/Void                                200 200 404 403
    GET    Tokens                                              200 200 200 200
    GET    Tokens/$count                                       200 200 200 200
    GET    Tokens('{id}')                                      200 200 404 404
    DELETE Tokens('{id}')                                      204 204 404 403
    GET    Tokens('{id}')/{property}                           200 200 404 404
    GET    Tokens('{id}')/{property}/$value                    200 200 404 404
    GET    Tokens('{id}')/order                                200 200 404 403
    GET    Tokens('{id}')/mintRequest                          200 403 403 403
    GET    Tokens('{id}')/catalogItem                          200 200 404 403
    POST   Tokens('{id}')/Activate                             200 200 404 403
    POST   Tokens('{id}')/Deactivate                           200 200 404 403
    POST   Tokens('{id}')/Void                                 200 200 404 403
    POST   Tokens/Redeem                                       200 403 403 200
    GET    CatalogItems                                        200 200 200 403
    POST   CatalogItems                                        201 403 403 403
    GET    CatalogItems/$count                                 200 200 200 403
    GET    CatalogItems('{id}')                                200 200 200 403
    PATCH  CatalogItems('{id}')                                200 403 403 403
    GET    CatalogItems('{id}')/{property}                     200 200 200 403
    PUT    CatalogItems('{id}')/{property}                     204 403 403 403
    PATCH  CatalogItems('{id}')/{property}                     204 403 403 403
    DELETE CatalogItems('{id}')/{property}                     400 403 403 403
    GET    CatalogItems('{id}')/{property}/$value              200 200 200 403
    PUT    CatalogItems('{id}')/{property}/$value              204 403 403 403
    DELETE CatalogItems('{id}')/{property}/$value              400 403 403 403
    GET    Lots                                                200 403 403 403
    GET    Lots/$count                                         200 403 403 403
    GET    Lots(mintRequestId={mintRequestId},start={start})   200 403 403 403
    GET    Lots(mintRequestId={mintRequestId},start={start})/{property}        200 403 403 403
    GET    Lots(mintRequestId={mintRequestId},start={start})/{property}/$value 200 403 403 403
    GET    Certificates                                        200 200 200 403
    POST   Certificates                                        201 201 403 403
    GET    Certificates/$count                                 200 200 200 403
    GET    Certificates('{id}')                                200 200 404 403
    GET    Certificates('{id}')/{property}                     200 200 404 403
    GET    Certificates('{id}')/{property}/$value              200 200 404 403
"""
WAYS = """
    MintRequests/catalogItem   200 403 403
    Orders/tokens              200 200 403
    Orders/catalogItem         200 200 403
    PrintJobs/catalogItem      200 200 403
    PrintJobs/certificate      200 200 403
    Tokens/order               200 200 403
    Tokens/mintRequest         200 403 403
    Tokens/catalogItem         200 200 403
"""
"""Where $expand, $filter and $apply lead, for an operator, the owner and a storefront."""

_ORDERED = {"catalogId": "card", "quantity": 1, "billingAccountId": "nw"}
BODIES = {
    "POST $batch": {"requests": [{"id": "1", "method": "get", "url": "Tokens"}]},
    "POST MintRequests": {"catalogId": "card", "quantity": 1},
    "POST Orders": _ORDERED,
    "POST PrintJobs": _ORDERED,
    "POST PrintJobs({id})/PrintTokens": {"first": "{token}"},
    "POST Tokens/Redeem": {"code": "{code}"},
    "POST CatalogItems": {"id": "b", "name": "B"},
    "PATCH CatalogItems('{id}')": {"name": "C"},
    "PUT CatalogItems('{id}')/{property}": {"value": "C"},
    "PATCH CatalogItems('{id}')/{property}": {"value": "C"},
    "PUT CatalogItems('{id}')/{property}/$value": "C",
    "POST Certificates": {"pem": P256.pem, "billingAccountId": "nw"},
}
TEXT = {"PUT CatalogItems('{id}')/{property}/$value"}
"""Doors whose bodies are plain text."""

KEYS = {
    "MintRequests": "mint",
    "Orders": "order",
    "PrintJobs": "job",
    "Tokens": "token",
    "CatalogItems": "item",
    "Certificates": "certificate",
}


def rows() -> dict[str, tuple[int, ...]]:
    """The statuses of each door, by method and path, in the order of COLUMNS."""
    found: dict[str, tuple[int, ...]] = {}
    for line in MATRIX.strip("\n").splitlines():
        *named, one, two, three, four = line.split()
        found[" ".join(named)] = (int(one), int(two), int(three), int(four))
    return found


def ways() -> dict[str, tuple[int, int, int]]:
    """The statuses of following each navigation."""
    lines = [line.split() for line in WAYS.strip("\n").splitlines()]
    return {name: (int(a), int(b), int(c)) for name, a, b, c in lines}


def doors() -> dict[str, set[str]]:
    """The methods of every sort of path that the service has, as OpenAPI tells them."""
    told = describe(MOUNT, ROOT)["paths"]
    return {path.removeprefix(ROOT): {m.upper() for m in ways} for path, ways in told.items()}
