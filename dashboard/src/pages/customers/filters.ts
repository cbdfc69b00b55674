/** Which customers are listed: read from the address, written to it, and said in words. */
import type { Address } from '../../address';
import type { Params } from '../../api/client';

/** Segments of the R x F grid, in the order of PRODUCT's list. */
export const RFM_SEGMENTS = [
  'champion', 'loyal', 'potential_loyalist', 'new', 'promising', 'needs_attention', 'about_to_sleep',
  'at_risk', 'cannot_lose_them', 'hibernating',
] as const;

/** A flow of the Lifecycle page: stood in `from` at `start` (null: not yet a customer) and in `to` at `end`. */
export interface FlowFilter {
  from: string | null;
  to: string;
  start: string;
  end: string;
}

export interface CustomerFilter {
  q: string;
  stage: string | null;
  rfm: string | null;
  /** A saved segment's name. */
  segment: string | null;
  known: 'true' | 'false' | null;
  /** A date or an instant; only read together with `stage`. */
  at: string | null;
  flow: FlowFilter | null;
}

/** Reads the filter; the segment chosen in the frame counts where the page has no choice of its own. */
export function filterOf(address: Address): CustomerFilter {
  const [kind, segment] = splitSegment(address.segment);
  const stage = address.stage ?? (kind === 'stage' ? segment : null);
  return {
    q: address.q ?? '',
    stage,
    rfm: address.rfm ?? (kind === 'rfm' ? segment : null),
    segment: kind === 'segment' ? segment : null,
    known: address.known === 'true' || address.known === 'false' ? address.known : null,
    at: stage ? (address.at ?? null) : null,
    flow:
      address.entered_to && address.start && address.end
        ? { from: address.entered_from ?? null, to: address.entered_to, start: address.start, end: address.end }
        : null,
  };
}

function splitSegment(segment: string | undefined): [string | null, string | null] {
  const [kind, name] = segment?.split(':') ?? [];
  return kind && name ? [kind, name] : [null, null];
}

/** The filter as the API's query, without paging. */
export function paramsOf(filter: CustomerFilter): Params {
  return {
    q: filter.q.trim(),
    stage: filter.stage,
    rfm: filter.rfm,
    segment: filter.segment && `segment:${filter.segment}`,
    known: filter.known,
    at: filter.at,
    entered_from: filter.flow?.from,
    entered_to: filter.flow?.to,
    start: filter.flow?.start,
    end: filter.flow?.end,
  };
}

/** Changes of the address that take every filter away; a page of rows that is gone goes too. */
export const NO_FILTER: Address = {
  q: undefined, stage: undefined, rfm: undefined, known: undefined, at: undefined, segment: undefined,
  entered_from: undefined, entered_to: undefined, start: undefined, end: undefined, offset: undefined,
};

export const NO_FLOW: Address = {
  entered_from: undefined, entered_to: undefined, start: undefined, end: undefined, offset: undefined,
};

export function isFiltered(filter: CustomerFilter): boolean {
  return Object.values(paramsOf(filter)).some(Boolean);
}

/** Which sentence of `finding` tells what is listed: only a filter that stands alone is told in full. */
export function findingOf(filter: CustomerFilter): 'all' | 'filtered' | 'stage' | 'stageAt' | 'segment' | 'flow' | 'flowNew' {
  const others = [filter.q.trim(), filter.rfm, filter.known].some(Boolean);
  if (filter.segment && !others && !filter.flow && !filter.stage) return 'segment';
  if (filter.segment) return 'filtered';
  if (filter.flow && !others && !filter.stage) return filter.flow.from ? 'flow' : 'flowNew';
  if (filter.stage && !others && !filter.flow) return filter.at ? 'stageAt' : 'stage';
  return isFiltered(filter) ? 'filtered' : 'all';
}
