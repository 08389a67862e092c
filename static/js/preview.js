// <form data-preview="name of a frame">: the frame shows what the form says, a moment after it was typed. What the frame
// shows answers the form; only <main> is exchanged, so that nothing blinks, and what has changed is brought into sight.
// Its links and forms lead from step to step, each of which answers the form as well; other links lead nowhere.
// [data-preview-step]: typing there shows the step of that address.
const QUIET = 400;
const MARGIN = 24;
const form = () => document.querySelector("[data-preview]");
const frame = document.querySelector(`iframe[name="${form()?.dataset.preview}"]`);
const main = (page) => page?.getElementById("main");
const parts = (of) => [...of.querySelectorAll(".who-head, .facts, .who-more, .ticket, .field")];
let step = frame?.src;
let timer;
let asked;

function reveal(before, after) {
  const known = parts(before).map((part) => part.outerHTML);
  const changed = parts(after).find((part) => !known.includes(part.outerHTML));
  if (!changed) return;
  const { top, bottom } = changed.getBoundingClientRect();
  const view = frame.contentWindow;
  if (top < 0 || bottom > view.innerHeight) view.scrollBy(0, top - MARGIN);
}

// A preview shows pictures that were uploaded; it needs no file.
function typed() {
  const said = new FormData(form());
  for (const [name, value] of [...said]) if (value instanceof File) said.delete(name);
  return said;
}

async function refresh(moved = false) {
  clearTimeout(timer);
  const before = main(frame.contentDocument);
  if (!before) return;
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(step, { method: "POST", body: typed(), signal: asked.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const after = main(page);
    const shown = main(frame.contentDocument);
    shown.replaceWith(after);
    if (!moved) return reveal(shown, after);
    frame.contentWindow.scrollTo(0, 0);
    if (moved === "inside") after.focus();
  } catch {
    // The frame keeps what it shows, and the next change asks again.
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(refresh, QUIET);
}

function go(address, from) {
  step = address;
  refresh(from);
}

// Whether an address is one of the steps.
const isStep = (address) => new URL(address).pathname.startsWith(new URL(frame.src).pathname);

function pressed(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  if (isStep(link.href)) go(link.href, "inside");
}

function sent(event) {
  event.preventDefault();
  const { target } = event;
  const address = new URL(target.getAttribute("action") ?? step, step);
  address.search = new URLSearchParams(new target.ownerDocument.defaultView.FormData(target));
  if (isStep(address)) go(address.href, "inside");
}

function loaded() {
  const page = frame.contentDocument;
  if (!main(page)) return;
  page.addEventListener("click", pressed, true);
  page.addEventListener("submit", sent, true);
  page.addEventListener("change", ({ target }) => target.matches("#zone, #clock") && target.form.requestSubmit());
  refresh();
}

if (frame) {
  document.addEventListener("input", ({ target }) => target.form === form() && later());
  document.addEventListener("focusin", ({ target }) => {
    const wanted = target.closest("[data-preview-step]")?.dataset.previewStep;
    if (wanted && wanted !== new URL(step).pathname) go(new URL(wanted, step).href, "outside");
  });
  // Signed out meanwhile, what is being sent is kept for after the sign-in: a preview must not come after it.
  document.addEventListener("submit", ({ target }) => {
    if (target !== form()) return;
    clearTimeout(timer);
    asked?.abort();
  });
  document.addEventListener("htmx:after:swap", later);
  frame.addEventListener("load", loaded);
  loaded();
}
