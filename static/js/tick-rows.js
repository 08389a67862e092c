// Boxes of a list's rows: <input data-tick-all> ticks them all, <input data-tick-matching> means more than the page, and
// <p data-ticked="Ticked:"> says how many.
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
    const said = document.querySelector("[data-ticked]");
    if (said) said.textContent = ticked && !everything ? `${said.dataset.ticked} ${ticked}` : "";
    said?.closest(".bulk").toggleAttribute("data-active", ticked > 0 || Boolean(everything));
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      const matching = find("matching");
      if (matching) matching.checked = false;
      for (const box of boxes()) box.checked = event.target.checked;
    }
    if (event.target.matches("[form=bulk], [data-tick-all], [data-tick-matching]")) show();
  });
  // Back brings the ticks back as well.
  addEventListener("pageshow", show);
}
