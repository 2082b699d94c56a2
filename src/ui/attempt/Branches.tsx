/** What the focused attempt became with another token: each branch beside the original, with its verdict, its feedback and its own credit. */
import { attemptSummary } from '../../lab/words/summary.ts'
import { useEffect, useRef, useState } from 'react'
import type { BranchRequest } from '../../engine/protocol.ts'
import { branchHindrance } from '../../lab/control/branches.ts'
import { barsAt } from '../../lab/reading/credit.ts'
import { branchKey, pendingBranches, type BranchView } from '../../lab/run/fold-queries.ts'
import { selectPiece, selectWhole } from '../../lab/state/selectors.ts'
import type { AttemptView } from '../../lab/run/view.ts'
import { creditPhrase } from '../../lab/words/words.ts'
import { page } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { tokenText } from '../../lab/text/token.ts'
import { Icon } from '../parts/Icon.tsx'
import { HeatLine } from './HeatLine.tsx'
import { PairedBars } from './PairedBars.tsx'
import { Phrase } from './Phrase.tsx'
import { TokenStrip } from './TokenStrip.tsx'
import './Branches.css'

export function Branches({ attempt }: { attempt: AttemptView }) {
  const branches = useLabState((s) => selectWhole(s).branches)
  const asked = useLabState((s) => s.branching)
  const live = useLabState((s) => s.source === 'live')
  const open = useLabState((s) => s.branch)
  const own = branches.filter((branch) => branch.attempt === attempt.attempt)
  const pending = live
    ? pendingBranches(asked, branches).filter((request) => request.attempt === attempt.attempt)
    : []
  const last = own.at(-1)
  if (own.length === 0 && pending.length === 0) return null
  return (
    <section className="branches" aria-label={`Branches of attempt ${attempt.attempt}`}>
      <h3>Branches</h3>
      <ul>
        {own.map((branch) => (
          <Branch key={branch.key} branch={branch} from={attempt} open={open === branch.key} />
        ))}
        {pending.map((request) => (
          <Pending key={branchKey(request)} request={request} from={attempt} />
        ))}
      </ul>
      <p className="quiet" role="status">
        {pending.length > 0
          ? 'The student writes the branch'
          : last
            ? `Branch with ${tokenText(last.pieces[last.at] ?? '').bare} ${last.passed ? 'passed all tests' : `failed: ${attemptSummary(last)}`}`
            : ''}
      </p>
    </section>
  )
}

/** `left`: texts of the tokens that were left, and whether they are those of a branch. */
function Exchange({
  left,
  again,
  at,
  to,
}: {
  left: readonly string[]
  again: boolean
  at: number
  to: string
}) {
  return (
    <span className="branch-exchange">
      <Icon name="branch" size={14} />
      {again && 'of a branch, '}token {at + 1}: <code>{tokenText(left[at] ?? '').bare}</code> →{' '}
      <code>{tokenText(to).bare}</code>
    </span>
  )
}

function Pending({ request, from }: { request: BranchRequest; from: AttemptView }) {
  const pieceOf = useLabState(selectPiece)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    row.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <li ref={row} className="branch pending">
      <Exchange
        left={request.from?.map(pieceOf) ?? from.pieces}
        again={request.from !== undefined}
        at={request.at}
        to={pieceOf(request.id)}
      />
      <span className="branch-said">being written…</span>
    </li>
  )
}

function Branch({ branch, from, open }: { branch: BranchView; from: AttemptView; open: boolean }) {
  const lab = useLab()
  const to = branch.pieces[branch.at] ?? ''
  const left = branch.before ?? from.pieces
  const pieceOf = useLabState(selectPiece)
  const again = useLabState((s) => branchHindrance(s) === null)
  const [token, setToken] = useState<number | null>(null)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const peak = Math.max(0, ...(branch.credit ?? []).map(Math.abs))
  const shown = token ?? branch.at
  const position = branch.positions?.[shown]
  return (
    <li ref={row} className={`branch ${open ? 'open' : ''}`}>
      <button
        type="button"
        className="branch-head"
        aria-expanded={open}
        aria-label={`Branch at token ${branch.at + 1}${branch.before ? ' of a branch' : ''}, ${tokenText(left[branch.at] ?? '').bare} to ${tokenText(to).bare}, ${branch.passed ? 'passed' : `failed: ${attemptSummary(branch)}`}`}
        onClick={() => lab.branches.show(open ? null : branch.key)}
      >
        <Exchange left={left} again={branch.before !== undefined} at={branch.at} to={to} />
        <span className={`chip ${branch.passed ? 'passed' : ''}`}>
          <Icon name={branch.passed ? 'check' : 'cross'} size={12} />
          {branch.passed ? 'passed' : 'failed'}
        </span>
        <span className="branch-said">{attemptSummary(branch)}</span>
      </button>
      {!open && <HeatLine pieces={branch.pieces} credit={branch.credit} flat={false} />}
      {open && (
        <>
          <TokenStrip
            label={`Branch of attempt ${from.attempt}, tokens coloured by credit`}
            className="branch-strip"
            tokens={branch.pieces.map((piece, i) => ({
              piece,
              credit: branch.credit?.[i] ?? (branch.mask === 0 ? 0 : null),
              own: 0,
            }))}
            peak={peak}
            pinned={shown}
            masked={branch.mask === 0}
            largest={17}
            onPin={setToken}
            onHover={() => undefined}
          />
          {position && (
            <PairedBars
              className="branch-bars"
              rows={barsAt(position, undefined, 4)}
              pieceOf={pieceOf}
              showAfter={false}
              onBranch={again ? (id) => lab.branches.add(shown, id, branch.tokens) : undefined}
            />
          )}
          <BranchWords branch={branch} position={position ?? null} />
          {!branch.passed && branch.verdict.feedback.trim() !== '' && (
            <pre className="branch-feedback">{branch.verdict.feedback.trim()}</pre>
          )}
          <p className="branch-acts">
            <button
              type="button"
              className="link-button"
              disabled={!again}
              onClick={() => lab.branches.add(branch.at, branch.id, branch.from)}
            >
              Another continuation
            </button>
            <button
              type="button"
              className="link-button"
              onClick={() =>
                void page.copy(branch.text).then(
                  () => lab.notices.notify('Branch copied.'),
                  () => lab.notices.notify('The browser did not let this page copy.', 'error'),
                )
              }
            >
              Copy it
            </button>
          </p>
        </>
      )}
    </li>
  )
}

function BranchWords({
  branch,
  position,
}: {
  branch: BranchView
  position: NonNullable<BranchView['positions']>[number] | null
}) {
  const pieceOf = useLabState(selectPiece)
  if (branch.passed && branch.mask === 0)
    return (
      <p className="branch-words">
        One token makes the difference: this passes every test. A pass has no feedback, so nothing re-reads
        it.
      </p>
    )
  if (!position) return <p className="branch-words">No self-teacher re-read this branch.</p>
  return (
    <p className="branch-words">
      <Phrase words={creditPhrase(position, pieceOf)} />
    </p>
  )
}
