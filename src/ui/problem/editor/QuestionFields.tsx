/** What is right, and what it may be: the feedback of a failing attempt is made from it. */
import type { QuestionDraft, QuestionType } from '../../../authoring/problem-draft-question.ts'
import { answerForms } from '../../../problems/question-rule.ts'
import { Choice } from '../../parts/Choice.tsx'

const types: readonly { value: QuestionType; name: string; content: string }[] = [
  { value: 'words', name: 'Words', content: 'Words' },
  { value: 'number', name: 'A number', content: 'A number' },
  { value: 'form', name: 'A form', content: 'A form' },
  { value: 'fields', name: 'Fields', content: 'Fields' },
]

export function QuestionFields({
  question,
  onChange,
}: {
  question: QuestionDraft
  onChange: (question: QuestionDraft) => void
}) {
  const set = (change: Partial<QuestionDraft>) => onChange({ ...question, ...change })
  return (
    <div className="stack">
      <Choice
        label="What is right"
        value={question.type}
        options={types}
        onChange={(type) => set({ type })}
      />
      <Fields question={question} set={set} />
    </div>
  )
}

function Fields({
  question,
  set,
}: {
  question: QuestionDraft
  set: (change: Partial<QuestionDraft>) => void
}) {
  switch (question.type) {
    case 'words':
      return (
        <div className="program-fields">
          <Lines
            words="Right answers"
            about="one spelling a line"
            value={question.right}
            onChange={(right) => set({ right })}
          />
          <Lines
            words="It may be"
            about="others that are named with it, one a line"
            value={question.options}
            onChange={(options) => set({ options })}
          />
          <Line
            words="What kind of thing"
            about="for a hint"
            placeholder="a town"
            value={question.thing}
            onChange={(thing) => set({ thing })}
          />
          <Line
            words="How they are named"
            about="with {options}"
            placeholder="It is {options}."
            value={question.sentence}
            onChange={(sentence) => set({ sentence })}
          />
        </div>
      )
    case 'number':
      return (
        <div className="program-fields">
          <Line
            words="The number"
            about="in digits"
            placeholder="299792"
            value={question.value}
            onChange={(value) => set({ value })}
          />
          <Line
            words="Unit"
            about="none, or km/s"
            placeholder="km/s"
            value={question.unit}
            onChange={(unit) => set({ unit })}
          />
          <Line
            words="May be off by"
            about="1 %"
            placeholder="1 %"
            value={question.tolerance}
            onChange={(tolerance) => set({ tolerance })}
          />
          <Lines
            words="It may be"
            about="numbers that are named with it, one a line"
            value={question.options}
            onChange={(options) => set({ options })}
          />
        </div>
      )
    case 'form':
      return (
        <div className="program-fields">
          <label className="field">
            <span>The form</span>
            <select
              className="textbox"
              value={question.form}
              onChange={(event) => set({ form: event.target.value })}
            >
              {answerForms.map((form) => (
                <option key={form} value={form}>
                  {form.replace('iso-', 'ISO ').replace(/-(?=letters|word)/, ' ')}
                </option>
              ))}
            </select>
          </label>
          <Lines
            words="Right answers"
            about="none: whatever has the form"
            value={question.right}
            onChange={(right) => set({ right })}
          />
        </div>
      )
    case 'fields':
      return (
        <div className="program-fields">
          <Lines
            words="Fields of the JSON object"
            about="one a line: room: text = A, B; day: text; seats: number"
            value={question.fields}
            onChange={(fields) => set({ fields })}
          />
        </div>
      )
    default:
      return question.type satisfies never
  }
}

interface FieldProps {
  words: string
  about: string
  value: string
  onChange: (value: string) => void
}

function Lines({ words, about, value, onChange }: FieldProps) {
  return (
    <label className="field wide">
      <span>
        {words} <small>{about}</small>
      </span>
      <textarea
        className="textbox"
        dir="auto"
        rows={3}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

function Line({ words, about, placeholder, value, onChange }: FieldProps & { placeholder: string }) {
  return (
    <label className="field long">
      <span>
        {words} <small>{about}</small>
      </span>
      <input
        className="textbox"
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
