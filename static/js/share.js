// The share pop-up. Its fields are fetched when it is about to be opened, so that pages which nobody shares from do not
// pay for them. Nothing is made until "Copy", "Copy & close" or "Generate new link" is pressed.
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
    // The link in the field, for as long as the form still says what it was made from.
    let made = null;
    // The last link that was made while the pop-up is open; its card appears once it closes.
    let last = null;
    let busy = false;
    // "Copy & close" was pressed while a copy was under way.
    let closeNext = false;

    const value = (name) => form.elements.namedItem(name)?.value;
    const oneTime = () => form.elements.namedItem("one_time").checked;
    // Each option that is named while the options are folded, and whether it is set.
    const isSet = (name) =>
      [...form.querySelectorAll(`[name="${name}"]`)].some(({ type, checked, value }) => {
        if (type === "checkbox") return checked;
        return name === "max_uses" ? value > 1 : value !== "";
      });
    const copyButton = part("copy");
    const copyWords = copyButton.querySelector("span");
    const first = copyWords.textContent;

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

    function forget() {
      const option = form.elements.namedItem("page").selectedOptions[0];
      made = null;
      copyWords.textContent = first;
      // A reusable address is there already, for one event type or for the whole page.
      const chosen = [...form.querySelectorAll('[name="event_types"]')].filter((one) => one.type === "hidden" || one.checked);
      const only = chosen.length === 1 ? `?event=${chosen[0].value}` : "";
      part("address").value = !oneTime() && option?.dataset.address ? option.dataset.address + only : "";
      part("address").placeholder = oneTime() ? part("address").dataset.shareAddress : "";
      part("status").textContent = "";
      tellOptions();
    }

    function tellOptions() {
      for (const words of fields.querySelectorAll("[data-option]")) words.hidden = !isSet(words.dataset.option);
    }

    // Why nothing can be booked with a link to the chosen page as yet, if that is so.
    function warn(words, place = "") {
      part("warning").querySelector(".notice > div").textContent = words ?? "";
      part("place").href = place;
      part("place").hidden = !place;
      part("warning").hidden = !words;
    }

    async function refresh(eventType = "") {
      const page = value("page");
      const wanted = new URLSearchParams({ page, event: eventType });
      const response = await fetch(`${form.action}?${wanted}`, { headers: { Accept: "application/json" } });
      const facts = await response.json();
      // Of the page that is still chosen, and not over what is ticked already.
      if (page !== value("page")) return;
      warn(facts.warning, facts.place);
      if (facts.outstanding) part("list").textContent = facts.outstanding;
      if (facts.list) part("list").href = facts.list;
      if (facts.embed) part("embed").href = facts.embed;
      if (facts.preview) part("preview").href = facts.preview;
      part("preview").hidden = !facts.preview;
      if (part("types").dataset.page !== page) {
        part("types").innerHTML = facts.types ?? "";
        part("types").dataset.page = page;
        tellOptions();
      }
      for (const hint of fields.querySelectorAll(".hint[data-closes]")) {
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
      copyWords.textContent = copyButton.dataset.again;
      kept.key = form.elements.namedItem("key").value = link.key;
      part("list").textContent = link.outstanding;
      for (const said of document.querySelectorAll(`[data-outstanding="${value("page")}"]`)) {
        said.textContent = link.outstanding;
      }
    }

    async function copy(closing) {
      if (busy) {
        closeNext ||= closing;
        return;
      }
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
        if (answer.svg) last = { link: answer, said: copied ? said : answer.message };
        if (copied && closing) {
          dialog.close();
          if (!answer.svg) sayOnPage(said);
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
      if (!closeNext) return;
      closeNext = false;
      if (dialog.open) copy(true);
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      copy(true);
    });
    // The second press of a double click means the same link.
    copyButton.addEventListener("click", ({ detail }) => detail > 1 || copy(false));
    form.addEventListener("input", (event) => {
      if (event.target === part("address")) return;
      forget();
      if (event.target.name === "page") refresh().catch(() => {});
    });
    dialog.addEventListener("close", () => {
      delete dialog.dataset.preset;
      part("name").textContent = "";
      if (blank) reset();
      if (last) {
        showCopied(last.link, last.said);
        document.dispatchEvent(new Event("shared"));
      }
      last = null;
    });

    // <a href="/share/?page=3" data-share-page="3">: the same pop-up, for that page; <a href="/share/">: with its chooser.
    // [data-share-event] as well: a link for one event type of it, by the name in [data-share-title];
    // [data-share-personal]: to say at once whom the link is for; [data-share-whom], [data-share-email]: who that is.
    const openerOf = (event) =>
      event.target.closest?.(`[data-share-page], a[href="${form.getAttribute("action")}"]`);

    // What cannot be done in the pop-up is done on the page that the opener leads to.
    async function open(opener) {
      const { sharePage: page, shareEvent: eventType, shareTitle: title, sharePersonal: personal } = opener.dataset;
      const { shareWhom: whom, shareEmail: email } = opener.dataset;
      if (page) dialog.dataset.preset = "";
      // The button of a menu gets the focus back, not its entry, which is gone with the menu.
      opener.closest("[popover]")?.hidePopover();
      dialog.showModal();
      await load();
      if (!blank || !dialog.open) return;
      const select = form.elements.namedItem("page");
      if (page && ![...select.options].some((option) => option.value === page)) throw new Error("another's page");
      if (page) {
        select.value = page;
        part("name").textContent = title ?? select.selectedOptions[0].text;
      }
      select.dispatchEvent(new Event("shown"));
      if (eventType) {
        // Until the page's event types have come, among which it is ticked then.
        const only = Object.assign(document.createElement("input"), { type: "hidden", name: "event_types" });
        only.value = eventType;
        part("types").replaceChildren(only);
      }
      if (whom) form.elements.namedItem("customer_name").value = whom;
      if (email) form.elements.namedItem("customer_email").value = email;
      if (personal !== undefined) form.elements.namedItem("customer_name").focus();
      forget();
      refresh(eventType).catch(() => {});
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
