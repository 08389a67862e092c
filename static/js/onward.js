// [data-onward="seconds"]: opens the website of its link after a countdown, unless the visitor chooses to stay.
// Any other activity on the page stops the countdown; moving the focus restarts it.
// In a frame there is no countdown, only the link.
const onward = parent === window && document.querySelector("[data-onward]");

if (onward) {
  const [status, line] = onward.querySelectorAll("p");
  const [link, stay] = onward.querySelectorAll("a, button");
  const name = link.textContent;
  const when = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  const eventTypes = ["keydown", "pointerdown", "touchstart", "wheel", "focusin"];
  const total = Number(onward.dataset.onward);
  let secondsLeft = total;

  const sentence = () => onward.dataset.leaving.replace("[when]", when.format(secondsLeft, "second"));

  function count() {
    if (document.hidden) return;
    secondsLeft -= 1;
    line.textContent = sentence();
    if (secondsLeft > 0) return;
    clearInterval(counting);
    link.click();
  }

  function stopCountdown() {
    clearInterval(counting);
    for (const eventType of eventTypes) document.removeEventListener(eventType, onActivity);
    if (document.activeElement === stay) link.focus();
    stay.hidden = true;
    link.textContent = name;
    status.textContent = line.textContent = onward.dataset.staying;
  }

  function onActivity({ type, key, target }) {
    if (type === "focusin" || key === "Tab" || key === "Shift") secondsLeft = total;
    else if (!onward.contains(target)) stopCountdown();
  }

  link.textContent = onward.dataset.go;
  line.textContent = sentence();
  stay.hidden = line.hidden = false;
  // Only once, since a live region is read out at each change.
  setTimeout(() => (status.textContent ||= sentence()), 500);
  const counting = setInterval(count, 1_000);
  stay.addEventListener("click", stopCountdown);
  for (const eventType of eventTypes) document.addEventListener(eventType, onActivity, { passive: true });
  // No countdown after Back or a reload.
  addEventListener("pagehide", stopCountdown);
  const address = new URL(location);
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
}
