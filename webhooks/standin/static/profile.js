// The Page's profile on the phone: its post, and comments in public.

import { attempt } from "./asking.js";
import { hint } from "./bubbles.js";
import { drawComment, inOrder } from "./comments.js";
import { sendOnEnter } from "./composer.js";
import { button, find, say } from "./elements.js";
import { draw } from "./keyed.js";
import { person, table, whom } from "./table.js";
import { inShort } from "./verdict.js";

export class Profile {
  /** `explain` is called with the comment whose reasons are wanted. */
  constructor(explain) {
    this.explain = explain;
    this.answered = null; // the comment that is being answered
    this.edited = null; // the own comment that is being rewritten
    this.text = find("comment-text");
    sendOnEnter(this.text);
    find("commenter").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    find("stop-commenting").addEventListener("click", () => this.reset());
  }

  show(post, explained, selected) {
    say(find("post-by"), table.account.name);
    say(find("post-text"), post.text);
    if (find("post-picture").getAttribute("src") !== post.picture) find("post-picture").src = post.picture;
    find("post-picture").hidden = false;
    find("deaf").hidden = post.subscribed !== false;
    const me = person();
    const seen = post.comments.filter((one) => !this.unseen(one, me, post.comments));
    const items = inOrder(seen).map((one) => ({ key: one.id, ...one, ...this.standing(one, me, explained, selected) }));
    draw(find("comments"), items, (item) => this.comment(item));
    find("no-comments").hidden = items.length > 0;
    const there = seen.filter(({ removed }) => !removed).length;
    say(find("comments-title"), there ? `Comments (${there})` : "Comments");
  }

  /** Hidden ones are still seen by who wrote them; removed ones only where they hold up an answer. */
  unseen({ id, hidden, removed, customer }, me, all) {
    if (removed) return !all.some(({ parent, removed: gone }) => parent === id && !gone);
    return hidden && customer?.id !== me.id;
  }

  standing(one, me, explained, selected) {
    const told = one.by_page || one.removed ? null : explained(one);
    return {
      own: one.customer?.id === me.id,
      why: told && { action: told.action, short: inShort(told) },
      selected: selected === one.id,
    };
  }

  comment(item) {
    const messenger = table.account.channel === "messenger";
    const own = item.own && !item.removed;
    return drawComment(
      item,
      table.account.name,
      item.hidden ? "Hidden by the Page; you still see it" : null,
      item.removed ? null : button({}, () => this.answer(item), "Reply"),
      own && messenger ? button({}, () => this.edit(item), "Edit") : null,
      own ? button({}, () => attempt("comment_remove", { comment_id: item.id }, "comment-trouble"), "Remove") : null,
      item.why ? hint(item.why, item.selected, () => this.explain(item.id)) : null,
    );
  }

  answer(item) {
    this.reset();
    this.answered = item.id;
    this.begin(`Answering ${item.by_page ? table.account.name : item.customer?.name ?? "somebody"}`);
  }

  edit(item) {
    this.reset();
    this.edited = item.id;
    this.text.value = item.text;
    this.begin("Editing your comment");
  }

  begin(what) {
    find("commenting").hidden = false;
    find("commenting-what").textContent = what;
    this.text.focus();
  }

  reset() {
    this.answered = this.edited = null;
    this.text.value = "";
    find("commenting").hidden = true;
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) {
      find("comment-trouble").textContent = "Write something first.";
      return;
    }
    const parent = this.answered ? { parent: this.answered } : {};
    const sent = this.edited
      ? await attempt("comment_edit", { comment_id: this.edited, text }, "comment-trouble")
      : await attempt("comment", { ...whom(), text, ...parent }, "comment-trouble");
    if (sent) this.reset();
    find("comments").lastElementChild?.scrollIntoView({ block: "nearest" });
    this.text.focus();
  }
}
