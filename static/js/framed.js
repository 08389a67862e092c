// A customer's page on somebody else's website: it tells the frame how high it is, and nothing about the customer.
if (parent !== window) {
  document.documentElement.classList.add("framed");
  const tell = () => parent.postMessage({ admitOne: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) parent.postMessage({ admitOne: "close" }, "*");
  });
  // Other sites do not let themselves be framed.
  for (const link of document.querySelectorAll("a[href^='http']")) {
    if (link.origin !== location.origin) link.target = "_blank";
  }
}
