// <form data-preview="name of a frame">: the frame shows what the form says, a moment after it was typed. The frame's own
// address answers the form; only <main> is exchanged, so that nothing blinks, and what has changed is brought into sight.
const QUIET = 400;
const MARGIN = 24;
const parts = (main) => [...main.querySelectorAll(".who-head, .facts, .who-more, .ticket, .field")];

for (const form of document.querySelectorAll("[data-preview]")) {
  const frame = document.querySelector(`iframe[name="${form.dataset.preview}"]`);
  const main = (page) => page?.getElementById("main");
  let timer;
  let asked;

  function show(before, after) {
    const known = parts(before).map((part) => part.outerHTML);
    before.replaceWith(after);
    const changed = parts(after).find((part) => !known.includes(part.outerHTML));
    if (!changed) return;
    const { top, bottom } = changed.getBoundingClientRect();
    const view = frame.contentWindow;
    if (top < 0 || bottom > view.innerHeight) view.scrollBy(0, top - MARGIN);
  }

  // A preview shows pictures that were uploaded; it needs no file.
  function typed() {
    const said = new FormData(form);
    for (const [name, value] of [...said]) if (value instanceof File) said.delete(name);
    return said;
  }

  async function refresh() {
    if (!main(frame.contentDocument)) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(frame.src, { method: "POST", body: typed(), signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      show(main(frame.contentDocument), main(page));
    } catch {
      // The frame keeps what it shows, and the next change asks again.
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(refresh, QUIET);
  }

  form.addEventListener("input", later);
  // Signed out meanwhile, what is being sent is kept for after the sign-in: a preview must not come after it.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked?.abort();
  });
  document.addEventListener("htmx:after:swap", later);
  frame.addEventListener("load", refresh);
  later();
}
