import type { Shape } from '../../../api/contract';
import type { JourneyCounts } from '../shapes';

export type MessageCounts = Shape<'MessageCounts'>;

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);

function added(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const total = { ...one };
  for (const [key, number] of Object.entries(other)) total[key] = (total[key] ?? 0) + number;
  return total;
}

export const NOTHING: MessageCounts = { entries: 0, sent: 0, suppressed: {}, waiting: 0, failed: {} };

/** What became of all messages: the steps' counts put together. */
export function messagesOf(counts: JourneyCounts): MessageCounts {
  return counts.steps.reduce((total, { messages }) => (messages === null ? total : {
    entries: total.entries + messages.entries, sent: total.sent + messages.sent, waiting: total.waiting + messages.waiting,
    suppressed: added(total.suppressed, messages.suppressed), failed: added(total.failed, messages.failed),
  }), NOTHING);
}

export function waitingOf(counts: JourneyCounts): number {
  return messagesOf(counts).waiting;
}

export const suppressedOf = (counts: MessageCounts) => sum(Object.values(counts.suppressed));
export const failedOf = (counts: MessageCounts) => sum(Object.values(counts.failed));

/** Whether entries = sent + suppressed + waiting + failed. */
export function isBalanced(counts: MessageCounts): boolean {
  return counts.entries === counts.sent + suppressedOf(counts) + counts.waiting + failedOf(counts);
}

/** The share of entries that reached the goal; null while nobody came in. */
export function goalRate(counts: Pick<JourneyCounts, 'entries' | 'goals'>): number | null {
  return counts.entries > 0 ? counts.goals / counts.entries : null;
}
