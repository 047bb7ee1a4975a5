// $metadata against what OASIS publishes: schema, converter and vocabularies.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import Ajv from "ajv";
import { xml2json } from "odata-csdl";
import { authorization, root } from "./service.js";
import { misuses } from "./vocabularies.js";

const { resolve } = createRequire(import.meta.url);
const xml = await (await metadata("application/xml")).text();
const json = await (await metadata("application/json")).json();

function metadata(accept) {
    const headers = { Authorization: authorization, Accept: accept, "OData-MaxVersion": "4.0" };
    return fetch(`${root}/$metadata`, { headers });
}

/** The same with short names of vocabularies, and references to them as XML has them. */
function shortened(document) {
    const text = JSON.stringify(document).replaceAll(/Org\.OData\.(\w+)\.V1\.(?!json|xml)/g, "$1.");
    return JSON.parse(text);
}

test("the JSON form is valid", () => {
    const schema = JSON.parse(readFileSync(resolve("odata-csdl/schemas/csdl.schema.json"), "utf8"));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    assert.ok(validate(json), JSON.stringify(validate.errors));
});

test("both forms say the same", () => {
    assert.deepEqual(shortened(json), shortened(xml2json(xml)));
});

test("annotations are those of the vocabularies", () => {
    assert.deepEqual(misuses(json), []);
});
