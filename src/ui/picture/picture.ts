/** Pictures for slides of what is on the screen, in its colours, with its fonts inside: SVG, or PNG at twice the size. */
import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url'
import type { PictureFormat, PictureOf } from '../../lab/actions/action.ts'
import { barsAt } from '../../lab/reading/credit.ts'
import type { Lab } from '../../lab/lab.ts'
import {
  selectConfig,
  selectCredit,
  selectCreditMode,
  selectFocus,
  selectPiece,
  selectProblem,
  selectReading,
  selectWhole,
} from '../../lab/state/selectors.ts'
import type { LabState } from '../../lab/state/store.ts'
import { tokenText } from '../../lab/text/token.ts'
import { drawBars } from './bars.ts'
import { drawCurves } from './curves.ts'
import { drawStrip } from './strip.ts'
import { svgFile, type Colours, type Drawing } from './svg.ts'

export interface Picture {
  name: string
  content: Blob
}

/** @throws Error where there is nothing to draw, or the browser cannot draw it. */
export async function drawPicture(lab: Lab, what: PictureOf, format: PictureFormat): Promise<Picture> {
  const colours = coloursOfPage()
  const { drawing, title, name } = drawn(lab.store.getState(), what, colours)
  const svg = svgFile(drawing, colours, title, await fontFaces())
  const content = format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await png(svg, drawing)
  return { name: `${name}.${format}`, content }
}

const modes = { sdpo: 'SDPO credit', grpo: 'GRPO credit', mix: 'SDPO + GRPO credit' } as const

function drawn(
  state: LabState,
  what: PictureOf,
  colours: Colours,
): { drawing: Drawing; title: string; name: string } {
  const { step, attempt, token, pinned } = selectFocus(state)
  const whole = selectWhole(state)
  const note = [
    selectProblem(state)?.title,
    `seed ${selectConfig(state).seed}`,
    what !== 'curves' && step ? `update ${step.step}` : null,
  ]
    .filter(Boolean)
    .join(', ')
  if (what === 'curves') {
    const title = `${whole.steps.length} updates`
    const first = whole.steps.find((s) => s.passed > 0)?.step ?? null
    const series = (['loss', 'gradNorm', 'entropy', 'klToStart', 'passRate'] as const).map((key, i) => ({
      name: ['Loss', 'Gradient norm', 'Entropy', 'KL to start', 'Pass rate'][i]!,
      values: whole.steps
        .filter((s) => s.signals)
        .map((s) =>
          s.skipped !== null && (key === 'loss' || key === 'gradNorm')
            ? null
            : Number.isFinite(s.signals![key])
              ? s.signals![key]
              : null,
        ),
    }))
    const divergence = {
      name: 'Divergence',
      values: whole.steps.map((s) => {
        const taught = s.attempts.filter((a) => a.reprompt?.mask === 1).flatMap((a) => a.positions ?? [])
        return taught.length === 0 ? null : taught.reduce((sum, p) => sum + p.divergence, 0) / taught.length
      }),
    }
    return {
      drawing: drawCurves({ title, note, curves: [...series, divergence], firstPass: first }, colours),
      title,
      name: 'sdpo-lab-curves',
    }
  }
  if (!attempt) throw new Error('there is no attempt yet')
  if (what === 'strip') {
    const credit = selectCredit(state, attempt)
    const title = `Attempt ${attempt.attempt}, ${modes[selectCreditMode(state)]}`
    const peak = Math.max(attempt.creditPeak, ...(credit ?? []).map(Math.abs))
    return {
      drawing: drawStrip(
        {
          title,
          note,
          pieces: attempt.pieces,
          credit,
          peak,
          neutral: selectCreditMode(state) === 'grpo',
          pinned,
        },
        colours,
      ),
      title,
      name: `sdpo-lab-attempt-${attempt.attempt}-strip`,
    }
  }
  const reading = selectReading(state, attempt)
  const position = token === null ? null : reading.positions?.[token]
  if (token === null || !position) throw new Error('the self-teacher has not read this token')
  const title = `Attempt ${attempt.attempt}, token ${token + 1}: ${tokenText(attempt.pieces[token]!).bare}`
  const after = reading.status === 'own' ? attempt.after?.[token] : undefined
  return {
    drawing: drawBars(
      { title, note, rows: barsAt(position, after, 6), pieceOf: selectPiece(state) },
      colours,
    ),
    title,
    name: `sdpo-lab-attempt-${attempt.attempt}-token-${token + 1}-bars`,
  }
}

/** A custom property is text until something is painted with it: a probe is. */
function coloursOfPage(): Colours {
  const probe = document.createElement('i')
  document.body.append(probe)
  const of = (name: string) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const colours = {
    bg: of('bg'),
    sunk: of('sunk'),
    ink: of('ink'),
    ink2: of('ink2'),
    ink3: of('ink3'),
    line: of('line'),
    line2: of('line2'),
    student: of('student'),
    studentInk: of('student-ink'),
    teacher: of('teacher'),
    teacherInk: of('teacher-ink'),
    pass: of('pass'),
    tintMax: parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--tint-max')) / 100,
  }
  probe.remove()
  return colours
}

/** The page's own fonts inside the file; '' (the system's) where they cannot be had. */
async function fontFaces(): Promise<string> {
  const face = async (family: string, url: string) =>
    `@font-face{font-family:"${family}";font-weight:100 900;src:url(${await dataUrl(url)}) format("woff2")}`
  try {
    return (await Promise.all([face('Inter', inter), face('JetBrains Mono', mono)])).join('')
  } catch {
    return ''
  }
}

async function dataUrl(url: string): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  let binary = ''
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return `data:font/woff2;base64,${btoa(binary)}`
}

/** Twice the size, for a slide that is blown up. */
async function png(svg: string, { width, height }: Drawing): Promise<Blob> {
  const image = new Image()
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = 2 * width
    canvas.height = Math.round(2 * height)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (!blob) throw new Error('the browser made no PNG of it')
    return blob
  } finally {
    URL.revokeObjectURL(url)
  }
}
