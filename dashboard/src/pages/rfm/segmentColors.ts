/** From the best to the lost; the names are always written beside them. */
export const SEGMENT_COLORS: Record<string, string> = {
  champion: '#0f6b4c',
  loyal: '#2d936d',
  potential_loyalist: '#66b996',
  new: '#3d9bd4',
  promising: '#86c3ea',
  needs_attention: '#e9b45c',
  about_to_sleep: '#d99a3d',
  at_risk: '#d98060',
  cannot_lose_them: '#bf5a55',
  hibernating: '#8a94a6',
};

export function segmentColor(id: string | null): string {
  return SEGMENT_COLORS[id ?? ''] ?? '#a3afaa';
}
