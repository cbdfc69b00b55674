/** A document's name from its title: `Cart reminder, 2nd` -> `cart-reminder-2nd`; of letters outside ASCII nothing is left. */
export function nameFrom(title: string): string {
  return title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40).replace(/-+$/, '');
}

/** A name that none of these has; empty while there are no letters to make one of. */
export function freeName(name: string, taken: string[]): string {
  if (!name || !taken.includes(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
}
