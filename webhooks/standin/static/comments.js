// Comments in their order: each with its answers below it.

import { element, face, moment } from "./elements.js";

/** The comments as plain values: `explained` tells the explanation of one, if known. Answers stand one step in. */
export function inOrder(comments) {
  const below = (id) => comments.filter(({ parent }) => parent === id);
  const known = new Set(comments.map(({ id }) => id));
  const roots = comments.filter(({ parent }) => parent === null || !known.has(parent));
  const withAnswers = (one, depth) => [{ ...one, depth }, ...below(one.id).flatMap((two) => withAnswers(two, 1))];
  return roots.flatMap((root) => withAnswers(root, 0));
}

/** Who wrote it, what, and when; `foot` is put behind. */
export function drawComment(comment, pageName, note, ...foot) {
  const { depth, by_page: byPage, customer, text, timestamp, edited, hidden, removed } = comment;
  const name = byPage ? pageName : customer?.name ?? "Somebody";
  const classes = ["comment", depth && "below", hidden && "hidden", removed && "gone"].filter(Boolean).join(" ");
  const words = removed ? "This comment was removed." : text;
  return element(
    "li",
    { className: classes },
    byPage ? element("img", { src: "/static/shop.svg", alt: "" }) : face(name),
    element(
      "div",
      {},
      element("div", { className: "comment-text" }, element("b", { dir: "auto" }, name), element("span", { dir: "auto" }, words)),
      element(
        "div",
        { className: "comment-foot" },
        moment(timestamp),
        edited && !removed ? element("span", {}, "Edited") : null,
        note ? element("span", {}, note) : null,
        ...foot,
      ),
    ),
  );
}
