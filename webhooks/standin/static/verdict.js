// What the app decided, in short; asked of the app once for each message.

import { get } from "./asking.js";

export const VERDICTS = {
  answer: "Answered",
  clarify: "Asked back",
  handoff: "To a person",
  silent: "Stayed silent",
};

/** An explanation in a few words, such as "opening-hours 0.92 · da". */
export function inShort(told) {
  const { action, reason, entries, offered, language } = told;
  const because = (reason ?? "").replaceAll("_", " ");
  const what = {
    answer: entries?.length ? [entries.join(" + "), howSure(told)?.toFixed(2)] : [because],
    clarify: [offered?.length ? `asked which of ${offered.length}` : "asked back"],
    handoff: ["to a person:", because],
    silent: ["silent:", because],
  }[action] ?? [action];
  return [what.filter(Boolean).join(" "), language?.language].filter(Boolean).join(" · ");
}

/** The confidence that an answer stands on: its least sure part's, or that of the message as a whole. */
function howSure({ entries, parts, candidates }) {
  const answered = (parts ?? []).filter(({ role }) => role === "answered").map(({ candidates: [best] }) => best);
  const meant = answered.length ? answered : (candidates ?? []).slice(0, 1);
  const sure = meant.filter((best) => best && entries.includes(best.entry)).map(({ confidence }) => confidence);
  return sure.length ? Math.min(...sure) : undefined;
}

const LONGEST_PAUSE = 5000; // milliseconds between questions about something that is not decided yet

/** Explanations by message. What is not known is asked for, again and again but ever more slowly. */
export class Verdicts {
  constructor(changed) {
    this.changed = changed;
    this.known = new Map();
  }

  /** The explanation of one state of a message; null while there is none. */
  of(mid, state = 0) {
    const key = `${mid}#${state}`;
    const found = this.known.get(key) ?? { told: null, asking: false, due: 0, pause: 250 };
    this.known.set(key, found);
    if (!found.told && !found.asking && Date.now() >= found.due) this.ask(mid, found);
    return found.told;
  }

  async ask(mid, found) {
    found.asking = true;
    try {
      found.told = await get(`why/${encodeURIComponent(mid)}`);
      this.changed();
    } catch {
      found.pause = Math.min(found.pause * 2, LONGEST_PAUSE);
      found.due = Date.now() + found.pause;
    }
    found.asking = false;
  }
}
