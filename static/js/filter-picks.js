// <fieldset data-picks>: finds lines of a long list to tick, ticks all that are shown, and says how many are ticked.
for (const list of document.querySelectorAll("[data-picks]")) {
  const search = list.querySelector("[data-picks-search]");
  const all = list.querySelector("[data-picks-all]");
  const count = list.querySelector("[data-picks-count]");
  const lines = [...list.querySelectorAll(".picks > li")];
  const box = (line) => line.querySelector("input");
  const shown = () => lines.filter((line) => !line.hidden && !box(line).disabled).map(box);

  function update() {
    const ticked = lines.filter((line) => box(line).checked).length;
    if (count) count.textContent = count.dataset.words.replace("%s", ticked);
    all?.setAttribute("aria-pressed", shown().length > 0 && shown().every((one) => one.checked));
  }

  function find() {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const line of lines) line.hidden = !words.every((word) => line.textContent.toLowerCase().includes(word));
    update();
  }

  search?.addEventListener("input", find);
  // Enter finds; it does not send the form.
  search?.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  all?.addEventListener("click", () => {
    const tick = !shown().every((one) => one.checked);
    for (const one of shown()) one.checked = tick;
    update();
  });
  list.addEventListener("change", update);
  update();
}
