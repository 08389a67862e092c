// Replaces the month and the times in place: each [data-part] of the page by that of the response. Of several requests only
// the last counts. Moves the focus, announces the new month, and shows failures.
const BUSY_AFTER = 300;
const PATIENCE = 15_000;
const PART = { "HX-Request": "true", "HX-Request-Type": "partial" };
const byId = (id) => document.getElementById(id);
const currentAddress = () => location.pathname + location.search;
// The latest request, and the address that is shown.
let latest = {};
let shown = currentAddress();
let busy;

function showFailure(hasFailed) {
  byId("failed")?.replaceChildren(...(hasFailed ? [byId("failure").content.cloneNode(true)] : []));
}

// Keep the zone and clock of the latest request, even if its response has not arrived.
function withZoneAndClock(href) {
  const address = new URL(href);
  const last = new URL(latest.address ?? href).searchParams;
  for (const name of ["zone", "clock"]) if (last.has(name)) address.searchParams.set(name, last.get(name));
  return address.href;
}

// Returns false if the response has no parts, for example because the link is used up by now.
function replaceParts(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-part]");
  for (const part of parts) byId(part.id)?.replaceWith(part);
  document.dispatchEvent(new Event("exchanged"));
  return parts.length > 0;
}

function moveFocus(pressed, focused) {
  const name = pressed.matches("form") ? focused : pressed.id;
  const target = pressed.matches(".day, #elsewhere") ? "times" : (pressed.dataset.towards ?? name);
  const towards = target && byId(target);
  (towards || byId("month"))?.focus();
  if (pressed.matches(".turn")) byId("spoken").textContent = byId("month").textContent;
}

async function ask({ address, pressed, entry, answer }) {
  latest.control?.abort();
  const control = new AbortController();
  const request = { address, pressed, entry, control };
  clearTimeout(busy);
  busy = setTimeout(() => byId("picker")?.setAttribute("aria-busy", "true"), BUSY_AFTER);
  const timeout = setTimeout(() => control.abort(), PATIENCE);
  latest = request;
  showFailure(false);
  try {
    const response = await (answer ?? fetch(address, { headers: PART, signal: control.signal }));
    if (response.status >= 500 || response.status === 429) throw new Error(response.statusText);
    const html = await response.text();
    if (request !== latest) return;
    const focused = document.activeElement.id;
    if (!replaceParts(html)) return entry === "push" ? location.assign(address) : location.replace(address);
    if (entry) history[`${entry}State`](null, "", address);
    shown = currentAddress();
    if (pressed) moveFocus(pressed, focused);
  } catch {
    // After a failure neither the page nor its address changes.
    if (request === latest) showFailure(!answer);
  } finally {
    clearTimeout(timeout);
    if (request === latest) {
      clearTimeout(busy);
      byId("picker")?.removeAttribute("aria-busy");
    }
    if (answer) window.zoneFirst.done();
  }
}

document.addEventListener("click", (event) => {
  if (event.target.id === "retry") return ask(latest);
  const link = event.target.closest("[data-exchanges] a[href^='/']");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  ask({ address: withZoneAndClock(link.href), pressed: link, entry: "push" });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-exchanges] form")) return;
  event.preventDefault();
  // form.action may be a field, since a question can be named "action".
  const action = new URL(form.getAttribute("action"), location);
  const address = `${action}?${new URLSearchParams(new FormData(form))}`;
  ask({ address, pressed: form, entry: "push" });
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("#clock")) target.form.requestSubmit();
});

// Back and forward. Links such as "Choose another day" change only the fragment of the address.
window.addEventListener("popstate", () => currentAddress() !== shown && ask({ address: location.href }));

// A page from the browser's cache may show times that are taken by now.
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

if (window.zoneFirst) ask({ ...window.zoneFirst, entry: "replace" });
