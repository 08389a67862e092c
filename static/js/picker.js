// The month and the times, exchanged in place: [data-part] of the answer for those of the page. Of several presses the
// last one counts, whatever is answered first. Keeps the focus where it belongs, says what changed, owns up to failures.
const BUSY_AFTER = 300;
const PATIENCE = 15_000;
const PART = { "HX-Request": "true", "HX-Request-Type": "partial" };
const at = (id) => document.getElementById(id);
const here = () => location.pathname + location.search;
// What was asked for last, by what, and the address that is shown.
let asked = {};
let shown = here();
let busy;

function failed(is) {
  at("failed")?.replaceChildren(...(is ? [at("failure").content.cloneNode(true)] : []));
}

// Zone and clock that were asked for last stay wanted, also where their answer is still to come.
function wanted(href) {
  const address = new URL(href);
  const last = new URL(asked.address ?? href).searchParams;
  for (const name of ["zone", "clock"]) if (last.has(name)) address.searchParams.set(name, last.get(name));
  return address.href;
}

// False for an answer that has no part of this page, such as that the link is used up meanwhile.
function exchange(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-part]");
  for (const part of parts) at(part.id)?.replaceWith(part);
  document.dispatchEvent(new Event("exchanged"));
  return parts.length > 0;
}

function settle(pressed, focused) {
  const name = pressed.matches("form") ? focused : pressed.id;
  const target = pressed.matches(".day, #elsewhere") ? "times" : (pressed.dataset.towards ?? name);
  const towards = target && at(target);
  (towards || at("month"))?.focus();
  if (pressed.matches(".turn")) at("spoken").textContent = at("month").textContent;
}

async function ask({ address, pressed, entry, answer }) {
  asked.control?.abort();
  const control = new AbortController();
  const mine = { address, pressed, entry, control };
  clearTimeout(busy);
  busy = setTimeout(() => at("picker")?.setAttribute("aria-busy", "true"), BUSY_AFTER);
  const tired = setTimeout(() => control.abort(), PATIENCE);
  asked = mine;
  failed(false);
  try {
    const response = await (answer ?? fetch(address, { headers: PART, signal: control.signal }));
    if (response.status >= 500 || response.status === 429) throw new Error(response.statusText);
    const html = await response.text();
    if (mine !== asked) return;
    const focused = document.activeElement.id;
    if (!exchange(html)) return entry === "push" ? location.assign(address) : location.replace(address);
    if (entry) history[`${entry}State`](null, "", address);
    shown = here();
    if (pressed) settle(pressed, focused);
  } catch {
    // Neither the page nor its address changes for an answer that is none.
    if (mine === asked) failed(!answer);
  } finally {
    clearTimeout(tired);
    if (mine === asked) {
      clearTimeout(busy);
      at("picker")?.removeAttribute("aria-busy");
    }
    if (answer) window.zoneFirst.done();
  }
}

document.addEventListener("click", (event) => {
  if (event.target.id === "retry") return ask(asked);
  const link = event.target.closest("[data-exchanges] a[href^='/']");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  ask({ address: wanted(link.href), pressed: link, entry: "push" });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-exchanges] form")) return;
  event.preventDefault();
  // A question of the owner's may be called "action" too.
  const action = new URL(form.getAttribute("action"), location);
  const address = `${action}?${new URLSearchParams(new FormData(form))}`;
  ask({ address, pressed: form, entry: "push" });
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("#clock")) target.form.requestSubmit();
});

// Back and forth. An address may also change by its anchor alone, as "Choose another day" changes it.
window.addEventListener("popstate", () => here() !== shown && ask({ address: location.href }));

// Times that the browser kept while the visitor was away may be gone.
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

if (window.zoneFirst) ask({ ...window.zoneFirst, entry: "replace" });
