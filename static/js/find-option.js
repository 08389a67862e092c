// Selects with many options become fields that find one by any part of its words, wherever they appear on a page.
{
  const MANY = 13;
  const MOST = 40;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const more = document.currentScript.dataset;

  function find(select, typed) {
    const wanted = plain(typed).split(/\s+/).filter(Boolean);
    const all = [...select.options].filter((one) => !one.disabled && !one.hidden);
    // The chosen one comes first; of those found, whoever has a word that begins so before who has it somewhere inside.
    const rank = wanted.length
      ? (one) => wanted.filter((word) => !` ${plain(one.text)}`.includes(` ${word}`)).length
      : (one) => (one.value ? !one.selected : -1);
    const found = all
      .filter((one) => wanted.every((word) => plain(`${one.text} ${one.parentElement.label ?? ""}`).includes(word)))
      .sort((one, other) => rank(one) - rank(other));
    const rows = found.slice(0, MOST).map((one) => ({ value: one.value, label: one.text.trim() }));
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
    // Rows that are added, and forms that are fetched.
    new MutationObserver(enhance).observe(document.body, { childList: true, subtree: true });
  });
}
