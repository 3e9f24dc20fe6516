// Drawing what was said.

import { button, element, icon, moment } from "./elements.js";

/** One item of a conversation. `acts` are what a click on "why" and a wish to do something with a message call. */
export function drawItem(item, acts) {
  if (item.when) return element("li", { className: "when" }, moment(item.when));
  const { message, first, last, seen, why, selected, quoted } = item;
  const reacted = message.reaction || message.page_reaction;
  const classes = [message.author, first && "first", last && "last", reacted && "has-reaction"];
  return element(
    "li",
    { className: classes.filter(Boolean).join(" ") },
    first && message.author === "inbox" ? element("p", { className: "by" }, "A person, in the Page’s inbox") : null,
    row(message, quoted, last, acts),
    ...notes(message, seen),
    why && hint(why, selected, () => acts.why(message.mid)),
  );
}

function row(message, quoted, last, acts) {
  const made = element("div", { className: "row" });
  if (message.author !== "customer") {
    made.append(last ? element("img", { src: "/static/shop.svg", alt: "" }) : element("span", { className: "gap" }));
  }
  const shown = bubble(message, quoted);
  made.append(shown);
  if (!message.unsent) {
    const act = () => acts.act(message);
    made.append(button({ className: "round more", "aria-label": "React or change" }, act, icon("more")));
    listenForHolding(shown, act);
  }
  return made;
}

function bubble(message, quoted) {
  const classes = ["bubble", message.unsent && "gone", message.attachment && "bare"];
  const made = element("div", { className: classes.filter(Boolean).join(" "), dir: "auto" }, ...content(message));
  made.append(...reactions(message));
  if (quoted) return element("div", {}, quote(quoted), made);
  if (!message.story || message.unsent) return made;
  const story = element("div", { className: "to-story" }, "You answered their story", picture(message.story));
  return element("div", {}, story, made);
}

/** The customer's reaction and the Page's, side by side. */
function reactions({ reaction, page_reaction: theirs, unsent }) {
  if (unsent || !(reaction || theirs)) return [];
  const told = [reaction && `Reaction ${reaction}`, theirs && `The Page’s reaction ${theirs}`].filter(Boolean).join(", ");
  return [element("span", { className: "reaction", role: "img", "aria-label": told }, (reaction ?? "") + (theirs ?? ""))];
}

function quote({ own, text }) {
  const whose = own ? "They answered you" : "They answered themselves";
  return element("div", { className: "to-message" }, whose, element("blockquote", { dir: "auto" }, text));
}

function content({ author, unsent, text, attachment, postback, payload }) {
  if (unsent) return [author === "customer" ? "You unsent a message" : "Unsent"];
  return [
    attachment && picture(attachment),
    postback ? element("small", { className: "tapped" }, "Tapped") : null,
    text || (postback ? payload : null),
  ].filter(Boolean);
}

function picture({ type, url }) {
  const shown = { image: "Photo", sticker: "Sticker", story: "The story" }[type];
  if (shown) return element("img", { src: url, alt: shown, className: type });
  if (type === "audio") {
    const voice = { className: "bubble voice", role: "img", "aria-label": "Voice message" };
    return element("span", voice, icon("voice"), icon("wave"), "0:07");
  }
  return /^https?:/.test(url) ? element("a", { href: url, rel: "noreferrer" }, type) : type;
}

function notes({ edits, unsent }, seen) {
  const told = [edits && !unsent ? "Edited" : null, seen ? "Seen" : null].filter(Boolean);
  return told.length ? [element("p", { className: "note" }, told.join(" · "))] : [];
}

/** Why, in short; the whole of it stands beside the phone. */
export function hint({ action, short }, selected, act) {
  const properties = { className: `hint ${action}`, "aria-pressed": Boolean(selected), title: "Why this reply" };
  return button(properties, act, element("span", { className: "unseen" }, "Why: "), element("span", {}, short));
}

const HELD = 450; // milliseconds

/** A right click, or a finger that stays. */
function listenForHolding(shown, act) {
  let timer;
  const stop = () => clearTimeout(timer);
  shown.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    stop();
    act();
  });
  shown.addEventListener("pointerdown", ({ pointerType }) => {
    stop();
    if (pointerType === "touch") timer = setTimeout(act, HELD);
  });
  for (const end of ["pointerup", "pointercancel", "pointermove"]) shown.addEventListener(end, stop);
}
