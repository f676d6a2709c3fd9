// @ts-check
// Shows surveys in pages of other sites: in every
//   <div data-waymood="CODE" data-mode="inline|popup|button"></div>
// of the page, also of those that are added later. It sets no cookie, stores
// nothing unless the page asks for it with data-once, and needs nothing from
// the page's policy but script-src and frame-src of this one origin.
(() => {
  const global = /** @type {any} */ (window);
  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript || document.querySelector('script[src*="/embed.js"]'));
  if (!script || global.waymood?.mount) return;
  const base = new URL(".", script.src);

  // The server writes the words of each language in here.
  /** @type {Record<string, { feedback: string, close: string }>} */
  const words = {/*words*/};

  const styles = new CSSStyleSheet();
  styles.replaceSync(`
    iframe{display:block;width:100%;height:420px;border:0;border-radius:14px}
    button{min-width:44px;min-height:44px;padding:8px 20px;font:inherit;font-weight:700;color:#fff;background:#0b5f55;border:2px solid #0000;border-radius:14px;cursor:pointer}
    button:focus-visible{outline:3px solid;outline-offset:-6px}
    dialog{position:fixed;inset:auto 8px 8px auto;z-index:2147483647;box-sizing:border-box;width:min(400px,100vw - 16px);max-height:calc(100dvh - 16px);max-width:none;margin:0;padding:0;overflow:auto;color:#25211c;background:#f8f4ec;border:1px solid #8b8272;border-radius:14px}
    :modal{inset:0;margin:auto;width:min(560px,100vw - 16px)}
    ::backdrop{background:#0008}
    dialog button{position:sticky;top:0;display:block;margin-left:auto;padding:0;font:28px/1 sans-serif;color:inherit;background:inherit}
    p{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
    @media (prefers-color-scheme:dark){dialog{color:#f3ede2;background:#16140f}}
    @media print{dialog,button{display:none}}`);

  /** @param {string} lang as the page has it: zh-TW */
  const tongueOf = (lang) =>
    /^(yue|zh.*(hant|tw|hk|mo))/i.test(lang) ? "zh-Hant" : /^zh/i.test(lang) ? "zh-Hans" : /^uk/i.test(lang) ? "uk" : "en";

  /** @param {string} time "10s" or "500ms"; ten seconds where it says nothing */
  const milliseconds = (time) => {
    const n = parseFloat(time);
    return (n >= 0 ? n : 10) * (/ms/.test(time) ? 1 : 1e3);
  };

  /**
   * Where an element's survey is, with all that its attributes bring along.
   * @param {HTMLElement} el @param {string} lang
   */
  const addressOf = (el, lang) => {
    const { waymood, persona } = el.dataset;
    const url = new URL(`t/${waymood}/frame`, base), query = url.searchParams;
    for (const { name, value } of el.attributes) {
      const [, kind, key] = /^data-(field|answer)-(.+)/.exec(name) || [];
      if (key) for (const one of kind === "answer" ? value.split("|") : [value]) query.append(key, one);
    }
    if (persona) query.set("persona", persona);
    if (lang) query.set("lang", lang);
    return url.href;
  };

  /** Popups that opened by themselves since the page was loaded, by code. */
  const popped = new Set();

  /**
   * Opens a popup once, at the first of its occasions.
   * @param {HTMLElement} el @param {AbortSignal} life @param {() => void} open
   */
  const arm = (el, life, open) => {
    const d = el.dataset, code = d.waymood, key = "waymood:" + code;
    /** @type {Storage | undefined} */ let memory;
    try {
      if ("once" in d) memory = sessionStorage;
    } catch { /* a browser may refuse it */ }
    if (popped.has(code) || memory?.getItem(key)) return;
    const armed = new AbortController(), { signal } = armed, when = { signal, capture: true };
    life.addEventListener("abort", () => armed.abort());
    const pop = () => {
      if (signal.aborted || popped.has(code)) return;
      armed.abort();
      popped.add(code);
      memory?.setItem(key, "shown");
      open();
    };
    if ("after" in d || !("scroll" in d || "exit" in d || "on" in d)) setTimeout(pop, milliseconds(d.after || ""));
    if ("scroll" in d) {
      const share = (parseFloat(d.scroll || "") || 50) / 100, page = document.documentElement;
      addEventListener("scroll", () => scrollY > 0 && scrollY >= share * (page.scrollHeight - innerHeight) && pop(), when);
    }
    if ("exit" in d) addEventListener("mouseout", (e) => !e.relatedTarget && e.clientY <= 0 && pop(), when);
    if (d.on) addEventListener(d.on, pop, when);
  };

  /** What can be done with each mounted element. @type {Map<HTMLElement, { open(): void, end(): void }>} */
  const mounted = new Map();

  /** @param {HTMLElement} el */
  const mount = (el) => {
    const { waymood: code, mode, lang: own, label, modal } = el.dataset;
    if (!code || mounted.has(el)) return;
    const root = el.shadowRoot || el.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles];
    const lang = own || el.closest("[lang]")?.getAttribute("lang") || "";
    const tongue = tongueOf(lang || navigator.language), { feedback, close } = words[tongue];
    const life = new AbortController(), { signal } = life;
    /** @type {HTMLIFrameElement | undefined} */ let frame;
    /** @type {HTMLDialogElement | undefined} */ let dialog;
    /** @type {Element | null} */ let back;

    /** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {object} more @returns {HTMLElementTagNameMap[T]} */
    const make = (tag, more) => Object.assign(document.createElement(tag), { lang: tongue }, more);

    /** What the page was told of the survey that is in the frame. */
    const told = new Set();
    /** @param {string} type */
    const tell = (type) => told.add(type) && el.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { code } }));

    const makeFrame = () => {
      let pages = 0;
      frame = make("iframe", { title: feedback, loading: "lazy", referrerPolicy: "no-referrer", src: addressOf(el, lang) });
      // What follows the first page begins at its top, as in a window of its own.
      frame.onload = () => {
        if (!pages++ || !frame) return;
        if (dialog) dialog.scrollTop = 0;
        else if (frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
      };
      return frame;
    };

    addEventListener("message", ({ data, origin, source }) => {
      if (!frame || origin !== base.origin || source !== frame.contentWindow) return;
      const { type, height, title } = data;
      if (type === "waymood:height" && height > 0) {
        frame.style.height = +height + "px";
        frame.contentWindow?.postMessage({ type: "waymood:fits" }, origin);
      }
      if (title) frame.title = title;
      if (/:(shown|answered)$/.test(type) && !told.has(type)) tell(type);
      if (type === "waymood:escape") shut();
    }, { signal });

    const shut = () => {
      const inside = root.activeElement;
      dialog?.close();
      if (inside && back instanceof HTMLElement) back.focus();
    };

    const status = make("p", { role: "status" });
    const open = () => {
      if (!dialog) return el.scrollIntoView();
      if (dialog.open) return;
      back = document.activeElement;
      if (!frame) dialog.append(makeFrame());
      else tell("waymood:shown");
      if (mode === "button" || modal != null) return dialog.showModal();
      // show() would take the focus away from whatever the visitor is doing.
      dialog.open = true;
      status.textContent = feedback;
    };

    if (mode === "popup" || mode === "button") {
      const x = make("button", { type: "button", textContent: "\u00d7", ariaLabel: close, onclick: shut });
      dialog = make("dialog", { ariaLabel: feedback });
      dialog.append(x);
      dialog.onkeydown = (e) => e.key === "Escape" && shut();
      dialog.onclose = () => {
        status.textContent = "";
        if (told.has("waymood:answered")) {
          frame?.remove();
          frame = undefined;
          told.clear();
        }
        tell("waymood:closed");
      };
      root.replaceChildren(dialog, status);
      if (mode === "button") {
        const button = make("button", { type: "button", textContent: label || feedback, lang: label ? lang : tongue, onclick: open });
        button.part.add("button");
        root.prepend(button);
      } else arm(el, signal, open);
    } else root.replaceChildren(makeFrame());

    mounted.set(el, {
      open,
      end() {
        life.abort();
        mounted.delete(el);
        root.replaceChildren();
      },
    });
  };

  /** @param {HTMLElement} el */
  const unmount = (el) => mounted.get(el)?.end();

  const mountAll = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-waymood]")).forEach(mount);

  new MutationObserver((changes) => {
    for (const { type, target } of changes) if (type === "attributes") unmount(/** @type {HTMLElement} */ (target));
    for (const el of mounted.keys()) if (!el.isConnected) unmount(el);
    mountAll();
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-waymood"] });
  mountAll();

  global.waymood = {
    mount,
    unmount,
    /** @param {HTMLElement | string} which an element, or the code of the first that shows it */
    open(which) {
      for (const [el, { open }] of mounted) if (el === which || el.dataset.waymood === which) return open();
    },
  };
})();
