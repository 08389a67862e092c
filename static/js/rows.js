// <form data-rows-form>: its rows are dragged by their handles or moved by arrow keys; the server renders the new order.
const byId = (id) => document.getElementById(id);
const isFromForm = ({ detail }) => detail.ctx?.sourceElement?.closest?.("[data-rows-form]");
const rowsOf = (row) => [...row.parentElement.children].filter((child) => child.matches("[data-row]"));
let dragged;
let before;
let byHandle = false;
// The button whose response is pending, and whether something was chosen or typed meanwhile.
let pendingButton;
let isOutdated = false;
const isWaiting = () => Boolean(pendingButton?.isConnected);

function drop() {
  if (!dragged) return;
  delete dragged.dataset.dragged;
  byHandle = rowsOf(dragged).indexOf(dragged) !== before;
  if (byHandle) {
    const name = dragged.querySelector("input[type=hidden]").name;
    byId("rows-sorted").value = `sorted-${name}-${dragged.querySelector("input[type=hidden]").value}`;
    byId("rows-sorted").click();
  }
  dragged = undefined;
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button || isWaiting()) return;
  dragged = handle.closest("[data-row]");
  before = rowsOf(dragged).indexOf(dragged);
  dragged.dataset.dragged = "";
});
document.addEventListener("pointermove", ({ clientY }) => {
  if (!dragged) return;
  // Move the other rows: a moved element would lose the pointer.
  for (const row of rowsOf(dragged)) {
    const { top, height } = row.getBoundingClientRect();
    const above = row.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (row === dragged) continue;
    if (above && clientY < top + height / 2) dragged.after(row);
    else if (!above && clientY > top + height / 2) dragged.before(row);
  }
});
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

document.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
  if (!way || !event.target.matches?.("[data-handle]")) return;
  event.preventDefault();
  if (isWaiting()) return;
  const button = event.target.closest("[data-row]").querySelector(way);
  byHandle = Boolean(button);
  button?.click();
});

const showFailure = (hasFailed) => (byId("rows-failed").textContent = hasFailed ? byId("rows-failed").dataset.text : "");

document.addEventListener("htmx:before:request", (event) => {
  if (!isFromForm(event)) return;
  pendingButton = event.detail.ctx.sourceElement;
  isOutdated = false;
  showFailure(false);
});
document.addEventListener("input", ({ target }) => {
  isOutdated ||= Boolean(pendingButton && target.closest("[data-rows-form]"));
});
document.addEventListener(
  "click",
  (event) => {
    // A second press would be based on the old order.
    if (!isWaiting() || !event.isTrusted || !event.target.closest("[data-rows-form] [hx-post]")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("htmx:error", (event) => {
  if (!isFromForm(event)) return;
  pendingButton = undefined;
  showFailure(true);
});
document.addEventListener("htmx:before:swap", (event) => {
  if (!isFromForm(event)) return;
  const button = pendingButton;
  pendingButton = undefined;
  if (event.detail.ctx.response.status >= 400) {
    showFailure(true);
  } else if (isOutdated) {
    // The response does not contain what was chosen meanwhile, so press the button once more.
    event.preventDefault();
    button.click();
  }
});
document.addEventListener("htmx:after:swap", () => {
  // After a move by the handle, the handle gets the focus.
  if (byHandle) document.querySelector("[data-row]:has([autofocus]) [data-handle]")?.focus();
  byHandle = false;
});
