/** When a result is right: equal to the expected one, loosened where the statement does, or as a checker of the person's own says. */
import type { CompareDraft } from '../../../authoring/draft-judging.ts'
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import { Choice } from '../../parts/Choice.tsx'
import { Switch } from '../../parts/Switch.tsx'
import { CodeField } from './CodeField.tsx'

const orders: Record<CompareDraft['order'], string> = {
  same: 'As expected',
  any: 'In any order',
  'any-nested': 'In any order, within too',
}

const capitalsCount = 'Capital letters count'

export function CompareFields({
  draft,
  onChange,
}: {
  draft: ProblemDraft
  onChange: (draft: ProblemDraft) => void
}) {
  const { compare } = draft
  const set = (change: Partial<CompareDraft>) => onChange({ ...draft, compare: { ...compare, ...change } })
  return (
    <div className="judge-choice">
      <h3>When a result is right</h3>
      <Choice
        label="When a result is right"
        value={compare.by}
        options={[
          { value: 'equality', name: 'It is the expected one', content: 'It is the expected one' },
          { value: 'checker', name: 'A checker says so', content: 'A checker says so' },
        ]}
        onChange={(by) => set({ by })}
      />
      {compare.by === 'checker' ? (
        <CodeField
          label="Checker"
          language="javascript"
          rows={7}
          value={compare.checker}
          placeholder={
            'function check(input, output, expected) {\n  return Number(output) > 0 || "not a positive number"\n}'
          }
          help="check(input, output, expected) returns true, or a text that says what is wrong. It must accept every expected result."
          onChange={(checker) => set({ checker })}
        />
      ) : (
        <div className="program-fields">
          <label className="field">
            <span>{draft.kind === 'stdin' ? 'Lines come' : 'Items come'}</span>
            <select
              className="textbox"
              value={compare.order}
              onChange={(event) => set({ order: event.target.value as CompareDraft['order'] })}
            >
              {Object.entries(orders).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>Numbers off by</span>
            <input
              className="textbox"
              placeholder="1e-6"
              value={compare.tolerance}
              onChange={(event) => set({ tolerance: event.target.value })}
            />
          </label>
          <Switch
            name={capitalsCount}
            words={capitalsCount}
            on={!compare.anyCase}
            onChange={(on) => set({ anyCase: !on })}
          />
        </div>
      )}
    </div>
  )
}
