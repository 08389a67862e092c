// Ctrl+K or Cmd+K goes to the search, from any screen.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey || event.ctrlKey === event.metaKey) return;
  event.preventDefault();
  document.querySelector(".bar-end a[aria-keyshortcuts]").click();
});
