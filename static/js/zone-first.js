// Runs before anything is painted. A first visit is shown in the zone chosen on this site before, else the browser's: its
// times are asked for at once, and picker.js puts them in place. Until then those in the host's zone are not shown, for
// three seconds at most. An address that names a zone is left alone.
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
  const wanted = chosen || Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (wanted && wanted !== zone && !address.searchParams.has("zone")) {
    address.searchParams.set("zone", wanted);
    const answer = fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } });
    // Whoever waits for it sees that it failed.
    answer.catch(() => {});
    const done = () => delete dataset.zoneAwaited;
    dataset.zoneAwaited = "";
    setTimeout(done, 3000);
    window.zoneFirst = { address: address.href, answer, done };
  }
}
