// <form data-editor>: its bar lists unsaved changes, changed fields show their saved values, sections are marked, and
// leaving with unsaved changes asks first. [data-change] is one change, with all fields whose names begin with one of its
// words; other fields are one change each. data-editor="typed" is a form that was refused: its saved values are fetched,
// so that what was typed counts as unsaved.
const form = () => document.querySelector("form[data-editor]");
const bar = () => document.querySelector("[data-save-bar]");
// Fields that are not part of what is edited.
const IGNORED = /^(csrfmiddlewaretoken$|shown-month$|copy-)/;
const LONGEST = 24;
const MOST_NAMED = 6;
let saved;
let unsaved = [];
let leaving = false;

function read(element) {
  const found = {};
  for (const [name, value] of new FormData(element)) {
    if (!IGNORED.test(name)) (found[name] ??= []).push(typeof value === "string" ? value : value.name);
  }
  return found;
}

// The values that the server sent, whatever the browser has filled in since.
function sentValues(sent) {
  const copy = sent.cloneNode(true);
  copy.reset();
  return read(copy);
}

async function savedValues() {
  if (form().dataset.editor !== "typed") return sentValues(form());
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return sentValues(page.getElementById(form().id));
}

const fieldsOf = (name) => [...form().elements].filter((field) => field.name === name);
const isSame = (values, others) => JSON.stringify(values ?? []) === JSON.stringify(others ?? []);

function placeOf(name) {
  const [field] = fieldsOf(name);
  const whole = [...form().querySelectorAll("[data-change]")].find(
    (place) => place.dataset.change.split(" ").some((word) => name.startsWith(word)) || (field && place.contains(field)),
  );
  return whole ?? field?.closest(".field") ?? field?.parentElement;
}

// The changed places, each with the names of its changed fields.
function changes() {
  const now = read(form());
  const found = new Map();
  for (const name of new Set([...Object.keys(saved), ...Object.keys(now)])) {
    const place = isSame(saved[name], now[name]) ? undefined : placeOf(name);
    if (place) found.set(place, [...(found.get(place) ?? []), name]);
  }
  return found;
}

function titleOf(place) {
  if (place.dataset.title) return place.dataset.title;
  const words = place.querySelector("legend, label, h2, h3")?.cloneNode(true);
  for (const extra of words?.querySelectorAll(".optional, .visually-hidden, input, select") ?? []) extra.remove();
  return words?.textContent.trim().replace(/\s+/g, " ") ?? "";
}

// A saved value as text; undefined if it has no short text.
function valueText(field, value) {
  if (field.matches("textarea, [type=checkbox], [type=hidden], [type=file]")) return undefined;
  if (field.matches("select")) return [...field.options].find((option) => option.value === value)?.text.trim();
  if (!field.matches("[type=radio]")) return value;
  const chosen = fieldsOf(field.name).find((radio) => radio.value === value);
  const label = chosen?.closest("label");
  return (label?.querySelector("b") ?? label)?.textContent.trim();
}

function savedText(place) {
  const words = bar().dataset;
  if (place.matches("[data-change]")) return words.changed;
  const names = new Set([...place.querySelectorAll("input, select, textarea")].map((field) => field.name).filter(Boolean));
  const texts = [...names].map((name) => valueText(fieldsOf(name)[0], saved[name]?.[0] ?? ""));
  if (texts.includes(undefined)) return words.changed;
  const text = texts[0] === "" ? "" : texts.join(" ").trim();
  if (!text) return words.empty;
  return text.length > LONGEST ? words.changed : words.was.replace("%s", text);
}

function mark(places) {
  for (const place of form().querySelectorAll("[data-unsaved]")) {
    if (places.has(place)) continue;
    delete place.dataset.unsaved;
    place.querySelector(":scope > .was")?.remove();
  }
  for (const place of places.keys()) {
    place.dataset.unsaved = "";
    let note = place.querySelector(":scope > .was");
    if (!note) {
      note = document.createElement("span");
      note.className = "was";
      place.append(note);
    }
    const text = savedText(place);
    if (note.textContent !== text) note.textContent = text;
  }
}

function markSections(places) {
  for (const link of document.querySelectorAll(".editor-sections a")) {
    const section = document.querySelector(link.hash);
    const isUnsaved = [...places].some((place) => section?.contains(place));
    const isWrong = Boolean(section?.querySelector("[aria-invalid=true], .errorlist > li"));
    link.toggleAttribute("data-unsaved", isUnsaved);
    link.toggleAttribute("data-wrong", isWrong);
    const { wrongHere, unsavedHere } = bar().dataset;
    const states = [isWrong && wrongHere, isUnsaved && unsavedHere].filter(Boolean);
    link.querySelector("[data-state]").textContent = states.length ? ` (${states.join(", ")})` : "";
  }
}

function showUnsaved(titles) {
  const { one, many } = bar().dataset;
  const count = document.createElement("b");
  count.textContent = titles.length === 1 ? one : many.replace("%s", titles.length);
  const named = titles.slice(0, MOST_NAMED).join(" · ") + (titles.length > MOST_NAMED ? " …" : "");
  const text = bar().querySelector("[data-unsaved-text]");
  bar().toggleAttribute("data-clean", !titles.length && form().dataset.editor !== "new");
  if (!titles.length) text.replaceChildren();
  else if (text.textContent !== count.textContent + named) text.replaceChildren(count, named);
}

function update() {
  if (!saved || !form()) return;
  const found = changes();
  unsaved = [...found.keys()].map(titleOf);
  mark(found);
  markSections([...found.keys()]);
  showUnsaved(unsaved);
}

// Mark the current section: the last one whose head is above the middle.
function markCurrent() {
  const links = [...document.querySelectorAll(".editor-sections a")];
  const above = links.filter((link) => document.querySelector(link.hash)?.getBoundingClientRect().top < innerHeight * 0.4);
  const current = above.at(-1) ?? links[0];
  for (const link of links) {
    if (link === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// Open and show the section. The address does not change: otherwise the browser would go there again after a refusal.
function openSection(event) {
  const link = event.target.closest(".editor-sections a");
  const section = link && document.querySelector(link.hash);
  if (!section) return;
  event.preventDefault();
  if (section.matches("details")) section.open = true;
  else section.tabIndex = -1;
  (section.querySelector(":scope > summary") ?? section).focus({ preventScroll: true });
  section.scrollIntoView();
}

if (form()) {
  savedValues().then((found) => {
    saved = found;
    update();
  }, () => {});
  markCurrent();
  for (const event of ["input", "change", "htmx:after:swap"]) document.addEventListener(event, update);
  document.addEventListener("scroll", markCurrent, { passive: true });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-discard]")) leaving = true;
  });
  document.addEventListener("click", openSection);
  window.addEventListener("submit", (event) => {
    leaving ||= event.target === form() && !event.defaultPrevented;
  });
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.length && !leaving) event.preventDefault();
  });
}
