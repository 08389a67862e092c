// The share pop-up. Its fields are fetched just before it is opened, so that they slow down no other page.
// No link is made until "Copy", "Copy & close" or "Generate new link" is pressed.
{
  const dialog = document.getElementById("share");
  const form = dialog?.querySelector("form");
  const part = (name) => dialog.querySelector(`[data-share-${name}]`);

  if (form) {
    const fields = part("fields");
    let blank = "";
    let loading = null;
    // The key of the next link, and the page that was shared last. They are kept when the pop-up closes.
    const kept = {};
    // The link in the field, until the form changes.
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

    // Fetch the initial fields, once for this page.
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
      forgetLink();
    }

    function forgetLink() {
      const option = form.elements.namedItem("page").selectedOptions[0];
      made = null;
      copyWords.textContent = first;
      // A reusable address is known already, for one event type or for the whole page.
      const chosen = [...form.querySelectorAll('[name="event_types"]')].filter((input) => input.type === "hidden" || input.checked);
      const only = chosen.length === 1 ? `?event=${chosen[0].value}` : "";
      part("address").value = !oneTime() && option?.dataset.address ? option.dataset.address + only : "";
      part("address").placeholder = oneTime() ? part("address").dataset.shareAddress : "";
      part("status").textContent = "";
      showOptions();
    }

    function showOptions() {
      for (const words of fields.querySelectorAll("[data-option]")) words.hidden = !isSet(words.dataset.option);
    }

    // Show why nothing can be booked with a link to the chosen page, if so.
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
      // Ignore the response if another page was chosen meanwhile.
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
        showOptions();
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
        forgetLink();
        focusErrors(fields);
        throw Object.assign(new Error("refused"), { shown: true });
      }
      if (!response.ok) throw new Error("failed");
      return response.json();
    }

    // Remove the errors of an earlier response.
    function clearErrors() {
      for (const words of fields.querySelectorAll("[data-focus-errors], .errorlist")) words.remove();
      for (const field of fields.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    }

    function show(link) {
      made = link;
      clearErrors();
      part("address").value = link.address;
      if (!link.svg) return;
      copyWords.textContent = copyButton.dataset.again;
      kept.key = form.elements.namedItem("key").value = link.key;
      part("list").textContent = link.outstanding;
      for (const count of document.querySelectorAll(`[data-outstanding="${value("page")}"]`)) {
        count.textContent = link.outstanding;
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
        // "Copy & close" copies the link in the field and does not make another.
        const link = made && closing ? Promise.resolve(made) : send();
        const copied = await copyText(link.then(({ address }) => address), part("address"));
        const answer = await link;
        show(answer);
        kept.page = value("page");
        const text = `${copied ? dialog.dataset.copied : dialog.dataset.press} ${answer.message}`.trim();
        if (answer.svg) last = { link: answer, text: copied ? text : answer.message };
        if (copied && closing) {
          dialog.close();
          if (!answer.svg) sayOnPage(text);
        } else {
          part("status").textContent = text;
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
      forgetLink();
      if (event.target.name === "page") refresh().catch(() => {});
    });
    dialog.addEventListener("close", () => {
      delete dialog.dataset.preset;
      part("name").textContent = "";
      if (blank) reset();
      if (last) {
        showCopied(last.link, last.text);
        document.dispatchEvent(new Event("shared"));
      }
      last = null;
    });

    // <a href="/share/?page=3" data-share-page="3">: the same pop-up, for that page; <a href="/share/">: with its chooser.
    // [data-share-event] as well: a link for one event type of it, by the name in [data-share-title];
    // [data-share-personal]: the field for the customer's name gets the focus; [data-share-whom], [data-share-email]: who that is.
    const openerOf = (event) =>
      event.target.closest?.(`[data-share-page], [data-share-whom], a[href="${form.getAttribute("action")}"]`);

    // If the pop-up fails, the caller goes to the page of the opener.
    async function open(opener) {
      const { sharePage: page, shareEvent: eventType, shareTitle: title, sharePersonal: personal } = opener.dataset;
      const { shareWhom: whom, shareEmail: email } = opener.dataset;
      if (page) dialog.dataset.preset = "";
      // Closing the menu first gives the focus back to its button.
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
        // A stand-in until the page's event types are loaded.
        const only = Object.assign(document.createElement("input"), { type: "hidden", name: "event_types" });
        only.value = eventType;
        part("types").replaceChildren(only);
      }
      if (whom) form.elements.namedItem("customer_name").value = whom;
      if (email) form.elements.namedItem("customer_email").value = email;
      if (personal !== undefined) form.elements.namedItem("customer_name").focus();
      forgetLink();
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
