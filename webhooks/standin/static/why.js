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
  return [about(asked), verdict(told), parts(told), candidates(told), language(told), facts(told)].filter(Boolean);
}

function about(asked) {
  return element(
    "div",
    { className: "why-about" },
    element("h3", {}, "The customer wrote"),
    element("p", { className: "asked", dir: "auto" }, asked || "something without words"),
  );
}

function verdict({ action, sentence, promise, notice }) {
  const told = notice && notice.kind !== "none" ? ", and the customer was told." : ".";
  return element(
    "div",
    { className: `verdict ${action}` },
    element("p", { className: "badge" }, VERDICTS[action] ?? action ?? "Decided"),
    sentence && element("p", {}, sentence),
    promise?.by ? element("p", {}, "A person answers by ", moment(promise.by), told) : null,
  );
}

function section(title, ...content) {
  return element("section", {}, element("h3", {}, title), ...content);
}

// --- how sure ---

const SHOWN = 3; // the best and two runners-up

function candidates({ candidates: found, threshold, parts: apart }) {
  if (!found?.length) return null;
  const title = apart?.length > 1 ? "Read as a whole" : needs("What came closest", threshold);
  const rows = found.slice(0, SHOWN).map((one, rank) => row(one, threshold, rank));
  return section(title, element("ol", { className: "candidates" }, ...rows));
}

function needs(what, threshold) {
  return typeof threshold === "number" ? `${what}; ${threshold.toFixed(2)} is needed to answer` : what;
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
    rank === 0 && seen.length ? element("small", {}, `Signals: ${seen.join(" · ")}`) : null,
  );
}

function bar(confidence, threshold) {
  const needed = typeof threshold === "number" ? threshold : null;
  const label = `confidence ${confidence.toFixed(2)}${needed === null ? "" : `, ${needed.toFixed(2)} needed`}`;
  const classes = ["bar-of", needed !== null && "marked", needed !== null && confidence >= needed && "enough"];
  const made = element("span", { className: classes.filter(Boolean).join(" "), role: "img", "aria-label": label });
  made.style.setProperty("--share", confidence);
  if (needed !== null) made.style.setProperty("--needed", needed);
  return made;
}

/** What the message was taken apart into; a single part is the message as a whole. */
function parts({ parts: found, threshold }) {
  if (!(found?.length > 1)) return null;
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
      best ? bar(best.confidence, threshold) : null,
    ),
  );
  return section(needs("Read in parts", threshold), element("ul", { className: "parts" }, ...rows));
}

function language({ language: heard }) {
  if (!heard?.language) return null;
  const other = heard.answered_in && heard.answered_in !== heard.language;
  const sentence = languageName(heard.language) + (other ? `, answered in ${languageName(heard.answered_in)}` : "");
  const shares = Object.entries(heard.evidence ?? {})
    .filter(([, share]) => share >= 0.005)
    .sort(([, one], [, two]) => two - one);
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
    ["Customer", notice && [NOTICES[notice.kind] ?? notice.kind, notice.why && element("small", {}, `Because: ${notice.why}`)]],
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
