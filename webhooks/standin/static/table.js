// Who sits at the table: the account and the customer that the page shows now.

export const CHANNELS = { messenger: "Messenger", instagram: "Instagram" };

export const table = {
  state: { accounts: [] }, // as the stand-in last told it
  account: null,
  customer: "", // a name
  added: [], // names that have not written yet, which the stand-in therefore does not know
};

/** Whom a wish is about. */
export function whom(customer = table.customer) {
  return { channel: table.account.channel, account: table.account.id, customer };
}

/** The customers of the account, newcomers last. */
export function people() {
  const known = table.account.customers;
  const names = new Set(known.map(({ name }) => name.toLowerCase()));
  const fresh = table.added.filter((name) => !names.has(name.toLowerCase()));
  return [...known, ...fresh.map((name) => ({ id: name, name, language: null, last: null, unanswered: 0 }))];
}

/** The one of this name, however it is written. */
export function called(name) {
  return people().find((person) => person.name.toLowerCase() === name.toLowerCase());
}

/** The person who writes. */
export function person() {
  return called(table.customer) ?? people()[0];
}

const KINDS = { photo: "Photo", sticker: "Sticker", attachment: "Attachment", unsent: "Unsent" };

/** A last message in a line. */
export function inALine({ text, kind }) {
  return KINDS[kind] ?? text ?? "";
}
