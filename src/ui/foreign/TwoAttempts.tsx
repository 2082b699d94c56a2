/** Two attempts beside one another, of one run or of two, and what became of both runs from step to step. */
import { useMemo } from 'react'
import { partingOf } from '../../interchange/differ.ts'
import type { FormatId } from '../../interchange/formats.ts'
import { columnsOf, meansOf, type RowMeasure } from '../../interchange/steps-of.ts'
import type { Traces } from '../../lab/control/foreign-traces.ts'
import { tokenText } from '../../lab/text/token.ts'
import { useAction } from '../actions.ts'
import { useLab } from '../lab.tsx'
import { TwoLines } from '../side-by-side/TwoLines.tsx'
import '../side-by-side/SideBySide.css'
import { ForeignStrip } from './ForeignStrip.tsx'
import { Refused } from './Refused.tsx'
import { Scrubber } from './Scrubber.tsx'
import { lineOf } from './ForeignAttemptView.tsx'
import { useLook, type Look } from './useLook.ts'

/** Of either attempt: what is worth a comparison by eye. */
const most = 160

export function TwoAttempts({ run, beside, look }: { run: Traces; beside: Traces | null; look: Look }) {
  const lab = useLab()
  const another = useAction('foreign-beside')
  const sameRun = beside?.files === run.files
  return (
    <section className="two-attempts" aria-label="Two attempts">
      <button type="button" className="button" disabled={!another.enabled} onClick={another.perform}>
        {another.label}
      </button>
      {beside?.refused && <Refused refused={beside.refused} />}
      {beside?.found && beside.shown ? (
        <>
          {!sameRun && <Curves run={run} beside={beside} />}
          <p className="side-verdict" role="status">
            {partingLine(look, beside.shown)}
          </p>
          <Half title={titleOf(run)} look={look}>
            <Scrubber traces={run} label="First attempt" onRead={(n) => lab.foreign.read(n)} />
          </Half>
          <Second
            key={beside.files[0]?.name}
            shown={beside.shown}
            format={beside.found.format}
            title={titleOf(beside)}
          >
            <Scrubber traces={beside} label="Second attempt" onRead={(n) => lab.foreign.readBeside(n)} />
          </Second>
        </>
      ) : (
        !beside?.refused && <p role="status">Reading the second run.</p>
      )}
    </section>
  )
}

const titleOf = ({ files }: Traces) => files.map(({ name }) => name).join(' and ')

function Second({
  shown,
  format,
  title,
  children,
}: {
  shown: NonNullable<Traces['shown']>
  format: FormatId
  title: string
  children: React.ReactNode
}) {
  const look = useLook(shown, format, null)
  return (
    <Half title={title} look={look}>
      {children}
    </Half>
  )
}

function Half({ title, look, children }: { title: string; look: Look; children: React.ReactNode }) {
  const { attempt, pinned } = look
  const from = pinned === null || pinned < most ? 0 : pinned - most / 2
  return (
    <section aria-label={`Attempt ${look.n + 1} of ${title}`}>
      <h3>{title}</h3>
      {children}
      <p className="foreign-line">{lineOf(look)}</p>
      {attempt.tokens.length === 0 ? (
        <pre className="foreign-text" tabIndex={0}>
          {attempt.text}
        </pre>
      ) : (
        <ForeignStrip look={look} from={from} to={from + most} largest={16} />
      )}
      {attempt.tokens.length > most && (
        <p className="foreign-window">
          Tokens {from + 1} to {Math.min(attempt.tokens.length, from + most)} of {attempt.tokens.length}
        </p>
      )}
    </section>
  )
}

function sharedStart(same: number, ofTokens: boolean): string {
  if (same === 0)
    return ofTokens ? 'They differ from the first token on:' : 'They differ from the first letter on:'
  if (same === 1)
    return ofTokens ? 'The first 1 token is the same; then' : 'The first 1 letter is the same; then'
  return ofTokens
    ? `The first ${same} tokens are the same; then`
    : `The first ${same} letters are the same; then`
}

function partingLine(look: Look, shown: NonNullable<Traces['shown']>): string {
  const [a, b] = [look.attempt, shown.attempt]
  const { of, same, alike } = partingOf(a, b)
  if (alike) return 'Both attempts say the same.'
  const next = ({ tokens, text }: typeof a) => (of === 'tokens' ? tokens[same]?.text : [...text][same])
  const said = (text: string | undefined) =>
    text === undefined ? 'ends' : `goes on with \u201c${tokenText(text).bare}\u201d`
  return `${sharedStart(same, of === 'tokens')} the first attempt ${said(next(a))}, the second ${said(next(b))}.`
}

const curves: readonly [RowMeasure, string][] = [
  ['reward', 'Reward'],
  ['gap', 'Mean gap'],
  ['surprise', 'Mean surprise'],
]

/** Step by step, each run by its own count of steps from its first. */
function Curves({ run, beside }: { run: Traces; beside: Traces }) {
  const [a, b] = [useMeans(run), useMeans(beside)]
  const longest = Math.max(...curves.map(([key]) => Math.max(a[key].length, b[key].length)))
  const known = curves.filter(([key]) => [...a[key], ...b[key]].some((value) => value !== null))
  if (longest < 2)
    return <p className="foreign-about">Neither file names more than one step, so there are no curves.</p>
  return (
    <div className="side-signals" role="group" aria-label="Both runs step by step">
      {known.map(([key, name]) => (
        <TwoLines
          key={key}
          name={name}
          a={{ name: titleOf(run), values: a[key] }}
          b={{ name: titleOf(beside), values: b[key] }}
          at={longest}
        />
      ))}
    </div>
  )
}

function useMeans({ found }: Traces): Record<RowMeasure, (number | null)[]> {
  const rows = found?.rows
  const length = rows?.length ?? 0
  return useMemo(() => {
    const all = (rows ?? []).slice(0, length)
    const columns = columnsOf(all)
    const of = (measure: RowMeasure) => meansOf(all, columns, measure)
    return { reward: of('reward'), gap: of('gap'), surprise: of('surprise') }
  }, [rows, length])
}
