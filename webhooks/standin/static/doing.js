// What one can do with a message: react to it, and with one's own, edit it and take it back.

import { attempt } from "./asking.js";
import { button, element } from "./elements.js";
import { choice, choices, closeCover, openSheet } from "./sheet.js";

const REACTIONS = { "❤️": "Love", "😆": "Laugh", "😮": "Wow", "😢": "Sad", "😠": "Angry", "👍": "Like" };

/** Opens the sheet for a message; `edit` is called to have its text edited. */
export function openDoing(message, edit) {
  const react = (emoji) => {
    closeCover();
    attempt("react", { mid: message.mid, ...(emoji === message.reaction ? {} : { emoji }) }, "say-trouble");
  };
  const reactions = Object.entries(REACTIONS).map(([emoji, name]) =>
    button({ "aria-label": name, "aria-pressed": emoji === message.reaction }, () => react(emoji), emoji),
  );
  const own = message.author === "customer";
  const unsend = () => attempt("unsend", { mid: message.mid }, "say-trouble");
  const rows = [
    own && message.text && !message.payload && choice("edit", "Edit", () => edit(message)),
    own && choice("unsend", "Unsend", unsend, { className: "grave" }),
  ].filter(Boolean);
  openSheet(
    own ? "Your message" : "Their message",
    element("div", { className: "reactions", role: "group", "aria-label": "React" }, ...reactions),
    choices(...rows),
  );
}
