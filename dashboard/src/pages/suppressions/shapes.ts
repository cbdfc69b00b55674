import type { Answer, Body } from '../../api/contract';

export type Suppression = Answer<'/api/suppressions', 'get'>['rows'][number];
export type NewSuppression = Body<'/api/suppressions', 'post'>;
export type BroughtSuppressions = Answer<'/api/suppressions/import', 'post'>;

export const CHANNELS = ['email', 'sms', 'push', 'web_push', 'whatsapp', 'messenger', 'in_app', 'webhook', 'all'] as const;
export const REASONS = ['operator', 'legal', 'imported', 'hard_bounce', 'complaint'] as const;

/** What stands for the address where only its hash is kept. */
export function addressOf(row: Suppression): string {
  return row.address || row.address_hash;
}
