/** Asks the service. The key is kept for this tab only. */

const KEY = "equipoise-key";

export const key = () => sessionStorage.getItem(KEY);
export const setKey = (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY));

export class Denied extends Error {}
export class Failed extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  const headers = { ...(options.headers ?? {}) };
  if (key()) headers["X-API-Key"] = key();
  const response = await fetch(path, { ...options, headers, cache: "no-store" });
  if (response.status === 401) throw new Denied();
  if (!response.ok) {
    let message = `the service answered ${response.status}`;
    if (response.status === 403) message = "this key's role is not enough for that";
    try {
      const body = await response.json();
      message = body.problem ?? body.error ?? message;
    } catch {
      // Not JSON: the status says it all.
    }
    throw new Failed(response.status, message);
  }
  return response;
}

export const get = async (path) => (await ask(path, { headers: { Accept: "application/json" } })).json();
export const getOrNull = async (path) => {
  try {
    return await get(path);
  } catch (e) {
    if (e.status === 404) return null;
    throw e;
  }
};
export const text = async (path, accept) => (await ask(path, { headers: { Accept: accept } })).text();
export const blob = async (path) => (await ask(path)).blob();
export const post = async (path, body) =>
  (await ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();
export const remove = async (path) => (await ask(path, { method: "DELETE" })).json();

/** Calls back with the names of the parts that changed. EventSource cannot send a key, so the stream is read here. */
export async function changes(onChange, onState, signal) {
  let pause = 1000;
  while (!signal.aborted) {
    try {
      const response = await ask("changes", { headers: { Accept: "text/event-stream" }, signal });
      onState("live");
      pause = 1000;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        rest += value;
        let end;
        while ((end = rest.indexOf("\n\n")) >= 0) {
          const data = rest.slice(0, end).split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim());
          rest = rest.slice(end + 2);
          if (data.length) onChange(data.join(" ").split(" "));
        }
      }
    } catch (e) {
      if (signal.aborted || e instanceof Denied) return;
    }
    onState("reconnecting");
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(2 * pause, 15000);
  }
}
