// The Page's own inbox at Meta, from which staff answer past the app.

import { attempt, get } from "./asking.js";
import { drawComment, inOrder } from "./comments.js";
import { button, element, face, find, moment, say } from "./elements.js";
import { draw } from "./keyed.js";
import { showCount } from "./people.js";
import { inALine, people, table, whom } from "./table.js";

const AUTHORS = { app: "The app", inbox: "Staff, in the inbox" };

export class Inbox {
  constructor() {
    this.customer = null; // whose conversation is read here; null: that of whoever writes
    this.answered = null; // the comment that is being answered
    find("inbox-messages").addEventListener("click", () => this.turn("messages"));
    find("inbox-comments").addEventListener("click", () => this.turn("comments"));
    find("inbox-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = find("inbox-text").value.trim();
      if (!text) say(find("inbox-trouble"), "Write something first.");
      else if (await attempt("inbox", { ...whom(this.reads()), text }, "inbox-trouble")) find("inbox-text").value = "";
    });
    find("public-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = find("public-text").value.trim();
      if (!text) say(find("public-trouble"), "Write something first.");
      else if (await attempt("comment_answer", { comment_id: this.answered, text }, "public-trouble")) this.stop();
    });
    find("stop-public").addEventListener("click", () => this.stop());
  }

  turn(to) {
    find("inbox-messages").setAttribute("aria-pressed", to === "messages");
    find("inbox-comments").setAttribute("aria-pressed", to === "comments");
    find("inbox-talks").hidden = to !== "messages";
    find("inbox-public").hidden = to !== "comments";
  }

  reset() {
    this.customer = null;
    this.stop();
  }

  /** The name of the customer whose conversation is read here. */
  reads() {
    return this.customer ?? table.customer;
  }

  /** `shown` is the thread on the phone; another one is asked for only if it is read here. */
  async show(shown, post) {
    const written = people().filter(({ last }) => last);
    showCount("inbox-count", waiting(written), "unanswered");
    showCount("tab-count", waiting(written), "unanswered");
    this.showList(written);
    this.showPublic(post);
    const there = written.some(({ name }) => name === this.reads());
    find("inbox-thread").hidden = !there;
    if (!there) return;
    const name = this.reads();
    const thread = name === shown.customer.name ? shown : await get("thread", whom(name));
    if (name === this.reads()) this.showThread(thread);
  }

  showList(written) {
    find("inbox-none").hidden = written.length > 0;
    const order = (one, two) => Math.sign(two.unanswered) - Math.sign(one.unanswered) || two.last.timestamp - one.last.timestamp;
    const items = written.sort(order).map(({ id, name, last, unanswered }) => ({
      key: id,
      name,
      last: (last.author === "customer" ? "" : "You: ") + inALine(last),
      unanswered,
      current: name === this.reads(),
    }));
    draw(find("inbox-list"), items, ({ name, last, unanswered, current }) => {
      const read = () => {
        this.customer = name;
        this.again();
      };
      const texts = element("span", {}, element("b", { dir: "auto" }, name), element("small", { dir: "auto" }, last));
      const badge = unanswered ? element("span", { className: "count" }, String(unanswered), element("span", { className: "unseen" }, " unanswered")) : null;
      const row = button({ className: unanswered ? "new" : "", "aria-current": current || null }, read, face(name), texts, badge);
      return element("li", {}, row);
    });
  }

  showThread({ customer, messages }) {
    say(find("inbox-with"), customer.name);
    say(find("inbox-to"), customer.name);
    const box = find("inbox-said");
    const before = box.lastElementChild?.dataset.key;
    const items = messages.map(({ mid, author, text, timestamp, unsent, attachment }) => ({
      key: mid,
      author,
      timestamp,
      text: unsent ? "Unsent" : text || (attachment ? inALine({ kind: kindOf(attachment) }) : ""),
    }));
    draw(box, items, ({ author, text, timestamp }) =>
      element(
        "li",
        { className: author, dir: "auto" },
        text,
        element("small", {}, [AUTHORS[author], " · "].filter(() => AUTHORS[author]).join(""), moment(timestamp)),
      ),
    );
    if (box.lastElementChild?.dataset.key !== before) box.scrollTop = box.scrollHeight;
  }

  // --- comments ---

  showPublic(post) {
    const items = inOrder(post.comments.filter(({ removed }) => !removed)).map((one) => ({ ...one, key: one.id }));
    find("public-none").hidden = items.length > 0;
    draw(find("public-list"), items, (item) => {
      const hide = () => attempt("comment_hide", { comment_id: item.id, hidden: !item.hidden }, "public-trouble");
      return drawComment(
        item,
        table.account.name,
        item.hidden ? "Hidden" : null,
        item.by_page ? null : button({}, () => this.begin(item), "Answer"),
        item.by_page ? null : button({}, hide, item.hidden ? "Show again" : "Hide"),
      );
    });
    if (this.answered && !items.some(({ id }) => id === this.answered)) this.stop();
  }

  begin({ id, customer }) {
    this.answered = id;
    say(find("public-to"), customer?.name ?? "the comment");
    find("public-form").hidden = false;
    find("public-text").focus();
  }

  stop() {
    this.answered = null;
    find("public-text").value = "";
    find("public-form").hidden = true;
  }
}

function waiting(written) {
  return written.filter(({ unanswered }) => unanswered > 0).length;
}

function kindOf({ type }) {
  return { image: "photo", sticker: "sticker" }[type] ?? "attachment";
}
