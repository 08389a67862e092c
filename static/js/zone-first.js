// Runs before anything is painted: a first visit is shown in the zone chosen on this site before, else the browser's.
// An address that names a zone is left alone, so this happens once at most.
{
  const { zone } = document.currentScript.dataset;
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
    document.documentElement.hidden = true;
    setTimeout(() => (document.documentElement.hidden = false), 3000);
    location.replace(address);
  }
}
