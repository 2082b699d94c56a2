/** All presets and the person's own problems: by set, with search, why each is hard and which model it suits. */
import { useEffect, useMemo, useState } from 'react'
import type { Problem } from '../../../problems/problem.ts'
import { presetSets, setOf, type PresetSetId } from '../../../problems/sets.ts'
import { useAction } from '../../actions.ts'
import { askedModel, offerWords } from '../../../lab/words/preset-words.ts'
import { useLab, useLabState, useShallow } from '../../lab.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Icon } from '../../parts/Icon.tsx'
import './chooser.css'

type ShelfId = PresetSetId | 'all' | 'own'

/** Every word typed is in the title, the statement or the note. */
function fits(problem: Problem, words: readonly string[]): boolean {
  const text = `${problem.title} ${problem.statement} ${problem.note ?? ''}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

export function ProblemChooser({ problem }: { problem: Problem | null }) {
  const lab = useLab()
  const hide = useAction('hide-meaning')
  const presets = useLabState((s) => s.presets)
  const own = useLabState((s) => s.problems)
  const [typed, setTyped] = useState('')
  const [shelf, setShelf] = useState<ShelfId>('all')
  const [fetched, setFetched] = useState(false)
  useEffect(() => {
    let here = true
    void lab.problems.loadPresets().then(() => here && setFetched(true))
    return () => {
      here = false
    }
  }, [lab])

  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const groups = useMemo(() => {
    const found = new Map<ShelfId, Problem[]>([['own', [...own]]])
    for (const preset of presets) {
      const set = setOf(preset) ?? 'own'
      found.set(set, [...(found.get(set) ?? []), preset])
    }
    return found
  }, [presets, own])
  const shelves = [
    ...(own.length > 0
      ? [
          {
            id: 'own' as const,
            title: 'Yours',
            about: 'Problems you pasted or wrote; they are kept in this browser.',
          },
        ]
      : []),
    ...presetSets,
  ]
  const shown = shelves
    .filter(({ id }) => shelf === 'all' || shelf === id)
    .map((each) => ({ ...each, problems: (groups.get(each.id) ?? []).filter((one) => fits(one, words)) }))
    .filter(({ problems }) => problems.length > 0)
  const total = [...groups.values()].reduce((sum, { length }) => sum + length, 0)

  return (
    <Dialog
      title="Choose a problem"
      className="chooser-dialog"
      fillsPhone
      onClose={() => lab.choices.openPanel(null)}
    >
      <div className="chooser">
        <label className="chooser-search">
          <span className="quiet">Search problems</span>
          <input
            className="textbox"
            type="search"
            placeholder="Search"
            data-autofocus=""
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <div className="chooser-sets" role="group" aria-label="Sets">
          {[{ id: 'all' as const, title: 'All' }, ...shelves].map(({ id, title }) => (
            <button
              key={id}
              type="button"
              className="menu-item"
              aria-pressed={shelf === id}
              onClick={() => setShelf(id)}
            >
              {title} <small>{id === 'all' ? total : (groups.get(id)?.length ?? '')}</small>
            </button>
          ))}
        </div>
        <p className="chooser-about chooser-own">
          A problem of your own that the bundled model can find:{' '}
          <button type="button" className="link-button" onClick={hide.perform}>
            {hide.label}
          </button>
        </p>
        <div className="chooser-list" role="region" aria-label="Problems" tabIndex={-1}>
          {shown.map(({ id, title, about, problems }) => (
            <section key={id} aria-label={title}>
              <h3>{title}</h3>
              <p className="chooser-about">{about}</p>
              {problems.map((each) => (
                <Item key={each.id} problem={each} current={each.id === problem?.id} own={id === 'own'} />
              ))}
            </section>
          ))}
          {shown.length > 0 ? null : !fetched ? (
            <p className="chooser-about">The other problems are being fetched.</p>
          ) : (
            <p className="chooser-about">
              No problem has these words.{' '}
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  setTyped('')
                  setShelf('all')
                }}
              >
                Show all
              </button>
              , or{' '}
              <button type="button" className="link-button" onClick={() => lab.problems.edit(null)}>
                paste your own
              </button>
              .
            </p>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function Item({ problem, current, own }: { problem: Problem; current: boolean; own: boolean }) {
  const lab = useLab()
  const model = useLabState(useShallow(askedModel))
  return (
    <div className="chooser-item">
      <button
        type="button"
        className="menu-item"
        aria-current={current ? 'true' : undefined}
        onClick={() => lab.problems.choose(problem)}
      >
        <b dir="auto">{problem.title || problem.statement}</b>
        {problem.note && <span>{problem.note}</span>}
        {!own && <span className="chooser-suits">{offerWords(problem, model)}</span>}
      </button>
      {own && (
        <button
          type="button"
          className="button icon bare"
          aria-label={`Remove ${problem.title || 'this problem'}`}
          onClick={() => lab.problems.remove(problem.id)}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  )
}
