/** Asked where a statement says nothing of it: what a right answer would be. */
import type { ProgramKind } from '../../../problems/problem.ts'
import { editorKinds } from './kinds/index.ts'

export function RightAnswer({ onKind }: { onKind: (kind: ProgramKind) => void }) {
  return (
    <div className="right-answer" role="group" aria-label="What would a right answer be?">
      <p>What would a right answer be?</p>
      <div>
        {(Object.keys(editorKinds) as ProgramKind[]).map(
          (kind) =>
            editorKinds[kind].right !== undefined && (
              <button key={kind} type="button" className="button" onClick={() => onKind(kind)}>
                {editorKinds[kind].right}
              </button>
            ),
        )}
      </div>
    </div>
  )
}
