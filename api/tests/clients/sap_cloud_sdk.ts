// A client that the SAP Cloud SDK generated from $metadata.
//
// Its generator makes methods of imported operations alone, so bound actions are called with the
// request builder that such methods use.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
    BoundOperationRequestBuilder,
    desc,
    transformReturnValueForEntity,
} from "@sap-cloud-sdk/odata-v4";
import { contoso } from "./generated/sap_cloud_sdk/contoso";
import type { Orders } from "./generated/sap_cloud_sdk/contoso/Orders";
import { authorization, catalogId, eventually, fulfilledOrder, overtake, root } from "./service";

const { ordersApi } = contoso();
const { schema } = ordersApi;
const orders = ordersApi.requestBuilder();
const destination = { url: root, headers: { Authorization: authorization } };

function call(action: string, order: Orders) {
    return new BoundOperationRequestBuilder(
        ordersApi,
        order,
        `Contoso.${action}`,
        (data) => transformReturnValueForEntity(data, ordersApi),
        {},
        ordersApi.deSerializers,
        "action",
    )
        .addCustomHeaders({ "If-Match": order.versionIdentifier })
        .execute(destination);
}

test("lists with filter, order, paging and count", async () => {
    for (const quantity of [100, 101, 102, 103]) {
        await fulfilledOrder(quantity);
    }
    const matching = [schema.CATALOG_ID.equals(catalogId), schema.QUANTITY.greaterThan(100)];
    await eventually(async () => {
        const found = orders.getAll().filter(...matching);
        return (await found.count().execute(destination)) === 3;
    });
    const page = await orders
        .getAll()
        .filter(...matching)
        .orderBy(desc(schema.QUANTITY))
        .skip(1)
        .top(2)
        .execute(destination);
    assert.deepEqual(page.map((order) => order.quantity), [102, 101]);
});

test("reads one with its entity tag", async () => {
    const { id, tag } = await fulfilledOrder(1);
    const order = await orders.getByKey(id).execute(destination);
    assert.equal(order.quantity, 1);
    assert.equal(order.versionIdentifier, tag);
});

test("creates", async () => {
    const wanted = ordersApi.entityBuilder().catalogId(catalogId).quantity(2).build();
    const order = await orders.create(wanted).execute(destination);
    assert.equal(order.quantity, 2);
    assert.ok(order.versionIdentifier);
});

test("acts with an entity tag", async () => {
    const { id } = await fulfilledOrder(1);
    const order = await orders.getByKey(id).execute(destination);
    const deactivated = await call("Deactivate", order);
    assert.equal(deactivated.version, order.version + 1);
});

test("is refused a stale entity tag", async () => {
    const known = await fulfilledOrder(1);
    const order = await orders.getByKey(known.id).execute(destination);
    await overtake(known);
    await assert.rejects(call("Void", order), (refused: Error & { rootCause?: any }) => {
        assert.equal(refused.rootCause?.response?.status, 412);
        return true;
    });
});
