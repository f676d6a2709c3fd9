// @ts-check
// Hides questions that are not meant for this visitor, as their conditions say.
// Without it they are all shown, with the condition in words; the server drops
// answers whose condition is false either way.
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("answer"));

/**
 * @param {string} test such as "rating <= 3" or "why has wait"
 * @param {FormData} data
 */
function holds(test, data) {
  const m = /^\s*([\w-]+)\s*(==|!=|<=|>=|<|>|has)\s*["']?(.*?)["']?\s*$/.exec(test);
  if (!m) return true;
  const [, key, op, value] = m;
  const given = data.getAll(key).map(String);
  if (!given.length) return false;
  const words = { true: "yes", false: "no" };
  const want = given[0] === "yes" || given[0] === "no" ? words[value] || value : value;
  switch (op) {
    case "has": return given.includes(value);
    case "==": return given[0] === want;
    case "!=": return given[0] !== want;
    case "<": return +given[0] < +value;
    case "<=": return +given[0] <= +value;
    case ">": return +given[0] > +value;
    default: return +given[0] >= +value;
  }
}

if (form) {
  const asked = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-if]"));
  const update = () => {
    for (const q of asked) {
      // Read anew for each: what an earlier question hides does not count for a later one.
      const data = new FormData(form);
      form.querySelectorAll("[data-if][hidden]").forEach((h) =>
        h.querySelectorAll("[name]").forEach((i) => data.delete(/** @type {HTMLInputElement} */ (i).name)));
      const shown = (q.dataset.if || "").split(/\s+or\s+/).some((g) => g.split(/\s+and\s+/).every((t) => holds(t, data)));
      q.hidden = !shown && !q.classList.contains("bad");
      const words = q.querySelector(".when");
      if (words instanceof HTMLElement) words.hidden = shown;
    }
  };
  form.addEventListener("change", update);
  addEventListener("pageshow", update); // also when the page comes back from the browser's memory
  update();
}
