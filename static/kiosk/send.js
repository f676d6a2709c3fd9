// @ts-check
/// <reference path="outbox.js" />
// Sends what waits, in batches, again and again until the server has it. Ids
// make every batch repeatable, so that two windows that send the same do no
// harm; a lock keeps them from doing it all the time.

const BATCH = 200; // answers
const BYTES = 400_000; // of a batch, well below what the server takes
const SLOWEST = 5 * 60_000; // between two tries

/** Statuses of an answer that will not change by sending it again. */
const FINAL = [400, 403, 404, 409, 410, 413, 415, 422];

/** Whether a refusal is the service's own, not that of a proxy before it or of a network's sign-in. @param {Response} reply */
const own = (reply) => (reply.headers.get("Content-Type") ?? "").startsWith("application/problem+json");

class Sender {
  /** @param {Outbox} outbox */
  constructor(outbox) {
    this.outbox = outbox;
    this.failed = 0; // tries in a row
    this.most = BATCH;
    /** @type {Promise<boolean> | null} */
    this.running = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  start() {
    addEventListener("online", () => this.now());
    this.now();
  }

  /**
   * Sends all that waits. True when nothing is left.
   * @returns {Promise<boolean>}
   */
  now() {
    this.running ??= this.run().finally(() => {
      this.running = null;
      this.later();
    });
    return this.running;
  }

  /** Tries again after a while: soon at first, then more and more seldom, and never at the same moment as all others. */
  later() {
    clearTimeout(this.timer);
    const wait = this.failed ? Math.min(1000 * 2 ** (this.failed - 1), SLOWEST) : 60_000;
    this.timer = setTimeout(() => this.now(), wait * (0.5 + Math.random() / 2));
  }

  async run() {
    try {
      const done = navigator.locks
        ? await navigator.locks.request("waymood-send", { ifAvailable: true }, (lock) => lock ? this.drain() : false)
        : await this.drain();
      this.failed = 0;
      return done;
    } catch {
      this.failed++;
      return false;
    }
  }

  async drain() {
    await this.outbox.seal();
    for (;;) {
      const ready = (await this.outbox.all("waiting", this.most + 20)).filter((i) => !i.open);
      if (!ready.length) return (await this.outbox.count("waiting")) === 0;
      await this.batch(ready.filter((i) => i.code === ready[0].code));
    }
  }

  /** @param {Item[]} items of one placement */
  async batch(items) {
    const { code } = items[0];
    const responses = [];
    let bytes = 0;
    for (const { id, code, answers, language, answered_at } of items.slice(0, this.most)) {
      const response = { id, code, answers, language, answered_at, partial: true };
      bytes += 3 * JSON.stringify(response).length;
      if (responses.length && bytes > BYTES) break;
      responses.push(response);
    }
    const settings = await this.outbox.settings(code);
    let reply = await this.post(responses, settings.key);
    if (settings.key && await this.denies(reply)) { // revoked: an answer is worth more than its place in the queue
      await this.outbox.set(code, { denied: true });
      reply = await this.post(responses);
    } else if (settings.denied && reply.ok) {
      await this.outbox.set(code, { denied: false });
    }
    if (!reply.ok) {
      if (![400, 413, 415, 422].includes(reply.status) || !own(reply)) throw new Error("sent in vain: " + reply.status);
      if (responses.length > 1) { // one of them spoils the batch: find it
        this.most = Math.max(1, responses.length >> 1);
        return;
      }
      await this.file(responses, [{ id: responses[0].id, status: reply.status }]);
      return;
    }
    this.most = BATCH;
    await this.file(responses, (await reply.json()).results, code);
  }

  /** Whether a reply is that the key may not do this. @param {Response} reply */
  async denies(reply) {
    if (!reply.ok) return own(reply) && (reply.status === 401 || reply.status === 403);
    const { results } = await reply.clone().json();
    return results.some((/** @type {{status: number}} */ r) => r.status === 403);
  }

  /**
   * @param {unknown[]} responses
   * @param {string} [key]
   */
  post(responses, key) {
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    if (key) headers.Authorization = "Bearer " + key;
    return fetch("/api/v1/responses/batch", {
      method: "POST", headers, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(30_000),
      body: JSON.stringify({ responses, sent_at: new Date().toISOString() }),
    });
  }

  /**
   * Takes away what the server has, and puts aside what it will never take.
   * What it could not take just now stays, and is an error.
   * @param {{id: string}[]} responses
   * @param {{id: string | null, status: number, error?: {detail?: string}}[]} results in the order of responses
   * @param {string} [code]
   */
  async file(responses, results, code) {
    let stayed = 0;
    await this.outbox.change(["waiting", "refused"], async (read, { waiting, refused }) => {
      for (const [n, { id }] of responses.entries()) {
        const { status, error } = results[n] ?? { status: 503 };
        if (status === 200 || status === 201) {
          waiting.delete(id);
        } else if (FINAL.includes(status)) {
          const kept = await read("waiting", id);
          if (kept) refused.put({ ...kept, status, reason: error?.detail ?? "" });
          waiting.delete(id);
        } else {
          stayed++;
        }
      }
    });
    if (code && stayed < responses.length) await this.outbox.set(code, { sent: new Date().toISOString() });
    if (stayed) throw new Error(stayed + " answers have to wait");
  }
}
