// A window without a browser, for clients that expect one.

import { JSDOM, VirtualConsole } from "jsdom";
import { root } from "./service.js";

/** A window on the service's own origin, so that requests to it are no foreign ones. */
export function openWindow(options = {}) {
    const { window } = new JSDOM("<!doctype html><title>Orders</title>", {
        url: new URL("/", root).href,
        // What a client logs is no result; what it throws reaches the test by itself.
        virtualConsole: new VirtualConsole(),
        ...options,
    });
    window.matchMedia = () => ({ matches: false, addListener() {}, removeListener() {} });
    return window;
}
