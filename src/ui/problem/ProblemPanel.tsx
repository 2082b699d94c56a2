/** The problem: its presets, its words, its tests. */
import { isSealed } from '../../problems/open-tests.ts'
import { lazy, useState } from 'react'
import { isArgsTest, kindSentence, type Problem } from '../../problems/problem.ts'
import { askedModel, solvedWords } from '../../lab/words/preset-words.ts'
import { selectProblem, selectWhole } from '../../lab/state/selectors.ts'
import { PanelGuard } from '../faults/Guards.tsx'
import { useLab, useLabState, useShallow } from '../lab.tsx'
import { Icon } from '../parts/Icon.tsx'
import { phone, useMedia } from '../parts/useMedia.ts'
import { testWords } from '../../authoring/problem-draft-tests.ts'
import { presetSets, setOf } from '../../problems/sets.ts'
import { namedWords } from '../../outlook/phrasing.ts'
import { useAction } from '../actions.ts'
import { Recorded } from './Recorded.tsx'
import { readsFewWords, useUnread } from './unread/useUnread.ts'
import './ProblemPanel.css'

// Fetched when they are first opened: the first script has no need of them.
const ProblemEditor = lazy(async () => ({
  default: (await import('./editor/ProblemEditor.tsx')).ProblemEditor,
}))
const HideMeaning = lazy(async () => ({
  default: (await import('./hide/HideMeaning.tsx')).HideMeaning,
}))
const ProblemChooser = lazy(async () => ({
  default: (await import('./chooser/ProblemChooser.tsx')).ProblemChooser,
}))

export function ProblemPanel() {
  const lab = useLab()
  const editing = useLabState((s) => s.panel === 'problem-editor')
  const from = useLabState((s) => s.edited)
  const edit = (problem: Problem | null) => lab.problems.edit(problem)
  const hiding = useLabState((s) => s.panel === 'hide-meaning')
  const problem = useLabState(selectProblem)
  const small = useMedia(phone)
  return (
    <section className="problem" aria-label="Problem">
      <div className="problem-head">
        <ProblemPicker problem={problem} />
        <button type="button" className="link-button" onClick={() => edit(null)}>
          Paste a problem
        </button>
      </div>
      {problem && (
        <>
          {!small && <h2>{problem.title || problem.statement}</h2>}
          {small ? (
            <>
              <details className="problem-more">
                <summary>
                  <h2>{problem.title || problem.statement}</h2>
                </summary>
                <Note problem={problem} />
                <Tests problem={problem} onEdit={() => edit(problem)} />
              </details>
              <Asked problem={problem} />
              <Unreadable problem={problem} />
            </>
          ) : (
            <>
              <Asked problem={problem} />
              <Note problem={problem} />
              <Unreadable problem={problem} />
              <Tests problem={problem} onEdit={() => edit(problem)} />
            </>
          )}
        </>
      )}
      {hiding && (
        <PanelGuard>
          <HideMeaning />
        </PanelGuard>
      )}
      {editing && (
        <PanelGuard>
          <ProblemEditor from={from} />
        </PanelGuard>
      )}
    </section>
  )
}

/** What the model is asked, where its title does not say it. */
function Asked({ problem }: { problem: Problem }) {
  if (problem.title === '' || problem.statement === problem.title) return null
  return <p className="problem-statement">{problem.statement}</p>
}

function Note({ problem }: { problem: Problem }) {
  // A run that is shown was made on its own model, and what was measured on another is not said of it.
  const model = useLabState(
    useShallow((s) => {
      const shown = selectWhole(s).model
      return shown ? askedModel({ engine: { ...s.engine, model: shown } }) : askedModel(s)
    }),
  )
  const solved = solvedWords(problem, model)
  return (
    <>
      {(problem.note || solved) && (
        <p className="problem-note">
          {problem.note} {solved && `${solved}.`}
        </p>
      )}
      <Recorded problem={problem} />
    </>
  )
}

function Tests({ problem, onEdit }: { problem: Problem; onEdit: () => void }) {
  const [opened, setOpened] = useState<string | null>(null)
  const found = useLabState((s) => selectWhole(s).firstPass !== null)
  if (isSealed(problem, found) && opened !== problem.id)
    return <Sealed tests={problem.tests.length} onOpen={() => setOpened(problem.id)} />
  const fields = rowFields(problem)
  const rule = ruleOf(problem)
  return (
    <div className="tests">
      <div className="tests-head">
        <span>{rule === null ? 'Tests, run in a sandbox' : 'How it is judged'}</span>
        <button type="button" className="link-button" aria-label="Edit the problem" onClick={onEdit}>
          Edit
        </button>
        {rule === null && <span>{problem.tests.length}</span>}
      </div>
      {rule !== null && <p className="tests-rule">{rule}</p>}
      {rule === null && <TestLines problem={problem} fields={fields} />}
    </div>
  )
}

/** Of a problem whose meaning somebody hides. */
function Sealed({ tests, onOpen }: { tests: number; onOpen: () => void }) {
  return (
    <div className="tests">
      <div className="tests-head">
        <span>{tests} tests, sealed</span>
      </div>
      <p className="tests-rule">
        Whoever sent this hides what it means. The model has to find out; guess along.{' '}
        <button type="button" className="link-button" onClick={onOpen}>
          Open the tests
        </button>
      </p>
    </div>
  )
}

