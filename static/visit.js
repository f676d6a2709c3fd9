// @ts-check
// Hides questions that are not meant for this visitor, as their conditions say,
// and tells whether another step follows. Without it all questions of a step
// are shown, with the condition in words; the server drops answers whose
// condition is false either way. The kiosk has no form and reads its conditions
// with meets.
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("answer"));

/**
 * @param {string} test such as "rating <= 3" or "why has wait"
 * @param {FormData} data
 */
function holds(test, data) {
  const m = /^\s*([\w-]+)\s*(==|!=|<=|>=|<|>|has)\s*(.*?)\s*$/.exec(test);
  if (!m) return true;
  const [, key, op, value] = m;
  const given = data.getAll(key).map(String);
  if (!given.length) return false;
  switch (op) {
    case "has": return given.includes(value);
    case "==": return given[0] === value;
    case "!=": return given[0] !== value;
    case "<": return +given[0] < +value;
    case "<=": return +given[0] <= +value;
    case ">": return +given[0] > +value;
    default: return +given[0] >= +value;
  }
}

/**
 * What counts of the answers. Read anew each time: what an earlier question
 * hides does not count for a later one.
 * @param {HTMLFormElement} form
 */
function answers(form) {
  const data = new FormData(form);
  form.querySelectorAll("[data-if][hidden] [name]").forEach((i) => data.delete(/** @type {HTMLInputElement} */ (i).name));
  return data;
}

/**
 * @param {string} condition comparisons joined by "and", groups of them by "or"
 * @param {FormData} data
 */
function meets(condition, data) {
  return condition.split(" or ").some((g) => g.split(" and ").every((t) => holds(t, data)));
}

if (form) {
  const asked = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-if]"));
  const only = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-unless]"));
  const button = /** @type {HTMLElement | null} */ (form.querySelector("[data-send]"));
  const next = button?.textContent || "";
  let shown = 0;
  const update = () => {
    for (const q of asked) {
      const meant = meets(q.dataset.if || "", answers(form));
      q.classList.toggle("meant", meant);
      q.hidden = !meant && !q.classList.contains("bad");
      const words = q.querySelector(".when");
      if (words instanceof HTMLElement) words.hidden = meant;
    }
    if (only && button) {
      const data = answers(form), condition = only.dataset.unless || "";
      const open = !condition.split(/ or | and /).some((t) => data.has(t.split(" ")[0])); // nothing is decided yet
      only.disabled = open || meets(condition, data);
      button.textContent = only.disabled ? next : button.dataset.send || "";
    }
  };
  form.addEventListener("change", update);
  form.addEventListener("submit", (e) => {
    // The second tap on "next" must not fall on the button of the step that came.
    const step = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("_step"));
    if (step && +step.value > 0 && e.timeStamp - shown < 400) e.preventDefault();
  });
  addEventListener("pageshow", (e) => { // also when the page comes back from the browser's memory
    shown = e.timeStamp;
    update();
  });
  update();
}
