// <form data-preview="name of a frame">: the frame shows the page with the form's current values, a moment after typing.
// Only <main> is replaced, so that nothing flickers, and what has changed is scrolled into view. Links and forms of the
// preview lead from step to step, each made from the form's values; other links do nothing.
// [data-preview-step]: focus in such an element shows the step of that address.
const QUIET = 400;
const MARGIN = 24;
const form = () => document.querySelector("[data-preview]");
const frame = document.querySelector(`iframe[name="${form()?.dataset.preview}"]`);
const main = (page) => page?.getElementById("main");
const parts = (element) => [...element.querySelectorAll(".who-head, .facts, .who-more, .ticket, .field")];
let step = frame?.src;
let timer;
let controller;

function reveal(before, after) {
  const known = parts(before).map((part) => part.outerHTML);
  const changed = parts(after).find((part) => !known.includes(part.outerHTML));
  if (!changed) return;
  const { top, bottom } = changed.getBoundingClientRect();
  const view = frame.contentWindow;
  if (top < 0 || bottom > view.innerHeight) view.scrollBy(0, top - MARGIN);
}

// A preview shows saved pictures only, so files are left out.
function formData() {
  const data = new FormData(form());
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

async function refresh(moved = false) {
  clearTimeout(timer);
  const before = main(frame.contentDocument);
  if (!before) return;
  controller?.abort();
  controller = new AbortController();
  try {
    const answer = await fetch(step, { method: "POST", body: formData(), signal: controller.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const after = main(page);
    const shown = main(frame.contentDocument);
    shown.replaceWith(after);
    if (!moved) return reveal(shown, after);
    frame.contentWindow.scrollTo(0, 0);
    if (moved === "inside") after.focus();
  } catch {
    // The frame stays as it is until the next change.
  }
}

function refreshLater() {
  clearTimeout(timer);
  timer = setTimeout(refresh, QUIET);
}

function showStep(address, from) {
  step = address;
  refresh(from);
}

// Whether an address is one of the steps.
const isStep = (address) => new URL(address).pathname.startsWith(new URL(frame.src).pathname);

function onClick(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  if (isStep(link.href)) showStep(link.href, "inside");
}

function onSubmit(event) {
  event.preventDefault();
  const { target } = event;
  const address = new URL(target.getAttribute("action") ?? step, step);
  address.search = new URLSearchParams(new target.ownerDocument.defaultView.FormData(target));
  if (isStep(address)) showStep(address.href, "inside");
}

function onLoad() {
  const page = frame.contentDocument;
  if (!main(page)) return;
  page.addEventListener("click", onClick, true);
  page.addEventListener("submit", onSubmit, true);
  page.addEventListener("change", ({ target }) => target.matches("#zone, #clock") && target.form.requestSubmit());
  refresh();
}

if (frame) {
  document.addEventListener("input", ({ target }) => target.form === form() && refreshLater());
  document.addEventListener("focusin", ({ target }) => {
    const wanted = target.closest("[data-preview-step]")?.dataset.previewStep;
    if (wanted && wanted !== new URL(step).pathname) showStep(new URL(wanted, step).href, "outside");
  });
  // If the user was signed out, the server keeps what is submitted for after the sign-in. A later preview would replace it.
  document.addEventListener("submit", ({ target }) => {
    if (target !== form()) return;
    clearTimeout(timer);
    controller?.abort();
  });
  document.addEventListener("htmx:after:swap", refreshLater);
  frame.addEventListener("load", onLoad);
  onLoad();
}
