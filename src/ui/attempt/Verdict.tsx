/** Before the re-reading there are no bars of two readers yet: how sure the student was, what the judge found, test by test, and what comes next. */
import { count } from '../../lab/text/format.ts'
import type { AttemptView, StepView } from '../../lab/run/view.ts'
import { useAction } from '../actions.ts'
import { Icon } from '../parts/Icon.tsx'
import { Odds } from './Odds.tsx'
import './Verdict.css'

export function Verdict({ attempt, step }: { attempt: AttemptView; step: StepView }) {
  const guess = useAction('guess')
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
        {next(attempt, step)}{' '}
        {step.stage === 'reprompt' && guess.enabled && !guess.pressed && (
          <button type="button" className="link-button" title="Q" onClick={guess.perform}>
            {`${guess.label} first`}
          </button>
        )}
      </p>
    </section>
  )
}

function next(attempt: AttemptView, step: StepView): string {
  const all = step.attempts.length
  switch (step.stage) {
    case null:
      return `The student writes ${all === 1 ? 'an attempt' : `${all} attempts at once`}, one token at a time.`
    case 'sample':
      return `Next, ${all === 1 ? 'it runs' : 'each attempt runs'} against the tests, in a sandbox that can be stopped.`
    case 'judge':
      return attempt.passed
        ? 'Next, what passed becomes hindsight for the others.'
        : 'Next, the self-teacher is given the question again, with the judge’s words after it.'
    case 'reprompt':
      return 'Next, it re-reads the student’s own tokens and says of each how likely it finds it. It writes nothing.'
    case 'score':
    case 'update':
      return 'This method has no self-teacher: there is nobody to re-read the attempt.'
    default:
      return step.stage satisfies never
  }
}
