// After Save the editor has the same scroll position and the same open sections, and the message is above it.
const SHOWN = 8000;
const KEY = `left:${location.pathname}`;
const sections = () => [...document.querySelectorAll("form[data-editor] details[id]")];

document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-editor]")) return;
  const open = sections().filter((section) => section.open).map((section) => section.id);
  sessionStorage.setItem(KEY, JSON.stringify({ open, top: scrollY }));
});

const saved = sessionStorage.getItem(KEY);
sessionStorage.removeItem(KEY);
const message = document.querySelector("#messages > .notice");
if (saved && message && !document.querySelector("[data-focus-errors]")) {
  const { open, top } = JSON.parse(saved);
  for (const section of sections()) section.open ||= open.includes(section.id);
  message.classList.add("said");
  setTimeout(() => message.remove(), SHOWN);
  scrollTo(0, top);
}
