/**
 * Hide a meaning: a ticket of the bundled model's own phrases, a secret meaning for each, and then the model has to find it.
 * Tests are made from the meaning; how often the untouched model hits it is sampled beside.
 */
import { useMemo, useState } from 'react'
import { throwDice } from '../../../authoring/ticket/dice.ts'
import { hide } from '../../../authoring/ticket/hide.ts'
import { codeOfTicket, ticketOfCode } from '../../../authoring/ticket/link.ts'
import { grammarOf, programOf, type BuiltTicket } from '../../../authoring/ticket/ticket.ts'
import type { FamilyName } from '../../../problems/tickets/family.ts'
import { Rng } from '../../../rng.ts'
import { useLab } from '../../lab.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Code } from '../../parts/Code.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { BaseRate } from './BaseRate.tsx'
import { FieldNames } from './FieldNames.tsx'
import { HideActs } from './HideActs.tsx'
import { Steps } from './Steps.tsx'
import { TypedTicket } from './TypedTicket.tsx'
import '../unread/unread.css'
import './hide.css'

/** What is kept of an unfinished ticket. */
const draftKey = 'hidden-meaning'

const diced = (family?: FamilyName): BuiltTicket => throwDice(Rng.of(Date.now(), 'dice'), family).built

export function HideMeaning() {
  const lab = useLab()
  const [built, setBuilt] = useState<BuiltTicket>(() => {
    const kept = lab.problems.keptDraft(draftKey)
    return (typeof kept === 'string' ? ticketOfCode(kept) : null) ?? diced('lists')
  })
  const [way, setWay] = useState<'pick' | 'type'>('pick')
  /** Pieces of the typed ticket that the model does not know. */
  const [unread, setUnread] = useState(0)
  const change = (next: BuiltTicket) => {
    setBuilt(next)
    lab.problems.keepDraft(draftKey, codeOfTicket(next))
  }
  const hidden = useMemo(() => hide(built), [built])
  const ready = hidden.kind === 'problem' && unread === 0
  return (
    <Dialog
      title="Hide a meaning"
      className="hide-dialog"
      fillsPhone
      onClose={() => lab.choices.openPanel(null)}
    >
      <p className="hide-about">
        Say something vague in the bundled model’s own phrases, and decide in secret what you mean. It is told
        only which tests it fails. See whether it finds out.
      </p>
      <div className="hide-columns">
        <div className="hide-build">
          <div className="hide-choices">
            <Choice
              label="What the ticket is about"
              value={built.family}
              options={[
                { value: 'lists', name: 'Numbers in a list', content: 'Numbers' },
                { value: 'records', name: 'Rows of a report', content: 'Rows' },
              ]}
              onChange={(family) => {
                setUnread(0)
                change(diced(family))
              }}
            />
            <Choice
              label="How to write it"
              value={way}
              options={[
                { value: 'pick', name: 'Pick phrases', content: 'Pick' },
                { value: 'type', name: 'Type phrases', content: 'Type' },
              ]}
              onChange={(next) => {
                setWay(next)
                setUnread(0)
              }}
            />
            <button
              type="button"
              className="button"
              data-autofocus=""
              onClick={() => {
                setWay('pick')
                setUnread(0)
                change(diced(built.family))
              }}
            >
              Throw dice
            </button>
          </div>
          {way === 'type' && <TypedTicket built={built} onChange={change} onUnread={setUnread} />}
          <Steps built={built} picks={way === 'pick'} onChange={change} />
          <FieldNames built={built} onChange={change} />
        </div>
        <div className="hide-result">
          <section aria-label="The ticket">
            <h3>The model reads</h3>
            <p className="hide-ticket">
              {built.clauses.length > 0 ? grammarOf(built).ticket.text : 'Nothing yet.'}
            </p>
          </section>
          <section aria-label="The secret">
            <h3>You secretly mean</h3>
            {built.clauses.length > 0 && (
              <p className="hide-program">
                <Code text={programOf(built)} />
              </p>
            )}
            {hidden.kind === 'complaint' || unread > 0 ? (
              <p className="error-text" role="alert">
                {unread > 0 || hidden.kind !== 'complaint'
                  ? 'Choose a phrase that it knows for each that it does not.'
                  : hidden.message}
              </p>
            ) : (
              <p className="hide-note">
                {hidden.problem.tests.length} tests are made from it.
                {hidden.trainedOn &&
                  ' The model was trained to write this very program, as nine in ten are, so it can; it does not know that you mean it.'}
              </p>
            )}
          </section>
          {ready && <BaseRate problem={hidden.problem} />}
          <HideActs problem={ready ? hidden.problem : null} />
        </div>
      </div>
    </Dialog>
  )
}
