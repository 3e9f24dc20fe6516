// Why a reply came: the verdict, how sure, in which language, at what hours, and what was promised.

import { element, find, languageName, moment } from "./elements.js";
import { VERDICTS } from "./verdict.js";

const ROLES = {
  answered: "answered",
  chat: "small talk",
  aside: "says nothing by itself",
  context: "belongs to what is answered",
  rest: "for a person",
};
const STATES = { bot: "with the bot", waiting: "waits for a person", person: "with a person", done: "done" };
const PRIORITIES = { "-1": "low", 0: "normal", 1: "high", 2: "urgent" };
const NOTICES = { none: "Not told", full: "Told, with the time", still: "Told that it still holds" };

let shown = "";

/** Shows the reasons for one thing that was said, or with null that there are none yet. `asked`: the words. */
export function showWhy(told, asked) {
  const looks = JSON.stringify([told, asked]);
  if (looks === shown) return;
  shown = looks;
  find("why-empty").hidden = told !== null;
  find("why-told").replaceChildren(...(told === null ? [] : explain(told, asked)));
  find("why").scrollTop = 0;
}

function explain(told, asked) {
  return [about(asked), verdict(told), candidates(told), parts(told), language(told), facts(told)].filter(Boolean);
}

function about(asked) {
  return element(
    "div",
    { className: "why-about" },
    element("h3", {}, "The customer wrote"),
    element("p", { className: "asked", dir: "auto" }, asked || "something without words"),
  );
}

function verdict({ action, sentence }) {
  return element(
    "div",
    { className: `verdict ${action}` },
    element("p", { className: "badge" }, VERDICTS[action] ?? action ?? "Decided"),
    sentence && element("p", {}, sentence),
  );
}

function section(title, ...content) {
  return element("section", {}, element("h3", {}, title), ...content);
}

// --- how sure ---

function candidates({ candidates: found, threshold }) {
  if (!found?.length) return null;
  const needed = typeof threshold === "number" ? threshold : null;
  const title = needed === null ? "What came closest" : `How sure; ${needed.toFixed(2)} is needed to answer`;
  return section(title, element("ol", { className: "candidates" }, ...found.map((one, rank) => row(one, needed, rank))));
}

function row({ entry, confidence, question, views }, needed, rank) {
  const seen = Object.entries(views ?? {}).map(([view, value]) => `${view} ${value.toFixed(2)}`);
  return element(
    "li",
    {},
    element("code", {}, entry ?? ""),
    typeof confidence === "number" ? element("b", {}, confidence.toFixed(2)) : element("span"),
    typeof confidence === "number" ? bar(confidence, needed) : null,
    question ? element("q", { dir: "auto" }, question) : null,
    rank === 0 && seen.length ? element("small", {}, seen.join(" · ")) : null,
  );
}

function bar(confidence, needed) {
  const label = `confidence ${confidence.toFixed(2)}${needed === null ? "" : `, ${needed.toFixed(2)} needed`}`;
  const classes = ["bar-of", needed !== null && "marked", needed !== null && confidence >= needed && "enough"];
  const made = element("span", { className: classes.filter(Boolean).join(" "), role: "img", "aria-label": label });
  made.style.setProperty("--share", confidence);
  if (needed !== null) made.style.setProperty("--needed", needed);
  return made;
}

function parts({ parts: found }) {
  if (!found?.length) return null;
  const rows = found.map(({ text, role, candidates: [best] = [] }) =>
    element(
      "li",
      {},
      element("q", { dir: "auto" }, text),
      element(
        "p",
        {},
        ROLES[role] ?? role,
        best ? element("span", {}, element("code", {}, best.entry), ` ${best.confidence.toFixed(2)}`) : null,
      ),
    ),
  );
  return section("Read in parts", element("ul", { className: "parts" }, ...rows));
}

function language({ language: heard }) {
  if (!heard?.language) return null;
  const other = heard.answered_in && heard.answered_in !== heard.language;
  const sentence = languageName(heard.language) + (other ? `, answered in ${languageName(heard.answered_in)}` : "");
  const shares = Object.entries(heard.evidence ?? {}).sort(([, one], [, two]) => two - one);
  const chips = shares.map(([code, share]) => element("span", {}, `${code} ${Math.round(share * 100)} %`));
  return section("Language", element("p", {}, sentence), chips.length ? element("p", { className: "shares" }, ...chips) : null);
}

// --- facts ---

function facts({ decided_at: at, hours, promise, notice, conversation, read_as: readAs, reason, faq_version: version }) {
  const { state, waiting_since: since, promised_by: by, department, priority } = conversation ?? {};
  const rows = [
    ["Decided", at && [moment(at)]],
    ["Hours", hours && [open(hours)]],
    ["Promise", promised(promise, by)],
    ["Customer", notice && [NOTICES[notice.kind] ?? notice.kind, notice.why && element("small", {}, notice.why)]],
    ["Conversation", state && [STATES[state] ?? state, since && element("small", {}, "since ", moment(since))]],
    ["Department", department && [department]],
    ["Priority", priority && [PRIORITIES[priority] ?? String(priority)]],
    ["Read as", readAs && [element("q", { dir: "auto" }, readAs)]],
    ["Reason", reason && [element("code", {}, reason)]],
    ["FAQ version", version && [element("code", { title: version }, version.slice(0, 12))]],
  ].filter(([, value]) => value);
  if (!rows.length) return null;
  const cells = ([name, value]) => [element("dt", {}, name), element("dd", {}, ...value.filter(Boolean))];
  return element("dl", { className: "facts" }, ...rows.flatMap(cells));
}

function open({ open: isOpen, next_opening: opens, closes }) {
  const until = isOpen ? closes && [", until ", moment(closes)] : opens && ["; opens ", moment(opens)];
  return element("span", {}, isOpen ? "Open" : "Closed", ...(until || []));
}

function promised(promise, by) {
  const time = promise?.by ?? by;
  if (!promise && !time) return null;
  const remarks = [promise?.busy && "later than usual, for all that waits", promise?.beyond_window && "beyond Meta’s window"];
  const told = remarks.filter(Boolean).join("; ");
  return [time ? element("span", {}, "A person by ", moment(time)) : "A person, no time named", told && element("small", {}, told)];
}
