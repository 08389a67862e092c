// combobox(select, { find, choose }): a field in which typing finds an option replaces the select, which the form still
// sends. `find(typed)` returns rows { value, label, off }, the best first; if it fails, the select is shown again.
// `choose(row)` is called for the chosen row. Without it, the select gets the value and its events.
globalThis.combobox = (select, { find, choose }) => {
  const field = document.createElement("input");
  const list = document.createElement("ul");
  const chosen = () => select.selectedOptions[0]?.textContent.trim() ?? "";
  let rows = [];
  let current = -1;

  field.id = select.id || `${select.name}-field`;
  field.className = "combo";
  field.disabled = select.disabled;
  field.required = select.required;
  select.required = false;
  list.id = `${field.id}-list`;
  list.className = "combo-list";
  list.popover = "manual";
  list.setAttribute("role", "listbox");
  const name = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim() ?? field.id;
  list.setAttribute("aria-label", name);
  const states = { role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(states)) field.setAttribute(name, value);
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  const focused = document.activeElement === select;
  select.removeAttribute("id");
  select.hidden = true;
  select.after(field, list);

  const show = () => {
    field.value = select.value || !select.options[0]?.value ? chosen() : "";
  };
  const isOpen = () => list.matches(":popover-open");
  const mark = (index) => {
    const marked = [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
    current = marked.length && index !== undefined ? (index + marked.length) % marked.length : -1;
    marked.forEach((row, place) => row.setAttribute("aria-selected", place === current));
    marked[current]?.scrollIntoView({ block: "nearest" });
    if (current < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", marked[current].id);
  };
  // Place the list on top of the page, below the field, or above it if there is more room.
  const place = () => {
    const box = field.getBoundingClientRect();
    const below = innerHeight - box.bottom;
    const upward = below < 280 && box.top > below;
    list.style.left = `${box.left}px`;
    list.style.width = `${box.width}px`;
    list.style.maxHeight = `${Math.min(280, (upward ? box.top : below) - 12)}px`;
    list.style.top = upward ? "auto" : `${box.bottom + 4}px`;
    list.style.bottom = upward ? `${below + box.height + 4}px` : "auto";
  };
  const close = () => {
    if (isOpen()) list.hidePopover();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  };
  const restoreSelect = () => {
    select.id = field.id;
    select.required = field.required;
    select.hidden = false;
    field.remove();
    list.remove();
  };
  const open = async (typed) => {
    try {
      rows = await find(typed);
    } catch {
      return restoreSelect();
    }
    const lines = rows.map(({ label, off }, number) => {
      const line = document.createElement("li");
      line.id = `${list.id}-${number}`;
      line.textContent = label;
      line.dataset.row = number;
      line.setAttribute("role", "option");
      if (off) line.setAttribute("aria-disabled", "true");
      return line;
    });
    list.replaceChildren(...lines);
    if (!isOpen()) list.showPopover();
    place();
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", list.id);
    list.scrollTop = 0;
    mark(typed ? 0 : undefined);
  };
  const chooseRow = (row) => {
    close();
    field.value = row.label;
    if (choose) return choose(row);
    select.value = row.value;
    for (const sign of ["input", "change"]) select.dispatchEvent(new Event(sign, { bubbles: true }));
  };

  show();
  close();
  if (focused) field.focus();
  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", () => isOpen() || open(""));
  field.addEventListener("input", (event) => {
    // The typed text is not a value of the form.
    event.stopPropagation();
    open(field.value);
  });
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("blur", () => {
    close();
    show();
  });
  field.addEventListener("keydown", async (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = list.querySelector("[aria-selected=true]");
    if (step) {
      event.preventDefault();
      if (!isOpen()) await open("");
      mark(current < 0 && step < 0 ? -1 : current + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen() && line) chooseRow(rows[line.dataset.row]);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
      show();
      field.select();
    }
  });
  // Keep the focus in the field until the click has chosen.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const line = target.closest("[role=option]:not([aria-disabled])");
    if (line) chooseRow(rows[line.dataset.row]);
  });
  addEventListener("scroll", ({ target }) => target !== list && isOpen() && place(), { capture: true, passive: true });
  // Other scripts and a reset of the form may set the select.
  select.addEventListener("change", () => document.activeElement === field || show());
  select.form?.addEventListener("reset", () => setTimeout(show));
  select.addEventListener("shown", show);
};
