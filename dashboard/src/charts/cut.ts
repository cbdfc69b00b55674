const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/;

/** A name of at most so many letters, with … where it was longer. Letters as wide as two count as two. */
export function cut(name: string, letters: number): string {
  const widths = [...name].map((letter) => (WIDE.test(letter) ? 2 : 1));
  if (widths.reduce((sum, width) => sum + width, 0) <= letters) return name;
  let room = letters - 1;
  const kept = widths.findIndex((width) => (room -= width) < 0);
  return `${[...name].slice(0, kept).join('').trimEnd()}…`;
}
