// What a new link changes: <div data-fresh-rows>, a list or a count. After the form <form data-copy-form data-adds-row>
// has copied a new link, all of them are read again, and the focus stays where it was.
document.addEventListener("copied", async (event) => {
  if (!event.target.matches("[data-adds-row]")) return;
  const shown = document.querySelectorAll("[data-fresh-rows]");
  const place = document.activeElement?.getAttribute("popovertarget") || event.target.closest("tr")?.querySelector("[popovertarget]")?.getAttribute("popovertarget");
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelectorAll("[data-fresh-rows]");
  if (fresh.length !== shown.length) return;
  const lost = [...shown].some((part) => part.contains(document.activeElement));
  for (const [place, part] of shown.entries()) part.replaceChildren(...fresh[place].childNodes);
  if (lost) document.querySelector(`[popovertarget="${place}"]`)?.focus();
});
