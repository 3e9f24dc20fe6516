// Drawing a conversation, message by message.

import { element, moment } from "./elements.js";
import { whyFold } from "./why.js";

const AUTHORS = { app: "Page, through the API", inbox: "Page, staff in the inbox" };

/** Draws a conversation into a list and keeps what is already there, open fold-outs included. */
export class Bubbles {
  constructor(list) {
    this.list = list;
    this.drawn = new Map(); // message id → what was drawn, and where
  }

  clear() {
    this.list.replaceChildren();
    this.drawn.clear();
  }

  /** Brings the list up to date; tells whether a message came in. */
  draw(messages) {
    let grown = false;
    for (const message of messages) {
      const looks = JSON.stringify(message);
      const before = this.drawn.get(message.mid);
      if (before?.looks === looks) continue;
      const bubble = drawBubble(message);
      if (before) {
        before.bubble.replaceWith(bubble);
      } else {
        const mine = message.author === "customer";
        const item = element("li", { className: message.author }, bubble, ...(mine ? [whyFold(message.mid)] : []));
        this.list.append(item);
        grown = true;
      }
      this.drawn.set(message.mid, { looks, bubble });
    }
    return grown;
  }
}

function drawBubble(message) {
  const note = element("p", { className: "note" }, ...noteParts(message));
  const bubble = element("div", { className: message.unsent ? "bubble gone" : "bubble", dir: "auto" }, ...content(message));
  if (message.reaction) bubble.append(element("span", { className: "reaction", title: "Reaction" }, message.reaction));
  return element("div", {}, bubble, note);
}

function content({ unsent, text, attachment, story, postback, payload }) {
  if (unsent) return ["Unsent"];
  const parts = [];
  if (story) parts.push(element("p", { className: "kind" }, picture(story), "Answers your story"));
  if (attachment) parts.push(picture(attachment));
  if (postback) parts.push(element("p", { className: "kind" }, "Tapped a button"));
  if (text) parts.push(element("p", {}, text));
  else if (postback) parts.push(element("p", {}, payload));
  return parts;
}

function picture({ type, url }) {
  const shown = { image: "Photo", sticker: "Thumbs-up sticker", story: "Story" }[type];
  if (shown) return element("img", { src: url, alt: shown, className: type });
  return element("a", { href: url, rel: "noreferrer" }, type);
}

function noteParts({ author, timestamp, edits }) {
  const parts = [AUTHORS[author], moment(timestamp), edits ? "edited" : null].filter(Boolean);
  return parts.flatMap((part, position) => (position ? [" · ", part] : [part]));
}
