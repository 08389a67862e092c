// A list that a form of its own adds a row to: <form data-copy-form data-adds-row> in <div data-fresh-rows>. After the
// new link was copied, the rows are read again, and the focus stays where it was.
document.addEventListener("copied", async (event) => {
  const list = event.target.closest("[data-fresh-rows]");
  if (!list || !event.target.matches("[data-adds-row]")) return;
  const place = document.activeElement?.getAttribute("popovertarget") || event.target.closest("tr")?.querySelector("[popovertarget]")?.getAttribute("popovertarget");
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-fresh-rows]");
  if (!fresh) return;
  list.replaceChildren(...fresh.childNodes);
  list.querySelector(`[popovertarget="${place}"]`)?.focus();
});
