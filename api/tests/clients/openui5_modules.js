// The modules of OpenUI5, which its own loader fetches by script elements.

import { readFile } from "node:fs/promises";
import { ResourceLoader } from "jsdom";
import { openWindow } from "./window.js";

const SOURCES = new URL("./node_modules/@openui5/sap.ui.core/src/", import.meta.url);
const BASE = "/openui5/";
const LOCALE = "sap/ui/core/cldr/en.json";

class FromPackage extends ResourceLoader {
    fetch(url) {
        return readFile(new URL(new URL(url).pathname.replace(BASE, ""), SOURCES));
    }
}

/** The named modules, and a function that closes the window in which they live. */
export async function openui5(...names) {
    const window = openWindow({ runScripts: "dangerously", resources: new FromPackage() });
    await new Promise((onload, onerror) => {
        const script = window.document.createElement("script");
        window.document.head.append(Object.assign(script, { src: `${BASE}ui5loader.js`, onload, onerror }));
    });
    const { loader, require } = window.sap.ui;
    const jquery = { amd: true, exports: "jQuery" };
    loader.config({ baseUrl: BASE, async: true, shim: { "sap/ui/thirdparty/jquery": jquery } });
    // The one file that it would fetch synchronously, which no window without a browser can.
    require.preload({ [LOCALE]: await readFile(new URL(LOCALE, SOURCES), "utf8") });
    const modules = await new Promise((resolve, reject) => {
        require(names, (...found) => resolve(found), reject);
    });
    return { modules, close: () => window.close() };
}
