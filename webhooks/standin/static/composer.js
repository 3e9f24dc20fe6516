// Writing as the customer: text, what the tray holds, the Page's menu, and something to try.

import { attempt } from "./asking.js";
import { button, element, find } from "./elements.js";
import { choice, choices, closeCover, openSheet } from "./sheet.js";
import { Suggestions } from "./suggestions.js";
import { whom } from "./table.js";

const STICKERS = {
  "thumbs-up": "Thumbs-up",
  heart: "Heart",
  laugh: "Laugh",
  cake: "Cake",
  party: "Party",
};

/** Sends on Enter; Shift and Enter begin a new line. */
export function sendOnEnter(textarea) {
  textarea.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    textarea.form.requestSubmit();
  });
}

export class Composer {
  constructor() {
    this.edited = null; // the id of the message that is being edited
    this.menu = [];
    this.text = find("text");
    this.suggestions = new Suggestions((question) => this.fill(question));
    sendOnEnter(this.text);
    this.text.addEventListener("input", () => this.showSuggestions());
    find("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    find("stop-editing").addEventListener("click", () => this.stopEditing());
    find("open-tray").addEventListener("click", () => this.openTray());
    find("open-menu").addEventListener("click", () => this.openMenu());
  }

  /** Sends the text, or rewrites the message that is being edited. */
  async send() {
    const text = this.text.value.trim();
    if (!text) {
      find("say-trouble").textContent = "Write something first.";
      return;
    }
    const sent = this.edited
      ? await attempt("edit", { mid: this.edited, text }, "say-trouble")
      : await attempt("say", { ...whom(), text }, "say-trouble");
    if (sent) this.stopEditing();
  }

  edit({ mid, text }) {
    this.edited = mid;
    find("editing").hidden = false;
    this.fill(text);
  }

  stopEditing() {
    this.edited = null;
    find("editing").hidden = true;
    this.fill("");
  }

  fill(text) {
    this.text.value = text;
    this.text.focus();
    this.showSuggestions();
  }

  showSuggestions() {
    this.suggestions.show(!this.text.value && !this.edited);
  }

  /** Somebody else writes now, or, at first, somebody at all. */
  reset() {
    this.text.disabled = false;
    if (this.edited) this.stopEditing();
    this.showSuggestions();
  }

  show({ menu }) {
    this.menu = menu ?? [];
    find("open-menu").hidden = this.menu.length === 0;
    this.showSuggestions();
  }

  openMenu() {
    const tap = ({ title, payload }) => attempt("say", { ...whom(), title, payload }, "say-trouble");
    openSheet("Menu", choices(...this.menu.map((item) => choice(null, item.title, () => tap(item)))));
  }

  openTray() {
    const send = (body) => attempt("say", { ...whom(), ...body }, "say-trouble");
    const sticker = (name) => {
      closeCover();
      send({ sticker: name });
    };
    const stickers = Object.entries(STICKERS).map(([name, about]) =>
      button({ title: about }, () => sticker(name), element("img", { src: `/static/${name}.svg`, alt: about })),
    );
    openSheet(
      "Send",
      choices(
        choice("photo", "A photo", () => send({ attachment: "image" })),
        choice("voice", "A voice message", () => send({ attachment: "audio" })),
      ),
      element("h4", {}, "Stickers"),
      element("div", { className: "stickers" }, ...stickers),
    );
  }
}
