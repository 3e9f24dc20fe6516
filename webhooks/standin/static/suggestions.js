// Something to try, in the customer's language: real questions of the FAQ that the app tells.

import { get } from "./asking.js";
import { button, find } from "./elements.js";
import { draw } from "./keyed.js";
import { person } from "./table.js";

const AT_ONCE = 3;
const ASK_AGAIN_AFTER = 5000; // milliseconds, where the app told none: it may just be starting

export class Suggestions {
  /** `picked` is called with a question. */
  constructor(picked) {
    this.picked = picked;
    this.known = new Map(); // language → { questions, asked }
    this.turned = 0;
    this.wanted = false;
    find("suggest-others").addEventListener("click", () => {
      this.turned += AT_ONCE;
      this.show(this.wanted);
    });
  }

  show(wanted) {
    this.wanted = wanted;
    const language = person().language ?? "en";
    const all = this.of(language);
    find("suggestions").hidden = !wanted || all.length === 0;
    find("suggest-others").hidden = all.length <= AT_ONCE;
    const steps = [...Array(Math.min(AT_ONCE, all.length)).keys()];
    const few = steps.map((step) => ({ key: all[(this.turned + step) % all.length] }));
    draw(find("suggestions-list"), few, ({ key }) =>
      button({ lang: language, title: key }, () => this.picked(key), key),
    );
  }

  of(language) {
    const found = this.known.get(language);
    if (found && (found.questions.length || Date.now() < found.asked + ASK_AGAIN_AFTER)) return found.questions;
    this.known.set(language, { questions: [], asked: Date.now() });
    this.ask(language);
    return [];
  }

  async ask(language) {
    try {
      const { suggestions } = await get("suggestions", { language });
      this.known.set(language, { questions: suggestions, asked: Date.now() });
      this.show(this.wanted);
    } catch {
      // then there is nothing to try for a while
    }
  }
}
