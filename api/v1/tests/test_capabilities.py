"""What $metadata says can be asked, can be asked; what it says cannot be, is refused."""

import re

import pytest

from api.odata.aggregation.parser import SUPPORTED
from api.v1.mount import MOUNT

SETS = [each.name for each in MOUNT.model.sets]
NOT_OFFERED = {400, 501}


@pytest.fixture
def said_of(operator):
    answer = operator.get("$metadata", Accept="application/json")
    schema = answer.json()[MOUNT.model.namespace]

    def said(entity_set):
        found = schema["Container"][entity_set] if entity_set else schema["Container"]
        return {name.rpartition(".")[2]: found[name] for name in found if name[0] == "@"}

    return said


@pytest.fixture
def ask(operator, ordered):  # so that there is something of everything
    def status(path):
        return operator.get(path).status_code

    return status


def properties(entity_set):
    found = MOUNT.sets[entity_set].shown.type
    return [each.name for each in found.structural]


def described(entity_set, name):
    return MOUNT.sets[entity_set].entity_set.type.property_names.find(name).description


@pytest.mark.parametrize("entity_set", SETS)
class TestReading:
    def test_filter(self, entity_set, said_of, ask):
        said = said_of(entity_set)["FilterRestrictions"]
        forms = {e["Property"]: e for e in said["FilterExpressionRestrictions"]}
        for name in set(properties(entity_set)) - set(forms):
            wanted = {200} if name not in said["NonFilterableProperties"] else NOT_OFFERED
            assert ask(f"{entity_set}?$filter={name} eq null") in wanted, name

    def test_order(self, entity_set, said_of, ask):
        said = said_of(entity_set)["SortRestrictions"]
        closed, upwards = said["NonSortableProperties"], said["AscendingOnlyProperties"]
        for name in properties(entity_set):
            wanted = {200} if name not in closed else NOT_OFFERED
            # Numbers count within mint requests, and so they order.
            order = "mintRequestId,sequence" if name == "sequence" else name
            assert ask(f"{entity_set}?$orderby={order}") in wanted, name
            downwards = NOT_OFFERED if name in upwards else wanted
            assert ask(f"{entity_set}?$orderby={order} desc") in downwards, name

    def test_filter_in_one_form(self, entity_set, said_of, ask, ordered):
        for each in said_of(entity_set)["FilterRestrictions"]["FilterExpressionRestrictions"]:
            name, form = each["Property"], each["AllowedExpressions"]
            alone = {
                "SingleValue": f"{name} eq 'x' and version ge 0",
                "SingleRange": f"mintRequestId eq {ordered} and {name} ge 0 and {name} lt 9",
            }[form]
            assert ask(f"{entity_set}?$filter={alone}") == 200
            if form == "SingleRange":
                needs = "needs mintRequestId eq … beside it"
                assert needs in described(entity_set, name)
                assert ask(f"{entity_set}?$filter={name} ge 0") in NOT_OFFERED
            assert ask(f"{entity_set}?$filter={name} eq null or version eq 0") in NOT_OFFERED

    def test_search(self, entity_set, said_of, ask):
        open_ = said_of(entity_set)["SearchRestrictions"]["Searchable"]
        assert ask(f"{entity_set}?$search=card") in ({200} if open_ else NOT_OFFERED)

    def test_compute(self, entity_set, said_of, ask):
        open_ = said_of(entity_set)["ComputeSupported"]
        number = "version" if "version" in properties(entity_set) else "length(id)"
        query = f"$compute={number} add 1 as next&$select=next"
        assert ask(f"{entity_set}?{query}") in ({200} if open_ else NOT_OFFERED)

    def test_count_and_pages(self, entity_set, said_of, ask):
        said = said_of(entity_set)
        assert said["CountRestrictions"]["Countable"]
        assert said["TopSupported"]
        assert said["SkipSupported"]
        assert said["SelectSupport"]["Supported"]
        assert (
            ask(f"{entity_set}?$count=true&$top=1&$skip=1&$select={properties(entity_set)[0]}")
            == 200
        )
        assert ask(f"{entity_set}/$count") == 200

    def test_expand(self, entity_set, said_of, ask):
        said = said_of(entity_set)["ExpandRestrictions"]
        for way in MOUNT.sets[entity_set].entity_set.type.navigations:
            open_ = said["Expandable"] and way.name not in said["NonExpandableProperties"]
            status = ask(f"{entity_set}?$expand={way.name}")
            assert status in ({200} if open_ else NOT_OFFERED), way.name

    def test_aggregate(self, entity_set, said_of, ask):
        said = said_of(entity_set)["ApplySupported"]
        for name in properties(entity_set):
            wanted = {200} if name in said["GroupableProperties"] else NOT_OFFERED
            assert ask(f"{entity_set}?$apply=groupby(({name}))") in wanted, name
        for each in said["AggregatableProperties"]:
            for method in ("sum", "average", "min", "max", "countdistinct"):
                can = method in each["SupportedAggregationMethods"]
                items = f"{each['Property']} with {method} as found"
                status = ask(f"{entity_set}?$apply=aggregate({items})")
                assert status in ({200} if can else NOT_OFFERED), items

    def test_every_transformation(self, entity_set, said_of, ask):
        said = said_of(entity_set)["ApplySupported"]
        groups = f"groupby(({said['GroupableProperties'][0]}),aggregate($count as n))"
        chains = {
            "aggregate": "aggregate($count as n)",
            "groupby": groups,
            "filter": f"{groups}/filter(n ge 0)",
            "search": f"search(card)/{groups}",
            "compute": f"{groups}/compute(n add 1 as next)",
            "identity": f"{groups}/identity",
            "orderby": f"{groups}/orderby(n desc)",
            "top": f"{groups}/top(1)",
            "skip": f"{groups}/skip(1)",
        }
        for name in SUPPORTED:
            if name != "search" or name in said["Transformations"]:
                chain = chains.get(name, f"{groups}/{name}(1,n)")
                assert ask(f"{entity_set}?$apply={chain}") == 200, chain

    def test_transformations_of_entities(self, entity_set, said_of, ask):
        restrictions = said_of(entity_set)["ApplySupported"]
        said = restrictions["Transformations"]
        number = "version" if "version" in properties(entity_set) else "length(id)"
        alone = {
            "aggregate": "aggregate($count as n)",
            "groupby": f"groupby(({restrictions['GroupableProperties'][0]}))",
            "filter": f"filter({number} ge 0)",
            "search": "search(card)",
            "compute": f"compute({number} add 1 as next)",
            "identity": "identity",
            "orderby": f"orderby({properties(entity_set)[0]})",
            "top": "top(1)",
            "skip": "skip(1)",
        }
        assert set(said) <= set(SUPPORTED)
        for name in SUPPORTED:
            wanted = {200} if name in said else NOT_OFFERED
            step = alone.get(name, f"{name}(1,{number})")
            assert ask(f"{entity_set}?$apply={step}") in wanted, step
            if name in said and name not in {"aggregate", "groupby"}:
                grouped = f"{step}/aggregate($count as n)"
                assert ask(f"{entity_set}?$apply={grouped}") == 200, grouped


