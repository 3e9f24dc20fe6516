// Reading a conversation for the screen: groups, times between them, what was seen, and why.

import { inShort } from "./verdict.js";

const PAUSE = 10 * 60 * 1000; // milliseconds after which the time is told again

/** What the list shows of a thread, as plain values. `explained` tells the explanation of a message, if known. */
export function itemsOf({ messages, seen_until: seenUntil }, explained, selected) {
  const items = [];
  const lastOwn = messages.findLast(({ author, unsent }) => author === "customer" && !unsent);
  messages.forEach((message, position) => {
    const [before, after] = [messages[position - 1], messages[position + 1]];
    const told = isTold(message, before);
    if (told) items.push({ key: `when-${message.mid}`, when: message.timestamp });
    items.push({
      key: message.mid,
      message,
      first: told || before?.author !== message.author,
      last: after?.author !== message.author || isTold(after, message),
      seen: message === lastOwn && seenUntil !== null && seenUntil !== undefined && seenUntil >= message.timestamp,
      why: whyOf(message, after, explained),
      selected: selected === message.mid,
      quoted: quotedBy(message, messages),
    });
  });
  return items;
}

/** What is shown of the message that another one answers. */
function quotedBy({ reply_to: mid }, messages) {
  const quoted = mid && messages.find((message) => message.mid === mid);
  if (!quoted) return null;
  const shown = quoted.unsent ? "Unsent" : quoted.text || { image: "Photo", sticker: "Sticker" }[quoted.attachment?.type];
  return { own: quoted.author === "customer", text: shown || "Message" };
}

function isTold(message, before) {
  return !before || Math.abs(message.timestamp - before.timestamp) > PAUSE;
}

/** A reply says why it came; so does a message that got none, unless another followed it at once. */
function whyOf(message, after, explained) {
  const silent = message.author === "customer" && (!after || after.author === "inbox");
  if (message.unsent || (message.author !== "app" && !silent)) return null;
  const told = explained(message);
  return told && { action: told.action, short: inShort(told) };
}

/** The customer's words that were decided about together with a message, or as far as is known, the last before it. */
export function wordsAnswered(messages, mid, explained) {
  const position = messages.findIndex((message) => message.mid === mid);
  if (position < 0) return null;
  const before = messages.slice(0, position + 1).filter(({ author }) => author === "customer");
  const decision = JSON.stringify(explained(messages[position]));
  const together = before.filter((message) => JSON.stringify(explained(message)) === decision);
  const words = together.length ? together : before.slice(-1);
  return words.map(({ text }) => text).filter(Boolean).join("\n");
}
