// [data-onward="seconds"]: goes on to the website of its link by itself, says so and counts, unless somebody stays.
// Whoever does anything else on the page stays; whoever goes from button to button has all the time once more.
// On another website, in a frame, nothing leaves but by a press of the link.
const onward = parent === window && document.querySelector("[data-onward]");

if (onward) {
  const [status, said] = onward.querySelectorAll("p");
  const [link, stay] = onward.querySelectorAll("a, button");
  const name = link.textContent;
  const when = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  const signs = ["keydown", "pointerdown", "touchstart", "wheel", "focusin"];
  const whole = Number(onward.dataset.onward);
  let left = whole;

  const sentence = () => onward.dataset.leaving.replace("[when]", when.format(left, "second"));

  function count() {
    if (document.hidden) return;
    left -= 1;
    said.textContent = sentence();
    if (left > 0) return;
    clearInterval(counting);
    link.click();
  }

  function end() {
    clearInterval(counting);
    for (const sign of signs) document.removeEventListener(sign, notice);
    if (document.activeElement === stay) link.focus();
    stay.hidden = true;
    link.textContent = name;
    status.textContent = said.textContent = onward.dataset.staying;
  }

  function notice({ type, key, target }) {
    if (type === "focusin" || key === "Tab" || key === "Shift") left = whole;
    else if (!onward.contains(target)) end();
  }

  link.textContent = onward.dataset.go;
  said.textContent = sentence();
  stay.hidden = said.hidden = false;
  // Once: a region is read out when it changes, and each second would be chatter.
  setTimeout(() => (status.textContent ||= sentence()), 500);
  const counting = setInterval(count, 1_000);
  stay.addEventListener("click", end);
  for (const sign of signs) document.addEventListener(sign, notice, { passive: true });
  // Whoever comes back, or loads the page again, is not sent away once more.
  addEventListener("pagehide", end);
  const address = new URL(location);
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
}
