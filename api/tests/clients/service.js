// The service as the test run started it, and what the flows of all clients share.

import assert from "node:assert/strict";

/** The root of the service, without a trailing slash. */
export const root = String(process.env.SERVICE_ROOT);
/** A partner's credentials as HTTP Basic sends them. */
export const authorization = `Basic ${btoa(String(process.env.SERVICE_CLIENT))}`;
/** A catalog item of this flow's own, with stock. */
export const catalogId = String(process.env.CATALOG_ID);

/**
 * What `attempt` returns, once that is something: read models follow within moments.
 *
 * @template T
 * @param {() => Promise<T | false>} attempt
 * @returns {Promise<T>}
 */
export async function eventually(attempt, seconds = 15) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
        const found = await attempt();
        if (found) {
            return found;
        }
        assert.ok(Date.now() < deadline, `nothing after ${seconds} s: ${attempt}`);
        await new Promise((resume) => setTimeout(resume, 50));
    }
}

/**
 * An order as another program has placed it: its id, and the tag that it has when fulfilled.
 *
 * @param {number} quantity
 */
export async function fulfilledOrder(quantity) {
    const placed = await send("POST", "Orders", { catalogId, quantity });
    assert.equal(placed.status, 201);
    const { id } = await placed.json();
    return eventually(async () => {
        // As the read model has it, which every client reads after this.
        const answer = await send("GET", `Orders?$filter=id eq ${id} and state eq 'Fulfilled'`);
        const [order] = (await answer.json()).value;
        return order && known(order);
    });
}

/** Changes an order behind a client's back: the tag that the client holds is stale then. */
export async function overtake({ id = "", tag = "" }) {
    const answer = await send("POST", `Orders(${id})/Deactivate`, {}, { "If-Match": tag });
    assert.equal(answer.status, 200);
}

/** @returns {{id: string, tag: string}} */
function known(/** @type {any} */ order) {
    return { id: order.id, tag: order["@odata.etag"] };
}

function send(/** @type {string} */ method, /** @type {string} */ path, body = {}, headers = {}) {
    const own = { Authorization: authorization, "Content-Type": "application/json" };
    return fetch(`${root}/${path}`, {
        method,
        headers: { ...own, ...headers },
        body: method === "GET" ? null : JSON.stringify(body),
    });
}
