/** An answer written by hand, judged on the spot: the feedback that the self-teacher would read, errors at their lines. */
import { statusNames } from '../../../lab/words/summary.ts'
import { count } from '../../../lab/text/format.ts'
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import type { TestRecord, Verdict } from '../../../verify/verdict.ts'
import { Icon } from '../../parts/Icon.tsx'
import { CodeField, type Mark } from './CodeField.tsx'
import { editorKinds } from './kinds/index.ts'
import type { Trial } from './useTrial.ts'

const commandKey =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

export function TryTab({
  draft,
  answer,
  onAnswer,
  trial,
  onJudge,
  onSolution,
}: {
  draft: ProblemDraft
  answer: string
  onAnswer: (answer: string) => void
  trial: Trial
  onJudge: () => void
  onSolution: (solution: string) => void
}) {
  const kind = editorKinds[draft.kind]
  const language = kind.language(draft)
  const passed =
    trial.status === 'judged' && trial.judged.verdict.status === 'passed' && trial.response === answer
  return (
    <div className="stack">
      <CodeField
        label="Your answer"
        language={language}
        rows={8}
        value={answer}
        marks={
          trial.status === 'judged' && trial.response === answer
            ? errorMarks(answer, trial.judged.verdict, trial.judged.records)
            : noMarks
        }
        placeholder={kind.example?.(draft) ?? ''}
        onChange={onAnswer}
        onSubmit={onJudge}
      />
      <div className="problem-form-acts">
        <button type="button" className="button" disabled={trial.status === 'judging'} onClick={onJudge}>
          {trial.status === 'judging' ? 'Judging…' : 'Judge it'}
        </button>
        <span className="problem-form-note">{commandKey}+Enter</span>
        {passed && draft.solution !== answer && (
          <button type="button" className="link-button" onClick={() => onSolution(answer)}>
            Keep as the reference solution
          </button>
        )}
        {passed && draft.solution === answer && (
          <span className="problem-form-note">The reference solution. The model never sees it.</span>
        )}
      </div>
      <div role="status" aria-label="Verdict on your answer">
        {trial.status === 'judging' && language === 'python' && (
          <p className="problem-form-note">
            Python is fetched and started the first time, which takes some seconds.
          </p>
        )}
        {trial.status === 'failed' && <p className="error-text">{trial.message}</p>}
        {trial.status === 'judged' && (
          <TrialVerdict verdict={trial.judged.verdict} records={trial.judged.records} />
        )}
      </div>
    </div>
  )
}

const noMarks: readonly Mark[] = []

/** `Line 3` of an error, at its line of the answer: what was judged may begin further down. */
function errorMarks(answer: string, verdict: Verdict, records: readonly TestRecord[]): Mark[] {
  const failed = records.find(({ actual }) => /\bLine \d+\b/i.test(actual))
  if (!failed) return []
  const line = Number(/\bLine (\d+)/i.exec(failed.actual)![1])
  const at = verdict.judged === undefined ? 0 : Math.max(0, answer.indexOf(verdict.judged.text))
  const before = answer.slice(0, at).split('\n').length - 1
  return [
    {
      line: line + before,
      message: failed.actual
        .replace(/^Error: /, '')
        .replace(/\n?Line \d+[^\n]*/i, '')
        .trim(),
    },
  ]
}

function TrialVerdict({ verdict, records }: { verdict: Verdict; records: readonly TestRecord[] }) {
  const tests = records.length
  return (
    <div className="trial">
      <p className={`chip ${verdict.status === 'passed' ? 'passed' : ''}`}>
        <Icon name={verdict.status === 'passed' ? 'check' : 'cross'} size={12} />
        {statusNames[verdict.status]}
        {tests > 1 && `, ${verdict.passedTests} of ${count(tests, 'test', 'tests')}`}
      </p>
      <span className="problem-form-note">
        reward {Number(verdict.reward.toFixed(2))}, {Math.round(verdict.timeMs)} ms
        {verdict.judged && `. Judged: ${verdict.judged.from}`}
      </span>
      {verdict.status === 'time-out' && (
        <p className="problem-form-note">
          It was ended there, and the sandbox is ready for the next answer. A loop that never ends looks like
          this.
        </p>
      )}
      {verdict.feedback !== '' && (
        <>
          <h3>Feedback for the self-teacher</h3>
          <pre className="trial-feedback" tabIndex={0}>
            {verdict.feedback}
          </pre>
        </>
      )}
      {verdict.feedback === '' && verdict.status !== 'passed' && (
        <p className="problem-form-note">No feedback: the self-teacher is told nothing.</p>
      )}
    </div>
  )
}
