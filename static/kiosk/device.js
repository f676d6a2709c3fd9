// @ts-check
/// <reference path="outbox.js" />
// What the tablet does for the kiosk: starts it without a network, keeps the
// screen on, brings new versions, takes its registration.

class Device {
  /**
   * @param {Outbox} outbox
   * @param {string} code
   */
  constructor(outbox, code) {
    this.outbox = outbox;
    this.code = code;
    this.stale = false; // a newer version is kept and waits to be shown
  }

  /** Takes key and pin from the address and removes them there, before anybody sees them. */
  async register() {
    const given = new URLSearchParams(location.hash.slice(1));
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    const key = given.get("key"), pin = given.get("pin");
    if (key && /^wm_\w+$/.test(key) && pin && /^\d{4,8}$/.test(pin)) {
      await this.outbox.set(this.code, { key, pin, denied: false, tries: 0, until: 0 });
    }
  }

  async start() {
    await this.register();
    addEventListener("hashchange", () => this.register());
    this.install();
    this.stayAwake();
    document.addEventListener("visibilitychange", () => this.stayAwake());
    navigator.storage?.persist?.();
  }

  async install() {
    const worker = navigator.serviceWorker;
    if (!worker) return;
    worker.addEventListener("message", (e) => { if (e.data === "changed") this.stale = true; });
    const home = "/t/" + this.code + "/kiosk";
    await worker.register(home + "-worker.js", { scope: home }).catch(() => {});
    const look = async () => (await worker.ready).active?.postMessage("look");
    look();
    addEventListener("online", look);
    setInterval(look, 15 * 60_000);
  }

  stayAwake() {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  }
}
