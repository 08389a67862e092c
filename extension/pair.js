// The page that connects this browser: it requests letters, shows them, and fetches the token once they are typed.
import { ask, connection } from "./api.js";
import { fill, word } from "./words.js";

const $ = (id) => document.getElementById(id);
const LOCAL = new Set(["localhost", "127.0.0.1"]);
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

fill();
document.title = `${word("pairTitle")} · ${word("product")}`;
$("server").value = (await connection())?.server ?? "";

// The origin of the typed address, or null. Without https only this machine is accepted.
function origin(typed) {
  const text = typed.trim();
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
    const local = url.protocol === "http:" && LOCAL.has(url.hostname);
    return url.protocol === "https:" || local ? url.origin : null;
  } catch {
    return null;
  }
}

function say(text, isWrong = false) {
  $("said").textContent = text;
  $("said").classList.toggle("wrong", isWrong);
}

async function pair(server) {
  say(word("loading"));
  const pairing = await ask({ server }, "POST", "/pairings", {});
  $("letters").textContent = pairing.user_code;
  const page = new URL(pairing.verification_uri);
  $("open").href = page.origin === server ? page.href : `${server}${page.pathname}`;
  $("ask").hidden = true;
  $("shown").hidden = false;
  $("letters").focus();
  say(word("waiting"));
  const end = Date.now() + pairing.expires_in * 1000;
  while (Date.now() < end) {
    await pause(pairing.interval);
    const got = await fetchToken(server, pairing.device_code);
    if (got) return got;
  }
  throw new Error(word("lettersOver"));
}

// The token, or null while nobody has answered or the server is away for a moment.
async function fetchToken(server, code) {
  try {
    return await ask({ server }, "POST", `/pairings/${encodeURIComponent(code)}`);
  } catch (trouble) {
    if (trouble.code === "pairing-pending" || trouble.status === 0 || trouble.status >= 500) return null;
    throw trouble;
  }
}

$("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  const server = origin($("server").value);
  $("server").setAttribute("aria-invalid", String(server === null));
  if (server === null) {
    say(word("wrongServer"), true);
    $("server").focus();
    return;
  }
  $("ask").inert = true;
  try {
    const { token, name } = await pair(server);
    await chrome.storage.local.set({ connection: { server, token, name } });
    $("shown").hidden = true;
    say(word("done"));
  } catch (trouble) {
    $("shown").hidden = true;
    $("begin").hidden = $("ask").hidden === false;
    say(trouble.code === "pairing-over" ? word("lettersOver") : trouble.message, true);
  } finally {
    $("ask").inert = false;
  }
});

$("begin").addEventListener("click", () => {
  $("begin").hidden = true;
  $("ask").hidden = false;
  say("");
  $("server").focus();
});
