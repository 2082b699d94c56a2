/** The slides that are no lesson: what this is, what was asked, and what was measured beyond the run in view. */
import { lazy, Suspense } from 'react'
import { openTests } from '../../problems/open-tests.ts'
import { selectProblem, selectView, selectWhole } from '../../lab/state/selectors.ts'
import type { SideSlide as Side } from '../../lab/state/store.ts'
import { PanelGuard } from '../faults/Guards.tsx'
import { useLabState } from '../lab.tsx'
import { OpenTests } from '../problem/OpenTests.tsx'
import { KeepOffline } from './KeepOffline.tsx'
import './SideSlides.css'

/** Its figures are no part of the page's first script. */
const DiscoveryFigure = lazy(async () => ({
  default: (await import('../results/DiscoveryFigure.tsx')).DiscoveryFigure,
}))

export function SideSlide({ side }: { side: Side }) {
  switch (side) {
    case 'title':
      return <Title />
    case 'question':
      return <Question />
    case 'measured':
      return <Measured />
    default:
      return side satisfies never
  }
}

function Title() {
  const model = useLabState((s) => selectWhole(s).model ?? s.engine.model)
  const live = useLabState((s) => s.source === 'live')
  return (
    <>
      <h2>A language model learns from feedback, by teaching itself</h2>
      <div className="present-picture side title">
        <p>
          <b>SDPO</b>, Self-Distillation Policy Optimization. It attempts a problem and fails; a judge says
          what went wrong; the same model, told so, reads its own attempt again. Where its opinion changes,
          token by token, is what it learns.
        </p>
        <p className="present-source">
          <a href="https://arxiv.org/abs/2601.20802" target="_blank" rel="noreferrer">
            arXiv 2601.20802
          </a>
          {model && `, here with ${model.name}${live ? ', in this browser' : ''}`}
        </p>
        <KeepOffline />
      </div>
    </>
  )
}

function Question() {
  const problem = useLabState(selectProblem)
  const made = useLabState((s) => selectView(s).sampled)
  const found = useLabState((s) => selectWhole(s).firstPass !== null)
  const shown = problem ? openTests(problem, found).slice(0, 5) : []
  const more = (problem?.tests.length ?? 0) - shown.length
  return (
    <>
      <h2>{problem ? `\u201c${problem.statement}\u201d` : 'Choose a problem to begin'}</h2>
      <div className="present-picture side">
        {problem && shown.length > 0 && (
          <>
            <OpenTests problem={problem} tests={shown} className="present-tests" label="Tests" />
            {more > 0 && <p>{more === 1 ? 'and 1 more test' : `and ${more} more tests`}</p>}
          </>
        )}
        <p>
          {made === 0
            ? 'Nothing was attempted yet.'
            : made === 1
              ? 'The model has made 1 attempt so far.'
              : `The model has made ${made} attempts so far.`}
        </p>
      </div>
    </>
  )
}

function Measured() {
  return (
    <>
      <h2>Measured on problems that the model was never trained on</h2>
      <div className="present-picture side measured">
        <PanelGuard>
          <Suspense fallback={null}>
            <DiscoveryFigure />
          </Suspense>
        </PanelGuard>
      </div>
    </>
  )
}
