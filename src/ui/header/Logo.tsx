/** Two readers, one text: the student's bar and the teacher's on one axis. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d="M1.5 1v18" stroke="var(--ink)" strokeWidth="1.6" />
      <rect x="3" y="3" width="10" height="5.5" rx="1" fill="var(--student)" />
      <rect x="3" y="11" width="16" height="5.5" rx="1" fill="var(--teacher)" />
    </svg>
  )
}
