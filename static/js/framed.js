// A customer's page in a frame on another website: it uses the colour scheme and the background of that website, and sends
// its height to the frame. The website named by `embed` in the address also gets the chosen time, and the reference and
// start of a booking, but nothing about the customer. Runs before anything is painted.
if (parent !== window) {
  const root = document.documentElement;
  const { close } = document.currentScript.dataset;
  const query = new URLSearchParams(location.search);
  // The frame's name stays from step to step, so it holds the parameters of the first address.
  const state = readState(window.name);
  if (query.has("theme")) state.theme = query.get("theme");
  if (query.has("embed")) state.site = originOf(query.get("embed"));
  if (state.theme === "light" || state.theme === "dark") root.dataset.theme = state.theme;
  root.classList.add("framed");
  saveState();

  function readState(name) {
    try {
      const { site, ...others } = JSON.parse(name.match(/^admit-one (\{.*\})$/)[1]);
      return { ...others, site: originOf(site) };
    } catch {
      return {};
    }
  }

  function originOf(text) {
    try {
      const { origin, protocol } = new URL(text);
      return /^https?:$/.test(protocol) ? origin : undefined;
    } catch {
      return undefined;
    }
  }

  function saveState() {
    window.name = `admit-one ${JSON.stringify(state)}`;
  }

  // Browsers deliver events to that website only, not to any other that shows the frame.
  function postEvent() {
    const { startsAt: starts_at, reference } = document.querySelector("[data-starts-at]")?.dataset ?? {};
    if (!state.site || !starts_at || state.told === reference + starts_at) return;
    // A page that is opened again is not a second booking.
    if (reference && state.booked === reference) return;
    state.told = reference + starts_at;
    if (reference) state.booked = reference;
    saveState();
    const event = reference ? "booked" : "time";
    parent.postMessage({ admitOne: event, ...(reference && { reference }), starts_at }, state.site);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const site = state.site ?? "*";
    const tell = () => parent.postMessage({ admitOne: Math.ceil(document.body.getBoundingClientRect().height) }, site);
    parent.postMessage({ admitOne: "ready", close }, site);
    new ResizeObserver(tell).observe(document.body);
    tell();
    postEvent();
    // Other sites usually refuse to be framed.
    for (const link of document.querySelectorAll("a[href^='http']")) {
      if (link.origin !== location.origin) link.target = "_blank";
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) parent.postMessage({ admitOne: "close" }, state.site ?? "*");
  });
}
