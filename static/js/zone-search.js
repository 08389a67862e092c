// <select data-search="/zones.json">: becomes a field that finds a zone by city, country, offset or older name.
const MOST = 60;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("_", " ").toLowerCase();
let zones;

async function load(address) {
  zones ??= fetch(address)
    .then((answer) => answer.json())
    .then((data) => data.zones.map(row));
  return zones;
}

function row([name, label, more, people]) {
  const text = plain(`${label} ${name} ${more}`);
  return { name, label, text, words: new Set(text.split(/[^\p{L}\p{N}+:-]+/u)), people };
}

// "utc+1", "gmt+1" and "+1" are written as the labels are: "+01".
function words(typed) {
  return plain(typed)
    .replace(/(?:utc|gmt)?\s*([+-])(\d)(?!\d)/, "$10$2")
    .replace(/(?:utc|gmt)\s*([+-]\d)/, "$1")
    .split(/[\s,()]+/)
    .filter(Boolean);
}

function matching(all, typed) {
  const wanted = words(typed);
  const found = all.filter(({ text }) => wanted.every((word) => text.includes(word)));
  if (!wanted.length) return found.slice(0, MOST);
  // A word that is met whole counts more than one that only begins with what was typed, or holds it. Of equals the
  // zone in which more people live comes first.
  const far = (one) => wanted.filter((word) => !one.words.has(word)).length * 2 - one.text.startsWith(wanted[0]);
  return found.sort((one, other) => far(one) - far(other) || other.people - one.people).slice(0, MOST);
}

function enhance(select) {
  const field = document.createElement("input");
  const list = document.createElement("ul");
  const label = select.selectedOptions[0].textContent.trim();
  let current = -1;
  field.id = select.id;
  field.value = label;
  select.removeAttribute("id");
  list.id = "zone-list";
  list.className = "zone-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.labels[0]?.textContent ?? field.id);
  const states = { role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(states)) field.setAttribute(name, value);
  const focused = document.activeElement === select;
  select.hidden = true;
  select.after(field, list);
  if (focused) field.focus();

  const mark = (index) => {
    const rows = [...list.querySelectorAll("[data-name]")];
    current = rows.length ? (index + rows.length) % rows.length : -1;
    rows.forEach((row, place) => row.setAttribute("aria-selected", place === current));
    rows[current]?.scrollIntoView({ block: "nearest" });
    if (current < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", rows[current].id);
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  };
  const open = async (typed) => {
    let all;
    try {
      all = await load(select.dataset.search);
    } catch {
      field.remove();
      list.remove();
      select.id = field.id;
      select.hidden = false;
      return;
    }
    const rows = matching(all, typed).map(({ name, label: text }, place) => {
      const row = document.createElement("li");
      row.id = `zone-${place}`;
      row.dataset.name = name;
      row.textContent = text;
      return row;
    });
    if (!rows.length) {
      const none = document.createElement("li");
      none.textContent = select.dataset.none;
      none.setAttribute("aria-disabled", "true");
      rows.push(none);
    }
    for (const row of rows) row.setAttribute("role", "option");
    list.replaceChildren(...rows);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", list.id);
    mark(typed ? 0 : -1);
  };
  const choose = ({ dataset, textContent }) => {
    select.add(new Option(textContent, dataset.name, true, true), 0);
    field.value = textContent;
    close();
    try {
      localStorage.setItem("zone", dataset.name);
    } catch {
      // The address carries it all the same.
    }
    select.form.requestSubmit();
  };

  close();
  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", () => list.hidden && open(""));
  field.addEventListener("input", () => open(field.value));
  field.addEventListener("blur", () => {
    close();
    field.value = label;
  });
  field.addEventListener("keydown", async (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = list.querySelector("[aria-selected=true]");
    if (step) {
      event.preventDefault();
      if (list.hidden) await open("");
      mark(current < 0 && step < 0 ? -1 : current + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && row) choose(row);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
      field.value = label;
      field.select();
    }
  });
  // The press must not take the focus from the field before it has chosen.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => target.dataset.name && choose(target));
}

function enhanceAll() {
  for (const select of document.querySelectorAll("select[data-search]:not([hidden])")) enhance(select);
}

enhanceAll();
document.addEventListener("exchanged", enhanceAll);
