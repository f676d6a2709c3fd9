// @ts-check
/// <reference path="../visit.js" />
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
    const data = new FormData(); // as the survey's page would send it
    for (const [question, answer] of Object.entries(this.item.answers)) {
      for (const one of [answer].flat()) data.append(question, typeof one === "boolean" ? (one ? "yes" : "no") : String(one));
    }
    return meets(condition, data);
  }
}
