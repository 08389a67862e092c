// Focuses the summary of errors after a refused form, on a full page and after a swap.
const focusErrors = (root) => root.querySelector("[data-focus-errors]")?.focus();

focusErrors(document);
document.addEventListener("htmx:after:swap", () => focusErrors(document));
