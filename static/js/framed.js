// A customer's page on somebody else's website: in the colours and on the ground of that website. It tells the frame how
// high it is, and nothing about the customer. Runs before anything is painted.
if (parent !== window) {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("theme");
  // The frame's name lasts from step to step, so that no address has to carry the theme.
  if (asked) window.name = `admit-one ${asked}`;
  const theme = window.name.match(/^admit-one (light|dark)$/)?.[1];
  if (theme) root.dataset.theme = theme;
  root.classList.add("framed");
  document.addEventListener("DOMContentLoaded", () => {
    const tell = () => parent.postMessage({ admitOne: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
    new ResizeObserver(tell).observe(document.body);
    tell();
    // Other sites do not let themselves be framed.
    for (const link of document.querySelectorAll("a[href^='http']")) {
      if (link.origin !== location.origin) link.target = "_blank";
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) parent.postMessage({ admitOne: "close" }, "*");
  });
}
