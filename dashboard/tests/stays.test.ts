import { describe, expect, it } from 'vitest';
import { nextMove, stripOf } from '../src/pages/customers/stays';

const NOW = new Date('2026-06-01T00:00:00Z');
const STAYS = [
  { stage: 'reach', entered_at: '2026-01-01T00:00:00Z', left_at: '2026-03-01T00:00:00Z' },
  { stage: 'conversion', entered_at: '2026-03-01T00:00:00Z', left_at: '2026-08-28T00:00:00Z' },
  { stage: 'lapsed', entered_at: '2026-08-28T00:00:00Z', left_at: null },
];

describe('the stage strip', () => {
  it('cuts the stay of today at the present, so that its rest can be drawn as expected', () => {
    const strip = stripOf(STAYS, NOW)!;

    expect(strip.bands.map((band) => [band.stage, band.isFuture])).toEqual([
      ['reach', false], ['conversion', false], ['conversion', true], ['lapsed', true],
    ]);
    expect(strip.bands[2]!.left).toBeCloseTo(strip.nowAt);
  });

  it('is covered without gaps and overlaps', () => {
    const { bands } = stripOf(STAYS, NOW)!;

    expect(bands[0]!.left).toBe(0);
    for (const [index, band] of bands.entries()) {
      expect(band.left + band.width).toBeCloseTo(bands[index + 1]?.left ?? 100);
    }
  });

  it('ends at the present when nothing is known to come', () => {
    const strip = stripOf([{ stage: 'reach', entered_at: '2026-01-01T00:00:00Z', left_at: null }], NOW)!;

    expect(strip.nowAt).toBe(100);
    expect(strip.bands).toHaveLength(1);
    expect(strip.bands[0]).toMatchObject({ isCurrent: true, isFuture: false, to: null });
  });

  it('can be drawn for a customer who came this very moment', () => {
    const strip = stripOf([{ stage: 'reach', entered_at: NOW.toISOString(), left_at: null }], NOW)!;

    expect(strip.bands.every((band) => Number.isFinite(band.left) && Number.isFinite(band.width))).toBe(true);
  });

  it('is not drawn without a stay', () => {
    expect(stripOf([], NOW)).toBeNull();
  });
});

describe('what comes if nothing happens', () => {
  it('is the first stay that lies in the future', () => {
    expect(nextMove(STAYS, NOW)).toEqual({ stage: 'lapsed', at: new Date('2026-08-28T00:00:00Z') });
  });

  it('is nothing once the last stay has begun', () => {
    expect(nextMove(STAYS, new Date('2026-09-01T00:00:00Z'))).toBeNull();
  });
});
