"""The pages of catalog items as tests read them."""

from django.urls import reverse

from contoso.console.stock import items_with_stock, stock_of


def page_of(client, item, query=""):
    return client.get(address_of(item) + query).content.decode()


def address_of(item):
    return reverse("admin:tokens_catalogitem_change", args=[item])


def stock(item):
    return stock_of(items_with_stock().get(pk=item))
