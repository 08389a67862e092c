// Selects with many options become fields that find an option by any part of its words.
{
  const MANY = 13;
  const MOST = 40;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const more = document.currentScript.dataset;

  function find(select, typed) {
    const wanted = plain(typed).split(/\s+/).filter(Boolean);
    const all = [...select.options].filter((option) => !option.disabled && !option.hidden);
    // The chosen option comes first. Of those found, matches at the beginning of a word come before others.
    const rank = wanted.length
      ? (option) => wanted.filter((word) => !` ${plain(option.text)}`.includes(` ${word}`)).length
      : (option) => (option.value ? !option.selected : -1);
    const found = all
      .filter((option) => wanted.every((word) => plain(`${option.text} ${option.parentElement.label ?? ""}`).includes(word)))
      .sort((option, other) => rank(option) - rank(other));
    const rows = found.slice(0, MOST).map((option) => ({ value: option.value, label: option.text.trim() }));
    if (!rows.length) rows.push({ label: more.none, off: true });
    if (found.length > MOST) rows.push({ label: more.further.replace("%s", found.length - MOST), off: true });
    return rows;
  }

  function enhance() {
    for (const select of document.querySelectorAll(".owner select:not([hidden], [multiple])")) {
      if (select.options.length >= MANY) combobox(select, { find: (typed) => find(select, typed) });
    }
  }

  addEventListener("DOMContentLoaded", () => {
    enhance();
    // Also in rows that are added, and in forms that are fetched.
    new MutationObserver(enhance).observe(document.body, { childList: true, subtree: true });
  });
}
