// <form class="filters">: a choice applies at once, and words do once the typing pauses; without this, Show does it.
// The form shows what the list below it was filtered by, also after Back. With [data-first], Enter opens the first row.
{
  const PAUSE = 300;
  const form = document.querySelector("form.filters:not([data-stay])");
  let pause;
  let asked = new AbortController();

  const wrong = (one) => one.querySelector(".errorlist, [aria-invalid]");

  function address() {
    const wanted = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...wanted]) if (!value) wanted.delete(name);
    const query = wanted.toString();
    return form.action + (query && `?${query}`);
  }

  // What is chosen now is what the page was made for: Back resets the form to it.
  function settle() {
    for (const field of form.elements) {
      if ("defaultChecked" in field) field.defaultChecked = field.checked;
      if ("defaultValue" in field && field.type !== "checkbox") field.defaultValue = field.value;
      for (const option of field.options ?? []) option.defaultSelected = option.selected;
    }
  }

  function show(page) {
    const fresh = page.querySelector("form.filters:not([data-stay])");
    if (wrong(form) || wrong(fresh)) {
      const { id } = document.activeElement;
      form.replaceChildren(...fresh.childNodes);
      document.getElementById(id)?.focus();
    }
    // What depends on the filters and does not stand below the form. Regions that are read out stay themselves.
    const parts = page.querySelectorAll("[data-filtered]");
    for (const [place, part] of document.querySelectorAll("[data-filtered]").entries()) {
      part.replaceChildren(...parts[place].childNodes);
    }
    const after = (one) => [...one.parentElement.children].slice([...one.parentElement.children].indexOf(one) + 1);
    const rows = after(fresh);
    for (const old of after(form)) old.remove();
    form.after(...rows);
  }

  async function apply() {
    clearTimeout(pause);
    asked.abort();
    asked = new AbortController();
    const wanted = address();
    form.ariaBusy = "true";
    try {
      const response = await fetch(wanted, { signal: asked.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok || response.redirected || !page.querySelector("form.filters")) return location.assign(wanted);
      show(page);
      history.replaceState(null, "", wanted);
      settle();
      form.ariaBusy = null;
    } catch (failure) {
      // A later choice is on its way; otherwise the browser says what is wrong.
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
