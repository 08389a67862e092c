// Runs before anything is painted. Without a zone in the address, times are shown in the zone that was chosen on this site
// before, else in the browser's: they are fetched at once, and picker.js shows them. Until then the times in the host's
// zone are hidden, for three seconds at most.
{
  const { zone } = document.currentScript.dataset;
  const { dataset } = document.documentElement;
  const address = new URL(location.href);
  let chosen = "";
  try {
    chosen = localStorage.getItem("zone");
  } catch {
    // Storage is closed to embedded pages in some browsers.
  }
  const visitorZone = chosen || Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (visitorZone && visitorZone !== zone && !address.searchParams.has("zone")) {
    address.searchParams.set("zone", visitorZone);
    const answer = fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } });
    // picker.js handles a failure.
    answer.catch(() => {});
    const done = () => delete dataset.zoneAwaited;
    dataset.zoneAwaited = "";
    setTimeout(done, 3000);
    window.zoneFirst = { address: address.href, answer, done };
  }
}
