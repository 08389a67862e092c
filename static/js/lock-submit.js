// <form data-lock-submit>: while it is being sent, its button is disabled and a second submit does nothing.
// It is unlocked when the page is shown again (Back), and after a while, in case sending was stopped.
const LONGEST = 15_000;
const sending = new Map();

function unlock(form) {
  const { button, timer } = sending.get(form);
  clearTimeout(timer);
  button?.removeAttribute("aria-disabled");
  sending.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-lock-submit]")) return;
  if (sending.has(form)) {
    event.preventDefault();
  } else if (!event.defaultPrevented) {
    const button = event.submitter;
    button?.setAttribute("aria-disabled", "true");
    sending.set(form, { button, timer: setTimeout(() => unlock(form), LONGEST) });
  }
});

window.addEventListener("pageshow", () => [...sending.keys()].forEach(unlock));
