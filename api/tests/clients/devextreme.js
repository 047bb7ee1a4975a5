// DevExtreme's ODataStore and ODataContext: what its grids and forms send.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { authorization, catalogId, eventually, fulfilledOrder, overtake, root } from "./service.js";
import { openWindow } from "./window.js";

const window = openWindow();
after(() => window.close());
const { document, XMLHttpRequest } = window;
Object.assign(globalThis, { window, document, XMLHttpRequest });
const { default: ODataContext } = await import("devextreme/cjs/data/odata/context.js");

let tag = null;
const context = new ODataContext({
    url: root,
    version: 4,
    entities: { Orders: { key: "id", keyType: "Guid" } },
    beforeSend(request) {
        request.headers.Authorization = authorization;
        if (tag) {
            request.headers["If-Match"] = tag;
        }
    },
});

/** Calls an action; the library leaves entity tags to its users. */
async function call(action, { id, tag: known }) {
    tag = known;
    try {
        return await context.invoke(`Orders(${id})/Contoso.${action}`, {}, "POST");
    } finally {
        tag = null;
    }
}

test("lists with filter, order, paging and count", async () => {
    for (const quantity of [100, 101, 102, 103]) {
        await fulfilledOrder(quantity);
    }
    const matching = { filter: [["catalogId", "=", catalogId], ["quantity", ">", 100]] };
    await eventually(async () => (await context.Orders.totalCount(matching)) === 3);
    const page = await context.Orders.load({
        ...matching,
        sort: [{ selector: "quantity", desc: true }],
        skip: 1,
        take: 2,
        requireTotalCount: true,
    });
    assert.deepEqual(page.map((order) => order.quantity), [102, 101]);
});

test("reads one with its entity tag", async () => {
    const known = await fulfilledOrder(1);
    const order = await context.Orders.byKey(known.id);
    assert.equal(order.quantity, 1);
    assert.equal(order["@odata.etag"], known.tag);
});

test("creates", async () => {
    const order = await context.Orders.insert({ catalogId, quantity: 2 });
    assert.equal(order.quantity, 2);
});

test("acts with an entity tag", async () => {
    const known = await fulfilledOrder(1);
    const { version } = await context.Orders.byKey(known.id);
    const order = await call("Deactivate", known);
    assert.equal(order.version, version + 1);
});

test("is refused a stale entity tag", async () => {
    const known = await fulfilledOrder(1);
    await overtake(known);
    await assert.rejects(call("Void", known), { httpStatus: 412 });
});
