/** The lab's few glyphs, drawn on a 16-unit grid in the current colour. */
const paths = {
  play: <path d="M4.5 3v10l8-5z" fill="currentColor" />,
  pause: <path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor" />,
  back: (
    <path
      d="M12 3.5v9L5.5 8zM4 3.5v9"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  down: (
    <path
      d="m4.5 6.5 3.5 3.5 3.5-3.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  close: (
    <path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
  ),
  cross: (
    <path d="m5 5 6 6m0-6-6 6" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
  ),
  check: (
    <path
      d="m3.5 8.5 3 3 6-7"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  contrast: (
    <>
      <circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" />
    </>
  ),
  sun: (
    <path
      d="M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
    />
  ),
  moon: (
    <path
      d="M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  globe: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path
        d="M2.2 8h11.6M8 2.2c2 1.7 3 3.6 3 5.8s-1 4.1-3 5.8c-2-1.7-3-3.6-3-5.8s1-4.1 3-5.8z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
      />
    </>
  ),
  projector: (
    <path
      d="M2 3.5h12M3 3.5v7.5h10V3.5M8 11v2.5M5.5 14l2.5-2 2.5 2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  more: (
    <path
      d="M3 8h.01M8 8h.01M13 8h.01"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
    />
  ),
  rows: (
    <path
      d="M2 3.5h5M9 3.5h5M2 8h8M12 8h2M2 12.5h3M7 12.5h7"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
    />
  ),
  takeAway: (
    <path
      d="M8 2v8m0 0L4.8 6.8M8 10l3.2-3.2M2.8 11v2.2h10.4V11"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  branch: (
    <path
      d="M4.5 2.5v11M4.5 9.5c0-3 6.5-1.5 6.5-4.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
    />
  ),
  copy: (
    <path
      d="M5.5 5.5h7v7h-7zM3.5 10.5v-7h7"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
    />
  ),
} as const
export type IconName = keyof typeof paths

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {paths[name]}
    </svg>
  )
}