def test_vocabularies_are_where_oasis_keeps_them(operator):
    at = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1"
    assert f'Uri="{at}.xml"' in operator.get("$metadata").text
    in_json = operator.get("$metadata", Accept="application/json").json()
    assert f"{at}.json" in in_json["$Reference"]


@pytest.mark.parametrize("entity_set", SETS)
def test_navigations_to_one_are_for_reading(entity_set, said_of):
    to_one = {
        each.name
        for each in MOUNT.sets[entity_set].entity_set.type.navigations
        if not each.collection
    }
    said = said_of(entity_set).get("NavigationRestrictions", {"RestrictedProperties": []})
    told = {e["NavigationProperty"]: e for e in said["RestrictedProperties"]}
    for name in to_one:
        assert not told[name]["InsertRestrictions"]["Insertable"], name
        assert not told[name]["UpdateRestrictions"]["Updatable"], name
        assert not told[name]["DeleteRestrictions"]["Deletable"], name


@pytest.mark.parametrize("entity_set", SETS)
def test_changing(entity_set, said_of, operator, ordered):
    said = said_of(entity_set)
    named = {"Tokens", "CatalogItems", "Certificates"}
    key = "'x'" if entity_set in named else str(ordered)
    key = f"mintRequestId={ordered},start=0" if entity_set == "Lots" else key
    one = f"{entity_set}({key})"
    methods = {
        "InsertRestrictions": ("Insertable", "POST", entity_set),
        "UpdateRestrictions": ("Updatable", "PATCH", one),
        "DeleteRestrictions": ("Deletable", "DELETE", one),
    }
    for term, (tells, method, path) in methods.items():
        status = operator.send(method, path, "not JSON").status_code
        assert (status != 405) is said[term][tells], term


def test_each_annotation_is_said_once(operator):
    text = operator.get("$metadata").text
    for declared in re.findall("<EntitySet .+?</EntitySet>", text):
        terms = re.findall('<Annotation Term="(.+?)"', declared)
        assert terms
        assert len(terms) == len(set(terms))


def test_no_function_that_is_always_the_same(said_of):
    assert "totaloffsetminutes" not in said_of(None)["FilterFunctions"]


def test_every_function(said_of, ask):
    arguments = {
        **dict.fromkeys(("contains", "startswith", "endswith"), "(catalogId,'a')"),
        "concat": "(catalogId,'a') eq 'carda'",
        "indexof": "(catalogId,'a') eq 1",
        "substring": "(catalogId,1) eq 'ard'",
        "matchespattern": "(catalogId,'a')",
        "length": "(catalogId) eq 4",
        **dict.fromkeys(("round", "floor", "ceiling"), "(version) eq 1"),
        **dict.fromkeys(("tolower", "toupper", "trim"), "(catalogId) eq 'card'"),
        "date": "(createdOn) eq 2026-01-01",
        "time": "(createdOn) eq 12:00:00",
        **dict.fromkeys(("now", "mindatetime", "maxdatetime"), "() lt createdOn"),
        "totalseconds": "(duration'PT1S') eq version",
        "cast": "(version,Edm.String) eq '1'",
        "isof": "(version,Edm.Int32)",
        "case": "(version gt 0:1) eq 1",
        "any": "tokens/any()",
        "all": "tokens/all(t:t/version ge 0)",
    }
    for name in said_of(None)["FilterFunctions"]:
        text = arguments.get(name, "(createdOn) eq 1")
        call = text if text.startswith("tokens") else f"{name}{text}"
        assert ask(f"Orders?$filter={call}") == 200, name
