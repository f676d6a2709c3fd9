// @ts-check
// Shows a touchpoint beside the map while the reader points at its dot, stands
// on it with the keyboard, or has tapped it. Without this script, and whenever
// something fails, a dot is a link to the touchpoint's page.
const panel = /** @type {HTMLElement | null} */ (document.querySelector("[data-panel]"));
if (panel) beside(panel);

/** @param {HTMLElement} panel */
function beside(panel) {
  const body = /** @type {HTMLElement} */ (panel.querySelector("[data-panel-body]"));
  const said = /** @type {HTMLElement} */ (document.querySelector("[data-panel-said]"));
  const dots = /** @type {NodeListOf<SVGAElement>} */ (document.querySelectorAll("a.mood-point"));
  const soon = 150, later = 350; // ms before a touched dot counts, and before a left one is forgotten
  /** @type {Map<string, string>} */
  const known = new Map();
  /** @type {SVGAElement | null} */
  let shown = null;
  let pinned = false, returning = false;
  /** @type {AbortController | undefined} */
  let asking;
  let timer = 0;

  /** @param {SVGAElement} dot */
  const address = (dot) => {
    const url = new URL(/** @type {string} */ (dot.getAttribute("href")), location.href);
    url.searchParams.set("panel", "yes");
    return url.href;
  };

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   */
  async function read(url, signal) {
    const there = known.get(url);
    if (there !== undefined) return there;
    const answer = await fetch(url, { signal });
    // Who is no longer signed in is led elsewhere.
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const text = await answer.text();
    known.set(url, text);
    return text;
  }

  /**
   * Shows a dot's touchpoint. Resolves to whether it is shown.
   * @param {SVGAElement} dot
   */
  async function show(dot) {
    clearTimeout(timer);
    if (shown === dot && !panel.hidden) return true;
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    let text;
    try {
      text = await read(address(dot), signal);
    } catch {
      if (!signal.aborted && pinned) location.assign(/** @type {string} */ (dot.getAttribute("href")));
      return false;
    }
    if (signal.aborted) return false;
    shown?.removeAttribute("data-shown");
    shown = dot;
    dot.setAttribute("data-shown", "");
    body.innerHTML = text;
    const at = dot.getBoundingClientRect();
    panel.dataset.side = at.left + at.width / 2 < innerWidth / 2 ? "right" : "left";
    panel.hidden = false;
    panel.scrollTop = 0;
    const name = body.querySelector("h2")?.textContent ?? "";
    said.textContent = (said.dataset.panelSaid ?? "").replace("…", name);
    return true;
  }

  /** @param {boolean} back whether focus returns to the dot */
  function hide(back) {
    clearTimeout(timer);
    asking?.abort();
    pinned = false;
    if (panel.hidden) return;
    const dot = shown;
    panel.hidden = true;
    shown = null;
    body.replaceChildren();
    said.textContent = "";
    dot?.removeAttribute("data-shown");
    returning = true; // to a dot just left: not a wish to see it again
    if (back) dot?.focus();
    returning = false;
  }

  /** @param {SVGAElement} dot */
  async function pin(dot) {
    pinned = true;
    if (!(await show(dot))) return;
    pinned = true;
    /** @type {HTMLElement | null} */ (body.querySelector("h2"))?.focus();
    const low = dot.getBoundingClientRect().bottom - panel.getBoundingClientRect().top;
    if (matchMedia("(max-width: 47.99rem)").matches && low > 0) scrollBy(0, low + 12);
  }

  /** @param {SVGAElement} dot */
  const wish = (dot) => {
    clearTimeout(timer);
    if (!pinned) timer = setTimeout(() => void show(dot), soon);
  };
  const leave = () => {
    clearTimeout(timer);
    if (!pinned) timer = setTimeout(() => {
      if (!panel.matches(":hover, :focus-within") && document.activeElement !== shown) hide(false);
    }, later);
  };

  for (const dot of dots) {
    dot.addEventListener("pointerenter", (e) => e.pointerType === "mouse" && wish(dot));
    dot.addEventListener("pointerleave", leave);
    dot.addEventListener("focus", () => {
      if (returning || !dot.matches(":focus-visible")) return;
      if (pinned) hide(false);
      wish(dot);
    });
    dot.addEventListener("blur", leave);
    dot.addEventListener("click", (e) => {
      if (e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
      e.preventDefault();
      void pin(dot);
    });
  }
  panel.addEventListener("pointerenter", () => clearTimeout(timer));
  panel.addEventListener("pointerleave", leave);
  panel.addEventListener("focusout", (e) => {
    const to = /** @type {Node | null} */ (e.relatedTarget);
    if (to && to !== shown && !panel.contains(to)) hide(false);
  });
  panel.addEventListener("click", (e) => {
    const to = /** @type {Element} */ (e.target).closest("[data-panel-close], [data-panel-step]");
    if (!to) return;
    if (to.matches("[data-panel-close]")) return hide(true);
    const visible = [...dots].find((dot) => dot.getAttribute("href") === to.getAttribute("href") && dot.getClientRects().length);
    if (!visible) return;
    e.preventDefault();
    void pin(visible);
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") hide(pinned || panel.contains(document.activeElement));
  });
}
