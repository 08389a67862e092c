// <a data-in-dialog="id of a dialog">: shows the linked page in the dialog. Links in its [data-stay] stay in the dialog.
{
  async function show(dialog, address) {
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    // Signed out, or not found: show it as a whole page.
    if (response.status !== 200) return location.assign(address);
    const content = dialog.querySelector("[data-dialog-content]");
    content.innerHTML = await response.text();
    dialog.querySelector(":scope > [role=status]").textContent = "";
    if (!dialog.open) dialog.showModal();
    content.querySelector("h2").focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-in-dialog], dialog [data-stay] a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(document.getElementById(link.dataset.inDialog) ?? link.closest("dialog"), link.href).catch(() => {
      location.assign(link.href);
    });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("dialog form[data-stay]")) return;
    event.preventDefault();
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    show(form.closest("dialog"), address).catch(() => location.assign(address));
  });
}
