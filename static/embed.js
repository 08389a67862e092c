// Shows booking pages on other websites. Without it, or if it fails, the plain links remain.
//   <div data-admit-one><a href="address">Book a time</a></div>     the page itself, as high as it needs to be
//   <a href="address" data-admit-one-popup>Book a time</a>          a button that opens it above the page
//   <a href="address" data-admit-one-floating>Book a time</a>       the same, in the corner of the window
// `data-admit-one-name="Karl"` and any other parameter of the address fills in the form. The element gets the events
// `admitone:ready`, `admitone:time` (detail.starts_at) and `admitone:booked` (detail.reference, detail.starts_at).
// Its colour scheme is that of the page around it (CSS `color-scheme`), or `theme=light`, `dark` or `auto` in the address;
// `auto` follows the visitor's system. More: docs/embedding.md of Admit One.
(() => {
  if (window.admitOne) return;
  window.admitOne = true;
  const home = new URL(document.currentScript.src).origin;
  const PREFIX = "data-admit-one-";
  const WAYS = ["popup", "floating"];
  // For each frame: the element that gets its events, its close button, and whether it was ready before.
  const frames = new Map();
  const isOurs = (link) => link && new URL(link.href, location.href).origin === home;

  // A page without a colour scheme is light, whatever the visitor's system is.
  function themeAround(place) {
    const { colorScheme } = getComputedStyle(place);
    const meta = document.querySelector("meta[name=color-scheme]")?.content;
    const scheme = colorScheme === "normal" ? (meta ?? "light") : colorScheme;
    if (!scheme.includes("dark")) return "light";
    return scheme.includes("light") ? "auto" : "dark";
  }

  // Add the values that the website knows of its visitor. They are read when the frame is made.
  function prefill(params, element) {
    for (const { name, value } of element.attributes) {
      const field = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : "";
      if (field && !WAYS.includes(field) && value) params.set(field, value);
    }
  }

  function frame(link, place) {
    const iframe = document.createElement("iframe");
    const address = new URL(link.href);
    const { searchParams: params } = address;
    for (const element of new Set([place, link])) prefill(params, element);
    if (!params.has("theme")) params.set("theme", themeAround(place));
    params.set("embed", location.origin);
    iframe.src = address.href;
    iframe.title = link.textContent.trim();
    // With the scheme of the page inside, browsers make the frame's background transparent.
    const colorScheme = { light: "light", dark: "dark" }[params.get("theme")] ?? "light dark";
    Object.assign(iframe.style, { display: "block", width: "100%", height: "44rem", border: "0", colorScheme });
    frames.set(iframe, { place, ready: false });
    return iframe;
  }

  function show() {
    for (const place of document.querySelectorAll("[data-admit-one]")) {
      const link = place.querySelector("a");
      if (!isOurs(link)) continue;
      place.removeAttribute("data-admit-one");
      const page = frame(link, place);
      let shown = false;
      // A step may be shorter than the one before, so scroll to its beginning.
      page.addEventListener("load", () => {
        if (shown && page.getBoundingClientRect().top < 0) page.scrollIntoView({ block: "start" });
        shown = true;
      });
      place.replaceChildren(page);
    }
    for (const link of document.querySelectorAll("a[data-admit-one-floating]")) if (isOurs(link)) float(link);
  }

  // The attribute's value is the background colour; the text on it is white, or dark on a light background.
  function float(link) {
    const background = link.getAttribute(`${PREFIX}floating`) || "#2447c8";
    const [red, green, blue] = (background.match(/[0-9a-f]{2}/gi) ?? []).map((part) => parseInt(part, 16));
    const isLight = 0.299 * red + 0.587 * green + 0.114 * blue > 150;
    Object.assign(link.style, {
      position: "fixed",
      insetBlockEnd: "max(16px, env(safe-area-inset-bottom))",
      insetInlineEnd: "max(16px, env(safe-area-inset-right))",
      zIndex: "2147483000",
      boxSizing: "border-box",
      maxWidth: "calc(100vw - 32px)",
      minHeight: "48px",
      padding: "13px 22px",
      borderRadius: "24px",
      background,
      color: isLight ? "#0e1220" : "#fff",
      boxShadow: "0 2px 12px rgb(16 20 32 / 0.3)",
      font: "600 16px/22px system-ui, sans-serif",
      textDecoration: "none",
    });
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
    frames.get(page).close = close;
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      frames.delete(page);
      dialog.remove();
      link.focus();
    });
    dialog.append(page, close);
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-admit-one-popup], a[data-admit-one-floating]");
    if (!isOurs(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });

  function dispatch(place, name, detail) {
    place.dispatchEvent(new CustomEvent(`admitone:${name}`, { bubbles: true, detail }));
  }

  // Framed pages send their height, events, and that Esc was pressed. Messages of other origins are ignored.
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home) return;
    const [page, entry] = [...frames].find(([iframe]) => iframe.contentWindow === source) ?? [];
    if (!page) return;
    const { admitOne: message, close, reference, starts_at } = data ?? {};
    const dialog = page.closest("dialog");
    if (message === "ready") {
      // The page sends the label of the close button in the visitor's language.
      if (entry.close && close) entry.close.setAttribute("aria-label", close);
      if (!entry.ready) dispatch(entry.place, "ready", {});
      entry.ready = true;
    }
    if (message === "time") dispatch(entry.place, "time", { starts_at });
    if (message === "booked") dispatch(entry.place, "booked", { reference, starts_at });
    if (dialog && message === "close") dialog.close();
    const height = Number(message);
    if (!dialog && height > 0 && height < 20_000) page.style.height = `${height}px`;
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
