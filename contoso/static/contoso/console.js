// Tells where a page could not refresh itself: what it shows is old by then.
(() => {
  const now = () => new Date().toISOString().slice(11, 19);
  let refreshed = now();

  const note = () => {
    const found = document.getElementById("not-refreshed");
    if (found) return found;
    const made = document.createElement("p");
    made.id = "not-refreshed";
    made.className = "console-behind mb-6";
    made.setAttribute("role", "status");
    return made;
  };

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // By now the element may have been replaced, and the event be one of its parent.
    const refreshing = detail.requestConfig.elt;
    if (!refreshing.getAttribute("hx-trigger")?.startsWith("every")) return;
    if (detail.successful) {
      refreshed = now();
      document.getElementById("not-refreshed")?.remove();
      return;
    }
    const told = note();
    if (told.isConnected) return;
    told.textContent = `Not refreshed since ${refreshed} UTC: what is shown here may be out of date.`;
    refreshing.before(told);
  });
})();
