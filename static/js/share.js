// The share pop-up. Its fields are fetched when it is about to be opened, so that pages which nobody shares from do not
// pay for them. Nothing is made until "Copy & close" or "Generate new link" is pressed.
{
  const dialog = document.getElementById("share");
  const form = dialog?.querySelector("form");
  const part = (name) => dialog.querySelector(`[data-share-${name}]`);

  if (form) {
    const fields = part("fields");
    let blank = "";
    let loading = null;
    // What the server gave for the next link, and what was shared last: they outlive a closed pop-up.
    const kept = {};
    // The code that embeds each page that was looked at, by the page's id.
    const codes = {};
    // The link in the field, for as long as the form still says what it was made from.
    let made = null;
    let busy = false;

    const value = (name) => form.elements.namedItem(name)?.value;
    const oneTime = () => value("kind") === "one-time";

    // The fields as they are at first, once for this page.
    function load() {
      loading ??= fetchFields().catch((error) => {
        loading = null;
        throw error;
      });
      return loading;
    }

    async function fetchFields() {
      const response = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) throw new Error("failed");
      const answer = await response.json();
      if (answer.fields) {
        blank = answer.fields;
        reset();
      } else {
        dialog.querySelector(".sheet-body").innerHTML = answer.nothing;
        dialog.querySelector("footer").remove();
      }
      dialog.dataset.ready = "";
    }

    function reset() {
      fields.innerHTML = blank;
      warn();
      if (kept.key) form.elements.namedItem("key").value = kept.key;
      if (kept.page) form.elements.namedItem("page").value = kept.page;
      forget();
    }

    // What stands in the field before anything is made: a public address or its code is there already.
    function fill() {
      const page = form.elements.namedItem("page").selectedOptions[0];
      const ready = { scheduling: page?.dataset.address, embed: codes[page?.value] };
      part("address").value = ready[value("kind")] ?? "";
      part("address").placeholder = oneTime() ? part("address").dataset.shareAddress : "";
    }

    function forget() {
      const option = form.elements.namedItem("page").selectedOptions[0];
      made = null;
      fill();
      part("status").textContent = "";
      part("qr").hidden = part("more").hidden = true;
      part("switch").checked = oneTime();
      if ("preset" in dialog.dataset) part("name").textContent = option?.text || "";
    }

    // Why nothing can be booked with a link to the chosen page as yet, if that is so.
    function warn(words) {
      part("warning").querySelector(".notice > div").textContent = words ?? "";
      part("warning").hidden = !words;
    }

    async function refresh() {
      const page = value("page");
      const response = await fetch(`${form.action}?page=${page}`, { headers: { Accept: "application/json" } });
      const facts = await response.json();
      if (facts.outstanding) part("list").textContent = facts.outstanding;
      if (facts.list) part("list").href = facts.list;
      if (facts.embed) part("embed").href = facts.embed;
      if (facts.preview) part("preview").href = facts.preview;
      part("preview").hidden = !facts.preview;
      codes[page] = facts.code;
      if (!made) fill();
      if (page === value("page")) warn(facts.warning);
      // Of the page that is still chosen, and not over what is ticked already.
      if (page === value("page") && part("types").dataset.page !== page) {
        part("types").innerHTML = facts.types ?? "";
        part("types").dataset.page = page;
      }
      for (const hint of fields.querySelectorAll("[data-closes]")) {
        hint.textContent = facts.closes[hint.dataset.closes] ?? hint.textContent;
      }
    }

    async function send() {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      if (response.redirected) location.assign(response.url);
      if (response.status === 422) {
        fields.innerHTML = await response.text();
        part("types").dataset.page = value("page");
        forget();
        focusErrors(fields);
        throw Object.assign(new Error("refused"), { shown: true });
      }
      if (!response.ok) throw new Error("failed");
      return response.json();
    }

    // What was wrong before is not wrong any more.
    function mended() {
      for (const words of fields.querySelectorAll("[data-focus-errors], .errorlist")) words.remove();
      for (const field of fields.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    }

    function show(link) {
      made = link;
      mended();
      part("address").value = link.address;
      if (!link.svg) return;
      kept.key = form.elements.namedItem("key").value = link.key;
      part("list").textContent = link.outstanding;
      part("qr").hidden = part("more").hidden = false;
      part("send").hidden = !link.send;
      part("send").href = link.send;
      part("times").href = link.times;
      dialog.querySelector("[data-send-mailto]").href = link.mailto;
      dialog.querySelector("[data-send-sms]").href = link.sms;
      const sheet = dialog.querySelector("[data-send-sheet]");
      sheet.dataset.sendSheet = link.address;
      sheet.dataset.title = link.page;
      part("picture").src = part("svg").href = link.svg;
      part("picture").alt = link.page;
      part("png").href = link.png;
      part("svg").download = part("png").download = "";
    }

    async function copy(closing) {
      if (busy) return;
      busy = true;
      form.ariaBusy = "true";
      try {
        // "Copy & close" takes what stands in the field; it never makes another beside it.
        const link = made && closing ? Promise.resolve(made) : send();
        const copied = await copyText(link.then((one) => one.address), part("address"));
        const answer = await link;
        show(answer);
        kept.page = value("page");
        const said = `${copied ? dialog.dataset.copied : dialog.dataset.press} ${answer.message}`.trim();
        if (copied && closing) {
          dialog.close();
          sayOnPage(said);
        } else {
          part("status").textContent = said;
          part("status").scrollIntoView({ block: "nearest" });
        }
      } catch (refusal) {
        if (!refusal.shown) part("status").textContent = dialog.dataset.failed;
      } finally {
        busy = false;
        form.ariaBusy = null;
      }
    }

    form.addEventListener("submit", (event) => {
      // To word the mail, on its own page; a link that stands in the field already is the one to send.
      if (event.submitter?.value === "email") {
        if (!made?.send) return;
        event.preventDefault();
        return location.assign(made.send);
      }
      event.preventDefault();
      copy(true);
    });
    part("new").addEventListener("click", () => copy(false));
    // What unfolds below the edge of a scrolling pop-up would not be seen.
    part("qr").addEventListener("toggle", ({ target }) => target.open && target.scrollIntoView({ block: "nearest" }));
    form.addEventListener("input", (event) => {
      if (event.target === part("address")) return;
      if (event.target === part("switch")) {
        form.elements.namedItem("kind").value = event.target.checked ? "one-time" : "scheduling";
      }
      forget();
      if (event.target.name === "page") refresh().catch(() => {});
    });
    dialog.addEventListener("close", () => {
      delete dialog.dataset.preset;
      part("name").textContent = "";
      if (blank) reset();
    });

    // <a href="/share/?page=3" data-share-page="3">: the same pop-up, for that page; <a href="/share/">: with its chooser.
    // [data-share-personal] as well: to say at once whom the link is for.
    const openerOf = (event) =>
      event.target.closest?.(`[data-share-page], a[href="${form.getAttribute("action")}"]`);

    // What cannot be done in the pop-up is done on the page that the opener leads to.
    async function open(opener) {
      const { sharePage: page, sharePersonal: personal } = opener.dataset;
      if (page) dialog.dataset.preset = "";
      // The button of a menu gets the focus back, not its entry, which is gone with the menu.
      opener.closest("[popover]")?.hidePopover();
      dialog.showModal();
      await load();
      if (!blank || !dialog.open) return;
      const select = form.elements.namedItem("page");
      if (page && ![...select.options].some((option) => option.value === page)) throw new Error("another's page");
      if (page) select.value = page;
      select.dispatchEvent(new Event("shown"));
      if (personal !== undefined) {
        form.elements.namedItem("kind").value = "one-time";
        form.elements.namedItem("personalize").checked = true;
        form.elements.namedItem("customer_name").focus();
      }
      forget();
      refresh().catch(() => {});
    }

    document.addEventListener("click", (event) => {
      const opener = openerOf(event);
      if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(opener).catch(() => dialog.open && location.assign(opener.href));
    });
    for (const sign of ["pointerover", "focusin"]) {
      document.addEventListener(sign, (event) => openerOf(event) && load().catch(() => {}), { passive: true });
    }
  }
}
