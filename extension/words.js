// All texts, from _locales.

export const word = (name, ...values) => chrome.i18n.getMessage(name, values.map(String));

// Fill the page: data-word is an element's text, data-label its label for screen readers, data-hint its placeholder.
export function fill(root = document) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const element of root.querySelectorAll("[data-hint]")) element.placeholder = word(element.dataset.hint);
}

export const day = (moment) =>
  new Intl.DateTimeFormat(word("language"), { day: "numeric", month: "long" }).format(new Date(moment));

document.documentElement.lang = word("language");
document.documentElement.dir = word("direction");
