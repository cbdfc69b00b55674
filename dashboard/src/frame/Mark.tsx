/** The mark: a ring of growth around its seed. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" strokeLinecap="round" aria-hidden="true">
      <circle cx="16" cy="16" r="3" fill="var(--mark)" />
      <path d="M16 9.5a6.5 6.5 0 1 1-6.5 6.5" stroke="var(--mark)" strokeWidth="2.6" />
      <path d="M16 3.5A12.5 12.5 0 1 1 3.5 16" stroke="var(--mark)" strokeWidth="2.6" opacity=".55" />
    </svg>
  );
}
