import type { CSSProperties } from 'react';

/** Where the ground's lightness crosses 18 %: black and white letters both have 4.5:1 there. */
const TURN = 0.785;

/**
 * One hue from light to dark (inverted in dark mode, by the variables). `share` is 0 to 1 of the largest value. A stop in
 * the middle keeps the hue from graying between its ends.
 */
export function heat(share: number): CSSProperties {
  const at = Math.min(1, Math.max(0, share));
  const [high, low, part] = at < 0.5 ? ['--heat-mid', '--heat-low', at * 2] : ['--heat-high', '--heat-mid', at * 2 - 1];
  return {
    background: `color-mix(in oklab, var(${high}) ${(part * 100).toFixed(1)}%, var(${low}))`,
    color: at > TURN ? 'var(--heat-high-text)' : at > 0.25 ? 'var(--heat-mid-text)' : 'var(--mantine-color-text)',
  };
}
