import type { CSSProperties } from 'react';

/**
 * One hue from light to dark (inverted in dark mode, by the variables). `share` is 0 to 1 of the largest value; the
 * square root keeps small differences between small values visible.
 */
export function heat(share: number): CSSProperties {
  const strength = Math.sqrt(Math.min(1, Math.max(0, share)));
  return {
    background: `color-mix(in oklab, var(--heat-high) ${(strength * 100).toFixed(1)}%, var(--heat-low))`,
    color: strength > 0.6 ? 'var(--heat-high-text)' : 'var(--mantine-color-text)',
  };
}
