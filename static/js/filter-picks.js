// <fieldset data-picks>: searches a list of checkboxes, ticks all that are found, and shows how many are ticked. In a long
// list the ticked lines come first, and only some lines are shown at once.
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
    const free = () => found.map(box).filter((input) => !input.disabled);

    function update() {
      const ticked = lines.filter((line) => box(line).checked).length;
      if (count) count.textContent = count.dataset.words.replace("%s", ticked);
      all?.setAttribute("aria-pressed", free().length > 0 && free().every((input) => input.checked));
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
    // Enter does not send the form.
    search?.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    all?.addEventListener("click", () => {
      const tick = !free().every((input) => input.checked);
      for (const input of free()) input.checked = tick;
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
      lines.sort((line, other) => box(other).checked - box(line).checked);
      lines[0]?.parentElement.append(...lines);
    }
    show();
  }
}
