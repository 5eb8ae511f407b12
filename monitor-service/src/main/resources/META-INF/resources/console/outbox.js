/**
 * What a reader said and the service has not yet acknowledged. It is kept in this browser, by reader, until it is: a
 * page that is reloaded, or a network that is away, loses nothing. Every answer has an id of its own, under which the
 * service writes it once however often it comes. What the service does not take is kept until the reader has seen it.
 */
import { Denied, post, remove } from "./api.js";

const PREFIX = "equipoise-answer/";
const PREFIX_OF_REFUSALS = "equipoise-refusal/";
/** Answers that wait to be sent, and that were refused. */
const MOST = 1000;
const LONGEST_PAUSE = 10_000;

/** How each kind of answer is said to the service, a label with what the page asked when it was given. A deferral needs no id: it says the same however often it is said. */
const DELIVERIES = {
  label: (path, answer) => post(path, { label: answer.label, answer: answer.id, kind: answer.kind }),
  withdrawal: (path, answer) => remove(`${path}?answer=${answer.id}`),
  deferral: (path, answer) => post(`${path}/deferral`, { reason: answer.reason }),
  "deferral-withdrawal": (path) => remove(`${path}/deferral`),
};

/** Random hex digits. crypto.randomUUID is there on secure origins only. */
const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Storage may be off, or full: then answers are kept as long as the page is. */
const stored = {
  /** Whether it is kept. */
  set(name, value) {
    try {
      localStorage.setItem(name, value);
      return true;
    } catch {
      outbox.lasting = false;
      return false;
    }
  },
  /** Another page of this reader has sent it or taken it back. */
  gone(name) {
    try {
      return localStorage.getItem(name) === null;
    } catch {
      return false;
    }
  },
  remove(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // It was not stored either.
    }
  },
  all(prefix) {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix)).sort().map((name) => ({ name, answer: parsed(localStorage.getItem(name)) }));
    } catch {
      return [];
    }
  },
};

function parsed(text) {
  try {
    const answer = JSON.parse(text);
    const known = Object.hasOwn(DELIVERIES, answer.what) && [answer.id, answer.dataset, answer.imageId].every((part) => typeof part === "string");
    return known ? answer : null;
  } catch {
    return null;
  }
}

let reader = null;
/** {name, answer, kept: whether other pages see it, too, tried: whether it may be on its way}. */
let entries = [];
/** {name, answer: with why}, the last one at the end. */
let refusals = [];
let sending = null;
let wake = () => {};
let number = 0;

export const outbox = {
  /** Whether what is not sent yet survives the page. */
  lasting: true,
  /** Why nothing is sent although the service answers; empty otherwise. */
  refused: "",
  /** Called when something was added, sent or refused. */
  onchange: () => {},
  /** Called with an answer that the service has. */
  ontaken: () => {},
  /** Called with an answer that the service does not take; its why says why. */
  onrefused: () => {},

  /** Begins to send what this reader has said, now or when the page was here last. */
  open(name) {
    const prefix = `${PREFIX}${encodeURIComponent(name)}/`;
    this.refused = "";
    if (reader !== prefix) {
      reader = prefix;
      entries = stored.all(prefix).filter((entry) => entry.answer).slice(0, MOST).map((entry) => ({ ...entry, kept: true }));
      refusals = stored.all(ofRefusal(prefix)).filter((refusal) => typeof refusal.answer?.why === "string").slice(0, MOST);
    }
    this.onchange();
    send();
  },

  /** Sends nothing more; what is not sent stays for the reader's next visit. */
  close() {
    reader = null;
    entries = [];
    refusals = [];
    this.onchange();
  },

  /** Whether it is known who answers. */
  ready: () => reader !== null,

  unsent: () => entries.map((entry) => entry.answer),

  /** What the service did not take, and nobody has seen yet: answers with why. */
  refusals: () => refusals.map((refusal) => refusal.answer),

  /** The reader has seen these. */
  seen(answers) {
    for (const refusal of refusals.filter((one) => answers.includes(one.answer))) stored.remove(refusal.name);
    refusals = refusals.filter((one) => !answers.includes(one.answer));
    this.onchange();
  },

  full: () => entries.length + refusals.length >= MOST,

  /** Takes an answer about an image: "label" with {label}, "deferral" with {reason}, and what takes either back. */
  add(what, item, said = {}) {
    const answer = { id: randomId(), what, dataset: item.dataset, imageId: item.imageId, ...said };
    const name = `${reader}${Date.now().toString(36).padStart(9, "0")}-${(number++).toString(36).padStart(4, "0")}-${answer.id}`;
    entries.push({ name, answer, kept: stored.set(name, JSON.stringify(answer)) });
    this.onchange();
    send();
    return answer;
  },

  /** Takes an answer back that was never on its way; false if it was. */
  cancel(answer) {
    const entry = entries.find((one) => one.answer === answer);
    if (!entry || entry.tried || goneElsewhere(entry)) return false;
    drop(entry);
    return true;
  },
};

const ofRefusal = (name) => PREFIX_OF_REFUSALS + name.slice(PREFIX.length);
const goneElsewhere = (entry) => entry.kept && stored.gone(entry.name);

/** Kept before the answer is dropped: whatever happens between the two, one of them is there. */
function refuse(entry, why) {
  const refusal = { name: ofRefusal(entry.name), answer: { ...entry.answer, why } };
  stored.set(refusal.name, JSON.stringify(refusal.answer));
  refusals.push(refusal);
  drop(entry);
  outbox.onrefused(refusal.answer);
}

function drop(entry) {
  entries = entries.filter((one) => one !== entry);
  stored.remove(entry.name);
  outbox.onchange();
}

/** One after the other, in their order: an image's second answer never overtakes its first. */
function send() {
  wake();
  sending ??= sendAll().finally(() => { sending = null; });
}

async function sendAll() {
  let pause = 250;
  while (entries.length && !outbox.refused) {
    const [entry] = entries;
    const whose = reader;
    if (goneElsewhere(entry)) {
      drop(entry);
      continue;
    }
    entry.tried = true;
    try {
      await deliver(entry.answer);
      if (reader !== whose) continue;
      drop(entry);
      outbox.ontaken(entry.answer);
      pause = 250;
    } catch (e) {
      if (reader !== whose) continue;
      if (e instanceof Denied || e.status === 403) {
        outbox.refused = e instanceof Denied ? "the service does not know this key" : e.message;
        outbox.onchange();
      } else if (e.status >= 400 && e.status < 500 && ![408, 425, 429].includes(e.status)) {
        refuse(entry, e.message);
      } else {
        outbox.onchange();
        await rest(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }
}

function deliver(answer) {
  return DELIVERIES[answer.what](`review/${encodeURIComponent(answer.dataset)}/${encodeURIComponent(answer.imageId)}`, answer);
}

const rest = (millis) => new Promise((resolve) => {
  const timer = setTimeout(resolve, millis);
  wake = () => { clearTimeout(timer); resolve(); };
});

addEventListener("online", () => wake());
