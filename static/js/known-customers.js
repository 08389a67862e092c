// <input list> of a form with data-known: while a name is typed, its list gets customers who booked before; whoever is
// chosen fills name and email. #known-reach says below the field how far was searched. [data-choices] are selects that
// apply at once.
{
  const PAUSE = 200;
  const form = document.querySelector("form[data-known]");
  const field = form?.querySelector("input[list]");
  const said = form?.querySelector("#known-reach");
  let pause;

  async function look() {
    const response = await fetch(`${form.dataset.known}?${new URLSearchParams({ q: field.value })}`);
    if (!response.ok || response.redirected) return;
    const { customers, reach } = await response.json();
    const options = customers.map(({ name, email }) => {
      const option = document.createElement("option");
      option.value = `${name} · ${email}`;
      Object.assign(option.dataset, { name, email });
      return option;
    });
    field.list.replaceChildren(...options);
    said.textContent = reach;
  }

  function take() {
    const chosen = [...field.list.options].find((one) => one.value === field.value);
    if (!chosen) return false;
    field.value = chosen.dataset.name;
    form.elements.email.value = chosen.dataset.email;
    return true;
  }

  field?.after(said);
  field?.addEventListener("input", () => {
    clearTimeout(pause);
    // Without a connection nobody is suggested, and typing goes on.
    if (!take()) pause = setTimeout(() => look().catch(() => {}), PAUSE);
  });
  document.addEventListener("change", ({ target }) => target.closest("[data-choices]") && target.form.requestSubmit());
}
