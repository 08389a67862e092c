// <form data-keep-typed>: keeps what was typed while the visitor looks at other times; [data-forget-typed] deletes it.
// It is stored for this tab only. A form that comes back from the server has its own values ("sent").
const PREFIX = "typed ";
const KINDS = "input:not([type=hidden]), textarea, select";
const CHOSEN = "[type=radio], [type=checkbox]";

function storedValues() {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + location.pathname)) ?? {};
  } catch {
    return {};
  }
}

// The chosen values of groups of checkboxes and radio buttons, and the texts of other fields.
function valuesOf(fields) {
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

// With a path, only what was typed there is deleted. This comes before any form is filled.
const done = document.querySelector("[data-forget-typed]");
if (done) {
  const forgotten = PREFIX + done.dataset.forgetTyped;
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(forgotten)) sessionStorage.removeItem(key);
  } catch {
    // Without storage nothing was kept.
  }
}

for (const form of document.querySelectorAll("[data-keep-typed]")) {
  const fields = [...form.elements].filter((field) => field.matches(KINDS));
  const keep = () => {
    try {
      sessionStorage.setItem(PREFIX + location.pathname, JSON.stringify(valuesOf(fields)));
    } catch {
      // Storage is closed to embedded pages in some browsers.
    }
  };
  // Something may have been typed before this script ran.
  const early = fields.some((field) => !field.matches(CHOSEN) && field.value !== (field.defaultValue ?? field.value));
  if (early) keep();
  else if (!form.dataset.keepTyped) {
    const values = storedValues();
    for (const field of fields) if (Object.hasOwn(values, field.name)) fill(field, values[field.name]);
    // What was typed is seen, wherever it is folded away.
    const fold = form.closest("details");
    if (fold && Object.keys(values).length) fold.open = true;
  }
  form.addEventListener("input", keep);
}
