/** The page's styles in another window, with what they point to at its own address. */

import type { Theme } from '../../lab/settings/settings.ts'

/** Replaces the styles that were put there before; 'system' follows prefers-color-scheme. */
export function putStyles(into: Document, theme: Theme): void {
  const style = into.querySelector('style') ?? into.head.appendChild(into.createElement('style'))
  if (theme === 'system') delete into.documentElement.dataset.theme
  else into.documentElement.dataset.theme = theme
  style.textContent = [...document.styleSheets].map(textOf).join('\n')
}

function textOf(sheet: CSSStyleSheet): string {
  const base = sheet.href ?? document.baseURI
  return [...sheet.cssRules]
    .map((rule) =>
      rule.cssText.replace(
        /url\("([^"]+)"\)/g,
        (_, address: string) => `url("${new URL(address, base).href}")`,
      ),
    )
    .join('\n')
}
