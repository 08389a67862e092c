// The editor of a schedule: its picture follows what is typed, without taking the focus from whoever types.
const PAUSE = 150;
const at = (id) => document.getElementById(id);
const ours = ({ detail }) => detail.ctx?.sourceElement?.closest?.("#schedule-form");
let timer;
let asked;

function failed(is) {
  at("schedule-failed").textContent = is ? at("schedule-failed").dataset.text : "";
}

document.addEventListener("change", ({ target }) => {
  if (!target.form?.matches("#schedule-form") || target.closest("[popover]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => at("preview-update").click(), PAUSE);
});

document.addEventListener("htmx:before:request", (event) => {
  if (!ours(event)) return;
  // Whatever is asked for brings the picture along.
  clearTimeout(timer);
  asked = event.detail.ctx.sourceElement;
  failed(false);
});

document.addEventListener("htmx:error", (event) => {
  // One that a newer one replaced has not failed.
  if (ours(event) && event.detail.error?.name !== "AbortError") failed(true);
});
document.addEventListener("htmx:before:swap", (event) => {
  if (ours(event) && event.detail.ctx.response.status >= 400) failed(true);
});

document.addEventListener("htmx:after:swap", () => {
  // The button that led to the first month, or to the last one, is gone.
  if (asked?.name === "month" && !at(asked.id)) at("preview-month").focus();
});
