// Checkboxes of a list's rows: <input data-tick-all> ticks all of the page, <input data-tick-matching> selects all that
// match the filters, and <p data-ticked="Ticked:"> shows how many are ticked.
{
  const boxes = () => [...document.querySelectorAll("[form=bulk][name=pk]")];
  const find = (name) => document.querySelector(`[data-tick-${name}]`);

  function show() {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).length;
    const everything = find("matching")?.checked;
    const head = find("all");
    if (head) {
      head.checked = everything || (ticked > 0 && ticked === all.length);
      head.indeterminate = !everything && ticked > 0 && ticked < all.length;
    }
    for (const box of all) box.disabled = Boolean(everything);
    const counter = document.querySelector("[data-ticked]");
    if (counter) counter.textContent = ticked && !everything ? `${counter.dataset.ticked} ${ticked}` : "";
    // Where no row has a box, all that match can still be chosen.
    counter?.closest(".bulk").toggleAttribute("data-active", !all.length || ticked > 0 || Boolean(everything));
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      const matching = find("matching");
      if (matching) matching.checked = false;
      for (const box of boxes()) box.checked = event.target.checked;
    }
    if (event.target.matches("[form=bulk], [data-tick-all], [data-tick-matching]")) show();
  });
  // Back restores the ticks, too.
  addEventListener("pageshow", show);
}
