/** The chosen theme on the document; 'system' follows prefers-color-scheme. */
import { useEffect } from 'react'
import { useLabState } from './lab.tsx'

export function useTheme(): void {
  const theme = useLabState((s) => s.settings.theme)
  const still = useLabState((s) => s.settings.reducedMotion)
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
    if (still) root.dataset.motion = 'none'
    else delete root.dataset.motion
  }, [theme, still])
}
