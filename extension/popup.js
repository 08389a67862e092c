// The popup: finds a link or page and copies it, or makes and copies a single-use link.
import { ask, connection } from "./api.js";
import { day, fill, word } from "./words.js";

const $ = (id) => document.getElementById(id);
const TABS = ["mine", "library", "pages"];
const LIST = { mine: "/links?kind=reusable&limit=100", library: "/links?kind=reusable&library=true&limit=100", pages: "/pages" };
const EMPTY = { mine: "noLinks", library: "noLibrary", pages: "noPages" };
const MOST_READ = 10, MOST_KEPT = 5;
const loaded = new Map(), keys = new Map();
let here, tab = "mine";

function say(text, isWrong = false) {
  $("said").textContent = text;
  $("said").classList.toggle("wrong", isWrong);
  $("retry").hidden = true;
}

function make(name, text = "", properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties);
}

function button(text, label, onClick) {
  const made = make("button", text, { type: "button", ariaLabel: label });
  made.addEventListener("click", onClick);
  return made;
}

// Show an error. If the browser is no longer connected, offer to connect again.
function fail(trouble, canRetry = false) {
  if (trouble.status === 401) return showConnect("over", "connectAgain");
  say(trouble.message, true);
  $("retry").hidden = !canRetry;
}

function showConnect(why, press) {
  for (const id of ["links", "foot"]) $(id).hidden = true;
  $("connect").hidden = false;
  say("");
  $("why").textContent = word(why);
  $("pair").textContent = word(press);
  $("pair").focus();
}

// A row for a reusable link or a page. Equal names are shown once.
function rowOf(name, page, owner, more) {
  const [first, second] = new Set([page, owner].filter((text) => text !== name));
  return { name, about: second ? word("by", first, second) : first ?? "", ...more };
}

const shape = {
  link: (link) =>
    rowOf(link.label || link.page.name, link.page.name, link.owner.name, { url: link.url, path: `/links/${link.id}/single-use`, body: {} }),
  page: (page) =>
    rowOf(page.label || page.name, page.name, page.owner.name, { url: page.address, path: "/links", body: { page: page.id } }),
};

async function load() {
  const wanted = tab;
  if (!loaded.has(wanted)) {
    $("rows").replaceChildren();
    say(word("loading"));
    try {
      await read(wanted);
    } catch (trouble) {
      loaded.delete(wanted);
      if (wanted === tab) fail(trouble, true);
      return;
    }
  }
  if (wanted === tab) show();
}

// Read the whole list, and show the first hundred rows at once.
async function read(wanted) {
  const toRow = wanted === "pages" ? shape.page : shape.link, rows = [];
  let cursor = "";
  for (let read = 0; read < MOST_READ; read++) {
    const data = await ask(here, "GET", LIST[wanted] + (cursor && `&cursor=${encodeURIComponent(cursor)}`));
    rows.push(...data.data.map(toRow));
    loaded.set(wanted, rows);
    if (wanted === tab) show();
    cursor = data.next_cursor;
    if (!cursor) break;
  }
}

