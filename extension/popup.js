// The popup: find a link or page, copy it, or copy a single-use link that is made on the spot.
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

function button(text, label, deed) {
  const made = make("button", text, { type: "button", ariaLabel: label });
  made.addEventListener("click", deed);
  return made;
}

// Say what went wrong. Who is no longer connected is led to connecting again.
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

// A row as it is shown, of a reusable link or of a page. What is called alike is said once.
function shaped(name, page, owner, more) {
  const [first, second] = new Set([page, owner].filter((one) => one !== name));
  return { name, about: second ? word("by", first, second) : first ?? "", ...more };
}

const shape = {
  link: (one) =>
    shaped(one.label || one.page.name, one.page.name, one.owner.name, { url: one.url, path: `/links/${one.id}/single-use`, body: {} }),
  page: (one) =>
    shaped(one.label || one.name, one.name, one.owner.name, { url: one.address, path: "/links", body: { page: one.id } }),
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

// Read the list to its end; the first hundred are shown at once.
async function read(wanted) {
  const turn = wanted === "pages" ? shape.page : shape.link, rows = [];
  let cursor = "";
  for (let read = 0; read < MOST_READ; read++) {
    const said = await ask(here, "GET", LIST[wanted] + (cursor && `&cursor=${encodeURIComponent(cursor)}`));
    rows.push(...said.data.map(turn));
    loaded.set(wanted, rows);
    if (wanted === tab) show();
    cursor = said.next_cursor;
    if (!cursor) break;
  }
}

function show() {
  const rows = loaded.get(tab);
  if (!rows) return;
  const words = $("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((one) => words.every((w) => `${one.name} ${one.about}`.toLocaleLowerCase().includes(w)));
  $("rows").replaceChildren(...found.map(row));
  if (found.length) say(words.length ? word("found", found.length) : "");
  else say(word(words.length ? "nothing" : EMPTY[tab]));
}

function row(one) {
  const made = make("li"), about = make("div"), deeds = make("div", "", { className: "deeds" });
  about.append(make("b", one.name), make("small", one.about));
  if (one.url) deeds.append(button(word("copy"), word("copyOf", one.name), () => copyPlain(one.url, "copied")));
  const once = button(word("copyOnce"), word("copyOnceOf", one.name), () => copyOnce(one, once));
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

// Make a link and copy it, within the press: the clipboard waits for what is promised. Until it succeeds, a row has one
// key: whoever presses again after a failure does not get two links.
async function copyOnce(one, pressed) {
  if (pressed.ariaDisabled === "true") return;
  pressed.ariaDisabled = "true";
  const ends = $("expiry").value, place = `${one.path} ${JSON.stringify(one.body)} ${ends}`;
  const body = { ...one.body, ...(ends === "never" ? { expires_at: null } : ends ? { expires_in: ends } : {}) };
  if (!keys.has(place)) keys.set(place, crypto.randomUUID());
  say(word("making"));
  const making = ask(here, "POST", one.path, body, keys.get(place));
  const content = making.then((link) => new Blob([link.url], { type: "text/plain" }));
  const copying = navigator.clipboard.write([new ClipboardItem({ "text/plain": content })]);
  copying.catch(() => {});
  try {
    const link = await making;
    keys.delete(place);
    await keep({ id: link.id, url: link.url, name: one.name, closes: link.closes_at, server: here.server });
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

const kept = async () => ((await chrome.storage.local.get("recent")).recent ?? []).filter((one) => one.server === here.server);

async function keep(link) {
  const recent = [link, ...(await kept()).filter((one) => one.id !== link.id)].slice(0, MOST_KEPT);
  await chrome.storage.local.set({ recent });
  await showRecent();
}

async function showRecent() {
  const recent = await kept();
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
    const recent = (await kept()).map((one) => (one.id === link.id ? { ...one, revoked: true } : one));
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

// Up and down go through the rows; Enter in the search copies a single-use link of the first.
function steer(event) {
  const rows = [...$("rows").querySelectorAll(".once")], at = rows.findIndex((one) => one.closest("li").contains(document.activeElement));
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
  document.addEventListener("keydown", steer);
  $("search").focus();
  await showRecent();
  await choose("mine");
} else showConnect("connectFirst", "connect");
