// Choosing who writes, and on which channel.

import { button, element, face, find, languageName } from "./elements.js";
import { draw } from "./keyed.js";
import { CHANNELS, called, inALine, people, table } from "./table.js";

/** `chosen` is called with an account's id and a customer's name. */
export function listenToPeople(chosen) {
  const form = find("newcomer");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = find("newcomer-name").value.trim();
    if (!given) return;
    if (!called(given)) table.added.push(given);
    find("newcomer-name").value = "";
    find("somebody-new").open = false;
    chosen(table.account.id, called(given).name);
    find("text").focus();
  });
  find("somebody-new").addEventListener("toggle", ({ target }) => target.open && find("newcomer-name").focus());

  return () => {
    const several = new Set(table.state.accounts.map(({ channel }) => channel)).size < table.state.accounts.length;
    const accounts = table.state.accounts.map(({ id, channel }) => ({
      key: id,
      name: CHANNELS[channel] + (several ? ` ${id}` : ""),
      pressed: id === table.account.id,
    }));
    draw(find("accounts"), accounts, ({ key, name, pressed }) =>
      button({ "aria-pressed": pressed, title: name }, () => chosen(key, table.customer), name),
    );
    const shown = people().map(({ id, name, language, last, unanswered }) => ({
      key: id,
      name,
      about: language ? languageName(language) : "",
      last: last ? inALine(last) : "Has not written yet",
      unanswered,
      current: name === table.customer,
    }));
    draw(find("customers"), shown, (one) =>
      element("li", {}, row(one, () => chosen(table.account.id, one.name))),
    );
  };
}

function row({ name, about, last, unanswered, current }, choose) {
  const said = element("span", { className: "last", dir: "auto" }, last);
  const named = element("span", { className: "name" }, element("b", { dir: "auto" }, name), element("small", {}, about));
  return button(
    { "aria-current": current || null },
    choose,
    face(name),
    element("span", {}, named, said),
    unanswered ? count(unanswered, "unanswered") : null,
  );
}

export function count(number, of) {
  return element("span", { className: "count" }, String(number), element("span", { className: "unseen" }, ` ${of}`));
}

/** Shows a number in a badge of the page, or no badge for none. */
export function showCount(id, number, of) {
  const badge = find(id);
  badge.hidden = number === 0;
  if (badge.dataset.number === String(number)) return;
  badge.dataset.number = number;
  badge.replaceChildren(String(number), element("span", { className: "unseen" }, ` ${of}`));
}
