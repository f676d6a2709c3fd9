// @ts-check
/// <reference path="outbox.js" />
// The corner for staff: behind a pin where the kiosk is registered, what waits,
// what was refused and why, and the way out. The tablet's own lock keeps
// customers in; this only keeps them from a tap by chance.

const TAPS = 5; // on the corner, by finger or by Enter
const WITHIN = 4_000;
const HOLD = 1_500; // of a long press
const TRIES = 5; // of a pin before one has to wait, twice as long each time

class Staff {
  /** @param {Kiosk} kiosk */
  constructor(kiosk) {
    this.kiosk = kiosk;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("staff"));
    /** @type {number[]} */
    this.taps = [];
    this.pressing = 0;
  }

  start() {
    const corner = /** @type {HTMLElement} */ (document.getElementById("corner"));
    corner.addEventListener("click", (e) => {
      this.taps = [...this.taps.filter((at) => e.timeStamp - at < WITHIN), e.timeStamp];
      if (this.taps.length >= TAPS) this.enter();
    });
    corner.addEventListener("pointerdown", () => { this.pressing = setTimeout(() => this.enter(), HOLD); });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) corner.addEventListener(end, () => clearTimeout(this.pressing));
    corner.addEventListener("contextmenu", (e) => e.preventDefault());
    this.dialog.addEventListener("submit", (e) => {
      e.preventDefault();
      this.kiosk.do(() => this.tryPin()); // one at a time, so that each counts
    });
    this.dialog.addEventListener("click", (e) => this.act(e));
  }

  async enter() {
    this.taps = [];
    const { pin } = await this.kiosk.outbox.settings(this.kiosk.code);
    this.show(pin ? "pin" : "staff");
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("input")?.focus();
  }

  /** @param {"pin" | "staff"} panel */
  show(panel) {
    this.dialog.replaceChildren(document.importNode(this.kiosk.words(`[data-panel="${panel}"]`), true));
    if (panel === "staff") {
      this.speakers();
      this.count();
      this.find("h2").focus();
    }
  }

  /** Adds the languages, which lie behind the panel. */
  speakers() {
    const nav = document.getElementById("languages")?.cloneNode(true);
    if (!(nav instanceof HTMLElement)) return;
    nav.removeAttribute("id");
    nav.addEventListener("click", (e) => {
      const to = /** @type {HTMLElement} */ (e.target).dataset.speak;
      const button = this.kiosk.buttons.find((b) => b.dataset.speak === to);
      if (!button) return;
      this.kiosk.choose(button);
      this.show("staff");
    });
    this.find("[data-panel]").append(nav);
  }

  /** @param {string} part as a selector @returns {HTMLElement} */
  find(part) { return /** @type {HTMLElement} */ (this.dialog.querySelector(part)); }

  async tryPin() {
    const { outbox, code } = this.kiosk;
    const input = /** @type {HTMLInputElement} */ (this.find("input")), told = this.find("[data-told]");
    const { pin, tries = 0, until = 0 } = await outbox.settings(code);
    const wait = Math.ceil((until - Date.now()) / 1000);
    if (wait > 0 && wait <= 900) { // more than that only a clock that was set back can ask for
      told.textContent = `${told.dataset.wait} ${wait}`;
    } else if (input.value === pin) {
      await outbox.set(code, { tries: 0, until: 0 });
      return this.show("staff");
    } else {
      const after = tries + 1 < TRIES ? 0 : Math.min(15_000 * 2 ** (tries + 1 - TRIES), 900_000);
      await outbox.set(code, { tries: tries + 1, until: after ? Date.now() + after : 0 });
      told.textContent = after ? `${told.dataset.wait} ${after / 1000}` : told.dataset.wrong ?? "";
    }
    input.value = "";
    input.focus();
  }

  /** Fills in what there is to tell. */
  async count() {
    const list = this.dialog.querySelector("[data-refused]");
    if (!list) return;
    const { outbox, code } = this.kiosk;
    const [waiting, refused, settings] = [await outbox.count("waiting"), await outbox.all("refused"), await outbox.settings(code)];
    this.find('[data-count="waiting"]').textContent = String(waiting);
    this.find('[data-count="refused"]').textContent = String(refused.length);
    const last = this.find("[data-last]");
    last.textContent = settings.sent ? new Date(settings.sent).toLocaleString(this.kiosk.language) : last.dataset.never ?? "";
    const notes = {
      registered: settings.key && !settings.denied, unregistered: !settings.key, denied: settings.key && settings.denied,
      http: !isSecureContext, memory: outbox.inMemory,
    };
    for (const [name, shown] of Object.entries(notes)) this.find(`[data-note="${name}"]`).hidden = !shown;
    for (const act of ["export", "again"]) this.find(`[data-act="${act}"]`).hidden = !refused.length;
    list.replaceChildren(...refused.slice(0, 20).map((/** @type {Item} */ item) => {
      const line = document.createElement("li");
      line.textContent = `${new Date(item.answered_at).toLocaleString(this.kiosk.language)} · ${item.status} ${item.reason}`;
      return line;
    }));
  }

  /** @param {Event} e */
  async act(e) {
    const button = /** @type {HTMLElement} */ (e.target).closest("button");
    if (!button) return;
    if ("close" in button.dataset) return this.kiosk.alone();
    switch (button.dataset.act) {
      case "send": return this.send();
      case "export": return this.export();
      case "again": return this.again();
      case "full": return document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
      case "leave":
        if (document.fullscreenElement) await document.exitFullscreen();
        location.assign("/t/" + this.kiosk.code);
    }
  }

  async send() {
    const told = this.find("[data-told]");
    told.textContent = told.dataset.sending ?? "";
    const done = await this.kiosk.sender.now();
    told.textContent = (done ? told.dataset.sent : told.dataset.failed) ?? "";
    this.count();
  }

  /** Saves what was refused as a file, as the answers were to be sent, each with the reason. */
  async export() {
    const refused = (await this.kiosk.outbox.all("refused")).map(({ open, window, ...rest }) => rest);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ refused }, null, 1)], { type: "application/json" }));
    link.download = `waymood-${this.kiosk.code}-refused.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /** Puts what was refused back among what waits, for when its cause is mended. */
  async again() {
    const { outbox } = this.kiosk;
    const all = await outbox.all("refused");
    await outbox.change(["waiting", "refused"], async (_, { waiting, refused }) => {
      for (const { status, reason, ...item } of all) {
        waiting.put(item);
        refused.delete(item.id);
      }
    });
    await this.send();
  }
}
