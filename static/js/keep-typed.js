// <form data-keep-typed>: what was typed is still there after a look at other times; [data-forget-typed] ends that.
// It stays in this tab and never leaves the browser. A form that was sent carries its own values ("sent").
const PREFIX = "typed ";
const KINDS = "input:not([type=hidden]), textarea, select";
const CHOSEN = "[type=radio], [type=checkbox]";

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + location.pathname)) ?? {};
  } catch {
    return {};
  }
}

// Of a group of boxes or circles, which of them are chosen; of any other field, its text.
function typed(fields) {
  const found = {};
  for (const field of fields) {
    if (!field.matches(CHOSEN)) found[field.name] = field.value;
    else if (field.checked) (found[field.name] ??= []).push(field.value);
    else found[field.name] ??= [];
  }
  return found;
}

function fill(field, value) {
  if (field.matches(CHOSEN)) field.checked = Array.isArray(value) && value.includes(field.value);
  else if (!field.readOnly && typeof value === "string") field.value = value;
}

// Named by a path, only what was typed there is forgotten: before any form is filled, so that the page shows what is kept.
const done = document.querySelector("[data-forget-typed]");
if (done) {
  const forgotten = PREFIX + done.dataset.forgetTyped;
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(forgotten)) sessionStorage.removeItem(key);
  } catch {
    // Then nothing was kept.
  }
}

for (const form of document.querySelectorAll("[data-keep-typed]")) {
  const fields = [...form.elements].filter((field) => field.matches(KINDS));
  const keep = () => {
    try {
      sessionStorage.setItem(PREFIX + location.pathname, JSON.stringify(typed(fields)));
    } catch {
      // Storage is closed to embedded pages in some browsers.
    }
  };
  // Whoever is quicker than this script has typed already.
  const early = fields.some((field) => !field.matches(CHOSEN) && field.value !== (field.defaultValue ?? field.value));
  if (early) keep();
  else if (!form.dataset.keepTyped) {
    const values = kept();
    for (const field of fields) if (Object.hasOwn(values, field.name)) fill(field, values[field.name]);
    // What was typed is seen, wherever it is folded away.
    const fold = form.closest("details");
    if (fold && Object.keys(values).length) fold.open = true;
  }
  form.addEventListener("input", keep);
}
