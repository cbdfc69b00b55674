/** What a customer is called: by name, else by address, else by the id they were seen under. */

export interface Named {
  customer_id: string;
  name: string | null;
  email: string | null;
}

/** `user:ana` -> `ana`; an anonymous id is a device's and says nothing to people. */
export function isAnonymous(customerId: string): boolean {
  return customerId.startsWith('anon:');
}

export function idWithoutKind(customerId: string): string {
  return customerId.slice(customerId.indexOf(':') + 1);
}

/** A first line and, where there is more to say, a second one. */
export function nameOf(customer: Named, anonymous: string): { name: string; below: string } {
  const id = idWithoutKind(customer.customer_id);
  if (customer.name) return { name: customer.name, below: customer.email ?? id };
  if (customer.email) return { name: customer.email, below: id };
  return isAnonymous(customer.customer_id) ? { name: anonymous, below: id } : { name: id, below: '' };
}

interface OfCustomer {
  customer_id: string;
  customer_name: string | null;
  customer_email: string | null;
}

/** The customer of a row that carries what they are called beside its own facts. */
export function calledIn(row: OfCustomer): Named {
  return { customer_id: row.customer_id, name: row.customer_name, email: row.customer_email };
}

/** What such a row is found, sorted and exported by. */
export function wordsOf(row: OfCustomer): string {
  return [row.customer_name, row.customer_email, row.customer_id].filter(Boolean).join(' · ');
}
