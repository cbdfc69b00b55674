/** Messages received, as the events that tell of them: what came of one, on which channel, and of which message. */
import type { Compare, EventsOperand, Tree } from './tree';

const NAMES = {
  email: 'Email', sms: 'SMS', push: 'Push', web_push: 'Web Push', whatsapp: 'WhatsApp', messenger: 'Messenger', in_app: 'In-App Message',
} as const;
export type ReceivedChannel = keyof typeof NAMES;
export const RECEIVED_CHANNELS = Object.keys(NAMES) as ReceivedChannel[];

const ENDINGS = { sent: 'Sent', delivered: 'Delivered', opened: 'Opened', clicked: 'Link Clicked', bounced: 'Bounced' } as const;
export type Became = keyof typeof ENDINGS;
export const BECAME = Object.keys(ENDINGS) as Became[];

/** Whose messages: one message, or all of a journey or campaign. */
export const ORIGINS = ['message', 'journey', 'campaign'] as const;
export type Origin = (typeof ORIGINS)[number];
export interface Of { origin: Origin; name: string }

export interface Received { channel: ReceivedChannel; became: Became; of: Of | null }

export function eventOf(channel: ReceivedChannel, became: Became): string {
  return `${NAMES[channel]} ${ENDINGS[became]}`;
}

function ofWhere(where: Tree | null): Of | null | undefined {
  if (!where) return null;
  const only = where.kind === 'all' || where.kind === 'any' ? (where.parts.length === 1 ? where.parts[0] : undefined) : where;
  if (only?.kind !== 'compare' || only.operand.kind !== 'field' || only.operator !== '=' || typeof only.value !== 'string') return undefined;
  const { name } = only.operand;
  const origin = ORIGINS.find((each) => name === `properties.${each}`);
  return origin && { origin, name: only.value };
}

/** The row as one about messages; null where it asks about other events, or more than can be asked here. */
export function receivedOf(claim: Compare): Received | null {
  const { operand } = claim;
  if (operand.kind !== 'events' || operand.reading !== 'count' || !operand.event) return null;
  const of = ofWhere(operand.where);
  if (of === undefined) return null;
  for (const channel of RECEIVED_CHANNELS) {
    const became = BECAME.find((each) => eventOf(channel, each) === operand.event);
    if (became) return { channel, became, of };
  }
  return null;
}

export function withReceived(claim: Compare, { channel, became, of }: Received): Compare {
  const row: Compare | null = of && { kind: 'compare', operand: { kind: 'field', name: `properties.${of.origin}`, within: null }, operator: '=', value: of.name };
  const operand: EventsOperand = { ...(claim.operand as EventsOperand), event: eventOf(channel, became), where: row && { kind: 'all', parts: [row] } };
  return { ...claim, operand };
}
