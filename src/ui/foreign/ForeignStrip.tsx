/** The tokens of a foreign attempt, or of a part of it, with the bars that are looked at. */
import { TokenStrip } from '../attempt/TokenStrip.tsx'
import { heightSentence } from '../maths/credit.ts'
import type { Look } from './useLook.ts'
import { measureNames, spokenValue } from './measures.ts'

export function ForeignStrip({
  look,
  from,
  to,
  largest = 18,
  large = false,
}: {
  look: Look
  from: number
  to: number
  largest?: number
  /** On a slide. */
  large?: boolean
}) {
  const { n, attempt, measure, values, pinned } = look
  return (
    <>
      <TokenStrip
        label={`Attempt ${n + 1}, tokens: ${measureNames[measure].toLowerCase()}`}
        tokens={attempt.tokens.slice(from, to).map(({ text }, i) => ({
          piece: text,
          credit: values[from + i] ?? null,
          own: values[from + i] ?? 0,
        }))}
        peak={values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0)}
        pinned={pinned === null || pinned < from || pinned >= to ? null : pinned - from}
        onPin={(token) => look.setPinned(from + token)}
        onHover={() => {}}
        largest={largest}
        neutral={measure !== 'gap'}
        undirected={measure === 'surprise'}
        spoken={spokenValue[measure]}
        unknown="no number is in the file"
        className={large ? 'large' : ''}
        steady
      />
      <p className="bars-scale">{heightSentence}</p>
    </>
  )
}
