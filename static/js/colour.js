// <input type="color" data-colour-of="id of a text field">: the browser's palette beside a text field for a colour. Each
// follows the other; only the text field is sent, and it may be empty.
const SIX = /^#?([0-9a-f]{6})$/i;
const THREE = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/i;

for (const palette of document.querySelectorAll("[data-colour-of]")) {
  const field = document.getElementById(palette.dataset.colourOf);

  function follow() {
    const typed = field.value.trim().replace(THREE, "$1$1$2$2$3$3");
    const [, digits] = typed.match(SIX) ?? [];
    if (digits) palette.value = `#${digits.toLowerCase()}`;
  }

  field.addEventListener("input", follow);
  palette.addEventListener("input", () => {
    field.value = palette.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  follow();
}
