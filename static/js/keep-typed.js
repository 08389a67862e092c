// <form data-keep-typed>: what was typed is still there after a look at other times; [data-forget-typed] ends that.
// It stays in this tab and never leaves the browser. A form that was sent carries its own values ("sent").
const PREFIX = "typed ";
const KINDS = "input:not([type=hidden]), textarea";

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + location.pathname)) ?? {};
  } catch {
    return {};
  }
}

for (const form of document.querySelectorAll("[data-keep-typed]")) {
  if (!form.dataset.keepTyped) {
    for (const [name, value] of Object.entries(kept())) {
      const field = form.elements.namedItem(name);
      if (field?.matches(KINDS) && !field.readOnly) field.value = value;
    }
  }
  form.addEventListener("input", () => {
    const fields = [...form.elements].filter((field) => field.matches(KINDS));
    try {
      sessionStorage.setItem(
        PREFIX + location.pathname,
        JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))),
      );
    } catch {
      // Storage is closed to embedded pages in some browsers.
    }
  });
}

if (document.querySelector("[data-forget-typed]")) {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Then nothing was kept.
  }
}
