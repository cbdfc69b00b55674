import { describe, expect, it } from 'vitest';
import { filterOf, findingOf, isFiltered, NO_FILTER, paramsOf } from '../src/pages/customers/filters';
import { nameOf } from '../src/parts/customer';

describe('the filter in the address', () => {
  it('reads a flow clicked on the Lifecycle page', () => {
    const filter = filterOf({ entered_from: 'conversion', entered_to: 'lapsed', start: '2026-01-01', end: '2026-02-01' });

    expect(filter.flow).toEqual({ from: 'conversion', to: 'lapsed', start: '2026-01-01', end: '2026-02-01' });
    expect(findingOf(filter)).toBe('flow');
  });

  it('takes a flow without a first stage for people who were not customers yet', () => {
    const filter = filterOf({ entered_to: 'reach', start: '2026-01-01', end: '2026-02-01' });

    expect(filter.flow?.from).toBeNull();
    expect(findingOf(filter)).toBe('flowNew');
  });

  it('ignores half a flow', () => {
    expect(filterOf({ entered_to: 'reach' }).flow).toBeNull();
  });

  it('takes the segment of the frame over where the page has no choice of its own', () => {
    expect(filterOf({ segment: 'stage:loyalty' }).stage).toBe('loyalty');
    expect(filterOf({ segment: 'rfm:champion' }).rfm).toBe('champion');
    expect(filterOf({ segment: 'stage:loyalty', stage: 'lapsed' }).stage).toBe('lapsed');
    expect(filterOf({ segment: 'all' })).toMatchObject({ stage: null, rfm: null });
  });

  it('reads a date only together with a stage', () => {
    expect(filterOf({ at: '2026-01-01' }).at).toBeNull();
    expect(findingOf(filterOf({ stage: 'lapsed', at: '2026-01-01' }))).toBe('stageAt');
  });

  it('tells only a filter that stands alone in full', () => {
    expect(findingOf(filterOf({}))).toBe('all');
    expect(findingOf(filterOf({ stage: 'lapsed' }))).toBe('stage');
    expect(findingOf(filterOf({ stage: 'lapsed', q: 'ana' }))).toBe('filtered');
    expect(findingOf(filterOf({ known: 'false' }))).toBe('filtered');
  });

  it('is empty once it is cleared', () => {
    const full = { q: 'ana', stage: 'lapsed', at: '2026-01-01', known: 'true', segment: 'rfm:loyal', entered_to: 'x', start: 'y', end: 'z' };

    expect(isFiltered(filterOf(full))).toBe(true);
    expect(isFiltered(filterOf({ ...full, ...NO_FILTER }))).toBe(false);
  });

  it('asks the server for what is in it', () => {
    expect(paramsOf(filterOf({ q: ' ana ', stage: 'lapsed', at: '2026-01-01' }))).toMatchObject({ q: 'ana', stage: 'lapsed', at: '2026-01-01' });
  });
});

describe('what a customer is called', () => {
  const nobody = { customer_id: 'anon:5c1d', name: null, email: null };

  it('is the name, else the address, else the id', () => {
    expect(nameOf({ ...nobody, name: 'Ana', email: 'ana@x.example' }, 'Visitor')).toEqual({ name: 'Ana', below: 'ana@x.example' });
    expect(nameOf({ ...nobody, email: 'ana@x.example' }, 'Visitor').name).toBe('ana@x.example');
    expect(nameOf({ ...nobody, customer_id: 'user:17850' }, 'Visitor').name).toBe('17850');
  });

  it('is "visitor" for a device nobody is known behind, with its id below', () => {
    expect(nameOf(nobody, 'Visitor')).toEqual({ name: 'Visitor', below: '5c1d' });
  });
});
