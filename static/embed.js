// Shows booking pages on other websites. Without it, or where it fails, plain links to the same pages remain.
//   <div data-admit-one><a href="address">Book a time</a></div>     the page itself, as high as it needs to be
//   <a href="address" data-admit-one-popup>Book a time</a>          a button that opens it above the page
// It is light or dark as the page around it says that it is (CSS `color-scheme`); `theme=light`, `dark` or `auto` in the
// address says otherwise, `auto` as the visitor's system is.
(() => {
  if (window.admitOne) return;
  window.admitOne = true;
  const home = new URL(document.currentScript.src).origin;
  const ours = (link) => link && new URL(link.href, location.href).origin === home;

  // A page that does not say so is light, whatever the visitor's system is.
  function themeAround(place) {
    const { colorScheme } = getComputedStyle(place);
    const meta = document.querySelector("meta[name=color-scheme]")?.content;
    const said = colorScheme === "normal" ? (meta ?? "light") : colorScheme;
    if (!said.includes("dark")) return "light";
    return said.includes("light") ? "auto" : "dark";
  }

  function frame(link, place) {
    const made = document.createElement("iframe");
    const address = new URL(link.href);
    const { searchParams: asked } = address;
    if (!asked.has("theme")) asked.set("theme", themeAround(place));
    made.src = address.href;
    made.title = link.textContent.trim();
    // In the scheme of the page inside, browsers let the ground around the frame show through.
    const colorScheme = { light: "light", dark: "dark" }[asked.get("theme")] ?? "light dark";
    Object.assign(made.style, { display: "block", width: "100%", height: "44rem", border: "0", colorScheme });
    return made;
  }

  function show() {
    for (const place of document.querySelectorAll("[data-admit-one]")) {
      const link = place.querySelector("a");
      if (!ours(link)) continue;
      place.removeAttribute("data-admit-one");
      place.replaceChildren(frame(link, place));
    }
  }

  function open(link) {
    const dialog = document.createElement("dialog");
    const close = document.createElement("button");
    const page = frame(link, link);
    dialog.setAttribute("aria-label", page.title);
    Object.assign(dialog.style, {
      width: "min(64rem, calc(100vw - 1rem))",
      maxWidth: "none",
      height: "min(52rem, calc(100dvh - 1rem))",
      maxHeight: "none",
      boxSizing: "border-box",
      margin: "auto",
      padding: "0",
      border: "0",
      borderRadius: "12px",
      overflow: "hidden",
      background: "Canvas",
      colorScheme: page.style.colorScheme,
    });
    close.type = "button";
    close.textContent = "\u00d7";
    close.setAttribute("aria-label", "Close");
    Object.assign(close.style, {
      position: "absolute",
      insetBlockStart: "8px",
      insetInlineEnd: "8px",
      width: "44px",
      height: "44px",
      border: "1px solid #767d8c",
      borderRadius: "50%",
      background: "#fff",
      color: "#14171f",
      font: "24px/1 system-ui, sans-serif",
      cursor: "pointer",
    });
    page.style.height = "100%";
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    dialog.append(page, close);
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-admit-one-popup]");
    if (!ours(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });

  // A page of ours says how high it is, or that Esc was pressed in it; nobody else is listened to.
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home) return;
    const said = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === source);
    const dialog = said?.closest("dialog");
    if (dialog && data?.admitOne === "close") dialog.close();
    const height = Number(data?.admitOne);
    if (said && !dialog && height > 0 && height < 20_000) said.style.height = `${height}px`;
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
