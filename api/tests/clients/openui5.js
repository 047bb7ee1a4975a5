// OpenUI5's ODataModel v4: what bound lists and forms of a Fiori app send. The group says how:
// "$direct" sends each request by itself, "$auto" all of a moment in one batch.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openui5 } from "./openui5_modules.js";
import { authorization, catalogId, eventually, fulfilledOrder, overtake, root } from "./service.js";

const { modules, close } = await openui5("sap/ui/model/odata/v4/ODataModel", "sap/ui/model/Sorter");
const [ODataModel, Sorter] = modules;
const model = new ODataModel({
    serviceUrl: `${root}/`,
    groupId: process.env.OPENUI5_GROUP,
    operationMode: "Server",
    httpHeaders: { Authorization: authorization },
});
after(close);

function orders(parameters) {
    const filter = `catalogId eq '${catalogId}' and quantity gt 100`;
    return model.bindList("/Orders", undefined, [new Sorter("quantity", true)], undefined, {
        $count: true,
        $filter: filter,
        ...parameters,
    });
}

test("lists with filter, order, paging and count", async () => {
    for (const quantity of [100, 101, 102, 103]) {
        await fulfilledOrder(quantity);
    }
    await eventually(async () => {
        const list = orders();
        await list.requestContexts(0, 1);
        return list.getCount() === 3;
    });
    const page = await orders().requestContexts(1, 2);
    assert.deepEqual(Array.from(page, (context) => context.getProperty("quantity")), [102, 101]);
});

test("reads one with its entity tag", async () => {
    const { id, tag } = await fulfilledOrder(1);
    const order = await model.bindContext(`/Orders(${id})`).requestObject();
    assert.equal(order.quantity, 1);
    assert.equal(order["@odata.etag"], tag);
});

test("creates", async () => {
    const list = orders();
    await list.requestContexts();
    const context = list.create({ catalogId, quantity: 2 });
    await context.created();
    assert.match(context.getProperty("state"), /Placed|Processing|Fulfilled/);
});

test("acts with an entity tag", async () => {
    const { id } = await fulfilledOrder(1);
    const order = model.bindContext(`/Orders(${id})`);
    const { version } = await order.requestObject();
    const action = model.bindContext("Contoso.Deactivate(...)", order.getBoundContext());
    await action.invoke();
    assert.equal(action.getBoundContext().getProperty("version"), version + 1);
});

test("is refused a stale entity tag", async () => {
    const known = await fulfilledOrder(1);
    const order = model.bindContext(`/Orders(${known.id})`);
    await order.requestObject();
    await overtake(known);
    const action = model.bindContext("Contoso.Void(...)", order.getBoundContext());
    await assert.rejects(action.invoke(), { status: 412 });
});
