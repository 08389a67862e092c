// A customer's page on somebody else's website: in the colours and on the ground of that website. It tells the frame how
// high it is, and to the website named by `embed` in the address which time was chosen and what was booked: reference and
// start, and nothing about the customer. Runs before anything is painted.
if (parent !== window) {
  const root = document.documentElement;
  const { close } = document.currentScript.dataset;
  const query = new URLSearchParams(location.search);
  // The frame's name lasts from step to step, so that no address has to carry what the first one said.
  const kept = rememberedOf(window.name);
  if (query.has("theme")) kept.theme = query.get("theme");
  if (query.has("embed")) kept.site = originOf(query.get("embed"));
  if (kept.theme === "light" || kept.theme === "dark") root.dataset.theme = kept.theme;
  root.classList.add("framed");
  remember();

  function rememberedOf(name) {
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

  function remember() {
    window.name = `admit-one ${JSON.stringify(kept)}`;
  }

  // What happened goes to that website only: to any other that shows the frame browsers do not deliver it.
  function announce() {
    const { startsAt: starts_at, reference } = document.querySelector("[data-starts-at]")?.dataset ?? {};
    if (!kept.site || !starts_at || kept.told === reference + starts_at) return;
    // A page that is opened again is no second booking.
    if (reference && kept.booked === reference) return;
    kept.told = reference + starts_at;
    if (reference) kept.booked = reference;
    remember();
    const event = reference ? "booked" : "time";
    parent.postMessage({ admitOne: event, ...(reference && { reference }), starts_at }, kept.site);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const site = kept.site ?? "*";
    const tell = () => parent.postMessage({ admitOne: Math.ceil(document.body.getBoundingClientRect().height) }, site);
    parent.postMessage({ admitOne: "ready", close }, site);
    new ResizeObserver(tell).observe(document.body);
    tell();
    announce();
    // Other sites do not let themselves be framed.
    for (const link of document.querySelectorAll("a[href^='http']")) {
      if (link.origin !== location.origin) link.target = "_blank";
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) parent.postMessage({ admitOne: "close" }, kept.site ?? "*");
  });
}
