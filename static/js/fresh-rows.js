// What a new link changes: <div data-fresh-rows>, a list or a count. After the form <form data-copy-form data-adds-row>
// has copied a new link, or the pop-up that made one has closed, all of them are read again, and the focus stays where
// it was.
let newest = 0;

document.addEventListener("copied", ({ target }) => {
  if (target.matches("[data-adds-row]")) readAgain(target.closest("tr"));
});

// Whoever has ticked rows meant those that are there.
document.addEventListener("shared", () => {
  if (!document.querySelector("[data-fresh-rows] [type=checkbox]:checked")) readAgain();
});

async function readAgain(row) {
  const shown = document.querySelectorAll("[data-fresh-rows]");
  if (!shown.length) return;
  const place = document.activeElement?.getAttribute("popovertarget") || row?.querySelector("[popovertarget]")?.getAttribute("popovertarget");
  const mine = (newest += 1);
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelectorAll("[data-fresh-rows]");
  if (fresh.length !== shown.length) return;
  // A menu that was opened meanwhile stays open, a copy under way comes first; and of several answers the last one counts.
  const busy = ":popover-open, form > textarea.visually-hidden";
  while ([...shown].some((part) => part.querySelector(busy))) await new Promise((done) => setTimeout(done, 100));
  if (mine !== newest) return;
  const back = focusKept(shown, place);
  for (const [number, part] of shown.entries()) part.replaceChildren(...fresh[number].childNodes);
  back();
}

// Returns what gives the focus back after the parts were replaced: to the same button of the same row; or, since a menu
// that was pressed is closed by now and has left the focus nowhere, to the button that opens it.
function focusKept(shown, place) {
  const held = document.activeElement;
  const opener = (target) => document.querySelector(`[data-fresh-rows] [popovertarget="${target}"]`);
  if (held === document.body) return () => opener(place)?.focus();
  const around = [...shown].find((part) => part.contains(held));
  if (!around) return () => {};
  // Home asks for the next step where it asked for the one that is done.
  if (around.matches(".steps-box")) return () => around.querySelector(".next-step > a")?.focus();
  const row = held.closest("tr");
  const target = row?.querySelector("[popovertarget]")?.getAttribute("popovertarget") ?? place;
  // A row gets further links, such as to what is outstanding, but no further buttons.
  const number = row ? [...row.querySelectorAll("button")].indexOf(held) : -1;
  return () => (opener(target)?.closest("tr")?.querySelectorAll("button")[number] ?? opener(target))?.focus();
}
