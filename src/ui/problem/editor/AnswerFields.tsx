/** The right answer of a question: its spellings, a number with its unit and tolerance, a choice, or a pattern. */
import type { AnswerDraft, AnswerType } from '../../../authoring/problem-draft-answer.ts'
import { Choice } from '../../parts/Choice.tsx'
import { Switch } from '../../parts/Switch.tsx'

const types: readonly { value: AnswerType; name: string; content: string }[] = [
  { value: 'exact', name: 'Words', content: 'Words' },
  { value: 'number', name: 'A number', content: 'A number' },
  { value: 'choice', name: 'One of several', content: 'One of several' },
  { value: 'regex', name: 'A pattern', content: 'A pattern' },
]

const capitalsCount = 'Capital letters count'

export function AnswerFields({
  answer,
  onChange,
}: {
  answer: AnswerDraft
  onChange: (answer: AnswerDraft) => void
}) {
  const set = (change: Partial<AnswerDraft>) => onChange({ ...answer, ...change })
  return (
    <div className="stack">
      <Choice label="Kind of answer" value={answer.type} options={types} onChange={(type) => set({ type })} />
      <Fields answer={answer} set={set} />
    </div>
  )
}

function Fields({ answer, set }: { answer: AnswerDraft; set: (change: Partial<AnswerDraft>) => void }) {
  switch (answer.type) {
    case 'exact':
      return (
        <>
          <label className="field">
            <span>
              Right answers <small>one spelling a line</small>
            </span>
            <textarea
              className="textbox"
              dir="auto"
              rows={4}
              value={answer.accepted}
              onChange={(event) => set({ accepted: event.target.value })}
            />
          </label>
          <Switch
            name={capitalsCount}
            words={capitalsCount}
            on={answer.caseSensitive}
            onChange={(caseSensitive) => set({ caseSensitive })}
          />
        </>
      )
    case 'number':
      return (
        <div className="program-fields">
          <label className="field">
            <span>
              The number <small>with its unit</small>
            </span>
            <input
              className="textbox"
              placeholder="9.81 m/s^2"
              value={answer.value}
              onChange={(event) => set({ value: event.target.value })}
            />
          </label>
          <label className="field">
            <span>
              May be off by <small>1 %, or 0.05</small>
            </span>
            <input
              className="textbox"
              placeholder="1 %"
              value={answer.tolerance}
              onChange={(event) => set({ tolerance: event.target.value })}
            />
          </label>
          <label className="field wide">
            <span>
              Other units <small>one a line, km = 1000</small>
            </span>
            <textarea
              className="textbox"
              rows={3}
              value={answer.units}
              onChange={(event) => set({ units: event.target.value })}
            />
          </label>
        </div>
      )
    case 'choice':
      return (
        <div className="program-fields">
          <label className="field wide">
            <span>
              Choices <small>one a line, A. the heart</small>
            </span>
            <textarea
              className="textbox"
              dir="auto"
              rows={5}
              value={answer.options}
              onChange={(event) => set({ options: event.target.value })}
            />
          </label>
          <label className="field">
            <span>Right is</span>
            <input
              className="textbox"
              placeholder="A"
              value={answer.right}
              onChange={(event) => set({ right: event.target.value })}
            />
          </label>
        </div>
      )
    case 'regex':
      return (
        <div className="program-fields">
          <label className="field title">
            <span>
              Pattern <small>of the whole answer</small>
            </span>
            <input
              className="textbox"
              spellCheck={false}
              placeholder="colou?r"
              value={answer.pattern}
              onChange={(event) => set({ pattern: event.target.value })}
            />
          </label>
          <label className="field">
            <span>
              Flags <small>i: capitals are the same</small>
            </span>
            <input
              className="textbox"
              spellCheck={false}
              value={answer.flags}
              onChange={(event) => set({ flags: event.target.value })}
            />
          </label>
        </div>
      )
    default:
      return answer.type satisfies never
  }
}
