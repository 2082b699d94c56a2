/** A link as a QR code, to be read from a screen by a telephone. */
import { useMemo } from 'react'
import { encode } from 'uqr'

export function Qr({ link }: { link: string }) {
  const code = useMemo(() => codeOf(link), [link])
  if (!code)
    return (
      <p className="menu-note">
        This link is too long for a code: it carries a whole problem. Copy it instead.
      </p>
    )
  return (
    <svg className="qr" role="img" aria-label="QR code of the link" viewBox={`0 0 ${code.size} ${code.size}`}>
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={code.path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

/** Dark modules as one path, a border of four around them; null where the link has no room in any code. */
function codeOf(link: string): { size: number; path: string } | null {
  try {
    const { data, size } = encode(link, { ecc: 'L', border: 4 })
    const path = data
      .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('')
    return { size, path }
  } catch {
    return null
  }
}
