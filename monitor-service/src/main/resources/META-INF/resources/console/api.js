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

/** A question is answered within this time, or the service is taken for hung. */
const PATIENCE = 10_000;

/** A rollback waits for a version that answers its canaries first. */
const PATIENCE_FOR_DECISIONS = 130_000;

/** An image of 15 MB takes a minute through a line of 2 Mbit/s. */
const PATIENCE_FOR_IMAGES = 120_000;

/** The stream says "still here" every five seconds. */
const SILENCE = 12_000;

const clock = (millis) => `${Math.round(millis / 1000)} s`;

let heard = null;

/** When the service was heard last, as a Date; null before the first time. */
export const lastHeard = () => heard;

const note = () => { heard = new Date(); };

async function ask(path, { patience = PATIENCE, signal, ...options } = {}) {
  const headers = { ...(options.headers ?? {}) };
  if (key()) headers["X-API-Key"] = key();
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), patience);
  signal?.addEventListener("abort", () => timer.abort());
  let response;
  try {
    response = await fetch(path, { ...options, headers, cache: "no-store", signal: timer.signal });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Failed(0, timer.signal.aborted ? `the service did not answer within ${clock(patience)}` : "the service cannot be reached");
  } finally {
    clearTimeout(timeout);
  }
  note();
  if (response.status === 401) throw new Denied();
  if (!response.ok) {
    let message = `the service answered ${response.status}`;
    if (response.status === 403) message = "this key's role is not enough for that";
    try {
      const body = await response.json();
      message = body.problem ?? message;
    } catch {
      // Not JSON: the status says it all.
    }
    throw new Failed(response.status, message);
  }
  return response;
}

/** The answer with its body, which has to come in time, too; nothing more is read of what does not. */
async function whole(path, body, { patience = PATIENCE, signal, ...options } = {}) {
  const given = new AbortController();
  signal?.addEventListener("abort", () => given.abort());
  let timeout;
  try {
    const response = await ask(path, { ...options, patience, signal: given.signal });
    const late = new Promise((_, reject) => { timeout = setTimeout(() => reject(new Failed(0, `the service did not finish its answer within ${clock(patience)}`)), patience); });
    return await Promise.race([body(response), late]);
  } catch (e) {
    given.abort();
    throw e;
  } finally {
    clearTimeout(timeout);
  }
}

export const get = (path) => whole(path, (response) => response.json(), { headers: { Accept: "application/json" } });
export const getOrNull = async (path) => {
  try {
    return await get(path);
  } catch (e) {
    if (e.status === 404) return null;
    throw e;
  }
};
export const text = (path, accept, patience = PATIENCE) => whole(path, (response) => response.text(), { headers: { Accept: accept }, patience });
export const image = (path, signal) => whole(path, (response) => response.blob(), { patience: PATIENCE_FOR_IMAGES, signal });
export const post = (path, body) =>
  whole(path, said, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), patience: PATIENCE_FOR_DECISIONS });
export const remove = (path) => whole(path, said, { method: "DELETE" });

/** Some answers say nothing but that it is done. */
const said = (response) => (response.status === 204 ? Promise.resolve(null) : response.json());

/** The next piece of the stream; a service that hangs keeps the connection open and says nothing. */
async function next(reader) {
  let timeout;
  const silent = new Promise((_, reject) => { timeout = setTimeout(() => reject(new Failed(0, "silent")), SILENCE); });
  try {
    return await Promise.race([reader.read(), silent]);
  } catch (e) {
    reader.cancel().catch(() => {});
    throw e;
  } finally {
    clearTimeout(timeout);
  }
}

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
        const { value, done } = await next(reader);
        if (done) break;
        note();
        onState("live");
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
