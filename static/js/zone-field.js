// Fills a form's hidden time_zone with the browser's zone, so that nobody is asked for it.
for (const form of document.querySelectorAll("form[data-zone-field]")) {
  const field = form.elements.namedItem("time_zone");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field && zone) field.value = zone;
}
