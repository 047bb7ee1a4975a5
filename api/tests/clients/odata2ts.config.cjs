// What odata2ts makes of the service: it fetches $metadata itself.

const { EmitModes, Modes } = require("@odata2ts/odata2ts");

const [username, password] = process.env.SERVICE_CLIENT.split(":");
// It knows no annotations, so its users tell it what Core.Computed tells others.
const computed = ["version", "state", "shortage", "activate", "createdOn"];

module.exports = {
    mode: Modes.all,
    emitMode: EmitModes.ts,
    refreshFile: true,
    propertiesByName: computed.map((name) => ({ name, managed: true })),
    services: {
        contoso: {
            sourceUrl: process.env.SERVICE_ROOT,
            sourceUrlConfig: { username, password },
            source: "generated/metadata/contoso.xml",
            output: "generated/odata2ts",
        },
    },
};
