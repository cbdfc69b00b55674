/** The stage strip: where each stay lies on a line of time, and what comes next if nothing happens. */
import type { Stay } from './shapes';

export interface Band {
  stage: string;
  from: Date;
  /** Null: no end is known. */
  to: Date | null;
  isFuture: boolean;
  isCurrent: boolean;
  /** Percent of the strip. */
  left: number;
  width: number;
}

export interface Strip {
  start: Date;
  end: Date;
  nowAt: number;
  bands: Band[];
}

/** A stay that spans the present is cut there, so that its expected rest can be drawn dashed. */
export function stripOf(stays: Stay[], now: Date): Strip | null {
  const ordered = [...stays].sort((a, b) => Date.parse(a.entered_at) - Date.parse(b.entered_at));
  const first = ordered[0];
  if (!first) return null;
  const start = Math.min(Date.parse(first.entered_at), now.getTime());
  const knownEnds = ordered.flatMap((stay) => [stay.entered_at, stay.left_at ?? stay.entered_at]).map(Date.parse);
  const latest = Math.max(now.getTime(), ...knownEnds);
  // Room behind the last known instant, so that a last stay without an end can be seen.
  const end = latest > now.getTime() ? latest + (latest - start) * 0.08 : Math.max(latest, start + 60_000);
  const percent = (at: number) => ((at - start) / (end - start)) * 100;
  const bands = ordered.flatMap((stay) => cutAt(now.getTime(), stay, end)).map(({ from, until, stay }) => ({
    stage: stay.stage,
    from: new Date(stay.entered_at),
    to: stay.left_at ? new Date(stay.left_at) : null,
    isFuture: from >= now.getTime() && until > now.getTime(),
    isCurrent: Date.parse(stay.entered_at) <= now.getTime() && endOf(stay) > now.getTime(),
    left: percent(from),
    width: percent(until) - percent(from),
  }));
  return { start: new Date(start), end: new Date(end), nowAt: percent(now.getTime()), bands };
}

/** What happens by itself: the stage the customer will fall into, and when. Null: nothing is known to come. */
export function nextMove(stays: Stay[], now: Date): { stage: string; at: Date } | null {
  const coming = stays
    .filter((stay) => Date.parse(stay.entered_at) > now.getTime())
    .sort((a, b) => Date.parse(a.entered_at) - Date.parse(b.entered_at))[0];
  return coming ? { stage: coming.stage, at: new Date(coming.entered_at) } : null;
}

export function currentStay(stays: Stay[], now: Date): Stay | null {
  return stays.find((stay) => Date.parse(stay.entered_at) <= now.getTime() && endOf(stay) > now.getTime()) ?? null;
}

const endOf = (stay: Stay) => (stay.left_at ? Date.parse(stay.left_at) : Number.POSITIVE_INFINITY);

function cutAt(now: number, stay: Stay, stripEnd: number) {
  const from = Date.parse(stay.entered_at);
  const until = Math.min(endOf(stay), stripEnd);
  if (from < now && until > now) {
    return [
      { from, until: now, stay },
      { from: now, until, stay },
    ];
  }
  return [{ from, until, stay }];
}
