/** One attempt of a foreign run: its strip, both readers of the chosen token, and the texts around it. */
import { memo } from 'react'
import type { FormatId } from '../../interchange/formats.ts'
import { secondReader } from '../../interchange/readers.ts'
import { tokenLine } from '../../interchange/words.ts'
import { percent, signed } from '../../lab/text/format.ts'
import { tokenText } from '../../lab/text/token.ts'
import { Choice } from '../parts/Choice.tsx'
import { ForeignBars } from './ForeignBars.tsx'
import { ForeignRules } from './ForeignRules.tsx'
import { ForeignStrip } from './ForeignStrip.tsx'
import { ForeignToken } from './ForeignToken.tsx'
import { measureNames } from './measures.ts'
import type { Look } from './useLook.ts'

/** Tokens of a strip at once: a strip of thousands is slow to draw and long to read. */
const windowSize = 400

/** Of an attempt while the slider goes by it: about what fits the panel. */
const glimpse = 100

export const ForeignAttemptView = memo(function ForeignAttemptView({
  look,
  format,
  passing = false,
}: {
  look: Look
  format: FormatId
  /** The slider is on its way: a first look is enough. */
  passing?: boolean
}) {
  const { n, attempt, sources, has, from, pinned, readers } = look
  const { tokens } = attempt
  const token = pinned === null ? undefined : tokens[pinned]
  return (
    <section aria-label={`Attempt ${n + 1}`} className="foreign-attempt">
      <div className="foreign-choices">
        {sources.length > 1 && (
          <Choice
            label="Whose numbers"
            value={look.id}
            options={sources.map(({ id, name }) => ({ value: id, name, content: name }))}
            onChange={look.setSource}
          />
        )}
        {has.length > 1 && (
          <Choice
            label="Bars show"
            value={look.measure}
            options={has.map((value) => ({
              value,
              name: measureNames[value],
              content: measureNames[value],
            }))}
            onChange={look.setMeasure}
          />
        )}
      </div>
      <p className="foreign-line" role="status">
        {lineOf(look)}
      </p>
      {tokens.length === 0 ? (
        <pre className="foreign-text" tabIndex={0}>
          {attempt.text}
        </pre>
      ) : (
        <ForeignStrip look={look} from={from} to={from + (passing ? glimpse : windowSize)} />
      )}
      {passing && tokens.length > glimpse && (
        <p className="foreign-window">
          The first {glimpse} of {tokens.length} tokens, while the slider moves.
        </p>
      )}
      {!passing && tokens.length > windowSize && <Windows look={look} />}
      {token && !passing && <ForeignBars token={token} readers={readers} />}
      {token && <ForeignToken token={token} at={pinned!} readers={readers} />}
      {!passing && tokens.length > 0 && <ForeignRules look={look} />}
      <Text title="Prompt" text={attempt.prompt} />
      <Text title={`What the ${secondReader(format)} read`} text={attempt.teacherPrompt} />
      <Text title="Feedback" text={attempt.feedback} open />
    </section>
  )
})

/** The sentence of the pinned token. */
export function lineOf({ attempt, pinned, readers }: Look): string {
  return tokenLine(attempt, pinned, readers, {
    percent,
    signed,
    name: (text) => `\u201c${tokenText(text).bare}\u201d`,
  })
}

function Windows({ look: { attempt, from, setFrom } }: { look: Look }) {
  const { length } = attempt.tokens
  return (
    <p className="foreign-window">
      <button
        type="button"
        className="button"
        disabled={from === 0}
        onClick={() => setFrom(Math.max(0, from - windowSize))}
      >
        Earlier tokens
      </button>{' '}
      Tokens {from + 1} to {Math.min(length, from + windowSize)} of {length}{' '}
      <button
        type="button"
        className="button"
        disabled={from + windowSize >= length}
        onClick={() => setFrom(from + windowSize)}
      >
        Later tokens
      </button>
    </p>
  )
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
