// Copies an address that the server may still have to send, within the click that asked for it. Returns true once it is
// on the clipboard, false if it is selected in `field`, for Ctrl+C. Throws if the request is refused.
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

const NOTICE_MS = 8_000;

// Shows a message in the page's live region. A success disappears by itself.
function sayOnPage(text, variant = "success") {
  const notice = document.getElementById("notice").content.firstElementChild.cloneNode(true);
  notice.classList.add("said");
  notice.dataset.variant = variant;
  notice.querySelector("div").textContent = text;
  document.getElementById("messages").replaceChildren(notice);
  if (variant === "success") setTimeout(() => notice.remove(), NOTICE_MS);
}

{
  const words = document.getElementById("share")?.dataset;
  const pending = new Set();

  // Screen readers do not read what is outside an open dialog, so its own region gets the message.
  function say(near, text, variant = "success") {
    const region = near.closest("dialog")?.querySelector("[role=status]:not([data-picks-count])");
    if (!region) return sayOnPage(text, variant);
    region.textContent = text;
    region.dataset.variant = variant;
  }

  // <button data-send-sheet="address" data-title>: the share sheet of the system, if there is one.
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

  // <form data-copy-form>: asks the server for the address and copies it. Without this script it leads to a page with it.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-copy-form]")) return;
    event.preventDefault();
    if (pending.has(form)) return;
    pending.add(form);
    const field = document.createElement("textarea");
    field.className = "visually-hidden";
    form.append(field);
    try {
      const answer = ask(form);
      const copied = await copyText(answer.then((link) => link.address), field);
      const link = await answer;
      // The next press makes another link.
      if (link.key) form.elements.namedItem("key").value = link.key;
      if (copied) {
        const text = `${words.copied} ${link.message}`;
        // A new link gets the card, unless an open dialog would cover it.
        if (link.svg && !form.closest("dialog")) showCopied(link, text);
        else say(form, text);
        event.submitter?.focus();
        // Closing the menu of the button gives the focus back to its opener.
        form.closest("[popover]")?.hidePopover();
        form.dispatchEvent(new CustomEvent("copied", { bubbles: true }));
      } else if (link.page) {
        location.assign(link.page);
      } else {
        form.submit();
      }
    } catch (refusal) {
      say(form, refusal.text || words.failed, "error");
    } finally {
      field.remove();
      pending.delete(form);
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
    if (!response.ok) throw Object.assign(new Error("refused"), { text: answer.message });
    return answer;
  }
}
