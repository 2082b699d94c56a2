/** Before the re-reading there are no bars of two readers yet: how sure the student was, what the judge found, test by test, and what comes next. */
import { count } from '../../lab/text/format.ts'
import type { AttemptView, StepView } from '../../lab/run/view.ts'
import { selectConfig, selectPlan } from '../../lab/state/selectors.ts'
import { comingWords } from '../../lab/words/coming-words.ts'
import { useAction } from '../actions.ts'
import { useLabState } from '../lab.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Odds } from './Odds.tsx'
import './Verdict.css'

export function Verdict({ attempt, step }: { attempt: AttemptView; step: StepView }) {
  const guess = useAction('guess')
  const plan = useLabState(selectPlan)
  const config = useLabState(selectConfig)
  return (
    <section className="verdict" aria-label="Verdict">
      {!attempt.verdict && <Odds attempt={attempt} />}
      {attempt.verdict && attempt.records.length > 0 && (
        <>
          <h3>
            {attempt.verdict.passedTests} of {count(attempt.verdict.totalTests, 'test', 'tests')} passed
          </h3>
          <div className="verdict-scroll" tabIndex={0} role="region" aria-label="Tests of this attempt">
            <table>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="quiet">Verdict</span>
                  </th>
                  <th scope="col">Input</th>
                  <th scope="col">Output</th>
                  <th scope="col">Expected</th>
                </tr>
              </thead>
              <tbody>
                {attempt.records.map((record) => (
                  <tr key={record.testIndex} className={record.passed ? 'passed' : ''}>
                    <td>
                      <Icon name={record.passed ? 'check' : 'cross'} size={12} />
                      <span className="quiet">{record.passed ? 'passed' : 'failed'}</span>
                    </td>
                    <td title={record.input}>
                      <code>{record.input}</code>
                    </td>
                    <td title={record.actual}>
                      <code>{record.actual}</code>
                    </td>
                    <td title={record.expected}>
                      <code>{record.expected}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {/* What it says below the tests of the next act is another line, not the one before moved down. */}
      <p key={`${step.stage} ${attempt.records.length}`}>
        {comingWords({ attempt, step, plan, config })}{' '}
        {step.stage === 'reprompt' && guess.enabled && !guess.pressed && (
          <button type="button" className="link-button" title="Q" onClick={guess.perform}>
            {`${guess.label} first`}
          </button>
        )}
      </p>
    </section>
  )
}
