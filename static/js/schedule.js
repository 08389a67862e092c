// The editor of a schedule: its picture is updated while hours are typed, without moving the focus.
const PAUSE = 150;
const byId = (id) => document.getElementById(id);
const isFromForm = ({ detail }) => detail.ctx?.sourceElement?.closest?.("#schedule-form");
let timer;
let source;

function showFailure(hasFailed) {
  byId("schedule-failed").textContent = hasFailed ? byId("schedule-failed").dataset.text : "";
}

document.addEventListener("change", ({ target }) => {
  if (!target.form?.matches("#schedule-form") || target.closest("[popover]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => byId("preview-update").click(), PAUSE);
});

document.addEventListener("htmx:before:request", (event) => {
  if (!isFromForm(event)) return;
  // Every response contains the picture.
  clearTimeout(timer);
  source = event.detail.ctx.sourceElement;
  showFailure(false);
});

document.addEventListener("htmx:error", (event) => {
  // A request that a newer one replaced has not failed.
  if (isFromForm(event) && event.detail.error?.name !== "AbortError") showFailure(true);
});
document.addEventListener("htmx:before:swap", (event) => {
  if (isFromForm(event) && event.detail.ctx.response.status >= 400) showFailure(true);
});

document.addEventListener("htmx:after:swap", () => {
  // At the first and the last month, the pressed button disappears.
  if (source?.name === "month" && !byId(source.id)) byId("preview-month").focus();
});
