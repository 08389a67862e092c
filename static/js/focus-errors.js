// After a refused form the summary of what is wrong takes the focus, on a full page and after a swap.
const focusErrors = (root) => root.querySelector("[data-focus-errors]")?.focus();

focusErrors(document);
document.addEventListener("htmx:after:swap", () => focusErrors(document));
