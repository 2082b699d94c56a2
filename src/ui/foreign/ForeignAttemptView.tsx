/** One attempt of a foreign run: its strip, what was written down of the chosen token, and the texts around it. */
import { useMemo, useState } from 'react'
import { gapOf, type ForeignAttempt, type ForeignToken } from '../../interchange/foreign.ts'
import type { FormatId } from '../../interchange/formats.ts'
import { secondReader, tokenLine } from '../../interchange/words.ts'
import { percent, signed } from '../../lab/text/format.ts'
import { tokenText } from '../../lab/text/token.ts'
import { TokenStrip } from '../attempt/TokenStrip.tsx'
import { Choice } from '../parts/Choice.tsx'
import { ForeignToken as TokenTable } from './ForeignToken.tsx'

const measures = ['gap', 'advantage', 'surprise'] as const
type Measure = (typeof measures)[number]

/** The gap of both readers, the run's own advantages, and how unlikely a token was to its writer. */
const names: Record<Measure, string> = {
  gap: 'Gap',
  advantage: 'Advantage',
  surprise: 'Surprise',
}

const valueOf = (token: ForeignToken, measure: Measure): number | null => {
  switch (measure) {
    case 'gap':
      return gapOf(token)
    case 'advantage':
      return token.advantage
    case 'surprise':
      return token.student === null ? null : -token.student
    default:
      return measure satisfies never
  }
}

const spoken: Record<Measure, (value: number) => string> = {
  gap: (value) => `gap ${signed(value)} nats`,
  advantage: (value) => `advantage ${signed(value)}`,
  surprise: (value) => `probability ${percent(Math.exp(-value))}`,
}

/** Tokens of a strip at once: a strip of thousands is slow to draw and long to read. */
const windowSize = 400

/** Of an attempt while the slider goes by it: about what fits the panel. */
const glimpse = 100

export function ForeignAttemptView({
  n,
  attempt,
  format,
  passing = false,
}: {
  n: number
  attempt: ForeignAttempt
  format: FormatId
  /** The slider is on its way: a first look is enough. */
  passing?: boolean
}) {
  const { tokens } = attempt
  const has = useMemo(
    () => measures.filter((measure) => tokens.some((token) => valueOf(token, measure) !== null)),
    [tokens],
  )
  const [chosen, setChosen] = useState<Measure | null>(null)
  const measure = chosen && has.includes(chosen) ? chosen : (has[0] ?? 'surprise')
  const values = useMemo(() => tokens.map((token) => valueOf(token, measure)), [tokens, measure])
  // What is looked at is this attempt's own: another begins at its start, with its largest number.
  const [looked, setLooked] = useState<Looked | null>(null)
  const { from, pinned } = useMemo(
    () => (looked?.n === n ? looked : { from: 0, pinned: largest(values) }),
    [looked, n, values],
  )
  const setFrom = (to: number) => setLooked({ n, from: to, pinned })
  const setPinned = (token: number) => setLooked({ n, from, pinned: token })
  const part = tokens.slice(from, from + (passing ? glimpse : windowSize))
  return (
    <section aria-label={`Attempt ${n + 1}`} className="foreign-attempt">
      {has.length > 1 && (
        <Choice
          label="Bars show"
          value={measure}
          options={has.map((value) => ({ value, name: names[value], content: names[value] }))}
          onChange={setChosen}
        />
      )}
      <p className="foreign-line" role="status">
        {tokenLine(attempt, pinned, format, {
          percent,
          signed,
          name: (text) => `\u201c${tokenText(text).bare}\u201d`,
        })}
      </p>
      {tokens.length === 0 ? (
        <pre className="foreign-text" tabIndex={0}>
          {attempt.text}
        </pre>
      ) : (
        <TokenStrip
          label={`Attempt ${n + 1}, tokens: ${names[measure].toLowerCase()}`}
          tokens={part.map((token, i) => ({
            piece: token.text,
            credit: values[from + i] ?? null,
            own: values[from + i] ?? 0,
          }))}
          peak={values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0)}
          pinned={pinned === null || pinned < from ? null : pinned - from}
          onPin={(token) => setPinned(from + token)}
          onHover={() => {}}
          largest={18}
          neutral={measure !== 'gap'}
          undirected={measure === 'surprise'}
          spoken={spoken[measure]}
          unknown="no number is in the file"
          steady
        />
      )}
      {passing && tokens.length > glimpse && (
        <p className="foreign-window">
          The first {glimpse} of {tokens.length} tokens, while the slider moves.
        </p>
      )}
      {!passing && tokens.length > windowSize && (
        <p className="foreign-window">
          <button
            type="button"
            className="button"
            disabled={from === 0}
            onClick={() => setFrom(from - windowSize)}
          >
            Earlier tokens
          </button>{' '}
          Tokens {from + 1} to {Math.min(tokens.length, from + windowSize)} of {tokens.length}{' '}
          <button
            type="button"
            className="button"
            disabled={from + windowSize >= tokens.length}
            onClick={() => setFrom(from + windowSize)}
          >
            Later tokens
          </button>
        </p>
      )}
      {pinned !== null && tokens[pinned] && <TokenTable token={tokens[pinned]} at={pinned} format={format} />}
      <Text title="Prompt" text={attempt.prompt} />
      <Text title={`What the ${secondReader(format)} read`} text={attempt.teacherPrompt} />
      <Text title="Feedback" text={attempt.feedback} open />
    </section>
  )
}

/** The first token that is drawn and the one that is pinned, of an attempt. */
interface Looked {
  n: number
  from: number
  pinned: number | null
}

/** The place of the largest value; null where there is none. */
function largest(values: readonly (number | null)[]): number | null {
  const most = values.reduce<number>((best, value) => Math.max(best, Math.abs(value ?? -1)), -1)
  const at = values.findIndex((value) => value !== null && Math.abs(value) === most)
  return at < 0 ? null : at
}

function Text({ title, text, open = false }: { title: string; text: string | null; open?: boolean }) {
  if (text === null || text === '') return null
  return (
    <details className="foreign-said" open={open}>
      <summary>{title}</summary>
      <pre tabIndex={0}>{text}</pre>
    </details>
  )
}
