// The fold-out under a customer's message: what the app decided, and why.

import { element, languageName, moment } from "./elements.js";

const VERDICTS = { answer: "Answered", clarify: "Asked back", handoff: "Handed over", silent: "Stayed silent" };

const ROLES = {
  answered: "answered",
  chat: "small talk",
  aside: "says nothing by itself",
  context: "belongs to what is answered",
  rest: "for a person",
};

/** A closed fold-out that asks for the reason when it is opened. */
export function whyFold(mid) {
  const reason = element("div", { className: "reason" });
  const fold = element("details", { className: "why" }, element("summary", {}, "why?"), reason);
  fold.addEventListener("toggle", () => fold.open && ask(mid, fold, reason));
  return fold;
}

async function ask(mid, fold, reason) {
  while (fold.open && fold.isConnected) {
    let answer;
    try {
      answer = await fetch(`/standin/why/${encodeURIComponent(mid)}`);
      const told = await answer.json();
      reason.replaceChildren(...(answer.ok ? explain(told) : [element("p", {}, told.error)]));
    } catch {
      reason.replaceChildren(element("p", {}, "The stand-in does not answer."));
    }
    fold.scrollIntoView({ block: "nearest" });
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function explain(told) {
  return [verdict(told), parts(told), candidates(told), facts(told)].filter(Boolean);
}

function parts({ parts: found, threshold }) {
  if (!found?.length) return null;
  const needed = typeof threshold === "number" ? threshold : null;
  return element(
    "div",
    {},
    element("p", { className: "caption" }, "Read in parts"),
    element("ul", { className: "candidates" }, ...found.map((part) => partRow(part, needed))),
  );
}

function partRow({ text, role, candidates: [best] }, needed) {
  const line = row({ ...best, question: text }, needed);
  line.append(element("small", {}, ROLES[role] ?? role));
  return line;
}

function verdict({ action, sentence }) {
  if (!action && !sentence) return null;
  const badge = action && element("span", { className: `badge ${action}` }, VERDICTS[action] ?? action);
  return element("p", { className: "verdict" }, ...[badge, sentence].filter(Boolean).flatMap((part) => [part, " "]));
}

function candidates({ candidates: found, threshold }) {
  if (!found?.length) return null;
  const needed = typeof threshold === "number" ? threshold : null;
  const caption = needed === null ? "What came closest" : `What came closest; ${needed.toFixed(2)} is needed to answer`;
  return element(
    "div",
    {},
    element("p", { className: "caption" }, caption),
    element("ul", { className: "candidates" }, ...found.map((candidate) => row(candidate, needed))),
  );
}

function row({ entry, confidence, question, views }, needed) {
  const parts = [element("code", {}, entry ?? "")];
  if (typeof confidence === "number") parts.push(bar(confidence, needed), element("b", {}, confidence.toFixed(2)));
  if (question) parts.push(element("q", { dir: "auto" }, question));
  const seen = Object.entries(views ?? {}).map(([view, value]) => `${view} ${value.toFixed(2)}`);
  if (seen.length) parts.push(element("small", {}, seen.join(" · ")));
  return element("li", {}, ...parts);
}

function bar(confidence, needed) {
  const enough = needed !== null && confidence >= needed;
  const label = `confidence ${confidence.toFixed(2)}${needed === null ? "" : `, ${needed.toFixed(2)} needed`}`;
  const made = element("span", { className: enough ? "bar enough" : "bar", role: "img", "aria-label": label });
  made.style.setProperty("--share", confidence);
  if (needed !== null) made.style.setProperty("--needed", needed);
  return made;
}

function facts({ reason, language, read_as: readAs, faq_version: version, conversation = {} }) {
  const { state, waiting_since: since, promised_by: by, department } = conversation ?? {};
  const rows = [
    ["Read as", readAs && element("q", { dir: "auto" }, readAs)],
    ["Language", language?.language && spoken(language)],
    ["Conversation", state],
    ["Waiting since", since && moment(since)],
    ["Promised by", by && moment(by)],
    ["Department", department],
    ["Reason", reason && element("code", {}, reason)],
    ["FAQ version", version && element("code", {}, version)],
  ].filter(([, value]) => value);
  if (!rows.length) return null;
  return element("dl", {}, ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function spoken({ language, evidence }) {
  const shares = Object.entries(evidence ?? {}).map(([code, share]) => `${code} ${Math.round(share * 100)} %`);
  return languageName(language) + (shares.length ? ` (${shares.join(", ")})` : "");
}
