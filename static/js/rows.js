// <form data-rows-form>: its rows, dragged by their handles or moved by the arrow keys; the server puts them in order anew.
const at = (id) => document.getElementById(id);
const ours = ({ detail }) => detail.ctx?.sourceElement?.closest?.("[data-rows-form]");
const rowsOf = (row) => [...row.parentElement.children].filter((one) => one.matches("[data-row]"));
let dragged;
let before;
let byHandle = false;
// The button whose answer is awaited, and whether something was chosen or typed meanwhile.
let awaited;
let overtaken = false;
const waiting = () => Boolean(awaited?.isConnected);

function finish() {
  if (!dragged) return;
  delete dragged.dataset.dragged;
  byHandle = rowsOf(dragged).indexOf(dragged) !== before;
  if (byHandle) {
    const name = dragged.querySelector("input[type=hidden]").name;
    at("rows-sorted").value = `sorted-${name}-${dragged.querySelector("input[type=hidden]").value}`;
    at("rows-sorted").click();
  }
  dragged = undefined;
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button || waiting()) return;
  dragged = handle.closest("[data-row]");
  before = rowsOf(dragged).indexOf(dragged);
  dragged.dataset.dragged = "";
});
document.addEventListener("pointermove", ({ clientY }) => {
  if (!dragged) return;
  // The others step aside: an element that is moved itself loses the pointer.
  for (const row of rowsOf(dragged)) {
    const { top, height } = row.getBoundingClientRect();
    const above = row.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (row === dragged) continue;
    if (above && clientY < top + height / 2) dragged.after(row);
    else if (!above && clientY > top + height / 2) dragged.before(row);
  }
});
document.addEventListener("pointerup", finish);
document.addEventListener("pointercancel", finish);

document.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
  if (!way || !event.target.matches?.("[data-handle]")) return;
  event.preventDefault();
  if (waiting()) return;
  const button = event.target.closest("[data-row]").querySelector(way);
  byHandle = Boolean(button);
  button?.click();
});

const failed = (is) => (at("rows-failed").textContent = is ? at("rows-failed").dataset.text : "");

document.addEventListener("htmx:before:request", (event) => {
  if (!ours(event)) return;
  awaited = event.detail.ctx.sourceElement;
  overtaken = false;
  failed(false);
});
document.addEventListener("input", ({ target }) => {
  overtaken ||= Boolean(awaited && target.closest("[data-rows-form]"));
});
document.addEventListener(
  "click",
  (event) => {
    // A second press would start from what the first has not changed yet.
    if (!waiting() || !event.isTrusted || !event.target.closest("[data-rows-form] [hx-post]")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("htmx:error", (event) => {
  if (!ours(event)) return;
  awaited = undefined;
  failed(true);
});
document.addEventListener("htmx:before:swap", (event) => {
  if (!ours(event)) return;
  const button = awaited;
  awaited = undefined;
  if (event.detail.ctx.response.status >= 400) {
    failed(true);
  } else if (overtaken) {
    // The answer does not know what was chosen meanwhile: the same button is pressed once more.
    event.preventDefault();
    button.click();
  }
});
document.addEventListener("htmx:after:swap", () => {
  // Whoever moved a row by its handle goes on with the handle.
  if (byHandle) document.querySelector("[data-row]:has([autofocus]) [data-handle]")?.focus();
  byHandle = false;
});
