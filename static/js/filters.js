// <form class="filters">: a choice applies at once, and words apply when typing pauses. Without scripts there is a button.
// The form always shows the filters of the list below it, also after Back. With [data-first], Enter opens the first row.
{
  const PAUSE = 300;
  const form = document.querySelector("form.filters:not([data-stay])");
  let pause;
  let controller = new AbortController();

  const hasErrors = (element) => element.querySelector(".errorlist, [aria-invalid]");

  function address() {
    const wanted = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...wanted]) if (!value) wanted.delete(name);
    const query = wanted.toString();
    return form.action + (query && `?${query}`);
  }

  // Make the current values the defaults: Back resets the form to them.
  function setDefaults() {
    for (const field of form.elements) {
      if ("defaultChecked" in field) field.defaultChecked = field.checked;
      if ("defaultValue" in field && field.type !== "checkbox") field.defaultValue = field.value;
      for (const option of field.options ?? []) option.defaultSelected = option.selected;
    }
  }

  function show(page) {
    const fresh = page.querySelector("form.filters:not([data-stay])");
    if (hasErrors(form) || hasErrors(fresh)) {
      const { id } = document.activeElement;
      form.replaceChildren(...fresh.childNodes);
      document.getElementById(id)?.focus();
    }
    // Parts that depend on the filters but are not below the form. Live regions keep their elements.
    const parts = page.querySelectorAll("[data-filtered]");
    for (const [place, part] of document.querySelectorAll("[data-filtered]").entries()) {
      part.replaceChildren(...parts[place].childNodes);
    }
    const after = (element) => {
      const siblings = [...element.parentElement.children];
      return siblings.slice(siblings.indexOf(element) + 1);
    };
    const rows = after(fresh);
    for (const old of after(form)) old.remove();
    form.after(...rows);
  }

  async function apply() {
    clearTimeout(pause);
    controller.abort();
    controller = new AbortController();
    const wanted = address();
    form.ariaBusy = "true";
    try {
      const response = await fetch(wanted, { signal: controller.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok || response.redirected || !page.querySelector("form.filters")) return location.assign(wanted);
      show(page);
      history.replaceState(null, "", wanted);
      setDefaults();
      form.ariaBusy = null;
    } catch (failure) {
      // Unless a later choice has replaced the request, let the browser show the error.
      if (failure.name !== "AbortError") location.assign(wanted);
    }
  }

  if (form) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await apply();
      if (form.hasAttribute("data-first")) document.querySelector("form.filters ~ * a")?.click();
    });
    form.addEventListener("change", ({ target }) => target.type !== "search" && apply());
    form.addEventListener("input", ({ target }) => {
      if (target.type !== "search") return;
      clearTimeout(pause);
      pause = setTimeout(apply, PAUSE);
    });
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted || performance.getEntriesByType("navigation")[0]?.type !== "navigate") form.reset();
    });
  }
}
