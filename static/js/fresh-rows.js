// <div data-fresh-rows>: a list or a count that a new link changes. After <form data-copy-form data-adds-row> has copied a
// new link, all of them are fetched again, and the focus stays where it was.
let latest = 0;

document.addEventListener("copied", async (event) => {
  if (!event.target.matches("[data-adds-row]")) return;
  const shown = document.querySelectorAll("[data-fresh-rows]");
  const place = document.activeElement?.getAttribute("popovertarget") || event.target.closest("tr")?.querySelector("[popovertarget]")?.getAttribute("popovertarget");
  const request = (latest += 1);
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelectorAll("[data-fresh-rows]");
  if (fresh.length !== shown.length) return;
  // Wait for open menus and for copies under way. Of several responses only the latest counts.
  const busy = ":popover-open, form > textarea.visually-hidden";
  while ([...shown].some((part) => part.querySelector(busy))) await new Promise((done) => setTimeout(done, 100));
  if (request !== latest) return;
  const back = focusKept(shown, place);
  for (const [number, part] of shown.entries()) part.replaceChildren(...fresh[number].childNodes);
  back();
});

// Returns a function that restores the focus after the parts were replaced: to the same button of the same row, or, if the
// button was in a menu that is closed by now, to the menu's opener.
function focusKept(shown, place) {
  const focused = document.activeElement;
  const opener = (target) => document.querySelector(`[data-fresh-rows] [popovertarget="${target}"]`);
  if (focused === document.body) return () => opener(place)?.focus();
  if (![...shown].some((part) => part.contains(focused))) return () => {};
  const row = focused.closest("tr");
  const target = row?.querySelector("[popovertarget]")?.getAttribute("popovertarget") ?? place;
  // A new link may add links to a row, but no buttons.
  const number = row ? [...row.querySelectorAll("button")].indexOf(focused) : -1;
  return () => (opener(target)?.closest("tr")?.querySelectorAll("button")[number] ?? opener(target))?.focus();
}
