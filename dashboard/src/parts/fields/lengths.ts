/** Lengths of time and schedules as documents write them: `2 days`, `every monday at 09:00`. */

export const UNITS = ['second', 'minute', 'hour', 'day', 'week'] as const;
export type Unit = (typeof UNITS)[number];
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export interface Length { amount: number; unit: Unit }

/** `2 days` -> 2, day. Null for what a number and a unit cannot say, such as `1 hour and 30 minutes`. */
export function readLength(text: string | undefined): Length | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(second|minute|hour|day|week)s?\s*$/i.exec(text ?? '');
  return found ? { amount: Number(found[1]), unit: found[2]!.toLowerCase() as Unit } : null;
}

export function writeLength({ amount, unit }: Length): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** In the operator's language where it is a number and a unit; else as it is written. */
export function lengthWords(text: string | undefined, locale: string): string {
  const found = readLength(text);
  if (!found) return text ?? '';
  return new Intl.NumberFormat(locale, { style: 'unit', unit: found.unit, unitDisplay: 'long' }).format(found.amount);
}

export interface Schedule { every: 'day' | 'week' | 'month'; on: string; time: string }

export function readSchedule(text: string | undefined): Schedule {
  const found = /^every\s+(\w+)(?:\s+on\s+(\w+))?\s+at\s+(\S+)$/i.exec((text ?? '').trim());
  const every = found?.[1]?.toLowerCase() ?? 'day';
  const time = found?.[3] ?? '09:00';
  if ((WEEKDAYS as readonly string[]).includes(every)) return { every: 'week', on: every, time };
  if (every === 'week') return { every, on: found?.[2]?.toLowerCase() ?? 'monday', time };
  if (every === 'month') return { every, on: found?.[2] ?? '1', time };
  return { every: 'day', on: '', time };
}

export function writeSchedule({ every, on, time }: Schedule): string {
  if (every === 'week') return `every ${on || 'monday'} at ${time}`;
  if (every === 'month') return `every month on ${on || '1'} at ${time}`;
  return `every day at ${time}`;
}
