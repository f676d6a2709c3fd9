// @ts-check
/// <reference path="outbox.js" />
// One customer's answer, from the first tap to the end of the visit. Its first
// tap is kept at once; what follows replaces it there, before it is sent.

class Visit {
  /**
   * @param {Outbox} outbox
   * @param {string} code
   * @param {string} language
   * @param {string} feeling of the rating: happy, neutral, unhappy
   */
  constructor(outbox, code, language, feeling) {
    this.outbox = outbox;
    this.feeling = feeling;
    /** @type {Item} */
    this.item = {
      id: Outbox.id(), code, answers: {}, language, answered_at: new Date().toISOString(), open: true, window: outbox.window,
    };
    /** Lets other windows take the visit as finished. */
    this.release = () => {};
  }

  /**
   * Keeps the rating, and resolves once it is on the disk.
   * @param {string} question
   * @param {unknown} value
   */
  async rate(question, value) {
    if (navigator.locks) {
      await new Promise((held) => {
        navigator.locks.request("waymood-visit-" + this.item.id, () => new Promise((done) => {
          this.release = () => done(undefined);
          held(undefined);
        }));
      });
    }
    this.item.answers[question] = value;
    return this.outbox.keep(this.item, true);
  }

  /**
   * Ends the visit, with one more answer or without. True once all of it is on
   * the disk.
   * @param {string} [question]
   * @param {unknown} [answer]
   */
  async finish(question, answer) {
    if (question && answer !== undefined) this.item.answers[question] = answer;
    this.item.open = false;
    try {
      return await this.outbox.keep(this.item, false);
    } finally {
      this.release();
    }
  }

  /**
   * Whether a question is meant for who gave these answers.
   * @param {string | undefined} condition such as "rating <= 3 and found == yes"
   */
  meets(condition) {
    if (!condition) return true;
    return condition.split(/\s+or\s+/).some((group) => group.split(/\s+and\s+/).every((test) => {
      const m = /^\s*([\w-]+)\s*(==|!=|<=|>=|<|>|has)\s*["']?(.*?)["']?\s*$/.exec(test);
      const given = m && this.item.answers[m[1]];
      if (!m || given === undefined) return false;
      const [, , op, value] = m;
      if (Array.isArray(given)) return op === "has" && given.includes(value);
      const same = typeof given === "boolean" ? given === (value === "yes" || value === "true") : String(given) === value;
      const n = Number(given), limit = Number(value);
      switch (op) {
        case "==": return same;
        case "!=": return !same;
        case "<": return n < limit;
        case "<=": return n <= limit;
        case ">": return n > limit;
        case ">=": return n >= limit;
        default: return false;
      }
    }));
  }
}
