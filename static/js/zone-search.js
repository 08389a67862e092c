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
  // Whole words rank above parts of words, and then zones with more people come first.
  const distance = (zone) => wanted.filter((word) => !zone.words.has(word)).length * 2 - zone.text.startsWith(wanted[0]);
  return found.sort((zone, other) => distance(zone) - distance(other) || other.people - zone.people).slice(0, MOST);
}

function enhance(select) {
  combobox(select, {
    async find(typed) {
      const found = matching(await load(select.dataset.search), typed);
      return found.length ? found.map(({ name, label }) => ({ value: name, label })) : [{ label: select.dataset.none, off: true }];
    },
    choose({ value, label }) {
      select.add(new Option(label, value, true, true), 0);
      try {
        localStorage.setItem("zone", value);
      } catch {
        // The address has the zone in any case.
      }
      select.form.requestSubmit();
    },
  });
}

function enhanceAll() {
  for (const select of document.querySelectorAll("select[data-search]:not([hidden])")) enhance(select);
}

enhanceAll();
document.addEventListener("exchanged", enhanceAll);
