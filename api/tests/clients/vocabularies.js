// What OASIS's vocabularies let $metadata say: which terms, of what, with which values.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const NAMES = ["Aggregation", "Capabilities", "Core", "Repeatability", "Validation"];
const known = Object.assign({}, ...NAMES.map(vocabulary));

function vocabulary(name) {
    const namespace = `Org.OData.${name}.V1`;
    const path = `@sap-ux/odata-vocabularies/dist/resources/${namespace}.js`;
    const [document] = Object.values(require(require.resolve(path))).filter((each) => each?.[namespace]);
    const named = Object.entries(document[namespace]);
    return Object.fromEntries(named.map(([local, value]) => [`${namespace}.${local}`, value]));
}

/** What is wrong with the annotations in a CSDL JSON document: one line each. */
export function misuses(document) {
    const { Contoso: schema } = document;
    return [...annotationsOf(schema, "Schema", "Contoso")].flatMap(misuse);
}

function* annotationsOf(element, kind, place) {
    for (const [name, value] of Object.entries(element)) {
        if (name.startsWith("@")) {
            yield { term: name.slice(1), value, kind, place };
        } else if (Array.isArray(value)) {
            for (const each of value) {
                yield* annotationsOf(each, kindOf(each, name), `${place}/${each.$Name ?? name}`);
            }
        } else if (typeof value === "object") {
            yield* annotationsOf(value, kindOf(value, name), `${place}/${name}`);
        }
    }
}

function kindOf(element, name) {
    if (element.$Kind) {
        return element.$Kind;
    }
    if (element.$Name) {
        return "Parameter";
    }
    return name === "$ReturnType" ? "ReturnType" : element.$Collection ? "EntitySet" : "Property";
}

function misuse({ term, value, kind, place }) {
    const found = known[term];
    if (found?.$Kind !== "Term") {
        return [`${place}: there is no term ${term}`];
    }
    const applies = !found.$AppliesTo || found.$AppliesTo.includes(kind);
    const elsewhere = applies ? [] : [`${place}: ${term} is not for a ${kind}`];
    return [...elsewhere, ...wrong(value, found, `${place}@${term}`)];
}

function wrong(value, { $Type: type = "Edm.String", $Collection: many }, place) {
    if (many) {
        const item = { $Type: type };
        const isList = Array.isArray(value);
        return isList ? value.flatMap((each) => wrong(each, item, place)) : [`${place}: no list`];
    }
    const declared = known[type];
    if (declared?.$Kind === "ComplexType") {
        return Object.entries(value).flatMap(([name, part]) => {
            const property = propertyOf(declared, name);
            return property ? wrong(part, property, `${place}/${name}`) : [`${place}: no ${name}`];
        });
    }
    if (declared?.$Kind === "EnumType") {
        const names = value.split(",").filter((name) => !(name in declared));
        return names.map((name) => `${place}: ${type} has no ${name}`);
    }
    const expected = { "Edm.Boolean": "boolean", "Edm.Int32": "number", "Edm.Int64": "number" };
    const primitive = declared?.$UnderlyingType ?? type;
    const wanted = expected[primitive] ?? (primitive === "Edm.PrimitiveType" ? "number" : "string");
    return typeof value === wanted ? [] : [`${place}: ${JSON.stringify(value)} is no ${type}`];
}

function propertyOf(type, name) {
    return type[name] ?? (type.$BaseType && propertyOf(known[type.$BaseType], name));
}
