// @ts-check
/// <reference path="device.js" />
/// <reference path="send.js" />
/// <reference path="staff.js" />
/// <reference path="visit.js" />
// The shared screen: one tap on the rating, one more question, thanks, and
// back to the start for the next in line.

const IDLE = 20_000; // nobody is there any more
const THANKS = 4_000; // long enough to read, short enough for the next in line
const TURN = 7_000; // of a language on the screen that waits
const GHOST = 350; // after one screen took the place of another: the second half of a double tap was not meant for it

class Kiosk {
  /** @param {Outbox} outbox */
  constructor(outbox) {
    const body = document.body;
    this.code = body.dataset.kiosk ?? "";
    this.rating = body.dataset.rating ?? "";
    this.start = "closed" in body.dataset ? '[data-screen="closed"]' : '[data-screen="home"]';
    this.outbox = outbox;
    this.sender = new Sender(outbox);
    this.device = new Device(outbox, this.code);
    this.staff = new Staff(this);
    this.screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-speak]")]);
    this.languages = [...document.querySelectorAll("template")].map((t) => t.dataset.language ?? "");
    const asked = new URLSearchParams(location.search).get("lang") ?? "";
    /** The language spoken to nobody yet. */
    this.first = this.languages.includes(asked) ? asked : this.languages[0];
    this.language = this.first;
    this.part = this.start;
    this.shown = -GHOST;
    /** @type {Visit | null} */
    this.visit = null;
    /** What is being done: one thing after the other, so that two taps do not meet. */
    this.busy = Promise.resolve();
    this.timers = { idle: 0, turn: 0 };
  }

  async open() {
    await this.outbox.open();
    this.outbox.changed = () => this.count();
    await this.device.start();
    this.sender.start();
    this.staff.start();
    this.screen.addEventListener("click", (e) => this.tapped(e));
    for (const b of this.buttons) b.addEventListener("click", () => this.choose(b));
    for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, () => this.awake());
    document.querySelectorAll("#languages, #corner").forEach((e) => e.removeAttribute("hidden"));
    this.home();
  }

  /** A part of what is said in the language spoken. @param {string} part as a selector */
  words(part) {
    const all = /** @type {HTMLTemplateElement} */ (document.querySelector(`template[data-language="${this.language}"]`));
    return /** @type {HTMLElement} */ (all.content.querySelector(part));
  }

  /**
   * Shows a screen in the language spoken.
   * @param {string} part as a selector
   * @param {string} state home, more, thanks or unkept
   */
  show(part, state) {
    const { languages, corner } = this.words("[data-words]").dataset;
    document.documentElement.lang = this.language;
    document.getElementById("languages")?.setAttribute("aria-label", languages ?? "");
    /** @type {HTMLElement} */ (document.querySelector("#corner span")).textContent = corner ?? "";
    for (const b of this.buttons) b.setAttribute("aria-pressed", String(b.dataset.speak === this.language));
    this.screen.replaceChildren(document.importNode(this.words(part), true));
    this.screen.dataset.state = state;
    this.screen.dataset.visit = this.visit?.item.id ?? "";
    if (part !== this.part) this.shown = performance.now(); // the same in another language has its answers where they were
    this.part = part;
    for (const p of this.screen.querySelectorAll("p[data-feeling]")) {
      p.toggleAttribute("hidden", /** @type {HTMLElement} */ (p).dataset.feeling !== this.visit?.feeling);
    }
    if (state !== "home") this.screen.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
    this.count();
  }

  /** The screen that waits for the next customer, in the address's language or the journey's first. */
  home() {
    if (this.visit?.item.open) this.visit.finish().catch(console.error); // broken off by staff, or by an error
    this.visit = null;
    if (this.device.stale && !this.staff.dialog.open) location.reload();
    this.language = this.first;
    this.show(this.start, "home");
    clearTimeout(this.timers.idle);
    this.takeTurns();
  }

  /** Lets the languages take turns while nobody touches anything; not for those who want things to keep still. */
  takeTurns() {
    clearTimeout(this.timers.turn);
    if (this.languages.length < 2 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.timers.turn = setTimeout(() => {
      if (!this.screen.contains(document.activeElement) || document.activeElement === this.screen) {
        this.language = this.languages[(this.languages.indexOf(this.language) + 1) % this.languages.length];
        this.show(this.start, "home");
      }
      this.takeTurns();
    }, TURN);
  }

  /** Goes on in another language, with what was chosen and typed. @param {HTMLButtonElement} button */
  choose(button) {
    const pressed = this.pressed(), typed = this.text?.value ?? "";
    this.language = button.dataset.speak ?? "";
    if (this.visit) this.visit.item.language = this.language;
    this.show(this.part, this.screen.dataset.state ?? "home");
    if (this.text) this.text.value = typed;
    for (const b of this.options) b.setAttribute("aria-pressed", String(pressed.includes(b.dataset.value ?? "")));
    button.focus();
  }

  get text() { return this.screen.querySelector("textarea"); }

  /** The options of a question that takes several. */
  get options() {
    return /** @type {HTMLElement[]} */ ([...this.screen.querySelectorAll("[aria-pressed]")]);
  }

  pressed() {
    return this.options.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.value ?? "");
  }

  /** Somebody is there. */
  awake() {
    if (this.screen.dataset.state === "thanks") return; // that ends by itself
    clearTimeout(this.timers.turn);
    clearTimeout(this.timers.idle);
    this.timers.idle = setTimeout(() => this.alone(), IDLE);
  }

  /** Nobody is there any more: what was tapped counts, what was typed and not sent does not. */
  alone() {
    this.staff.dialog.close();
    this.do(async () => {
      if (this.visit && this.screen.dataset.state === "more") await this.finish(this.pressed());
      this.home();
    });
  }

  /** @param {() => Promise<void>} work */
  do(work) {
    this.busy = this.busy.then(work).catch((e) => {
      console.error(e);
      this.home();
    });
  }

  /** @param {Event} e */
  tapped(e) {
    const button = /** @type {HTMLElement} */ (e.target).closest("button");
    if (e.timeStamp - this.shown < GHOST) return;
    if (this.screen.dataset.state === "thanks") return this.home(); // the next in line need not wait
    if (!button) return;
    if (button.hasAttribute("aria-pressed")) {
      return button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    }
    this.do(async () => {
      if (!button.isConnected) return; // the screen it was on is gone
      if (this.screen.dataset.state === "home") return this.rate(button);
      if (!this.visit || this.screen.dataset.state !== "more") return;
      if ("skip" in button.dataset) return this.thank();
      if ("done" in button.dataset) return this.thank(this.text ? this.text.value.trim() : this.pressed());
      return this.thank(this.value(button));
    });
  }

  /** What a tapped button says, as JSON has it. @param {HTMLElement} button */
  value(button) {
    const value = button.dataset.value ?? "";
    switch (/** @type {HTMLElement} */ (button.closest("[data-takes]")).dataset.takes) {
      case "number": return Number(value);
      case "flag": return value === "yes";
      default: return value;
    }
  }

  /** The first tap. @param {HTMLElement} button */
  async rate(button) {
    this.visit = new Visit(this.outbox, this.code, this.language, button.dataset.feeling ?? "neutral");
    await this.visit.rate(this.rating, this.value(button));
    const all = /** @type {HTMLTemplateElement} */ (document.querySelector(`template[data-language="${this.language}"]`)).content;
    for (const next of /** @type {NodeListOf<HTMLElement>} */ (all.querySelectorAll('[data-screen="more"]'))) {
      if (this.visit.meets(next.dataset.if)) return this.show(`[data-question="${next.dataset.question}"]`, "more");
    }
    await this.thank();
  }

  /**
   * Ends the visit; true once it is safe: on the disk, or else with the server.
   * @param {unknown} [answer] to the question shown; an empty one is none
   */
  async finish(answer) {
    if (!this.visit) return true;
    const question = /** @type {HTMLElement | null} */ (this.screen.querySelector("[data-question]"))?.dataset.question;
    const none = answer === "" || (Array.isArray(answer) && !answer.length);
    const kept = await this.visit.finish(question, none ? undefined : answer);
    const sent = this.sender.now();
    if (kept) return true;
    await sent;
    const { id } = this.visit.item;
    return !(await this.outbox.all("waiting")).some((i) => i.id === id);
  }

  /** @param {unknown} [answer] */
  async thank(answer) {
    const state = (await this.finish(answer)) ? "thanks" : "unkept";
    this.show(`[data-screen="${state}"]`, state);
    clearTimeout(this.timers.idle);
    this.timers.idle = setTimeout(() => this.home(), state === "thanks" ? THANKS : 2 * THANKS);
  }

  /** Says, to staff who look for it, how many answers wait; and to all when none can be kept. */
  async count() {
    const waiting = await this.outbox.count("waiting") - (this.visit?.item.open ? 1 : 0);
    const words = this.words("[data-words]").dataset;
    const line = /** @type {HTMLElement} */ (document.getElementById("waiting"));
    line.hidden = waiting <= 0;
    line.textContent = `${words.waiting}: ${waiting}`;
    const trouble = /** @type {HTMLElement} */ (document.getElementById("trouble"));
    trouble.hidden = !this.outbox.inMemory;
    trouble.textContent = words.memory ?? "";
    this.staff.count();
  }
}

new Kiosk(new Outbox()).open();
