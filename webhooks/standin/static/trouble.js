// Trouble at Meta to switch on, and what should come of it.

import { attempt } from "./asking.js";
import { button, element, find, icon } from "./elements.js";
import { draw } from "./keyed.js";

const FAULTS = [
  { mode: "slow", of: "sends", name: "Meta is slow", order: { seconds: 8 }, should: "Each send takes 8 seconds. Replies come one after the other, none twice." },
  { mode: "down", of: "sends", name: "Meta is down", should: "Replies wait and are tried again. When it ends, they come, in their order." },
  { mode: "rate", of: "sends", name: "Rate limited", order: { minutes: 1 }, should: "Meta wants a minute’s rest. The account pauses, then goes on." },
  { mode: "token", of: "sends", name: "Token expired", should: "Sends rest, an alarm tells the operator, nothing is lost. Tried again every five minutes." },
  { mode: "duplicates", of: "webhooks", name: "Webhooks twice", should: "Everything is heard twice and answered once." },
  { mode: "out_of_order", of: "webhooks", name: "Webhooks out of order", should: "Two change places on the way. Both are answered, none is lost." },
];

/** Listens to the menu; what it returns shows which trouble is on. */
export function listenToTrouble() {
  return (faults) => {
    const items = FAULTS.map((fault) => ({ key: fault.mode, ...fault, on: faults?.[fault.of]?.mode === fault.mode }));
    draw(find("faults"), items, ({ mode, of, name, should, order, on }) => {
      const turn = () => attempt("faults", on ? end(of) : { mode, ...order }, "trouble-trouble");
      return button({ "aria-pressed": on }, turn, name, element("small", {}, should));
    });
    const active = items.filter(({ on }) => on);
    draw(find("troubled"), active, ({ of, name }) =>
      button({}, () => attempt("faults", end(of), "trouble-trouble"), icon("bolt"), name, element("b", {}, "End")),
    );
  };
}

function end(of) {
  return { mode: "none", of };
}