function show() {
  const rows = loaded.get(tab);
  if (!rows) return;
  const words = $("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((item) => words.every((w) => `${item.name} ${item.about}`.toLocaleLowerCase().includes(w)));
  $("rows").replaceChildren(...found.map(row));
  if (found.length) say(words.length ? word("found", found.length) : "");
  else say(word(words.length ? "nothing" : EMPTY[tab]));
}

function row(item) {
  const made = make("li"), about = make("div"), deeds = make("div", "", { className: "deeds" });
  about.append(make("b", item.name), make("small", item.about));
  if (item.url) deeds.append(button(word("copy"), word("copyOf", item.name), () => copyPlain(item.url, "copied")));
  const once = button(word("copyOnce"), word("copyOnceOf", item.name), () => copyOnce(item, once));
  once.className = "once";
  deeds.append(once);
  made.append(about, deeds);
  return made;
}

async function copyPlain(url, said) {
  try {
    await navigator.clipboard.writeText(url);
    say(word(said));
  } catch {
    say(word("keptBack"), true);
  }
}

// Make a link and copy it within the click: the clipboard accepts a promise. A row keeps its key until a link was made, so
// that a second press after a failure does not make two links.
async function copyOnce(item, pressed) {
  if (pressed.ariaDisabled === "true") return;
  pressed.ariaDisabled = "true";
  const ends = $("expiry").value, place = `${item.path} ${JSON.stringify(item.body)} ${ends}`;
  const body = { ...item.body, ...(ends === "never" ? { expires_at: null } : ends ? { expires_in: ends } : {}) };
  if (!keys.has(place)) keys.set(place, crypto.randomUUID());
  say(word("making"));
  const making = ask(here, "POST", item.path, body, keys.get(place));
  const content = making.then((link) => new Blob([link.url], { type: "text/plain" }));
  const copying = navigator.clipboard.write([new ClipboardItem({ "text/plain": content })]);
  copying.catch(() => {});
  try {
    const link = await making;
    keys.delete(place);
    await rememberLink({ id: link.id, url: link.url, name: item.name, closes: link.closes_at, server: here.server });
    try {
      await copying;
      say(link.closes_at ? word("copiedUntil", day(link.closes_at)) : word("copiedOnce"));
    } catch {
      say(word("notCopied"), true);
    }
  } catch (trouble) {
    fail(trouble);
  } finally {
    pressed.ariaDisabled = null;
  }
}

const recentLinks = async () => ((await chrome.storage.local.get("recent")).recent ?? []).filter((link) => link.server === here.server);

async function rememberLink(link) {
  const recent = [link, ...(await recentLinks()).filter((other) => other.id !== link.id)].slice(0, MOST_KEPT);
  await chrome.storage.local.set({ recent });
  await showRecent();
}

async function showRecent() {
  const recent = await recentLinks();
  $("last").hidden = !recent.length;
  $("recent").replaceChildren(...recent.map(recentRow));
}

function recentRow(link) {
  const made = make("li"), about = make("div"), deeds = make("div", "", { className: "deeds" });
  const state = link.revoked ? word("isRevoked") : link.closes ? word("closes", day(link.closes)) : "";
  about.append(make("b", link.name), make("small", state));
  if (!link.revoked) {
    deeds.append(
      button(word("again"), word("againOf", link.name), () => copyPlain(link.url, "copiedAgain")),
      button(word("revoke"), word("revokeOf", link.name), () => revoke(link)),
    );
  }
  made.append(about, deeds);
  return made;
}

async function revoke(link) {
  say(word("revoking"));
  try {
    await ask(here, "POST", `/links/${link.id}/revoke`, {});
    const recent = (await recentLinks()).map((other) => (other.id === link.id ? { ...other, revoked: true } : other));
    await chrome.storage.local.set({ recent });
    await showRecent();
    say(word("revoked"));
    $("search").focus();
  } catch (trouble) {
    fail(trouble);
  }
}

function choose(name, focus = false) {
  tab = name;
  for (const id of TABS) {
    $(id).ariaSelected = String(id === name);
    $(id).tabIndex = id === name ? 0 : -1;
  }
  $("list").setAttribute("aria-labelledby", name);
  if (focus) $(name).focus();
  return load();
}

// Arrow keys move through the rows; Enter in the search copies a single-use link of the first row.
function onKey(event) {
  const rows = [...$("rows").querySelectorAll(".once")], at = rows.findIndex((row) => row.closest("li").contains(document.activeElement));
  const within = at >= 0 || event.target === $("search");
  if (event.key === "ArrowDown" && within && rows[at + 1]) rows[at + 1].focus();
  else if (event.key === "ArrowUp" && at >= 0) (rows[at - 1] ?? $("search")).focus();
  else if (event.key === "Enter" && event.target === $("search") && rows[0]) rows[0].click();
  else if (event.target.role === "tab" && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    const forward = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
    choose(TABS[(TABS.indexOf(tab) + (forward ? 1 : TABS.length - 1)) % TABS.length], true);
  } else return;
  event.preventDefault();
}

async function disconnect() {
  say(word("disconnecting"));
  try {
    await ask(here, "DELETE", "/me/token");
  } catch (trouble) {
    if (trouble.status !== 401) return fail(trouble);
  }
  await chrome.storage.local.remove(["connection", "recent"]);
  showConnect("connectFirst", "connect");
}

fill();
document.title = word("name");
here = await connection();
if (here) {
  $("links").hidden = $("foot").hidden = false;
  $("where").textContent = word("connectedTo", new URL(here.server).host);
  $("expiry").value = (await chrome.storage.local.get("expiry")).expiry ?? "";
  $("expiry").addEventListener("change", () => chrome.storage.local.set({ expiry: $("expiry").value }));
  $("search").addEventListener("input", () => show());
  $("retry").addEventListener("click", () => load());
  $("disconnect").addEventListener("click", disconnect);
  for (const id of TABS) $(id).addEventListener("click", () => choose(id));
  document.addEventListener("keydown", onKey);
  $("search").focus();
  await showRecent();
  await choose("mine");
} else showConnect("connectFirst", "connect");
