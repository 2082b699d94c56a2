/** Tokens by the praise and blame that were added up for them, each a way to its best example. */
import type { CSSProperties } from 'react'
import { count, decimal, signed } from '../../lab/text/format.ts'
import { tokenText } from '../../lab/text/token.ts'
import type { MatteredToken } from '../../sdpo/credit-sums.ts'
import './Mattered.css'

type Best = MatteredToken['best']

interface ListProps {
  tokens: readonly MatteredToken[]
  isHere: (best: Best) => boolean
  onChoose: (best: Best) => void
  /** An attempt by its number, as the page around counts. Default: as it is. */
  numberOf?: (attempt: number) => number
}

export function MatteredList({ tokens, isHere, onChoose, numberOf = (attempt) => attempt }: ListProps) {
  if (tokens.length === 0) return null
  // Both sides on one scale, with as much room for each as it needs.
  const [blame, praise] = [
    Math.max(...tokens.map((token) => token.blame), 1e-9),
    Math.max(...tokens.map((token) => token.praise), 1e-9),
  ]
  const split = Math.max(0.2, Math.min(0.8, blame / (blame + praise)))
  const scale = Math.max(blame / split, praise / (1 - split))
  return (
    <div className="mattered-tokens" style={{ '--split': split } as CSSProperties}>
      <p className="mattered-legend" aria-hidden="true">
        <span className="down">blame</span>
        <span className="up">praise</span>
      </p>
      <ol className="mattered-list">
        {tokens.map((token) => (
          <Row
            key={token.key}
            token={token}
            scale={scale}
            split={split}
            here={isHere(token.best)}
            attempt={numberOf(token.best.attempt)}
            onChoose={onChoose}
          />
        ))}
      </ol>
    </div>
  )
}

function Row({
  token,
  scale,
  split,
  here,
  attempt,
  onChoose,
}: {
  token: MatteredToken
  scale: number
  split: number
  here: boolean
  attempt: number
  onChoose: (best: Best) => void
}) {
  const { best, praise, blame } = token
  const name = tokenText(token.piece).bare
  const before = token.before === null ? 'first' : tokenText(token.before).bare
  const context = token.before === null ? 'at the start' : `after ${before}`
  return (
    <li>
      <button
        type="button"
        className="mattered-token"
        aria-current={here || undefined}
        aria-label={`${name}, ${context}: blame ${decimal(blame, 1)}, praise ${decimal(praise, 1)} in ${count(token.count, 'place', 'places')}. Best example: ${signed(best.credit)} in attempt ${attempt}`}
        onClick={() => onChoose(best)}
      >
        <code className="mattered-code">
          <span>{token.before === null ? '' : before}</span>
          <b className={praise > blame ? 'up' : 'down'}>{name}</b>
        </code>
        <span className="mattered-count">{token.count} ×</span>
        <span
          className="mattered-bars"
          style={
            { '--blame': blame / scale / split, '--praise': praise / scale / (1 - split) } as CSSProperties
          }
        >
          <i className="down" />
          <i className="up" />
        </span>
        <span className="mattered-sums">
          <span className="down">{blame < 0.05 ? '' : signed(-blame, 1)}</span>
          <span className="up">{praise < 0.05 ? '' : signed(praise, 1)}</span>
        </span>
      </button>
    </li>
  )
}
