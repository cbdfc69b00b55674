/** The text of a quarantined record: laid out for reading, and checked while it is mended. */

/** Two spaces a level; text that is not JSON stays as it came. */
export function laidOut(record: string): string {
  try {
    return JSON.stringify(JSON.parse(record), null, 2);
  } catch {
    return record;
  }
}

/** What the parser says; null for valid JSON. */
export function jsonProblem(record: string): string | null {
  try {
    JSON.parse(record);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
