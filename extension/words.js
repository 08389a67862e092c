// Every text that a person reads, from _locales.

export const word = (name, ...given) => chrome.i18n.getMessage(name, given.map(String));

// Fill the page: data-word is an element's text, data-label its name for screen readers, data-hint what stands in an empty field.
export function fill(root = document) {
  for (const one of root.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  for (const one of root.querySelectorAll("[data-label]")) one.setAttribute("aria-label", word(one.dataset.label));
  for (const one of root.querySelectorAll("[data-hint]")) one.placeholder = word(one.dataset.hint);
}

export const day = (moment) =>
  new Intl.DateTimeFormat(word("language"), { day: "numeric", month: "long" }).format(new Date(moment));

document.documentElement.lang = word("language");
document.documentElement.dir = word("direction");
