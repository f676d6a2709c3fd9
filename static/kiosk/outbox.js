// @ts-check
// Where the kiosk keeps answers until the server has them: IndexedDB, or, where
// that fails, memory. An answer is in one of two stores: waiting, or refused,
// which the server will not take and staff can see.

/**
 * @typedef {object} Item an answer on its way
 * @property {string} id
 * @property {string} code of the placement
 * @property {Record<string, unknown>} answers
 * @property {string} language
 * @property {string} answered_at by this device's clock
 * @property {boolean} open the visit still goes on: not to be sent
 * @property {string} window that the visit is in
 * @property {number} [status] why it was refused
 * @property {string} [reason]
 */

/**
 * @typedef {object} Settings of a placement's kiosk
 * @property {string} code
 * @property {string} [key] it is registered with
 * @property {string} [pin] that opens the staff's panel
 * @property {boolean} [denied] the server did not know the key
 * @property {number} [tries] wrong pins since the last right one
 * @property {number} [until] when the next pin may be tried
 * @property {string} [sent] when answers were last sent
 */

class Outbox {
  constructor() {
    /** @type {IDBDatabase | null} */
    this.db = null;
    /** @type {Record<string, Map<string, any>>} what db does not take: all of it without one, answers while the disk is full */
    this.memory = { waiting: new Map(), refused: new Map(), settings: new Map() };
    /** Of this page; tells its own open visit from those that were left behind. */
    this.window = Outbox.id();
    /** @type {() => void} */
    this.changed = () => {};
  }

  /** A random UUID, on pages without https too. */
  static id() {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /** Opens the store; afterwards inMemory tells whether it holds. */
  async open() {
    try {
      this.db = await new Promise((resolve, reject) => {
        const asked = indexedDB.open("waymood-kiosk", 1);
        asked.onupgradeneeded = () => {
          asked.result.createObjectStore("waiting", { keyPath: "id" });
          asked.result.createObjectStore("refused", { keyPath: "id" });
          asked.result.createObjectStore("settings", { keyPath: "code" });
        };
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
      this.db?.addEventListener("versionchange", () => location.reload());
      this.db?.addEventListener("close", () => location.reload()); // taken away by the browser
    } catch {
      this.db = null;
    }
  }

  /** True while an answer could be lost by switching the tablet off. */
  get inMemory() { return this.db === null || this.memory.waiting.size > 0; }

  /**
   * Works on stores in one transaction and resolves once it is on the disk.
   * @template T
   * @param {string[]} names
   * @param {(read: (store: string, key: string) => Promise<any>, stores: Record<string, {put: (v: any) => void, delete: (key: string) => void}>) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async change(names, work) {
    const db = this.db;
    if (!db) {
      const stores = Object.fromEntries(names.map((n) => [n, {
        put: (/** @type {any} */ v) => { this.memory[n].set(v.id ?? v.code, v); },
        delete: (/** @type {string} */ key) => { this.memory[n].delete(key); },
      }]));
      const result = await work(async (n, key) => this.memory[n].get(key), stores);
      this.changed();
      return result;
    }
    const tx = db.transaction(names, "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      tx.oncomplete = () => resolve(undefined);
      tx.onerror = tx.onabort = () => reject(tx.error);
    });
    const stores = Object.fromEntries(names.map((n) => [n, {
      put: (/** @type {any} */ v) => { tx.objectStore(n).put(v); },
      delete: (/** @type {string} */ key) => { this.memory[n].delete(key); tx.objectStore(n).delete(key); },
    }]));
    const [result] = await Promise.all([work(async (n, key) => this.memory[n].get(key) ?? Outbox.read(tx.objectStore(n).get(key)), stores), done]);
    this.changed();
    return result;
  }

  /**
   * @param {IDBRequest} asked
   * @returns {Promise<any>}
   */
  static read(asked) {
    return new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  /**
   * @param {string} store
   * @param {number} [most]
   * @returns {Promise<any[]>}
   */
  async all(store, most) {
    const kept = this.db ? await Outbox.read(this.db.transaction(store).objectStore(store).getAll(undefined, most)) : [];
    return [...this.memory[store].values(), ...kept].slice(0, most);
  }

  /** @param {string} store @returns {Promise<number>} */
  async count(store) {
    const kept = this.db ? await Outbox.read(this.db.transaction(store).objectStore(store).count()) : 0;
    return this.memory[store].size + kept;
  }

  /**
   * Keeps an answer, or what was added to it, and resolves once it is on the
   * disk; false where only the memory takes it. What another window has taken
   * as finished, and perhaps sent, is left as it is.
   * @param {Item} item
   * @param {boolean} fresh its first time
   */
  async keep(item, fresh) {
    try {
      await this.change(["waiting"], async (read, { waiting }) => {
        if (fresh || (await read("waiting", item.id))?.open) waiting.put({ ...item });
      });
      return this.db !== null && !this.memory.waiting.has(item.id);
    } catch { // the disk is full
      this.memory.waiting.set(item.id, { ...item });
      this.changed();
      return false;
    }
  }

  /**
   * Ends visits that no window is in any more, so that they are sent. A window
   * holds a lock while its visit goes on; where there are no locks, as over
   * plain http, one that is a minute old counts as left.
   */
  async seal() {
    for (const item of await this.all("waiting")) {
      if (!item.open || item.window === this.window) continue;
      const seal = () => this.change(["waiting"], async (read, { waiting }) => {
        const kept = await read("waiting", item.id);
        if (kept && kept.open) waiting.put({ ...kept, open: false });
      });
      if (navigator.locks) {
        await navigator.locks.request("waymood-visit-" + item.id, { ifAvailable: true }, (lock) => lock ? seal() : undefined);
      } else if (Math.abs(Date.now() - Date.parse(item.answered_at)) > 60_000) {
        await seal();
      }
    }
  }

  /** @param {string} code @returns {Promise<Settings>} */
  async settings(code) {
    if (!this.db) return this.memory.settings.get(code) ?? { code };
    return (await Outbox.read(this.db.transaction("settings").objectStore("settings").get(code))) ?? { code };
  }

  /**
   * @param {string} code
   * @param {Partial<Settings>} more
   */
  set(code, more) {
    return this.change(["settings"], async (read, { settings }) => {
      settings.put({ ...(await read("settings", code)), code, ...more });
    });
  }
}
