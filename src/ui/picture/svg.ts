/** The few SVG parts that pictures for slides are made of: plain text, so that they are the same in every browser and in tests. */

/** The page's colours of the moment, resolved. */
export interface Colours {
  bg: string
  sunk: string
  ink: string
  ink2: string
  ink3: string
  line: string
  line2: string
  student: string
  studentInk: string
  teacher: string
  teacherInk: string
  pass: string
  /** Share of the hue in the deepest tint. */
  tintMax: number
}

export interface Drawing {
  width: number
  height: number
  /** SVG elements. */
  body: string
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => escapes[c]!).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')
const r = (n: number) => Math.round(n * 100) / 100

export interface TextStyle {
  size?: number
  fill: string
  mono?: boolean
  weight?: number
  anchor?: 'start' | 'middle' | 'end'
}

export function text(
  x: number,
  y: number,
  words: string,
  { size = 13, fill, mono = false, weight = 500, anchor = 'start' }: TextStyle,
): string {
  return `<text x="${r(x)}" y="${r(y)}" class="${mono ? 'm' : 's'}" font-size="${size}" font-weight="${weight}" fill="${fill}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`} xml:space="preserve">${escaped(words)}</text>`
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more = ''): string {
  return `<rect x="${r(x)}" y="${r(y)}" width="${r(Math.max(0, width))}" height="${r(Math.max(0, height))}" fill="${fill}"${more === '' ? '' : ` ${more}`}/>`
}

export function path(d: string, stroke: string, width = 1.5, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round"${more === '' ? '' : ` ${more}`}/>`
}

/** `share` of one colour in another: what color-mix does, for programs that do not know it. Colours as `rgb(1, 2, 3)`. */
export function mix(colour: string, into: string, share: number): string {
  const [a, b] = [channels(colour), channels(into)]
  return `rgb(${a.map((v, i) => Math.round(v * share + b[i]! * (1 - share))).join(', ')})`
}

function channels(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
}

/** A whole file. `fonts`: @font-face rules, or '' for the system's. */
export function svgFile(drawing: Drawing, colours: Colours, title: string, fonts = ''): string {
  const { width, height, body } = drawing
  const style = `${fonts}.s{font-family:Inter,system-ui,sans-serif;font-feature-settings:"tnum"}.m{font-family:"JetBrains Mono",ui-monospace,monospace;font-variant-ligatures:none}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${r(height)}" viewBox="0 0 ${width} ${r(height)}" role="img"><title>${escaped(title)}</title><style>${style}</style>${rect(0, 0, width, height, colours.bg)}${body}</svg>\n`
}
