// The card that appears after a new one-time link is copied: showCopied(link, text) fills it from the server's response.
{
  const card = document.getElementById("copied");
  const part = (name) => card.querySelector(`[data-copied-${name}]`);

  if (card) {
    const status = part("status");
    const more = part("more");
    const whom = part("whom");

    globalThis.showCopied = (link, text) => {
      status.textContent = text;
      status.dataset.variant = "success";
      part("address").value = link.address;
      part("email").href = link.send || link.mailto;
      part("times").href = link.times;
      const mailto = card.querySelector("[data-send-mailto]");
      mailto.href = link.mailto;
      // If this site cannot mail the link, the first button opens the mail program already.
      mailto.hidden = !link.send;
      card.querySelector("[data-send-sms]").href = link.sms;
      Object.assign(card.querySelector("[data-send-sheet]").dataset, { sendSheet: link.address, title: link.name });
      part("svg").href = part("picture").src = link.svg;
      part("picture").alt = link.name;
      part("png").href = link.png;
      toggleQr(false);
      whom.reset();
      whom.action = link.whom;
      whom.hidden = !link.whom;
      more.hidden = false;
    };

    function toggleQr(open) {
      part("qr").ariaExpanded = String(open);
      document.getElementById("copied-qr").hidden = !open;
    }

    function close() {
      more.hidden = true;
      status.textContent = "";
    }

    part("qr").addEventListener("click", ({ currentTarget }) => toggleQr(currentTarget.ariaExpanded !== "true"));
    part("close").addEventListener("click", close);
    card.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    part("address").addEventListener("focus", ({ target }) => target.select());

    whom.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (whom.ariaBusy) return;
      whom.ariaBusy = "true";
      try {
        const response = await fetch(whom.action, {
          method: "POST",
          body: new FormData(whom),
          headers: { Accept: "application/json" },
        });
        if (response.redirected) return location.assign(response.url);
        const answer = await response.json();
        status.textContent = answer.message;
        status.dataset.variant = response.ok ? "success" : "error";
        if (response.ok) whom.hidden = true;
        (response.ok ? part("address") : whom.elements.namedItem("whom")).focus();
      } catch {
        status.textContent = document.getElementById("share").dataset.failed;
        status.dataset.variant = "error";
      } finally {
        whom.ariaBusy = null;
      }
    });
  }
}
