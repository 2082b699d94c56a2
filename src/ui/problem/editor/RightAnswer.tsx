/** Asked where a statement says nothing of it: what a right answer would be. */
import type { ProgramKind } from '../../../problems/problem.ts'

const kinds: readonly { kind: ProgramKind; name: string }[] = [
  { kind: 'function', name: 'A function that passes tests' },
  { kind: 'stdin', name: 'A program that reads and prints' },
  { kind: 'answer', name: 'A word, a number or a choice' },
  { kind: 'tool-call', name: 'The right calls of tools' },
  { kind: 'custom', name: 'What my own code accepts' },
]

export function RightAnswer({ onKind }: { onKind: (kind: ProgramKind) => void }) {
  return (
    <div className="right-answer" role="group" aria-label="What would a right answer be?">
      <p>What would a right answer be?</p>
      <div>
        {kinds.map(({ kind, name }) => (
          <button key={kind} type="button" className="button" onClick={() => onKind(kind)}>
            {name}
          </button>
        ))}
      </div>
    </div>
  )
}
