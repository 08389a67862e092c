// Copies an address that may still be on its way from the server, within the press of the button that asked for it.
// True once it is on the clipboard; false when it stands selected in `field`, for Ctrl+C. A refused request throws.
async function copyText(text, field) {
  try {
    const blob = text.then((address) => new Blob([address], { type: "text/plain" }));
    blob.catch(() => {});
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    // Plain http has no clipboard, and some browsers refuse it.
    field.value = await text;
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

const READ = 8_000;

// Says it on the page itself, in its live region, above what it holds; good news goes away by itself.
function sayOnPage(text, variant = "success") {
  const notice = document.getElementById("notice").content.firstElementChild.cloneNode(true);
  notice.classList.add("said");
  notice.dataset.variant = variant;
  notice.querySelector("div").textContent = text;
  document.getElementById("messages").replaceChildren(notice);
  if (variant === "success") setTimeout(() => notice.remove(), READ);
}

{
  const words = document.getElementById("share")?.dataset;
  const asking = new Set();

  // What stands outside an open pop-up is hidden from those who listen: there it is said inside.
  function say(near, text, variant = "success") {
    const region = near.closest("dialog")?.querySelector("[role=status]:not([data-picks-count])");
    if (!region) return sayOnPage(text, variant);
    region.textContent = text;
    region.dataset.variant = variant;
  }

  // <button data-send-sheet="address" data-title>: the system's own way of sharing, where there is one.
  if (navigator.share) {
    for (const button of document.querySelectorAll("[data-send-sheet]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        navigator.share({ title: button.dataset.title, url: button.dataset.sendSheet }).catch(() => {});
      });
    }
  }

  // <button data-copy="id of the field">
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    const copied = await copyText(Promise.resolve(field.value), field);
    sayOnPage(copied ? words.copied : words.press, copied ? "success" : "info");
  });

  // <button data-copy-rich="id of what is copied with its links" data-copy-plain="id of the same as text">
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-rich]");
    if (!button) return;
    const rich = document.getElementById(button.dataset.copyRich);
    const types = { "text/html": rich.innerHTML, "text/plain": document.getElementById(button.dataset.copyPlain).value };
    const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })]);
    let copied = true;
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } catch {
      getSelection().selectAllChildren(rich);
      copied = document.execCommand("copy");
    }
    sayOnPage(copied ? words.copied : words.press, copied ? "success" : "info");
  });

  // <form data-copy-form>: asks the server for the address and copies it; without this it leads to a page with it.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-copy-form]")) return;
    event.preventDefault();
    if (asking.has(form)) return;
    asking.add(form);
    const field = document.createElement("textarea");
    field.className = "visually-hidden";
    form.append(field);
    try {
      const answer = ask(form);
      const copied = await copyText(answer.then((link) => link.address), field);
      const link = await answer;
      // The next press makes another.
      if (link.key) form.elements.namedItem("key").value = link.key;
      if (copied) {
        const said = `${words.copied} ${link.message}`;
        // A link that is new has more to it than being copied, unless a pop-up stands above its card.
        if (link.svg && !form.closest("dialog")) showCopied(link, said);
        else say(form, said);
        event.submitter?.focus();
        // The menu that held the button gives the focus back to what opened it.
        form.closest("[popover]")?.hidePopover();
        form.dispatchEvent(new CustomEvent("copied", { bubbles: true }));
      } else if (link.page) {
        location.assign(link.page);
      } else {
        form.submit();
      }
    } catch (refusal) {
      say(form, refusal.said || words.failed, "error");
    } finally {
      field.remove();
      asking.delete(form);
    }
  });

  async function ask(form) {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (response.redirected) location.assign(response.url);
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error("refused"), { said: answer.message });
    return answer;
  }
}
