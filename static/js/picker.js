// The month and the times, swapped in place: keeps the focus where it belongs, says what changed, owns up to failures.
const BUSY_AFTER = 300;
const at = (id) => document.getElementById(id);
let asked;
let timer;

function wait(waiting) {
  clearTimeout(timer);
  if (waiting) timer = setTimeout(() => at("picker").setAttribute("aria-busy", "true"), BUSY_AFTER);
  else at("picker").removeAttribute("aria-busy");
}

function failed(is) {
  at("failed").replaceChildren(...(is ? [at("failure").content.cloneNode(true)] : []));
}

document.addEventListener("htmx:before:request", ({ detail }) => {
  asked = detail.ctx.sourceElement;
  failed(false);
  wait(true);
});
document.addEventListener("htmx:finally:request", () => wait(false));
document.addEventListener("htmx:error", () => failed(true));
document.addEventListener("htmx:before:swap", (event) => {
  // Neither the page nor its address changes for an answer that is none.
  if (event.detail.ctx.response.status < 400) return;
  event.preventDefault();
  failed(true);
});

document.addEventListener("htmx:after:swap", () => {
  const towards = asked.matches(".day, #elsewhere") ? at("times") : at(asked.id);
  if (towards) towards.focus();
  else at("month").focus();
  if (asked.matches(".turn")) at("spoken").textContent = at("month").textContent;
});

document.addEventListener("click", ({ target }) => {
  if (target.id !== "retry") return;
  if (!asked.isConnected) location.reload();
  else if (asked.matches("form")) asked.requestSubmit();
  else asked.click();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("#clock")) target.form.requestSubmit();
});

// Times that the browser kept while the visitor was away may be gone.
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
