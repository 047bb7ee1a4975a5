// A client that odata2ts generated from $metadata: fully typed, and checked by the compiler.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FetchClient } from "@odata2ts/http-client-fetch";
import { OrderState, WhenShort } from "./generated/odata2ts/ContosoModel";
import { ContosoService } from "./generated/odata2ts/ContosoService";
import { authorization, catalogId, eventually, fulfilledOrder, overtake, root } from "./service";

const client = new FetchClient({ headers: { Authorization: authorization } });
const service = new ContosoService(client, root);

function ifMatch(tag: string) {
    return { headers: { "If-Match": tag } };
}

test("lists with filter, order, paging and count", async () => {
    for (const quantity of [100, 101, 102, 103]) {
        await fulfilledOrder(quantity);
    }
    const page = await eventually(async () => {
        const { data } = await service.Orders().query((builder, order) =>
            builder
                .filter(order.catalogId.eq(catalogId), order.quantity.gt(100))
                .filter(order.state.eq(OrderState.Fulfilled))
                .orderBy(order.quantity.desc())
                .skip(1)
                .top(2)
                .count(),
        );
        return Number(data["@odata.count"]) === 3 && data.value;
    });
    assert.deepEqual(page.map((order) => order.quantity), [102, 101]);
});

test("reads one with its entity tag", async () => {
    const { id, tag } = await fulfilledOrder(1);
    const { data, headers } = await service.Orders(id).query();
    assert.equal(data.quantity, 1);
    assert.equal(headers.etag, tag);
});

test("creates", async () => {
    const wanted = { catalogId, billingAccountId: "northwind", quantity: 2, whenShort: WhenShort.Wait };
    const { status, data } = await service.Orders().create(wanted);
    assert.equal(status, 201);
    assert.equal(data.quantity, 2);
});

test("acts with an entity tag", async () => {
    const { id, tag } = await fulfilledOrder(1);
    const before = await service.Orders(id).query();
    const { data } = await service.Orders(id).Deactivate(ifMatch(tag));
    assert.equal(data.version, before.data.version + 1);
});

test("is refused a stale entity tag", async () => {
    const known = await fulfilledOrder(1);
    await overtake(known);
    const refused = service.Orders(known.id).Void({}, ifMatch(known.tag));
    await assert.rejects(refused, { status: 412 });
});
