// <fieldset data-picks>: finds lines of a long list to tick, ticks all that are found, and says how many are ticked. Of a
// long list the ticked lines come first, and no more than so many are shown at once.
{
  const MOST = 40;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  for (const list of document.querySelectorAll("[data-picks]")) {
    const part = (name) => list.querySelector(`[data-picks-${name}]`);
    const [search, all, count, more] = ["search", "all", "count", "more"].map(part);
    const lines = [...list.querySelectorAll(".picks > li")];
    const texts = new Map(lines.map((line) => [line, plain(line.textContent)]));
    const box = (line) => line.querySelector("input");
    let found = lines;
    let limit = MOST;
    const free = () => found.map(box).filter((one) => !one.disabled);

    function update() {
      const ticked = lines.filter((line) => box(line).checked).length;
      if (count) count.textContent = count.dataset.words.replace("%s", ticked);
      all?.setAttribute("aria-pressed", free().length > 0 && free().every((one) => one.checked));
    }

    function show() {
      const shown = new Set(more ? found.slice(0, limit) : found);
      for (const line of lines) line.hidden = !shown.has(line);
      if (more) {
        more.hidden = found.length <= limit;
        more.textContent = more.dataset.words.replace("%s", found.length - limit);
      }
      update();
    }

    function find() {
      const words = plain(search.value).split(/\s+/);
      found = lines.filter((line) => words.every((word) => texts.get(line).includes(word)));
      limit = MOST;
      show();
    }

    search?.addEventListener("input", find);
    // Enter finds; it does not send the form.
    search?.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    all?.addEventListener("click", () => {
      const tick = !free().every((one) => one.checked);
      for (const one of free()) one.checked = tick;
      update();
    });
    more?.addEventListener("click", () => {
      const next = found[limit];
      limit = found.length;
      show();
      box(next).focus();
    });
    list.addEventListener("change", update);
    if (more) {
      lines.sort((one, other) => box(other).checked - box(one).checked);
      lines[0]?.parentElement.append(...lines);
    }
    show();
  }
}
