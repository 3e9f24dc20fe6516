// The clock in the head of the page: what time it is at the business, and going on from another time.

import { day, format, now, setClock } from "./clock.js";
import { post } from "./asking.js";
import { button, element, find, say } from "./elements.js";

/** Shows the clock and lets it be set; `travelled` is called when that was done. */
export class Travel {
  constructor(travelled) {
    this.travelled = travelled;
    find("travel").addEventListener("submit", (event) => {
      event.preventDefault();
      if (find("travel-to").value) this.go(find("travel-to").value);
    });
  }

  /** `told` is null where the app has told no clock. */
  show(told) {
    find("clock").hidden = told === null;
    if (told === null) return;
    setClock(told);
    const time = format(now(), { hour: "2-digit", minute: "2-digit" });
    say(find("clock-day"), format(now(), { weekday: "short" }));
    say(find("clock-date"), format(now(), { day: "numeric", month: "short" }));
    for (const id of ["clock-time", "status-time"]) say(find(id), time);
    find("clock").classList.toggle("away", told.travelling);
    find("clock-away").hidden = !told.travelling;
    find("clock-frozen").hidden = !told.frozen;
    find("clock-free").hidden = told.frozen;
    this.draw(told.travelling);
  }

  draw(travelling) {
    const box = find("destinations");
    const looks = JSON.stringify([day(now()), travelling]);
    if (box.dataset.looks === looks) return;
    box.dataset.looks = looks;
    const present = destination("Now", travelling ? "back to the present" : "we are there", () => this.go(null));
    present.disabled = !travelling;
    const others = destinations().map(({ name, to }) => destination(name, dated(to), () => this.go(to)));
    box.replaceChildren(present, ...others);
    if (!find("travel-to").value) find("travel-to").value = `${day(now())}T18:30`;
  }

  async go(to) {
    try {
      const told = await post("travel", { to });
      say(find("travel-trouble"), "");
      this.show(told.clock);
      find("clock").open = false;
      find("clock").querySelector("summary").focus();
      this.travelled();
    } catch (error) {
      say(find("travel-trouble"), error.message);
    }
  }
}

/** Places worth a visit, as local times at the business, counted from the time there. */
function destinations() {
  const today = day(now());
  const [year, month, date] = today.split("-").map(Number);
  const ahead = (days) => new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
  const until = (weekday) => ((weekday - new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7) + 1;
  const christmas = today > `${year}-12-24` ? year + 1 : year;
  return [
    { name: "Tonight 23:00", to: `${today}T23:00` },
    { name: "Tomorrow 9:00", to: `${ahead(1)}T09:00` },
    { name: "Saturday 11:00", to: `${ahead(until(6))}T11:00` },
    { name: "Sunday 11:00", to: `${ahead(until(0))}T11:00` },
    { name: "24 Dec 11:00", to: `${christmas}-12-24T11:00` },
  ];
}

function dated(local) {
  const shown = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" };
  return new Date(`${local}Z`).toLocaleDateString("en-GB", shown);
}

function destination(name, about, act) {
  return button({}, act, name, element("small", {}, about));
}