/** How an answer without tests is judged, in a sentence; null where tests do it. What is right is not said: it is on the screen beside the model's attempts. */
function ruleOf({ program }: Problem): string | null {
  const { kind } = program
  switch (program.kind) {
    case 'expression':
    case 'function':
    case 'stdin':
      return null
    case 'answer': {
      const { answer } = program
      switch (answer.type) {
        case 'exact':
          return 'The last words of an answer are compared with the right ones.'
        case 'number':
          return `The number is compared${answer.unit === undefined ? '' : `, in ${[answer.unit, ...Object.keys(answer.units ?? {})].join(', ')}`}${answer.relativeTolerance === undefined ? '' : `, within ${Number((answer.relativeTolerance * 100).toPrecision(3))} %`}.`
        case 'choice':
          return `One of ${answer.options.length} choices is right.`
        case 'regex':
          return 'The whole answer has to match a pattern.'
        default:
          return answer satisfies never
      }
    }
    case 'tool-call':
      return `Calls of ${program.tools.map(({ name }) => name).join(', ')} run against an API in the sandbox; its errors are the feedback.`
    case 'question':
      return 'The answer may stand in a sentence. The feedback says more of it than that it is wrong.'
    case 'custom':
      return 'A judge written for this problem gives the reward and the feedback.'
    default:
      return kindSentence(kind)
  }
}

function TestLines({ problem, fields }: { problem: Problem; fields: string[] | null }) {
  const name = problem.program.kind === 'function' ? problem.program.name : 'f'
  return (
    <div
      className="tests-lines"
      role="textbox"
      aria-label="Tests"
      aria-readonly="true"
      aria-multiline="true"
      tabIndex={0}
    >
      {fields && (
        <p className="test-fields">
          rows of {'{'}
          {fields.join(', ')}
          {'}'}
        </p>
      )}
      {problem.tests.map((test, i) => {
        const { call, expected } = testWords(test, name)
        return (
          <div key={i} className={test.hidden ? 'test hidden-test' : 'test'}>
            <i aria-hidden="true">{i + 1}</i>
            <span title={call}>
              {fields && isArgsTest(test) ? `f(${(test.args[0] as unknown[]).length} rows)` : oneLine(call)}
            </span>
            <i>→</i>
            <span title={expected ?? ''}>
              {expected === null ? 'holds' : oneLine(expected)}
              {test.hidden && <em>hidden</em>}
            </span>
          </div>
        )
      })}
    </div>
  )
}

const oneLine = (text: string) => text.replace(/\n/g, ' \u21b5 ')

/** The fields of a problem about rows, which are too long for a line each; null for others. */
function rowFields(problem: Problem): string[] | null {
  const rows = problem.tests.map((test) => (isArgsTest(test) && test.args.length === 1 ? test.args[0] : null))
  const first = Array.isArray(rows[0]) ? rows[0][0] : null
  const tabular = rows.every(
    (row) =>
      Array.isArray(row) &&
      row.every((cell) => cell !== null && typeof cell === 'object' && !Array.isArray(cell)),
  )
  return tabular && first !== null && typeof first === 'object' ? Object.keys(first as object) : null
}

function ProblemPicker({ problem }: { problem: Problem | null }) {
  const lab = useLab()
  const presets = useLabState((s) => s.presets)
  const open = useLabState((s) => s.panel === 'problem-picker')
  const set = problem && presetSets.find(({ id }) => id === setOf(problem))
  const siblings = set ? presets.filter((preset) => setOf(preset) === set.id) : []
  const at = siblings.findIndex((preset) => preset.id === problem?.id)
  const recorded = useLabState((s) => s.source === 'recorded' && s.recorded.bundled !== null)
  const words =
    set && at >= 0
      ? `${set.title}, ${at + 1} of ${siblings.length}`
      : recorded
        ? 'Problem of this recording'
        : 'Your problem'
  return (
    <>
      <button
        type="button"
        className="problem-picker"
        aria-haspopup="dialog"
        aria-label={`Problem: ${words}. Choose a problem`}
        onClick={() => lab.choices.openPanel('problem-picker')}
      >
        {words}
        <Icon name="down" size={14} />
      </button>
      {open && (
        <PanelGuard>
          <ProblemChooser problem={problem} />
        </PanelGuard>
      )}
    </>
  )
}

/** Words that the model in use cannot read make of every attempt a guess: said where the problem is, with the way out. */
function Unreadable({ problem }: { problem: Problem }) {
  // A recording was read by its own model, one of the lab's own by a model that can read it.
  const mattersHere = useLabState(
    ({ source, recorded: { log, bundled, whole } }) =>
      source === 'live' || (log.length > 0 && bundled === null && readsFewWords(whole.model)),
  )
  const unread = useUnread(mattersHere ? problem.statement : '')
  const better = useAction('choose-model')
  if (unread.length === 0) return null
  return (
    <p className="problem-unread" role="note">
      {`The bundled model cannot read ${namedWords(unread.map(({ word }) => word))}.`}{' '}
      <button type="button" className="link-button" onClick={better.perform}>
        {better.label}
      </button>
    </p>
  )
}
