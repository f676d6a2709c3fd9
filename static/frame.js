// @ts-check
// Tells the page around the frame how high the survey is and how far it got,
// never what was answered. Only pages of the placement's origins are told, and
// only the one that stands around the frame is listened to.
{
  const { code, origins = "", said } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const allowed = origins.split(" ").filter(Boolean);
  // Not every browser says who is around; then each allowed origin is told,
  // and the browser passes it on to the one that is there.
  const around = allowed.filter((origin) => origin === location.ancestorOrigins?.[0]);

  /** @param {string} type @param {object} [more] */
  const tell = (type, more) => {
    for (const origin of around.length ? around : allowed) parent.postMessage({ type: "waymood:" + type, code, ...more }, origin);
  };

  if (parent !== window) {
    tell("shown", { title: document.title });
    if (said) tell(said);

    // The root is as high as its content, whatever the frame's height is: so
    // the height follows the content both ways and never itself.
    const root = document.documentElement;
    let last = 0;
    new ResizeObserver(() => {
      const height = Math.ceil(root.getBoundingClientRect().height);
      if (height !== last) tell("height", { height });
      last = height;
    }).observe(root);

    addEventListener("message", ({ data, origin, source }) => {
      // From here on the page keeps the frame as high as the survey is.
      if (source === parent && allowed.includes(origin) && data?.type === "waymood:fits") root.style.overflow = "hidden";
    });
    addEventListener("keydown", ({ key, isComposing }) => {
      // While a word is composed, as Chinese is typed, Escape is for that.
      if (key === "Escape" && !isComposing) tell("escape");
    });
  }
}
