// Requests to the server, and the texts of its errors. The token is sent to this server only.
import { word } from "./words.js";

export class Trouble extends Error {
  constructor(message, { code = "", status = 0 } = {}) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const connection = async () => (await chrome.storage.local.get("connection")).connection;

export async function ask({ server, token }, method, path, body, key) {
  const headers = { "Accept-Language": word("language") };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const text = body === undefined ? undefined : JSON.stringify(body);
  let response;
  try {
    response = await fetch(`${server}/api/v1${path}`, {
      method, headers, body: text, credentials: "omit", cache: "no-store", redirect: "error",
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    throw new Trouble(navigator.onLine ? word("away", new URL(server).host) : word("offline"));
  }
  if (response.status === 204) return null;
  let data;
  try {
    data = await response.json();
  } catch {
    throw new Trouble(word(response.status >= 500 ? "fault" : "strange"), { status: response.status });
  }
  if (response.ok) return data;
  throw new Trouble(reason(response, data), { code: data.code, status: response.status });
}

function reason(response, data) {
  if (response.status === 401) return word("over");
  if (response.status === 429) {
    const wait = Number(response.headers.get("Retry-After")) || 60;
    return wait > 120 ? word("busyLong") : word("busy", wait);
  }
  if (response.status >= 500) return word("fault");
  return data.title || word("strange");
}
